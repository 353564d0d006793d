using System.Numerics;
using System.Text.Json.Nodes;
using Kapok.Assets.Geometry;

namespace Kapok.Assets.Scenes.Terrace;

/// <summary>What stands about: boards, banner poles, cranes, lectern, the gong's mallet and an incense burner.</summary>
internal static class Furnishings
{
    private const float BoardWidth = 9.1f, BoardHeight = 4.5f, BoardMiddle = 4.05f;

    /// <summary>A screen between two scroll rods, local +Z towards the guests.</summary>
    public static void Board(Mason board, string screen)
    {
        foreach (float side in (ReadOnlySpan<float>)[-1f, 1f])
        {
            Mason rod = board.At(new(side * 4.75f, 0f, 0f));
            rod.Put(Finish.Lacquer, 0x9c1d16, Shapes.Cylinder(0.24f, 0.24f, 5f, 16), new(0f, 1.55f, 0f));
            foreach (float y in (ReadOnlySpan<float>)[1.5f, 6.45f]) rod.Column(Finish.Gold, Finish.GoldLeaf, new(0f, y, 0f), 0.3f, 0.3f, 0.22f, 16);
            rod.Put(Finish.Gold, Finish.GoldLeaf, Shapes.Ellipsoid(new(0.24f, 0.24f, 0.24f), 8, 12), new(0f, 6.8f, 0f));
            rod.Put(Finish.Jade, Finish.JadeLight, Shapes.Lathe([new(0.6f, 0f), new(0.6f, 0.2f), new(0.36f, 0.34f), new(0.24f, 1.1f), new(0.32f, 1.5f)], 16), Vector3.Zero);
            rod.SolidColumn(Vector3.Zero, 0.55f, 2f);
        }
        foreach (float side in (ReadOnlySpan<float>)[-1f, 1f])
            board.Box(Finish.Gold, Finish.GoldLeaf, new(0f, BoardMiddle + (side * ((BoardHeight / 2f) + 0.06f)), 0f), new(9.3f, 0.16f, 0.2f));
        board.Box(Finish.Wood, Finish.Timber, new(0f, BoardMiddle, -0.08f), new(9.2f, BoardHeight, 0.12f));
        Roofs.Gabled(board.At(new(0f, 6.62f, 0f), 0f, 0.8f), 10.6f, 1.5f, 0.5f, 0.42f);
        board.Put($"terrace.board.{screen}", Finish.White, Shapes.Plane(BoardWidth, BoardHeight), new(0f, BoardMiddle, 0.02f));
        board.SolidBox(new(0f, 3f, 0f), new(9.6f, 6f, 0.5f));
        board.Scene.AddMarker($"screen.{screen}", board.InRoom(new(0f, BoardMiddle, 0.02f)), board.YawInRoom(),
            new JsonObject { ["width"] = BoardWidth, ["height"] = BoardHeight });
    }

    /// <summary>A pole whose banner the client hangs from the arm at its top.</summary>
    public static void BannerPole(Mason pole, float top, int cloth)
    {
        pole.Put(Finish.Jade, Finish.JadeLight, Shapes.Lathe([new(0.42f, 0f), new(0.42f, 0.14f), new(0.26f, 0.22f), new(0.2f, 0.5f), new(0.1f, 0.52f)], 14), Vector3.Zero);
        pole.Put(Finish.Gold, Finish.GoldDeep, Shapes.Cylinder(0.055f, 0.08f, top, 8, open: true), Vector3.Zero);
        pole.Put(Finish.Gold, Finish.GoldLeaf, Shapes.Lathe([new(0.08f, 0f), new(0.14f, 0.1f), new(0.05f, 0.2f), new(0.09f, 0.32f), new(0.001f, 0.62f)], 10,
            smooth: true), new(0f, top, 0f));
        pole.Put(Finish.Gold, Finish.GoldDeep, Shapes.Bar(new(0f, top - 0.12f, 0f), new(1.75f, top - 0.12f, 0f), 0.035f, 6), Vector3.Zero);
        pole.SolidColumn(Vector3.Zero, 0.4f, 2f);
        pole.Scene.AddMarker("banner", pole.InRoom(new(0.12f, top - 0.16f, 0f)), pole.YawInRoom(), new JsonObject { ["cloth"] = cloth });
    }

