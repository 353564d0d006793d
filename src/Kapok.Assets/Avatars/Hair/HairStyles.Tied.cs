// Hair that is tied: ponytail, bun, twin tails, braid.
using System.Numerics;
using static Kapok.Assets.Avatars.Curve;

namespace Kapok.Assets.Avatars.Hair;

public static partial class HairStyles
{
    private static void Ponytail(HairBuilder hair)
    {
        Vector3 tie = new(0f, 1.515f, -0.155f);
        hair.Cap(HairBuilder.Hairline(), 0.012f);
        hair.Swept(tie, 0.95f, MathF.Tau - 0.95f, 17);
        int locks = hair.Count(9);
        for (int i = 0; i < locks; i++)
        {
            float a = (float)i / locks * MathF.Tau;
            Vector3 off = new(MathF.Cos(a) * 0.026f, MathF.Sin(a) * 0.021f, 0f);
            hair.Lock(
                new(0.034f * hair.Widening(9), 0.021f) { Rings = 11, Hangs = true, Blunt = 3.4f, Around = new(0f, 1.4f, -0.2f), Weights = HairBuilder.HangingWeights },
                tie + (off * 0.4f), new(off.X * 1.5f, 1.53f + off.Y, -0.205f), new(off.X * 1.9f, 1.44f + (off.Y * 0.6f), -0.245f + off.Y),
                new((off.X * 2f) + 0.01f, 1.30f, -0.235f + (off.Y * 0.9f)), new((off.X * 0.9f) + (0.02f * MathF.Sin(i * 2f)), 1.12f + (0.03f * MathF.Sin(i * 3f)), -0.185f));
        }
        Band(hair, new(0f, 1.518f, -0.168f), 0.026f, Vector3.UnitX, Vector3.UnitY);
        hair.Fringe(new(-0.95f, 0.95f, 1.24f, 1.36f) { Locks = 7, Width = 0.036f, Sweep = -0.2f, Volume = 0.004f });
        Sidelocks(hair, 0.016f, (0.8f, 0.75f, 0.014f), (1.02f, 1.15f, 0.024f), (1.12f, 1.6f, 0.016f), (1.1f, 2.0f, 0.016f));
    }

    private static void Bun(HairBuilder hair)
    {
        Vector3 centre = new(0f, 1.607f, -0.10f);
        hair.Cap(HairBuilder.Hairline(), 0.012f);
        hair.Swept(new(0f, 1.575f, -0.085f), 0.6f, MathF.Tau - 0.6f, 19);
        hair.Mesh.Ball(centre, new(0.056f, 0.05f, 0.056f), 9, 14, Bone.Head, Paint.Hair.Shaded(hair.Level == 0 ? 0.75f : 0.95f));
        for (int i = 0; i < 8 && hair.Level == 0; i++)
        {
            Vector3[] points = new Vector3[6];
            for (int step = 0; step < points.Length; step++)
            {
                float t = step / 5f, a = (i / 8f * MathF.Tau) + (t * 2f), e = Mix(2.3f, 0.35f, t);
                points[step] = centre + new Vector3(MathF.Sin(e) * MathF.Cos(a) * 0.060f, MathF.Cos(e) * 0.055f, MathF.Sin(e) * MathF.Sin(a) * 0.060f);
            }
            hair.Lock(new(0.025f, 0.014f) { Around = centre, Profile = t => Mix(0.55f, 1f, MathF.Sin(t * MathF.PI)) }, points);
        }
        hair.Fringe(new(0.08f, 1f, 1.05f, 1.42f) { Locks = 5, Width = 0.029f, Sweep = 0.1f });
        hair.Fringe(new(-1f, 0.08f, 1.42f, 1.05f) { Locks = 5, Width = 0.029f, Sweep = -0.1f });
        Sidelocks(hair, 0.013f, (0.85f, 0.8f, 0.014f), (1.05f, 1.2f, 0.024f), (1.15f, 1.6f, 0.016f), (1.08f, 1.95f, 0.018f));
    }

    private static void Twin(HairBuilder hair)
    {
        hair.Cap(HairBuilder.Hairline(), 0.012f);
        foreach (float side in Sides)
        {
            Vector3 tie = new(side * 0.125f, 1.525f, -0.065f);
            hair.Swept(tie, side > 0f ? 0.45f : MathF.PI + 0.06f, side > 0f ? MathF.PI - 0.06f : MathF.Tau - 0.45f, 8, 0.038f);
            int locks = hair.Count(6);
            for (int i = 0; i < locks; i++)
            {
                (float sin, float cos) = MathF.SinCos((float)i / locks * MathF.Tau);
                Vector3 off = new(cos * 0.02f, 0f, sin * 0.024f);
                hair.Lock(
                    new(0.033f * hair.Widening(6), 0.02f) { Rings = 11, Hangs = true, Blunt = 3.2f, Around = new(side * 0.21f, 1.35f, -0.08f) },
                    tie, new(side * 0.175f + off.X, 1.54f, -0.08f + off.Z), new(side * 0.225f + (off.X * 1.6f), 1.42f, -0.085f + (off.Z * 1.6f)),
                    new(side * 0.225f + (off.X * 1.9f), 1.25f, -0.075f + (off.Z * 1.9f)),
                    new((side * (0.20f + (0.012f * MathF.Sin(i * 2.1f)))) + (off.X * 0.7f), 1.06f + (0.03f * MathF.Sin(i * 3f)), -0.055f + (off.Z * 0.7f)));
            }
            if (hair.Level == 2) continue;
            hair.Mesh.Ball(tie + new Vector3(side * 0.018f, 0.012f, -0.006f), new(0.026f), 8, 10, Bone.Head, Paint.Accent);
            foreach (float end in Sides)
                hair.Mesh.Ball(tie + new Vector3((side * 0.018f) + (end * 0.004f), 0.032f, -0.006f + (end * 0.034f)), new(0.012f, 0.026f, 0.03f), 7, 10, Bone.Head, Paint.Accent);
        }
        hair.Fringe(new(-0.92f, 0.92f, 1.46f, 1.46f) { Locks = 8, Part = 0f, Width = 0.033f, Dome = 0.14f });
        Sidelocks(hair, 0.02f, (0.85f, 0.7f, 0.014f), (1.02f, 1.15f, 0.026f), (1.08f, 1.65f, 0.018f), (1.05f, 2.1f, 0.014f));
    }

