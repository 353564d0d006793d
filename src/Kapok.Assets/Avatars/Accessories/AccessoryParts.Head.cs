// Things for the head: glasses, headphones, cap, flower, earrings, cat ears, halo.
using System.Numerics;
using Kapok.Assets.Avatars.Hair;
using Kapok.Assets.Avatars.Head;
using static Kapok.Assets.Avatars.Curve;

namespace Kapok.Assets.Avatars.Accessories;

public static partial class AccessoryParts
{
    private static void Glasses(AvatarMesh mesh)
    {
        Paint frame = Paint.Dark.Glossy();
        foreach (float side in Sides)
        {
            Vector3 eye = Over(side * 0.40f, -0.09f, 0.9f, 0.016f) with { X = side * 0.055f };
            Torus(mesh, frame, mesh.Detail.Pick(20, 10, 6), mesh.Detail.Pick(5, 4, 3), 0.0033f, angle =>
            {
                (float sin, float cos) = MathF.SinCos(angle);
                float x = cos * 0.042f;
                return new(eye.X + x, HeadShape.Centre.Y - 0.016f + (sin * 0.036f), eye.Z + 0.010f - (MathF.Max(0f, side * x) * 0.35f));
            });
            Vector3 hinge = new(side * 0.097f, HeadShape.Centre.Y - 0.012f, eye.Z + 0.010f - (0.042f * 0.35f));
            if (mesh.Detail.Level < 2)
                mesh.Sweep(new(hinge, HairBuilder.At(side * 1.25f, 1.58f, 0.016f), HairBuilder.At(side * 1.62f, 1.56f, 0.012f)), 6, 6, _ => 0.003f, Bone.Head, frame);
        }
        Vector3 bridge = Over(0f, -0.06f, 1f, 0.012f);
        mesh.Sweep(new(new(-0.016f, bridge.Y, bridge.Z + 0.002f), new(0f, bridge.Y + 0.005f, bridge.Z + 0.006f), new(0.016f, bridge.Y, bridge.Z + 0.002f)), 5, 6,
            _ => 0.0028f, Bone.Head, frame);
    }

    private static void Headphones(AvatarMesh mesh)
    {
        Paint shell = Paint.White.Glossy(), glow = new(Slot.Accent, Surface.Glow);
        Vector3[] band = new Vector3[13];
        for (int i = 0; i < band.Length; i++)
        {
            (float sin, float cos) = MathF.SinCos(Mix(-1.62f, 1.62f, i / 12f));
            band[i] = new(sin * 0.168f, HeadShape.Centre.Y + 0.012f + (cos * 0.19f), -0.02f);
        }
        mesh.Sweep(new(band), 22, 9, _ => 0.011f, Bone.Head, shell, 1.3f, Vector3.UnitZ);
        foreach (float side in Sides)
        {
            (float X, float Radius, Paint Paint)[] rings =
            [
                (0.118f, 0.001f, Paint.Dark), (0.120f, 0.046f, Paint.Dark), (0.135f, 0.05f, Paint.Dark), (0.142f, 0.048f, Paint.Dark), (0.144f, 0.044f, shell),
                (0.165f, 0.042f, shell), (0.171f, 0.036f, shell), (0.171f, 0.030f, glow), (0.173f, 0.024f, glow), (0.172f, 0.020f, shell), (0.173f, 0.001f, shell),
            ];
            mesh.Tube([.. rings.Select(r => new Ring(new(side * r.X, HeadShape.Centre.Y - 0.022f, -0.008f), Vector3.UnitZ, Vector3.UnitY, r.Radius, r.Radius * 1.15f,
                Bone.Head, r.Paint))], 22);
        }
    }

    private static void Cap(AvatarMesh mesh)
    {
        Paint cloth = Paint.Accent;
        HairBuilder over = new(mesh, seed: 1);
        over.Cap(azimuth => HairBuilder.FromFront(azimuth) < 1.2f ? 1.02f : Mix(1.02f, 1.35f, Smooth(1.2f, 2.2f, HairBuilder.FromFront(azimuth))), 0.049f, cloth,
            (_, t) => 1f + (0.35f * Smooth(0.9f, 0.2f, t)), 10);
        // The peak: out along the top, back along its under side.
        (float Out, float Drop)[] rows = [(0f, 0.004f), (0.5f, 0.004f), (1f, 0f), (1f, -0.006f), (0f, -0.008f)];
        int columns = mesh.Detail.Pick(14, 8, 5);
        mesh.Grid(rows.Length, columns + 1, (row, column) =>
        {
            float u = ((float)column / columns * 2f) - 1f, azimuth = u * 1.12f, reach = 0.105f * MathF.Sqrt(MathF.Max(0f, 1f - (u * u)));
            (float outwards, float drop) = rows[row];
            Vector3 edge = HairBuilder.At(azimuth, 1f, 0.046f),
                lip = new(MathF.Sin(azimuth) * reach * outwards * 0.25f, drop - (0.028f * outwards * (0.35f + (u * u * 0.5f))), MathF.Cos(azimuth * 0.6f) * reach * outwards);
            return new(edge + lip, edge + (lip * 0.5f) - new Vector3(0f, 0.003f, 0f), Bone.Head, cloth.Shaded(row > 2 ? 0.62f : 0.9f));
        }, wrap: false);
        if (mesh.Detail.Level > 0) return;
        mesh.Ball(HairBuilder.At(0f, 0.001f, 0.066f), new(0.010f, 0.006f, 0.010f), 5, 8, Bone.Head, cloth.Shaded(0.8f));
    }

