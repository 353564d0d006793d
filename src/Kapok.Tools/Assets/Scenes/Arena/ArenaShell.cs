using System.Numerics;
using Kapok.Tools.Assets.Geometry;

namespace Kapok.Tools.Assets.Scenes.Arena;

/// <summary>Walls and ceiling, the ring of suites with its ribbon of screens, and the drapes beside the stage.</summary>
internal static class ArenaShell
{
    private const float RibbonBottom = 8f, RibbonTop = 9.05f, RibbonRadius = 40.6f;

    public static void Build(ArenaKit kit)
    {
        Matrix4x4 toCentre = Matrix4x4.CreateTranslation(0f, 0f, ArenaPlan.CentreZ);
        MeshData shell = Shapes.Lathe(
            [new(0.01f, ArenaPlan.CeilingHeight), new(14f, 23.7f), new(26f, 22.6f), new(35f, 20.4f), new(40.5f, 17f), new(43f, 12.5f), new(43f, 0f)], 120, smooth: true);
        kit.Scene.Add("arena.shell", shell.Transform(toCentre));
        AddSuites(kit, toCentre);
        AddRibs(kit);
        AddDrapes(kit);
    }

    private static void AddSuites(ArenaKit kit, Matrix4x4 toCentre)
    {
        float from = -ArenaPlan.BowlEnd, arc = 2f * ArenaPlan.BowlEnd;
        kit.Scene.Add("arena.ribbon", Shapes.Lathe([new(RibbonRadius, RibbonTop), new(RibbonRadius, RibbonBottom)], 96, from, arc).Transform(toCentre));
        kit.Scene.Add("arena.suites", Shapes.Lathe([new(41.5f, 11.6f), new(40.9f, RibbonTop)], 96, from, arc).Transform(toCentre));
        kit.Arc(40.62f, 43f, RibbonBottom - 0.28f, RibbonBottom, from, -from, ArenaKit.Dark);
        kit.Arc(40.5f, 43f, RibbonTop, RibbonTop + 0.12f, from, -from, ArenaKit.Steel * 0.5f);
        kit.Arc(41.2f, 43f, 11.6f, 12.1f, from, -from, ArenaKit.Dark);
        kit.Arc(40.52f, 40.6f, RibbonBottom - 0.1f, RibbonBottom - 0.02f, from, -from, Vector3.One, ArenaKit.GlowMaterial, ArenaKit.Glow.StageColour);
        for (float angle = from + 0.06f; angle < -from; angle += 0.12f) // downlights along the promenade
            kit.Strip(ArenaPlan.Around(41.4f, angle, RibbonBottom - 0.3f), new(0.35f, 0.04f, 0.35f), ArenaKit.Warm, ArenaKit.Glow.Steady, angle);
    }

    // Ribs run up the wall and along the ceiling; between them the shell's shader draws its panels.
    private static void AddRibs(ArenaKit kit)
    {
        Vector2[] line = [new(42.7f, 12f), new(40.1f, 16.8f), new(34.7f, 20.1f), new(25.8f, 22.3f), new(14f, 23.4f)];
        for (int i = 0; i < 24; i++)
        {
            float angle = (i + 0.5f) * MathF.Tau / 24f;
            for (int j = 0; j + 1 < line.Length; j++)
            {
                Vector3 a = ArenaPlan.Around(line[j].X, angle, line[j].Y), b = ArenaPlan.Around(line[j + 1].X, angle, line[j + 1].Y);
                kit.Scene.Add(ArenaKit.Metal, Shapes.Bar(a, b, 0.22f, 4).Paint(new Vector4(ArenaKit.Steel * 0.6f, 1f)));
            }
        }
        foreach ((float radius, float height) in ((float, float)[])[(14f, 23.3f), (26f, 22.2f), (35f, 19.9f)])
            kit.Arc(radius - 0.2f, radius + 0.2f, height - 0.12f, height, -MathF.PI, MathF.PI, Vector3.One, ArenaKit.GlowMaterial, ArenaKit.Glow.Chase);
    }

    private static void AddDrapes(ArenaKit kit)
    {
        foreach (int side in (int[])[-1, 1])
        {
            AddDrape(kit, new(side * 23f, 0f, -44f), new(side * 28f, 0f, -44f), 15.6f);
            AddDrape(kit, new(side * 29.7f, 0f, -44f), new(side * 30.9f, 0f, -43.6f), 15.6f);
            kit.Scene.AddBoxCollider(new(side * 25.5f, 2f, -44f), new(5f, 4f, 0.4f));
            kit.Sign(6, new(side * 28.85f, 3.3f, -43.9f), 3.4f, 0f);
            kit.Block(new(side * 28.85f, 3.03f, -44.05f), new(3.5f, 0.54f, 0.2f), ArenaKit.Dark);
        }
        // Behind the screens drapes keep backstage out of sight; the stairs come through between them.
        foreach ((float from, float to) in ((float, float)[])[(-23f, -17.2f), (-15f, 15f), (17.2f, 23f)]) AddDrape(kit, new(from, 0f, -47.6f), new(to, 0f, -47.6f), 16f);
    }

    private static void AddDrape(ArenaKit kit, Vector3 from, Vector3 to, float height)
    {
        float length = Vector3.Distance(from, to);
        Vector3 along = (to - from) / length, out3 = Vector3.UnitZ;
        int columns = (int)(length * 4f) + 1;
        if (to.X < from.X) (from, to, along) = (to, from, -along);
        MeshData drape = Shapes.Grid(3, columns, (row, column) =>
        {
            float u = column / (float)(columns - 1) * length;
            float fold = (0.16f * MathF.Sin(u * 4.1f)) + (0.07f * MathF.Sin((u * 9.7f) + 1.3f));
            return (from + (along * u) + (out3 * fold) + new Vector3(0f, row / 2f * height, 0f), new Vector2(u, row / 2f * height));
        });
        kit.Scene.Add("arena.drape", drape.Paint((p, n) => new(Vector3.One, 0.45f + (0.55f * MathF.Abs(n.Z)))));
    }
}
