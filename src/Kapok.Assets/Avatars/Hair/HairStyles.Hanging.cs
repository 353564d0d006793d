// Hair that falls over the shoulders: long, wavy.
using System.Numerics;
using static Kapok.Assets.Avatars.Curve;

namespace Kapok.Assets.Avatars.Hair;

public static partial class HairStyles
{
    private static void Long(HairBuilder hair)
    {
        hair.Cap(HairBuilder.Hairline(), 0.012f);
        hair.Curtain(new(1.42f, 16, 0.46f) { Flare = 0.012f, Back = 0.06f, Width = 0.041f, Thickness = 0.02f, Blunt = 4f });
        Tresses(hair, 3, 0.022f, 0f);
        hair.Fringe(new(-0.9f, 0.95f, 1.48f, 1.36f) { Locks = 8, Width = 0.034f, Sweep = -0.12f, Dome = 0.12f });
    }

    private static void Wavy(HairBuilder hair)
    {
        hair.Cap(HairBuilder.Hairline(), 0.014f, volume: (_, t) => 1f + (1.6f * Smooth(1.1f, 0.1f, t)));
        hair.Curtain(new(1.2f, 13, 0.36f) { Flare = 0.035f, Back = 0.03f, Width = 0.046f, Thickness = 0.024f, Blunt = 3.2f, Wave = 0.013f, Part = -0.3f, Spread = 0.027f });
        Tresses(hair, 2, 0.026f, 0.012f);
        // Parted to one side, and swept off the forehead to both.
        hair.Fringe(new(-0.28f, 1.05f, 0.98f, 1.62f) { Locks = 6, Part = -0.3f, Width = 0.038f, Thickness = 0.017f, Sweep = 0.12f, Volume = 0.006f, Blunt = 4f });
        hair.Fringe(new(-1.05f, -0.34f, 1.60f, 1.05f) { Locks = 4, Part = -0.3f, Width = 0.036f, Thickness = 0.016f, Sweep = -0.12f, Volume = 0.006f, Blunt = 4f });
    }

    // Hair before the shoulders on either side of the face.
    private static void Tresses(HairBuilder hair, int full, float width, float wave)
    {
        int tresses = hair.Mesh.Detail.Pick(full, 2, 1);
        foreach (float side in Sides)
        {
            for (int i = 0; i < tresses; i++)
            {
                float azimuth = side * (1f + (0.14f * i)), bend = wave * (i % 2 == 0 ? 1f : -1f);
                hair.Lock(
                    new(width * full / tresses, 0.013f) { Rings = 13, Hangs = true, Weights = HairBuilder.HangingWeights, Blunt = 4f },
                    HairBuilder.At(Mix(0.35f, azimuth, 0.5f), 0.18f, 0.023f), HairBuilder.At(azimuth, 0.8f, 0.026f), HairBuilder.At(azimuth, 1.35f, 0.026f),
                    HairBuilder.At(azimuth, 1.7f, 0.022f) + new Vector3(side * bend, -0.03f, 0f),
                    new(side * (0.125f - (0.008f * i) - bend), 1.22f, 0.075f + bend), new(side * (0.115f - (0.012f * i) + bend), 1.08f - (0.05f * (i % 2)), 0.118f - (0.006f * i)));
            }
        }
    }
}
