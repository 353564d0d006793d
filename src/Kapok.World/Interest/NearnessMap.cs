using System.Numerics;

namespace Kapok.World.Interest;

/// <summary>How far from each cell the nearest so many people stand: measured from its middle, for all who stand in it, and anew every so many ticks.</summary>
/// <remarks>
/// Measured for each viewer it cost a third of the tick with ten thousand in the room. From one end of a cell to the other the radius differs by a few in a hundred,
/// which the numbers of people asked for allow for. The room loop owns it; nothing is allocated after construction.
/// </remarks>
internal sealed class NearnessMap(SpatialGrid grid, int nearCount, int midCount, int everyTicks)
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
            Vector2 middle = new(grid.Cells.CornerX(cell) + (CellGrid.CellMetres / 2f), grid.Cells.CornerZ(cell) + (CellGrid.CellMetres / 2f));
            // In a room that fills at once, cells would fall due in the same tick for ever: their first terms differ.
            int head = tick - known.Tick < 2 * everyTicks ? 0 : cell % everyTicks;
            known = (Neighbourhood.RadiusOf(grid, middle, nearCount), Neighbourhood.RadiusOf(grid, middle, midCount), tick - head);
        }
        return (known.Near, known.Mid);
    }
}
