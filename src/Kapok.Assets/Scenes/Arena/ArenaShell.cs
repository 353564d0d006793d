using System.Numerics;
using Kapok.Assets.Geometry;

namespace Kapok.Assets.Scenes.Arena;

/// <summary>Walls and ceiling, the ring of suites above the gallery, and the drapes beside the stage.</summary>
internal static class ArenaShell
{
    private const float SuitesBottom = 14.05f, SuitesTop = 16.6f;

    // The ceiling is one; outwards it ends high over the balcony, and at the wall behind the stage.
    private static readonly Vector2[] Ceiling = [new(0.01f, ArenaPlan.CeilingHeight), new(14f, 26.4f), new(26f, 25.2f), new(35f, 23.4f)];
    private static readonly Vector2[] OverBalcony = [new(46f, 20.8f), new(54f, 18.6f), new(57.6f, 16.9f), new(57.6f, 0f)];
    private static readonly Vector2[] BehindStage = [new(40.5f, 19f), new(43f, 14f), new(43f, 0f)];

    public static void Build(ArenaKit kit)
    {
        Matrix4x4 toCentre = Matrix4x4.CreateTranslation(0f, 0f, ArenaPlan.CentreZ);
        float end = ArenaPlan.BowlEnd, behind = MathF.Tau - (2f * end);
        kit.Scene.Add("arena.shell", Shapes.Lathe([.. Ceiling, .. OverBalcony], 78, -end, 2f * end, smooth: true).Transform(toCentre));
        kit.Scene.Add("arena.shell", Shapes.Lathe([.. Ceiling, .. BehindStage], 46, end, behind, smooth: true).Transform(toCentre));
        AddFlank(kit, end);
        AddFlank(kit, -end);
        AddSuites(kit, toCentre);
        AddRibs(kit);
        AddDrapes(kit);
    }

    private static void AddSuites(ArenaKit kit, Matrix4x4 toCentre)
    {
        float from = -ArenaPlan.BowlEnd, arc = 2f * ArenaPlan.BowlEnd;
        kit.Scene.Add("arena.suites", Shapes.Lathe([new(56.5f, SuitesTop), new(55.9f, SuitesBottom)], 96, from, arc).Transform(toCentre));
        kit.Arc(55.6f, 57.6f, SuitesBottom - 0.3f, SuitesBottom, from, -from, ArenaKit.Dark);
        kit.Arc(56.1f, 57.6f, SuitesTop, SuitesTop + 0.4f, from, -from, ArenaKit.Dark);
        kit.Arc(55.52f, 55.6f, SuitesBottom - 0.26f, SuitesBottom - 0.16f, from, -from, Vector3.One, ArenaKit.GlowMaterial, ArenaKit.Glow.StageColour);
        for (float angle = from + 0.05f; angle < -from; angle += 0.1f) // downlights along the gallery
            kit.Strip(ArenaPlan.Around(56.3f, angle, SuitesBottom - 0.32f), new(0.35f, 0.04f, 0.35f), ArenaKit.Warm, ArenaKit.Glow.Steady, angle);
    }

    // The wall beside the stage, from the hall's narrow end out to where the balcony's wall begins.
    private static void AddFlank(ArenaKit kit, float angle)
    {
        Vector2[] outer = [Ceiling[^1], .. OverBalcony], inner = [Ceiling[^1], .. BehindStage];
        (float sin, float cos) = MathF.SinCos(angle);
        float HeightAt(Vector2[] line, float radius)
        {
            for (int i = 0; i + 1 < line.Length; i++)
                if (radius >= line[i].X && radius <= line[i + 1].X && line[i + 1].X > line[i].X)
                    return float.Lerp(line[i].Y, line[i + 1].Y, (radius - line[i].X) / (line[i + 1].X - line[i].X));
            return 0f;
        }
        float[] radii = [35f, 38f, 40.5f, 43f, 46f, 50f, 54f, 57.6f];
        int facing = angle > 0f ? -1 : 1;
        MeshData flank = Shapes.Grid(9, radii.Length, (row, column) =>
        {
            float radius = radii[angle > 0f ? radii.Length - 1 - column : column], top = HeightAt(outer, radius), bottom = radius <= 43f ? HeightAt(inner, radius) : 0f;
            return (new(radius * sin, float.Lerp(bottom, top, row / 8f), radius * cos), new Vector2(facing * radius, row));
        });
        kit.Scene.Add("arena.shell", flank.Transform(Matrix4x4.CreateTranslation(0f, 0f, ArenaPlan.CentreZ)));
    }

    // Ribs run up the wall and along the ceiling; between them the shell's shader draws its panels.
    private static void AddRibs(ArenaKit kit)
    {
        Vector2[] shared = [new(34.7f, 23.1f), new(25.8f, 24.9f), new(14f, 26.1f)];
        Vector2[] front = [new(57.2f, 16.9f), new(53.7f, 18.3f), new(45.7f, 20.5f), .. shared], back = [new(42.7f, 13.6f), new(40.2f, 18.7f), .. shared];
        for (int i = 0; i < 24; i++)
        {
            float angle = (i + 0.5f) * MathF.Tau / 24f;
            Vector2[] line = MathF.Abs(MathF.IEEERemainder(angle, MathF.Tau)) < ArenaPlan.BowlEnd ? front : back;
            for (int j = 0; j + 1 < line.Length; j++)
            {
                Vector3 a = ArenaPlan.Around(line[j].X, angle, line[j].Y), b = ArenaPlan.Around(line[j + 1].X, angle, line[j + 1].Y);
                kit.Scene.Add(ArenaKit.Metal, Shapes.Bar(a, b, 0.22f, 4).Paint(new Vector4(ArenaKit.Steel * 0.6f, 1f)));
            }
        }
        foreach ((float radius, float height) in ((float, float)[])[(14f, 26f), (26f, 24.8f), (35f, 22.9f)])
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
