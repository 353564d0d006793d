using System.Numerics;

namespace Kapok.World.Interest;

/// <summary>How far from each cell the nearest so many people stand: measured from its middle, for all who stand in it, and anew every so many ticks.</summary>
/// <remarks>
/// Measured for each viewer it cost a third of the tick with ten thousand in the room. From one end of a cell to the other the radius differs by a few in a hundred,
/// which the numbers of people asked for allow for; where people stand so thin that the circles are twice as wide, four cells share a measurement. The room loop
/// owns it; nothing is allocated after construction.
/// </remarks>
/// <param name="grid">Everyone.</param>
/// <param name="nearCount">People in the near circle.</param>
/// <param name="midCount">People in the circle of the mid tier.</param>
/// <param name="everyTicks">How long a measurement holds.</param>
public sealed class NearnessMap(SpatialGrid grid, int nearCount, int midCount, int everyTicks)
{
    private const int Never = int.MinValue / 2;

    private readonly (float Near, float Mid, int Tick)[] _radii = [.. Enumerable.Repeat((0f, 0f, Never), grid.Cells.Count)];

    /// <summary>Radii of the circles around a place that hold the near and the mid count; infinite when there are not so many in the room.</summary>
    public (float Near, float Mid) Of(Vector2 place, int tick)
    {
        int cell = grid.Cells.CellOf(place);
        ref (float Near, float Mid, int Tick) known = ref _radii[cell];
        if (tick - known.Tick >= everyTicks)
        {
            // In a room that fills at once, cells would fall due in the same tick for ever: their first terms differ.
            int head = tick - known.Tick < 2 * everyTicks ? 0 : cell % everyTicks;
            if (known.Near < 2f * CellGrid.CellMetres) known = Measure(cell, 1, tick - head);
            else MeasureFour(cell, tick - head);
        }
        return (known.Near, known.Mid);
    }

    private void MeasureFour(int cell, int tick)
    {
        (int row, int column) = Math.DivRem(cell, grid.Cells.Columns);
        (row, column) = (row & ~1, column & ~1);
        (float Near, float Mid, int Tick) known = Measure((row * grid.Cells.Columns) + column, 2, tick);
        for (int z = row; z < Math.Min(row + 2, grid.Cells.Rows); z++)
            for (int x = column; x < Math.Min(column + 2, grid.Cells.Columns); x++) _radii[(z * grid.Cells.Columns) + x] = known;
    }

    // From the middle of a square of cells, of which the first is given.
    private (float Near, float Mid, int Tick) Measure(int first, int side, int tick)
    {
        float half = side * CellGrid.CellMetres / 2f;
        Vector2 middle = new(grid.Cells.CornerX(first) + half, grid.Cells.CornerZ(first) + half);
        return (Neighbourhood.RadiusOf(grid, middle, nearCount), Neighbourhood.RadiusOf(grid, middle, midCount), tick);
    }
}
