// Things for neck and back: hijab, lanyard, backpack.
using System.Numerics;
using Kapok.Assets.Avatars.Body;
using Kapok.Assets.Avatars.Head;
using static Kapok.Assets.Avatars.Curve;

namespace Kapok.Assets.Avatars.Accessories;

public static partial class AccessoryParts
{
    // A scarf around the face in two layers, falling over the shoulders. It takes the place of hair.
    private static void Hijab(AvatarMesh mesh)
    {
        Paint cloth = Paint.Accent;
        int columns = mesh.Detail.Pick(28, 16, 9), rows = mesh.Detail.Pick(11, 7, 5);
        foreach ((float height, Paint paint, float tuck) in (ReadOnlySpan<(float, Paint, float)>)[(0.008f, cloth.Shaded(0.72f), -0.07f), (0.020f, cloth, 0f)])
        {
            if (tuck < 0f && mesh.Detail.Level > 0) continue;
            // Rows run from the opening around the face to the back of the head.
            mesh.Grid(rows, columns, (row, column) =>
            {
                float a = (float)column / columns * MathF.Tau, v = MathF.Max(0f, (row - 2f) / (rows - 3f));
                (float sin, float cos) = MathF.SinCos(a);
                float opening = (sin > 0f ? Mix(1.08f, 0.84f, sin) : Mix(1.08f, 1.18f, -sin)) + tuck, t = Mix(opening, MathF.PI - 0.002f, v);
                Vector3 direction = new(MathF.Sin(t) * cos, MathF.Sin(t) * sin, MathF.Cos(t));
                float fold = height > 0.01f ? 0.003f * MathF.Sin((v * 9f) + (cos * 3f)) * Smooth(0f, 0.2f, v) * Smooth(1f, 0.7f, v) : 0f;
                return new(HeadShape.Skull.At(direction, row == 0 ? -0.004f : height + fold), HeadShape.Centre, Bone.Head, paint);
            });
        }
        (float Y, float Width, float Depth, float Z, float Head)[] drape =
        [
            (1.345f, 0.070f, 0.072f, 0.010f, 1f), (1.325f, 0.092f, 0.098f, 0.012f, 0.9f), (1.295f, 0.098f, 0.100f, 0.008f, 0.7f), (1.265f, 0.098f, 0.096f, 0.003f, 0.5f),
            (1.235f, 0.116f, 0.100f, 0.002f, 0.3f), (1.205f, 0.148f, 0.118f, 0.003f, 0.1f), (1.17f, 0.172f, 0.132f, 0.004f, 0f), (1.135f, 0.184f, 0.142f, 0.005f, 0f),
            (1.10f, 0.176f, 0.148f, 0.006f, 0f), (1.095f, 0.168f, 0.142f, 0.006f, 0f), (1.10f, 0.12f, 0.10f, 0.004f, 0f),
        ];
        mesh.Tube([.. drape.Select((d, i) => new Ring(
            new(0f, d.Y, d.Z), Vector3.UnitX, Vector3.UnitZ, d.Width + 0.003f, d.Depth, new(Bone.Head, d.Head * 0.6f, Bone.Neck, d.Head * 0.4f, Bone.Chest, 1f - d.Head),
            i > 9 ? cloth.Shaded(0.5f) : cloth)
        { Fold = angle => 1f + (0.022f * MathF.Sin((angle * 3f) + (d.Y * 55f))) + (0.012f * MathF.Sin((angle * 7f) - (d.Y * 70f))) })], 40);
        if (mesh.Detail.Level == 2) return;
        Spline wrap = new(new(-0.085f, 1.345f, 0.06f), new(-0.03f, 1.27f, 0.105f), new(0.05f, 1.225f, 0.112f), new(0.115f, 1.205f, 0.075f));
        mesh.Sweep(wrap, 12, 8, t => 0.019f + (0.006f * MathF.Sin(t * MathF.PI)),
            at => at.Y > 1.28f ? new(Bone.Head, 0.7f, Bone.Chest, 0.3f) : new(Bone.Head, 0.2f, Bone.Chest, 0.8f), cloth.Shaded(1.04f), 0.6f);
        if (mesh.Detail.Level == 0) mesh.Ball(new(0.105f, 1.215f, 0.100f), new(0.009f, 0.009f, 0.006f), 6, 9, Bone.Chest, Paint.Gold);
    }

