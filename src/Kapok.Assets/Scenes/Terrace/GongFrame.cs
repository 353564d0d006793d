using System.Numerics;
using Kapok.Assets.Geometry;

namespace Kapok.Assets.Scenes.Terrace;

/// <summary>The ceremonial gong in a gateway (pailou) of two columns, painted beams, six bracket sets and a tiled roof.</summary>
internal static class GongFrame
{
    private const float HalfSpan = 2.6f, ColumnHeight = 4.75f, PlateHeight = 4.78f, GongHeight = 2.2f;

    /// <summary>Radius of the disc, metres.</summary>
    public const float DiscRadius = 1.66f;

    /// <summary>Middle of the disc's face in the room.</summary>
    public static Vector3 Disc { get; } = new(0f, TerraceLayout.DaisHeight + TerraceLayout.PlinthHeight + GongHeight, TerraceLayout.GongZ + 0.04f);

    /// <summary>Builds on the plinth's top: the origin is its middle.</summary>
    public static void Build(Mason mason)
    {
        foreach (float side in (ReadOnlySpan<float>)[-1f, 1f]) Post(mason.At(new(side * HalfSpan, 0f, 0f)), side);
        Beams(mason);
        for (int i = 0; i < 6; i++) Dougong.Build(mason.At(new((i - 2.5f) * 1.06f, PlateHeight + 0.06f, 0f)), 0.92f);
        float purlin = PlateHeight + 0.06f + (Dougong.Height * 0.92f);
        foreach (float z in (ReadOnlySpan<float>)[-0.56f, 0f, 0.56f])
            mason.Put(Finish.Lacquer, Finish.RedDark, Shapes.Bar(new(-3.6f, purlin, z), new(3.6f, purlin, z), 0.09f, 8), Vector3.Zero);
        Roofs.Gabled(mason.At(new(0f, purlin + 0.02f, 0f)), 7.9f, 2.9f, 1.05f, 0.55f);
        Gong(mason.At(new(0f, GongHeight, 0.04f)));
        Plaque(mason.At(new(0f, 4.28f, 0.32f)));
    }

    private static void Post(Mason post, float side)
    {
        post.Column(Finish.Lacquer, Finish.Red, Vector3.Zero, 0.21f, 0.23f, ColumnHeight, 18);
        post.Column(Finish.Jade, Finish.JadeLight, Vector3.Zero, 0.34f, 0.42f, 0.32f, 20);
        foreach (float y in (ReadOnlySpan<float>)[0.34f, 1.3f, 3.62f]) post.Column(Finish.Gold, Finish.GoldLeaf, new(0f, y, 0f), 0.245f, 0.245f, 0.1f, 18);
        // Drum stones brace the foot, front and back, as they do before old gates.
        foreach (float front in (ReadOnlySpan<float>)[-1f, 1f])
        {
            post.Box(Finish.Jade, Finish.JadePale, new(0f, 0.14f, front * 0.62f), new(0.36f, 0.28f, 0.8f));
            MeshData drum = Shapes.Cylinder(0.38f, 0.38f, 0.26f, 24).Transform(Matrix4x4.CreateRotationZ(MathF.PI / 2f));
            post.Put(Finish.Jade, Finish.JadePale, drum, new(0.13f, 0.6f, front * 0.64f));
            foreach (float face in (ReadOnlySpan<float>)[-1f, 1f])
            {
                MeshData ring = TerraceShapes.Torus(0.24f, 0.03f, 20, 5).Transform(Matrix4x4.CreateRotationZ(MathF.PI / 2f));
                post.Put(Finish.Gold, Finish.GoldLeaf, ring, new(face * 0.14f, 0.6f, front * 0.64f));
            }
        }
        // A carved bracket (queti) in the corner under the lower beam.
        Vector2[] queti = [new(0f, 0f), new(0.9f, 0.5f), new(0.9f, 0.62f), new(0f, 0.62f)];
        MeshData carved = TerraceShapes.Extrude(queti, 0.1f);
        if (side > 0f) carved.Transform(Matrix4x4.CreateRotationY(MathF.PI));
        post.Put(Finish.Lacquer, Finish.Teal, carved, new(-side * 0.2f, 3.16f, 0f));
        post.SolidBox(new(0f, 0.6f, 0f), new(0.5f, 1.2f, 2.1f));
    }

