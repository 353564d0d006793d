// Hair above the shoulders: short, undercut, spiky, curly, bob.
using System.Numerics;
using Kapok.Assets.Avatars.Head;
using static Kapok.Assets.Avatars.Curve;

namespace Kapok.Assets.Avatars.Hair;

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

    private static void Undercut(HairBuilder hair)
    {
        hair.Cap(HairBuilder.Hairline(1f, 1.66f, 2.12f), 0.004f, new Paint(Slot.Hair, Surface.Cloth, 1.12f), (_, _) => 1f);
        // A thatch from the parting over to the other side, in three rows from the forehead back.
        (int full, float[] rows) = (8, [0.78f, 0.30f, -0.25f]);
        int locks = hair.Count(full);
        hair.Cap(azimuth => HairBuilder.FromFront(azimuth) < 1.9f ? 0.78f : 0.62f, 0.026f, Paint.Hair.Shaded(0.85f), (_, t) => 1f - (0.5f * Smooth(0.5f, 0.8f, t)));
        for (int row = 0; row < rows.Length; row++)
        {
            for (int i = 0; i < locks; i++)
            {
                float along = (((float)i / (locks - 1)) - 0.5f) * 0.55f, z = rows[row];
                hair.Lock(
                    new(0.034f * hair.Widening(full), 0.02f) { Root = 0.6f },
                    Over(0.62f, 0.78f, z + along, 0.010f), Over(0.15f, 1f, z + along, 0.050f + (0.012f * MathF.Sin(i))),
                    Over(-0.45f, 0.85f, z + along, 0.040f), Over(-0.80f, row == 0 ? 0.38f : 0.50f, z + along, 0.030f + (0.012f * hair.Jitter())));
            }
        }
    }

    // A place over the skull in a direction, above the skin.
    private static Vector3 Over(float x, float y, float z, float off) => HeadShape.Skull.At(Vector3.Normalize(new(x, y, z)), off);

    private static void Spiky(HairBuilder hair)
    {
        Func<float, float> line = HairBuilder.Hairline();
        hair.Cap(line, 0.014f);
        hair.Fringe(new(-0.85f, 0.85f, 1.22f, 1.30f) { Locks = 6, Width = 0.04f, Thickness = 0.018f, Sweep = 0.24f, Volume = 0.010f, Blunt = 2.2f, TipOff = 0.022f });
        (int Full, float FromCrown, float Out)[] layers = [(8, 0.62f, 0.046f), (10, 1.15f, 0.040f), (9, 1.68f, 0.026f)];
        for (int layer = 0; layer < layers.Length; layer++)
        {
            (int full, float fromCrown, float reach) = layers[layer];
            int locks = hair.Count(full);
            for (int i = 0; i < locks; i++)
            {
                float opening = layer == 0 ? 0.35f : layer == 1 ? 0.95f : 1.25f, azimuth = Mix(opening, MathF.Tau - opening, (i + 0.5f) / locks) + (hair.Jitter() * 0.15f);
                float start = MathF.Max(0.05f, fromCrown - 0.55f), tip = fromCrown + 0.42f + (hair.Jitter() * 0.2f), away = reach * (1f + (hair.Jitter() * 0.5f));
                Vector3 lift = new(0f, layer == 0 ? 0.022f : 0.006f, layer == 0 ? -0.02f : 0f);
                hair.Lock(
                    new(0.050f * hair.Widening(full), 0.026f) { Rings = 8, Root = 0.75f, Blunt = 1.8f },
                    HairBuilder.At(azimuth, start, 0.012f), HairBuilder.At(azimuth, fromCrown - 0.12f, 0.034f),
                    HairBuilder.At(azimuth, Mix(fromCrown, tip, 0.4f), 0.030f + (away * 0.45f)) + (lift * 0.4f), HairBuilder.At(azimuth, tip, 0.012f + away) + lift);
            }
        }
        if (hair.Level < 2) Sidelocks(hair, 0.02f, (1.2f, 1.05f, 0.014f), (1.3f, 1.4f, 0.018f), (1.34f, 1.78f, 0.010f));
    }

    private static void Curly(HairBuilder hair)
    {
        hair.Cap(HairBuilder.Hairline(0.95f, 1.66f, 2.15f), 0.020f, Paint.Hair.Shaded(0.8f), (_, fromCrown) => 1f + (0.9f * Smooth(1f, 0.2f, fromCrown)));
        // Points spread evenly over the skull by the golden angle; each holds a tuft of curls.
        int tufts = hair.Mesh.Detail.Pick(62, 18, 5);
        float size = hair.Mesh.Detail.Pick(0.040f, 0.061f, 0.092f);
        for (int i = 0; i < tufts; i++)
        {
            float share = (i + 0.5f) / tufts, azimuth = i * 2.39996f, fromCrown = MathF.Acos(1f - (share * 1.72f)), a = HairBuilder.FromFront(azimuth);
            if (fromCrown > (a < 1.1f ? 1.04f : a < 1.6f ? 1.62f : 2.15f)) continue;
            float lift = 0.016f + (0.022f * Smooth(1.3f, 0.2f, fromCrown)) + ((hair.Jitter() + 0.5f) * 0.010f);
            hair.Puff(HairBuilder.At(azimuth, fromCrown, lift * hair.Mesh.Detail.Pick(1f, 0.8f, 0.35f)), size * (1f + (hair.Jitter() * 0.3f)));
        }
        // A row along the forehead, and before the ears.
        int row = hair.Mesh.Detail.Pick(9, 5, 3);
        for (int i = 0; i < row; i++)
        {
            float azimuth = Mix(-1.3f, 1.3f, (float)i / (row - 1)), a = MathF.Abs(azimuth);
            hair.Puff(HairBuilder.At(azimuth, 0.98f + (0.42f * Smooth(0.7f, 1.3f, a)) + (hair.Jitter() * 0.1f), 0.018f), size * 0.82f);
        }
    }

    private static void Bob(HairBuilder hair)
    {
        hair.Cap(HairBuilder.Hairline(), 0.012f);
        hair.Curtain(new(1.02f, 17, 0.155f) { Flare = 0.022f, Inward = 0.034f, Width = 0.037f, Blunt = 7f });
        hair.Fringe(new(-0.98f, 0.98f, 1.46f, 1.46f) { Locks = 9, Width = 0.033f, Sweep = 0.03f, Dome = 0.10f, Blunt = 5f });
    }
}
