// Hair above the shoulders: short, bob.
using static Kapok.Tools.Assets.Avatars.Curve;

namespace Kapok.Tools.Assets.Avatars.Hair;

public static partial class HairStyles
{
    private static void Short(HairBuilder hair)
    {
        Func<float, float> line = HairBuilder.Hairline();
        hair.Cap(line, 0.012f);
        hair.Fringe(new(-0.8f, 0.9f, 1.30f, 1.12f) { Locks = 7, Width = 0.037f, Thickness = 0.016f, Sweep = -0.32f, Volume = 0.006f });
        (int Locks, float Start, float End)[] layers = [(7, 0.05f, 0.95f), (10, 0.4f, 1.45f), (11, 0.95f, 2.15f)];
        for (int layer = 0; layer < layers.Length; layer++)
        {
            (int full, float start, float last) = layers[layer];
            int locks = hair.Count(full);
            for (int i = 0; i < locks; i++)
            {
                float azimuth = layer == 0 ? Mix(-MathF.PI, MathF.PI, (float)i / locks) + 0.2f : Mix(1.15f, MathF.Tau - 1.15f, (i + (0.3f * layer)) / (locks - 0.4f));
                float end = layer == 2 ? MathF.Min(last, line(azimuth) + 0.06f) : last, turn = azimuth > MathF.PI ? -0.18f : 0.18f;
                end += hair.Jitter() * 0.12f;
                hair.Lock(
                    new(0.038f * hair.Widening(full), 0.017f) { Rings = 8, Root = 0.6f },
                    HairBuilder.At(azimuth - 0.1f, start, layer > 0 ? 0.014f : 0.024f), HairBuilder.At(azimuth, Mix(start, end, 0.4f), 0.032f - (0.004f * layer)),
                    HairBuilder.At(azimuth + (turn * 0.5f), Mix(start, end, 0.75f), 0.028f - (0.005f * layer)), HairBuilder.At(azimuth + turn, end, 0.020f - (0.006f * layer)));
            }
        }
        if (hair.Level < 2) Sidelocks(hair, 0.018f, (1.2f, 1.1f, 0.012f), (1.3f, 1.4f, 0.014f), (1.36f, 1.75f, 0.005f));
    }

    private static void Bob(HairBuilder hair)
    {
        hair.Cap(HairBuilder.Hairline(), 0.012f);
        hair.Curtain(new(1.02f, 17, 0.155f) { Flare = 0.022f, Inward = 0.034f, Width = 0.037f, Blunt = 7f });
        hair.Fringe(new(-0.98f, 0.98f, 1.46f, 1.46f) { Locks = 9, Width = 0.033f, Sweep = 0.03f, Dome = 0.10f, Blunt = 5f });
    }
}