    private static void Beams(Mason mason)
    {
        mason.Box(Finish.Lacquer, Finish.Teal, new(0f, 3.9f, 0f), new(5f, 0.24f, 0.22f));
        mason.Box(Finish.Lacquer, Finish.Azure, new(0f, 4.52f, 0f), new(6.3f, 0.38f, 0.3f));
        mason.Box(Finish.Lacquer, Finish.RedDark, new(0f, 4.18f, 0f), new(4.9f, 0.34f, 0.08f));
        mason.Box(Finish.Lacquer, Finish.Red, new(0f, PlateHeight, 0f), new(6.5f, 0.1f, 0.46f));
        foreach (float z in (ReadOnlySpan<float>)[-1f, 1f])
        {
            foreach (float y in (ReadOnlySpan<float>)[4.36f, 4.69f]) mason.Box(Finish.Gold, Finish.GoldLeaf, new(0f, y, z * 0.15f), new(6.3f, 0.035f, 0.02f));
            foreach (float y in (ReadOnlySpan<float>)[3.8f, 4f]) mason.Box(Finish.Gold, Finish.GoldLeaf, new(0f, y, z * 0.11f), new(4.9f, 0.03f, 0.02f));
            for (int i = 0; i < 4; i++)
                mason.Put(Finish.Gold, Finish.GoldLeaf, TerraceShapes.Upright(TerraceShapes.Torus(0.1f, 0.022f, 16, 5)), new((i - 1.5f) * 1.55f, 4.52f, z * 0.155f));
        }
        foreach (float x in (ReadOnlySpan<float>)[-1f, 1f])
            mason.Put(Finish.Gold, Finish.GoldLeaf, Shapes.Ellipsoid(new(0.07f, 0.17f, 0.13f), 6, 10), new(x * 3.17f, 4.52f, 0f));
    }

    private static void Gong(Mason mason)
    {
        Vector2[] profile =
        [
            new(0.001f, -0.14f), new(1.46f, -0.2f), new(1.56f, -0.34f), new(1.64f, -0.32f), new(1.66f, -0.16f), new(1.6f, -0.08f), new(1.42f, 0.02f),
            new(1.3f, 0f), new(0.5f, 0.02f), new(0.4f, 0.06f), new(0.34f, 0.14f), new(0.2f, 0.22f), new(0.001f, 0.24f),
        ];
        mason.Put(Finish.Bronze, 0xc08a3a, TerraceShapes.Upright(Shapes.Lathe(profile, 64, smooth: true)), Vector3.Zero);
        foreach (float radius in (ReadOnlySpan<float>)[0.6f, 0.95f, 1.27f])
            mason.Put(Finish.Gold, 0xe9c272, TerraceShapes.Upright(TerraceShapes.Torus(radius, 0.022f, 56, 4)), new(0f, 0f, 0.02f));
        for (int i = 0; i < 12; i++)
        {
            (float sin, float cos) = MathF.SinCos(i * MathF.Tau / 12f);
            mason.Put(Finish.Gold, 0xe9c272, Shapes.Ellipsoid(new(0.05f, 0.05f, 0.035f), 5, 8), new(cos * 1.11f, sin * 1.11f, 0.02f));
        }
        foreach (float side in (ReadOnlySpan<float>)[-1f, 1f])
        {
            Vector3 top = new(side * 0.92f, 1.6f, -0.1f), eye = new(side * 0.86f, 1.3f, -0.1f);
            mason.Put(Finish.Lacquer, 0xc22a1a, Shapes.Bar(eye, top, 0.04f, 6), Vector3.Zero);
        }
        mason.SolidBox(new(0f, -1f, 0f), new(2.2f, 2.4f, 0.4f));
    }

    // The name of the place, tilted towards whoever looks up.
    private static void Plaque(Mason mason)
    {
        Matrix4x4 tilt = Matrix4x4.CreateRotationX(0.16f);
        MeshData frame = Shapes.Box(2.06f, 0.84f, 0.08f), face = Plaques.Face(Plaques.Terrace, 1.9f, 0.7f);
        mason.Place(Finish.Gold, Finish.GoldLeaf, frame, tilt);
        mason.Place(Finish.Plaque, Finish.White, face, Matrix4x4.CreateTranslation(0f, 0f, 0.05f) * tilt);
    }
}