    private static void Flower(AvatarMesh mesh)
    {
        Vector3 centre = HairBuilder.At(0.95f, 0.92f, 0.044f), out1 = Vector3.Normalize(centre - HeadShape.Centre),
            across = Vector3.Normalize(Vector3.Cross(Vector3.UnitY, out1)), up = Vector3.Cross(out1, across);
        int whorls = mesh.Detail.Level == 0 ? 2 : 1;
        for (int whorl = 0; whorl < whorls; whorl++)
        {
            int petals = mesh.Detail.Pick(6 - whorl, 5, 1);
            float reach = mesh.Detail.Level == 2 ? 0f : 0.026f - (0.009f * whorl), size = mesh.Detail.Level == 2 ? 0.04f : 0.0185f - (0.005f * whorl);
            for (int i = 0; i < petals; i++)
            {
                (float sin, float cos) = MathF.SinCos(((float)i / petals * MathF.Tau) + (whorl * 0.5f));
                Vector3 petal = centre + (across * (cos * reach)) + (up * (sin * reach)) + (out1 * (0.004f + (0.007f * whorl))), along = (across * cos) + (up * sin),
                    side = (up * cos) - (across * sin);
                mesh.Ball(Vector3.Zero, Vector3.One, 7, 12, Bone.Head, Paint.Accent.Shaded(whorl == 0 ? 1.05f : 1.35f), (_, d) =>
                    petal + (along * (d.X * size)) + (side * (d.Z * size)) + (out1 * ((d.Y * 0.006f) + (d.X > 0f ? 0.008f * d.X * d.X : 0f))));
            }
        }
        if (mesh.Detail.Level < 2) mesh.Ball(centre + (out1 * 0.017f), new(0.009f), 7, 10, Bone.Head, Paint.Gold);
    }

    private static void Earrings(AvatarMesh mesh)
    {
        foreach (float side in Sides)
        {
            Vector3 lobe = HeadPart.EarAt(side) + new Vector3(side * 0.012f, -0.043f, 0.006f);
            mesh.Ball(lobe, new(0.0075f, 0.0075f, 0.0075f), 7, 10, Bone.Head, Paint.Gold);
            if (mesh.Detail.Level == 0) mesh.Ball(lobe - new Vector3(0f, 0.018f, 0f), new(0.0075f, 0.012f, 0.0075f), 8, 10, Bone.Head, Paint.Gold);
        }
    }

    private static void CatEars(AvatarMesh mesh)
    {
        foreach (float side in Sides)
        {
            Vector3 foot = HairBuilder.At(side * 0.75f, 0.52f, 0.028f), up = Vector3.Normalize(new(side * 0.42f, 1f, 0.02f)),
                across = Vector3.Normalize(new(side * 0.86f, -0.36f, 0.3f)), out1 = Vector3.Normalize(Vector3.Cross(across, up) * side);
            Cone(0f, 0.047f, 0.030f, 0.105f, Paint.Hair.Shaded(0.95f));
            Cone(0.016f, 0.030f, 0.018f, 0.078f, new(Slot.Accent, Surface.Cloth, 1.15f));

            void Cone(float forward, float width, float depth, float height, Paint paint)
            {
                (float At, float Wide)[] rows = [(-0.25f, 1f), (0f, 1f), (0.35f, 0.78f), (0.7f, 0.42f), (0.92f, 0.14f), (1f, 0.005f)];
                mesh.Tube([.. rows.Select(r => new Ring(foot + (up * (r.At * height)) + (out1 * forward * (1f - (r.At * 0.5f))), across, out1, width * r.Wide,
                    depth * r.Wide, Bone.Head, paint))], 18);
            }
        }
    }

    private static void Halo(AvatarMesh mesh)
    {
        Vector3 centre = new(0f, HeadShape.Centre.Y + 0.245f, -0.015f);
        Torus(mesh, new(Slot.Gold, Surface.Glow, 1.25f), mesh.Detail.Pick(32, 18, 10), mesh.Detail.Pick(8, 5, 3), 0.010f, angle =>
            centre + new Vector3(MathF.Cos(angle) * 0.105f, MathF.Sin(angle) * 0.018f, MathF.Sin(angle) * 0.105f));
    }

    // A closed cord along a loop.
    private static void Torus(AvatarMesh mesh, Paint paint, int around, int tube, float radius, Func<float, Vector3> loop)
    {
        mesh.Grid(tube + 1, around, (row, column) =>
        {
            float angle = (float)column / around * MathF.Tau;
            Vector3 middle = loop(angle), along = Vector3.Normalize(loop(angle + 0.01f) - loop(angle - 0.01f));
            Vector3 side = Curve.Direction(Vector3.Cross(along, MathF.Abs(along.Y) < 0.9f ? Vector3.UnitY : Vector3.UnitZ), Vector3.UnitX);
            // The frame is turned the same way all along, or the tube would twist where the loop stands upright.
            if (MathF.Abs(loop(MathF.PI / 2f).Y - loop(-MathF.PI / 2f).Y) > 0.05f) side = Vector3.UnitZ;
            Vector3 up = Curve.Direction(Vector3.Cross(side, along), Vector3.UnitY);
            (float sin, float cos) = MathF.SinCos((float)row / tube * MathF.Tau);
            return new(middle + (side * (cos * radius)) + (up * (sin * radius)), middle, Bone.Head, paint);
        });
    }
}
