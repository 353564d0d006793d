using System.Numerics;
using Kapok.Assets.Geometry;

namespace Kapok.Assets.Scenes.Terrace;

/// <summary>Tiled roofs with swept-up corners. Texture coordinates count tiles across and metres up the slope.</summary>
internal static class Roofs
{
    private const int Rows = 8, PerSide = 10;
    private const float TileMetres = 0.3f, Thickness = 0.16f;

    /// <summary>A roof over a regular polygon with a finial, its eave at height 0.</summary>
    /// <param name="mason">Whose frame has the roof's axis as Y.</param>
    /// <param name="sides">Corners of the plan; the first is at <paramref name="firstCorner"/>.</param>
    /// <param name="radius">Of the corners, metres.</param>
    /// <param name="height">Of the apex above the eave.</param>
    /// <param name="upturn">How far the corners rise above the eave.</param>
    /// <param name="firstCorner">Angle about Y from +Z towards +X.</param>
    public static void Tented(Mason mason, int sides, float radius, float height, float upturn, float firstCorner)
    {
        float sector = MathF.Tau / sides;
        int around = sides * PerSide;
        Vector3 At(int row, int column)
        {
            float t = row / (float)Rows, angle = column * MathF.Tau / around;
            float local = (angle % sector) - (sector / 2f), corner = MathF.Abs(local) / (sector / 2f);
            float polygon = MathF.Cos(sector / 2f) / MathF.Cos(local);
            float r = radius * ((t * 0.96f) + 0.04f) * polygon * (1f + (0.1f * MathF.Pow(corner, 4f) * t * t));
            float y = (height * (MathF.Pow(1f - t, 1.75f) + (0.1f * (1f - t))) / 1.1f) + (upturn * MathF.Pow(corner, 3.2f) * t * t * t);
            (float sin, float cos) = MathF.SinCos(angle + firstCorner);
            return new(sin * r, y, cos * r);
        }
        float tilesPerSide = MathF.Round(2f * radius * MathF.Sin(sector / 2f) / TileMetres), slope = radius * 1.15f;
        MeshData top = Shapes.Grid(Rows + 1, around + 1, (row, column) =>
            (At(Rows - row, column), new Vector2(column * tilesPerSide / PerSide, row * slope / Rows)));
        mason.Put(Finish.Roof, Finish.Tile, top, Vector3.Zero);
        mason.Put(Finish.Lacquer, Finish.Soffit, TerraceShapes.TurnedOver(top), new(0f, -Thickness, 0f));

        for (int side = 0; side < sides; side++)
        {
            List<Vector3> ridge = [.. Enumerable.Range(1, Rows).Select(row => At(row, side * PerSide) + new Vector3(0f, 0.08f, 0f))];
            Vector3 outwards = Vector3.Normalize(ridge[^1] - ridge[^2]);
            ridge.Add(ridge[^1] + (outwards * radius * 0.07f) + new Vector3(0f, upturn * 0.22f, 0f));
            mason.Put(Finish.Gold, Finish.GoldDeep, Shapes.Sweep(ridge, t => 0.12f * (1f - (0.45f * t)), 5), Vector3.Zero);
        }
        List<Vector3> eave = [.. Enumerable.Range(0, around + 1).Select(column => At(Rows, column) - new Vector3(0f, Thickness / 2f, 0f))];
        mason.Put(Finish.Gold, Finish.GoldDeep, TerraceShapes.Tube(eave, 0.1f, 4), Vector3.Zero);
        Vector2[] finial = [new(0.34f, -0.3f), new(0.34f, 0f), new(0.18f, 0.12f), new(0.3f, 0.3f), new(0.26f, 0.5f), new(0.1f, 0.7f), new(0.16f, 0.86f), new(0.05f, 1f),
            new(0.001f, 1.25f)];
        mason.Put(Finish.Gold, Finish.GoldLeaf, Shapes.Lathe(finial, 12, smooth: true), new(0f, height, 0f));
    }

    /// <summary>A roof of two slopes along X, its eaves at height 0 and its ridge ends and corners swept up.</summary>
    public static void Gabled(Mason mason, float length, float depth, float height, float upturn)
    {
        const int Columns = 22;
        Vector3 At(int row, int column)
        {
            float u = ((column / (float)Columns) - 0.5f) * 2f, t = 1f - (row / (float)Rows), end = MathF.Pow(MathF.Abs(u), 3.4f);
            float y = (height * MathF.Pow(1f - t, 1.5f)) + (upturn * end * (0.55f + (0.45f * t)));
            return new(u * length / 2f * (1f + (0.05f * t * end)), y, t * depth / 2f * (1f + (0.06f * end)));
        }
        MeshData slope = Shapes.Grid(Rows + 1, Columns + 1, (row, column) =>
            (At(row, column), new Vector2(column * MathF.Round(length / TileMetres) / Columns, row * depth * 0.62f / Rows)));
        MeshData soffit = TerraceShapes.TurnedOver(slope);
        List<Vector3> eave = [.. Enumerable.Range(0, Columns + 1).Select(column => At(0, column) - new Vector3(0f, 0.05f, 0f))];
        foreach (float yaw in (ReadOnlySpan<float>)[0f, MathF.PI])
        {
            Mason side = mason.At(Vector3.Zero, yaw);
            side.Put(Finish.Roof, Finish.Tile, slope, Vector3.Zero);
            side.Put(Finish.Lacquer, Finish.Soffit, soffit, new(0f, -0.12f, 0f));
            side.Put(Finish.Gold, Finish.GoldDeep, TerraceShapes.Tube(eave, 0.075f, 4), Vector3.Zero);
            foreach (int column in (ReadOnlySpan<int>)[0, Columns])
            {
                List<Vector3> verge = [.. Enumerable.Range(0, Rows + 1).Select(row => At(row, column) + new Vector3(0f, 0.03f, 0f))];
                side.Put(Finish.Gold, Finish.GoldDeep, TerraceShapes.Tube(verge, 0.085f, 4), Vector3.Zero);
            }
        }
        Vector3[] crown = [.. Enumerable.Range(0, Columns + 1).Select(column => At(Rows, column) + new Vector3(0f, 0.1f, 0f))];
        mason.Put(Finish.Roof, Finish.Tile, TerraceShapes.Tube(crown, 0.15f, 8), Vector3.Zero);
        mason.Put(Finish.Gold, Finish.GoldLeaf, TerraceShapes.Tube([.. crown.Select(p => p + new Vector3(0f, 0.15f, 0f))], 0.06f, 6), Vector3.Zero);
        foreach (float end in (ReadOnlySpan<float>)[-1f, 1f])
        {
            // Chiwen: the curled fish-dragon that bites either end of the ridge.
            Vector3 foot = new(end * length / 2f, height + upturn + 0.05f, 0f);
            Vector3[] curl = [foot, foot + new Vector3(end * 0.12f, 0.28f, 0f), foot + new Vector3(end * 0.02f, 0.52f, 0f), foot + new Vector3(-end * 0.2f, 0.56f, 0f),
                foot + new Vector3(-end * 0.24f, 0.4f, 0f), foot + new Vector3(-end * 0.12f, 0.36f, 0f)];
            mason.Put(Finish.Gold, Finish.GoldLeaf, Shapes.Sweep(TerraceShapes.Curve(curl, 4), t => 0.15f * (1f - (0.72f * t)), 7), Vector3.Zero);
        }
    }
}
