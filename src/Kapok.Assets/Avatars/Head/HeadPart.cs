using System.Numerics;
using static Kapok.Assets.Avatars.Curve;

namespace Kapok.Assets.Avatars.Head;

/// <summary>The head with its ears.</summary>
public static class HeadPart
{
    /// <summary>Builds one of the faces.</summary>
    public static AvatarMesh Build(FaceShape face, Detail detail)
    {
        AvatarMesh mesh = new(detail);
        HeadShape shape = new(face);
        Surface(mesh, shape);
        foreach (float side in (ReadOnlySpan<float>)[1f, -1f]) Ear(mesh, side);
        return mesh;
    }

    /// <summary>Where an ear sits on the skull.</summary>
    public static Vector3 EarAt(float side) => HeadShape.Skull.At(side * 1.66f, 1.66f, -0.003f);

    private static void Surface(AvatarMesh mesh, HeadShape shape)
    {
        (int rows, int columns) = mesh.Detail.Pick((19, 26), (9, 12), (5, 7));
        mesh.Grid(rows + 1, columns, (row, column) =>
        {
            // Columns are denser at the front, where the face is.
            float u = ((float)column / columns * 2f) - 1f, azimuth = MathF.PI * ((0.52f * u) + (0.48f * u * u * u));
            float fromCrown = Math.Clamp((float)row / rows, 1e-7f, 0.9999999f) * MathF.PI;
            Vector3 direction = HeadShape.Direction(azimuth, fromCrown), position = shape.At(direction);
            return new(position, HeadShape.Centre, Bone.Head, new(Slot.Skin, Avatars.Surface.Face, 1f, direction.Y < -0.7f ? 0.8f : 1f))
            {
                Normal = NormalAt(shape, azimuth, fromCrown),
                Face = new(((position.X - HeadShape.Centre.X) / HeadShape.FaceSquare) + 0.5f, ((position.Y - HeadShape.Centre.Y) / HeadShape.FaceSquare) + 0.5f),
                Mask = Smooth(0.15f, 0.35f, direction.Z),
            };
        });
    }

    // From the surface itself rather than from its triangles, and softened towards a sphere: shading stays calm at every level of detail.
    private static Vector3 NormalAt(HeadShape shape, float azimuth, float fromCrown)
    {
        const float Step = 0.012f;
        Vector3 direction = HeadShape.Direction(azimuth, fromCrown), position = shape.At(direction);
        Vector3 across = shape.At(azimuth + (Step / MathF.Max(0.2f, MathF.Sin(fromCrown))), fromCrown) - position;
        Vector3 along = shape.At(azimuth, MathF.Min(MathF.PI, fromCrown + Step)) - position;
        Vector3 normal = Curve.Direction(Vector3.Cross(along, across), direction);
        if (Vector3.Dot(normal, direction) < 0f) normal = -normal;
        return Vector3.Normalize(Vector3.Lerp(normal, direction, 0.38f));
    }

    private static void Ear(AvatarMesh mesh, float side)
    {
        Vector3 centre = EarAt(side), along = Vector3.Normalize(new(side * 0.55f, 0f, -0.83f)), up = Vector3.Normalize(new(0f, 1f, -0.12f)),
            outwards = Vector3.Normalize(new(side * 0.8f, 0f, 0.45f));
        (float Radius, float Depth)[] profile = mesh.Detail.Pick<(float, float)[]>(
            [(0.7f, -0.034f), (1f, -0.002f), (1.02f, 0.009f), (0.92f, 0.013f), (0.78f, 0.009f), (0.66f, 0.002f), (0.4f, 0f), (0f, 0.002f)],
            [(0.7f, -0.03f), (1.02f, 0.009f), (0f, 0.002f)],
            [(0.95f, -0.02f), (0f, 0.012f)]);
        mesh.Grid(profile.Length, mesh.Detail.Pick(10, 6, 3), (row, column) =>
        {
            (float sin, float cos) = MathF.SinCos((float)column / mesh.Detail.Pick(10, 6, 3) * MathF.Tau);
            float width = 0.021f * (1f + (0.25f * sin)) * profile[row].Radius, height = 0.036f * profile[row].Radius;
            Vector3 position = centre + (along * ((cos * width) + 0.011f)) + (up * (sin * height)) + (outwards * profile[row].Depth);
            return new(position, centre - (outwards * 0.05f), Bone.Head, Paint.Skin.Shaded(row > profile.Length / 2 ? 0.82f : 1f));
        });
    }
}