    /// <summary>A bronze crane on a jade base, neck raised, one foot drawn up.</summary>
    public static void Crane(Mason crane)
    {
        crane.Put(Finish.Jade, Finish.JadePale, Shapes.Lathe([new(0.7f, 0f), new(0.7f, 0.2f), new(0.54f, 0.26f), new(0.54f, 0.7f), new(0.62f, 0.78f), new(0.62f, 0.9f),
            new(0.001f, 0.9f)], 24), Vector3.Zero);
        crane.Put(Finish.Gold, Finish.GoldLeaf, TerraceShapes.Torus(0.62f, 0.022f, 24, 4), new(0f, 0.84f, 0f));
        Mason bird = crane.At(new(0f, 0.9f, 0f));
        const uint Bronze = 0xb9904a;
        MeshData body = Shapes.Ellipsoid(new(0.25f, 0.25f, 0.5f), 10, 16).Transform(Matrix4x4.CreateRotationX(-0.35f));
        bird.Put(Finish.Bronze, Bronze, body, new(0f, 1.02f, -0.04f));
        Vector3[] tail = [new(0f, 0.98f, -0.34f), new(0f, 0.84f, -0.62f), new(0f, 0.58f, -0.8f)];
        bird.Put(Finish.Bronze, Bronze, Shapes.Sweep(TerraceShapes.Curve(tail, 4), t => 0.17f * (1f - (0.85f * t)), 8), Vector3.Zero);
        Vector3[] neck = [new(0f, 1.12f, 0.3f), new(0f, 1.34f, 0.5f), new(0f, 1.66f, 0.46f), new(0f, 1.98f, 0.34f), new(0f, 2.2f, 0.42f)];
        bird.Put(Finish.Bronze, Bronze, Shapes.Sweep(TerraceShapes.Curve(neck, 5), t => 0.06f + (0.1f * MathF.Pow(1f - t, 3f)), 9), Vector3.Zero);
        bird.Put(Finish.Bronze, Bronze, Shapes.Ellipsoid(new(0.085f, 0.085f, 0.12f), 7, 10), new(0f, 2.23f, 0.46f));
        bird.Put(Finish.Lacquer, 0xc22a1a, Shapes.Ellipsoid(new(0.05f, 0.04f, 0.06f), 5, 8), new(0f, 2.3f, 0.45f));
        bird.Put(Finish.Gold, Finish.GoldLeaf, Shapes.Sweep([new(0f, 2.23f, 0.54f), new(0f, 2.2f, 0.9f)], t => 0.04f * (1.02f - t), 6), Vector3.Zero);
        bird.Put(Finish.Bronze, Bronze, Shapes.Sweep([new(0.08f, 0.86f, 0f), new(0.07f, 0.42f, -0.03f), new(0.07f, 0f, 0.02f)], t => 0.05f - (0.025f * t), 6), Vector3.Zero);
        bird.Put(Finish.Bronze, Bronze, Shapes.Sweep([new(-0.08f, 0.86f, 0f), new(-0.08f, 0.5f, 0.26f), new(-0.07f, 0.3f, 0.02f), new(-0.07f, 0.22f, 0.12f)],
            t => 0.05f - (0.028f * t), 6), Vector3.Zero);
        foreach (float side in (ReadOnlySpan<float>)[-1f, 1f])
            bird.Put(Finish.Bronze, 0xa07a3c, Shapes.Ellipsoid(new(0.07f, 0.2f, 0.42f), 7, 10).Transform(Matrix4x4.CreateRotationX(-0.5f)), new(side * 0.21f, 1.02f, -0.14f));
        crane.SolidColumn(Vector3.Zero, 0.65f, 3f);
    }

