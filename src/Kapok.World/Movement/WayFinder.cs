using System.Numerics;
using Kapok.World.Scenes;

namespace Kapok.World.Movement;

/// <summary>Says whether one can walk from one place to another around what stands between, within a length.</summary>
/// <remarks>
/// Clients report places, not paths, so a straight line between two honest reports may cut a corner. A breadth-first search in a small window
/// answers that; refusing such moves instead would put honest people back whenever the network stalls near a wall. At most
/// <see cref="WindowCells"/>² cells are looked at, in scratch memory that is allocated once. The room loop owns it.
/// </remarks>
internal sealed class WayFinder(FloorGrid floor)
{
    private const int WindowCells = 96, HalfWindow = WindowCells / 2;

    // Steps of a grid path are longer than the way itself: up to √2 when only straight neighbours are taken.
    private const float Detour = 1.45f;

    private readonly int[] _visited = new int[WindowCells * WindowCells];
    private readonly (int Cell, int Steps)[] _queue = new (int, int)[WindowCells * WindowCells];
    private int _round;

    /// <summary>Finds the shortest way.</summary>
    /// <returns>False when there is none within the length.</returns>
    public bool TryFind(Vector2 from, Vector2 to, float mostMetres, out float metres)
    {
        metres = 0f;
        int start = floor.CellAt(from.X, from.Y), goal = floor.CellAt(to.X, to.Y);
        if (start < 0 || goal < 0) return false;
        int mostSteps = (int)MathF.Ceiling(mostMetres * Detour / FloorGrid.CellMetres) + 1;
        int left = (start % floor.Columns) - HalfWindow, top = (start / floor.Columns) - HalfWindow;
        (int head, int tail) = (0, 0);
        _round++;
        Visit(start, 0, left, top, ref tail);
        while (head < tail)
        {
            (int cell, int steps) = _queue[head++];
            if (cell == goal)
            {
                metres = MathF.Min(mostMetres, steps * FloorGrid.CellMetres / Detour);
                return true;
            }
            if (steps == mostSteps) continue;
            int column = cell % floor.Columns;
            if (column > 0 && floor.Joins(cell, cell - 1)) Visit(cell - 1, steps + 1, left, top, ref tail);
            if (column < floor.Columns - 1 && floor.Joins(cell, cell + 1)) Visit(cell + 1, steps + 1, left, top, ref tail);
            if (cell >= floor.Columns && floor.Joins(cell, cell - floor.Columns)) Visit(cell - floor.Columns, steps + 1, left, top, ref tail);
            if (cell < floor.Columns * (floor.Rows - 1) && floor.Joins(cell, cell + floor.Columns)) Visit(cell + floor.Columns, steps + 1, left, top, ref tail);
        }
        return false;
    }

    private void Visit(int cell, int steps, int left, int top, ref int tail)
    {
        int column = (cell % floor.Columns) - left, row = (cell / floor.Columns) - top;
        if ((uint)column >= WindowCells || (uint)row >= WindowCells) return;
        ref int visited = ref _visited[(row * WindowCells) + column];
        if (visited == _round) return;
        visited = _round;
        _queue[tail++] = (cell, steps);
    }
}