    private static void Lanyard(AvatarMesh mesh)
    {
        const float Off = 0.034f;
        foreach (float side in Sides)
            mesh.Sweep(
                new(new(side * 0.064f, 1.228f, -0.03f), Wearer.Front(side * 0.066f, 1.19f, Off - 0.006f), Wearer.Front(side * 0.04f, 1.09f, Off),
                    Wearer.Front(side * 0.006f, 1.0f, Off + 0.002f)),
                11, 6, _ => 0.0048f, at => BodyShape.TorsoWeights(at.Y), Paint.Accent, 0.4f);
        Card(0.026f, 0.935f, 1.003f, Off + 0.002f, Paint.White.Glossy());
        if (mesh.Detail.Level < 2) Card(0.0262f, 0.980f, 1.004f, Off + 0.0045f, Paint.Accent.Glossy());

        void Card(float half, float from, float to, float off, Paint paint)
        {
            (float X, float Y, float Back)[] corners = [(-1f, 0f, 1f), (-1f, 0f, 0f), (1f, 0f, 0f), (1f, 0f, 1f)];
            mesh.Grid(2, 4, (row, column) =>
            {
                float y = row == 0 ? from : to;
                Vector3 front = Wearer.Front(0f, 0.97f, off);
                return new(new(corners[column].X * half, y, front.Z + 0.006f - (corners[column].Back * 0.008f)), new(0f, y, front.Z - 0.02f), BodyShape.TorsoWeights(0.99f), paint);
            });
        }
    }

    private static void Backpack(AvatarMesh mesh)
    {
        Paint cloth = Paint.Accent, seam = Paint.Accent.Shaded(0.75f);
        Vector3 up = Vector3.UnitY, across = Vector3.UnitX;
        // The bag, from the back outwards, as rounded boxes that grow and shrink.
        (float Z, float Half, float Height)[] bag = [(-0.085f, 0.001f, 0.001f), (-0.086f, 0.105f, 0.125f), (-0.10f, 0.122f, 0.145f), (-0.17f, 0.122f, 0.145f),
            (-0.20f, 0.105f, 0.128f), (-0.205f, 0.001f, 0.001f)];
        mesh.Tube([.. bag.Select(b => new Ring(new(0f, 1.035f, b.Z), across, up, b.Half, b.Height, Bone.Chest, cloth) { Exponent = 4f })], 26);
        if (mesh.Detail.Level < 2)
        {
            (float Z, float Half, float Height)[] pocket = [(-0.19f, 0.086f, 0.06f), (-0.215f, 0.086f, 0.06f), (-0.226f, 0.074f, 0.05f), (-0.227f, 0.001f, 0.001f)];
            mesh.Tube([.. pocket.Select(b => new Ring(new(0f, 0.97f, b.Z), across, up, b.Half, b.Height, Bone.Chest, seam) { Exponent = 4f })], 22);
        }
        foreach (float side in Sides)
            mesh.Sweep(
                new(new(side * 0.075f, 1.13f, -0.10f), new(side * 0.088f, 1.222f, -0.03f), new(side * 0.092f, 1.205f, 0.062f), Wearer.Front(side * 0.095f, 1.14f, 0.028f),
                    Wearer.Front(side * 0.105f, 1.05f, 0.024f), new(side * 0.155f, 0.965f, 0.02f), new(side * 0.10f, 0.94f, -0.10f)),
                16, 7, _ => 0.014f, Bone.Chest, seam, 0.42f, Vector3.UnitX);
    }
}