    /// <summary>The speaker's lectern, the mallet on its stand and two incense burners, in the dais's frame.</summary>
    public static void OnDais(Mason dais)
    {
        Mason lectern = dais.At(new(-4.6f, 0f, 3.6f), 0.25f);
        lectern.Put(Finish.Jade, Finish.JadeLight, TerraceShapes.Taper(0.8f, 0.62f, 1.05f), Vector3.Zero);
        lectern.Put(Finish.Lacquer, Finish.RedDark, Shapes.Box(0.98f, 0.06f, 0.66f).Transform(Matrix4x4.CreateRotationX(-0.18f)), new(0f, 1.1f, 0f));
        lectern.Put(Finish.Gold, Finish.GoldLeaf, TerraceShapes.Upright(TerraceShapes.Torus(0.2f, 0.025f, 24, 5)), new(0f, 0.62f, 0.37f));
        lectern.SolidBox(new(0f, 0.6f, 0f), new(0.9f, 1.2f, 0.8f));

        Mason stand = dais.At(new(4.1f, 0f, 2.2f));
        stand.Put(Finish.Lacquer, Finish.RedDark, Shapes.Lathe([new(0.3f, 0f), new(0.26f, 0.08f), new(0.06f, 0.16f), new(0.05f, 0.86f), new(0.001f, 0.86f)], 12), Vector3.Zero);
        stand.Put(Finish.Gold, Finish.GoldDeep, Shapes.Bar(new(-0.35f, 0.92f, 0f), new(0.5f, 0.92f, 0f), 0.035f, 7), Vector3.Zero);
        stand.Put(Finish.Lacquer, 0xc22a1a, Shapes.Cylinder(0.15f, 0.15f, 0.34f, 14).Transform(Matrix4x4.CreateRotationZ(MathF.PI / 2f)), new(-0.3f, 0.92f, 0f));
        stand.SolidColumn(Vector3.Zero, 0.32f, 1f);

        foreach (float side in (ReadOnlySpan<float>)[-1f, 1f])
        {
            Mason burner = dais.At(new(side * 6.9f, 0f, 1.2f));
            burner.Put(Finish.Jade, Finish.JadeMid, Shapes.Lathe([new(0.62f, 0f), new(0.62f, 0.12f), new(0.001f, 0.12f)], 24), Vector3.Zero);
            Vector2[] bowl =
            [
                new(0.2f, 0.4f), new(0.44f, 0.5f), new(0.54f, 0.74f), new(0.48f, 1f), new(0.56f, 1.08f), new(0.5f, 1.12f),
                new(0.46f, 1.3f), new(0.28f, 1.5f), new(0.1f, 1.58f), new(0.12f, 1.68f), new(0.001f, 1.76f),
            ];
            burner.Put(Finish.Bronze, 0x9a7436, Shapes.Lathe(bowl, 24, smooth: true), Vector3.Zero);
            for (int i = 0; i < 3; i++)
            {
                (float sin, float cos) = MathF.SinCos(i * MathF.Tau / 3f);
                burner.Put(Finish.Bronze, 0x9a7436, Shapes.Sweep([new(sin * 0.36f, 0.62f, cos * 0.36f), new(sin * 0.48f, 0.34f, cos * 0.48f),
                    new(sin * 0.42f, 0.1f, cos * 0.42f)], t => 0.09f - (0.04f * t), 7), Vector3.Zero);
            }
            foreach (float ear in (ReadOnlySpan<float>)[-1f, 1f])
                burner.Put(Finish.Bronze, 0x9a7436, TerraceShapes.Upright(TerraceShapes.Torus(0.13f, 0.035f, 14, 6)), new(ear * 0.56f, 1.12f, 0f));
            burner.SolidColumn(Vector3.Zero, 0.62f, 1.4f);
        }
    }
}
