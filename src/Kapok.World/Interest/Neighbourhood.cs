using System.Numerics;

namespace Kapok.World.Interest;

/// <summary>Finds how far away the nearest so many people stand.</summary>
public static class Neighbourhood
{
    private const int Bins = 96;

    /// <summary>Radius of the circle around a place that holds a number of people.</summary>
    /// <param name="grid">Everyone.</param>
    /// <param name="place">Its centre (x, z).</param>
    /// <param name="count">People wanted; the one in the centre counts too.</param>
    /// <returns>Metres, rounded up by at most 1 m and a fiftieth; infinite when there are not so many in the room.</returns>
    public static float RadiusOf(SpatialGrid grid, Vector2 place, int count)
    {
        if (grid.Count <= count) return float.PositiveInfinity;
        CellGrid cells = grid.Cells;
        int column = cells.ColumnOf(place.X), row = cells.RowOf(place.Y), most = Math.Max(cells.Columns, cells.Rows), reach = 0;
        while (CountIn(grid, column, row, reach) < count) reach++;
        Span<int> bins = stackalloc int[Bins];
        for (reach++; reach <= most; reach++)
        {
            // Everyone nearer than this stands in the square of cells, so what the bins count is complete.
            float edge = reach * CellGrid.CellMetres, scale = Bins / (edge * edge);
            bins.Clear();
            for (int line = Math.Max(0, row - reach); line <= Math.Min(cells.Rows - 1, row + reach); line++)
            {
                foreach (Vector2 other in grid.PlacesIn(line, Math.Max(0, column - reach), Math.Min(cells.Columns - 1, column + reach)))
                {
                    float bin = Vector2.DistanceSquared(other, place) * scale;
                    if (bin < Bins) bins[(int)bin]++;
                }
            }
            int seen = 0;
            for (int bin = 0; bin < Bins; bin++)
            {
                seen += bins[bin];
                if (seen >= count) return MathF.Sqrt((bin + 1) / scale);
            }
        }
        return float.PositiveInfinity;
    }

    private static int CountIn(SpatialGrid grid, int column, int row, int reach)
    {
        int count = 0, left = Math.Max(0, column - reach), right = Math.Min(grid.Cells.Columns - 1, column + reach);
        for (int line = Math.Max(0, row - reach); line <= Math.Min(grid.Cells.Rows - 1, row + reach); line++)
            count += grid.PlacesIn(line, left, right).Length;
        return count;
    }
}