    private static void Braid(HairBuilder hair)
    {
        hair.Cap(HairBuilder.Hairline(), 0.013f);
        Vector3 tie = new(0.03f, 1.36f, -0.125f);
        hair.Swept(tie, 0.8f, MathF.Tau - 0.8f, 19, 0.036f);
        // The plait comes forward over the left shoulder, as three strands that change places.
        Spline spine = new(new(0.02f, 1.37f, -0.12f), new(0.085f, 1.30f, -0.095f), new(0.128f, 1.245f, -0.03f), new(0.132f, 1.20f, 0.055f), new(0.118f, 1.11f, 0.115f),
            new(0.105f, 1.0f, 0.125f), new(0.10f, 0.93f, 0.118f));
        int strands = hair.Level == 2 ? 1 : 3, steps = hair.Mesh.Detail.Pick(28, 12, 6);
        for (int strand = 0; strand < strands; strand++)
        {
            Vector3[] points = new Vector3[steps + 1];
            for (int step = 0; step <= steps; step++)
            {
                float t = (float)step / steps * 0.9f, turn = (t * MathF.Tau * 3.2f) + (strand * MathF.Tau / 3f), reach = strands == 1 ? 0f : 0.017f * (1f - (0.45f * t));
                Vector3 along = spine.TangentAt(t), across = Curve.Direction(Vector3.Cross(along, new(1f, 0.3f, 0.6f)), Vector3.UnitX), lift = Vector3.Cross(along, across);
                points[step] = spine.At(t) + (across * (MathF.Sin(turn) * reach)) + (lift * (MathF.Sin(turn * 2f) * reach * 0.45f));
            }
            float width = strands == 1 ? 0.036f : 0.021f;
            hair.Lock(
                new(width, width * 0.85f)
                {
                    Rings = hair.Level == 0 ? 34 : 18,
                    Weights = BraidWeights,
                    Around = new(0.05f, 1.1f, -0.02f),
                    Profile = t => Mix(1f, 0.62f, t) * (t is 0f or 1f ? 0.3f : 1f)
                },
                points);
        }
        Band(hair, spine.At(0.9f), 0.013f, Vector3.UnitX, Vector3.UnitZ);
        int ends = hair.Mesh.Detail.Pick(4, 2, 1);
        for (int i = 0; i < ends; i++)
        {
            (float sin, float cos) = MathF.SinCos((float)i / ends * MathF.Tau);
            Vector3 end = spine.At(0.9f);
            hair.Lock(new(0.016f * 4f / ends * 0.7f, 0.012f) { Rings = 6, Hangs = true, Weights = BraidWeights, Blunt = 2.2f, Around = end - new Vector3(0f, 0f, 0.05f) },
                end, end + new Vector3(cos * 0.014f, -0.03f, sin * 0.012f), end + new Vector3(cos * 0.008f, -0.085f, sin * 0.008f));
        }
        hair.Fringe(new(-0.95f, 0.95f, 1.40f, 1.18f) { Locks = 7, Part = 0.4f, Width = 0.036f, Sweep = -0.2f, Dome = 0.04f });
        Sidelocks(hair, 0.016f, (0.85f, 0.75f, 0.014f), (1.04f, 1.15f, 0.024f), (1.12f, 1.65f, 0.016f), (1.08f, 2.05f, 0.016f));
    }

    private static BoneWeights BraidWeights(Vector3 at)
    {
        float chest = Smooth(1.36f, 1.22f, at.Y);
        return new(Bone.Head, 1f - chest, Bone.Chest, chest);
    }

    // A hair tie in the accent colour.
    private static void Band(HairBuilder hair, Vector3 centre, float radius, Vector3 across, Vector3 up)
    {
        if (hair.Level == 2) return;
        (int around, int tube) = hair.Mesh.Detail.Pick((12, 6), (7, 3), (4, 3));
        Vector3 along = Vector3.Cross(across, up);
        hair.Mesh.Grid(tube + 1, around, (row, column) =>
        {
            (float sinTube, float cosTube) = MathF.SinCos((float)row / tube * MathF.Tau);
            (float sin, float cos) = MathF.SinCos((float)column / around * MathF.Tau);
            Vector3 radial = (across * cos) + (up * sin), middle = centre + (radial * radius);
            return new(middle + (radial * (0.010f * cosTube)) + (along * (0.012f * sinTube)), middle, centre.Y > 1.25f ? Bone.Head : Bone.Chest, Paint.Accent);
        });
    }
}
