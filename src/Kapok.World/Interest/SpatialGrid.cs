using System.Numerics;

namespace Kapok.World.Interest;

/// <summary>Sorts the avatars of a room into cells, and finds who stands near a point, for one tick.</summary>
/// <remarks>
/// Rebuilt every tick: in a crowd nearly everyone moves, so one counting sort over flat arrays is simpler than
/// a list per cell, and nothing is allocated after construction. Not thread-safe; the room loop owns it.
/// </remarks>
public sealed class SpatialGrid
{
    private readonly int[] _cellStart;  // cell c holds slots [_cellStart[c], _cellStart[c + 1])
    private readonly int[] _avatars;    // slot -> avatar index
    private readonly Vector2[] _sorted; // slot -> position, copied so that a query reads memory in order
    private readonly int[] _cellOf;     // avatar index -> cell

    /// <summary>Creates an empty grid.</summary>
    /// <param name="cells">Its cells.</param>
    /// <param name="capacity">The most avatars the room may hold.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is not positive, or the cells do not fit 16 bits.</exception>
    public SpatialGrid(CellGrid cells, int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(cells.Count, nameof(cells));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(cells.Count, ushort.MaxValue + 1, nameof(cells));
        Cells = cells;
        (_cellStart, _avatars, _sorted, _cellOf) = (new int[cells.Count + 1], new int[capacity], new Vector2[capacity], new int[capacity]);
    }

    /// <summary>The cells.</summary>
    public CellGrid Cells { get; }

    /// <summary>Avatars in the grid.</summary>
    public int Count { get; private set; }

    /// <summary>Replaces the contents with this tick's positions.</summary>
    /// <param name="positions">Metres (x, z) by avatar index. Off the grid counts as the nearest edge cell.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are more positions than the capacity.</exception>
    public void Rebuild(ReadOnlySpan<Vector2> positions)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(positions.Length, _avatars.Length, nameof(positions));
        Array.Clear(_cellStart);
        Count = positions.Length;
        for (int avatar = 0; avatar < positions.Length; avatar++) _cellStart[_cellOf[avatar] = Cells.CellOf(positions[avatar])]++;
        for (int cell = 1; cell < _cellStart.Length; cell++) _cellStart[cell] += _cellStart[cell - 1];

        // Each cell now holds its end. Filling downwards turns ends into starts and keeps avatars in index
        // order, so a recorded session replays to the same bytes.
        for (int avatar = positions.Length - 1; avatar >= 0; avatar--)
        {
            int slot = --_cellStart[_cellOf[avatar]];
            (_avatars[slot], _sorted[slot]) = (avatar, positions[avatar]);
        }
    }

    /// <summary>Indices of the avatars in a cell, in rising order.</summary>
    public ReadOnlySpan<int> In(int cell) => _avatars.AsSpan(_cellStart[cell].._cellStart[cell + 1]);

    /// <summary>Cell of an avatar.</summary>
    public int CellOf(int avatar) => _cellOf[avatar];

    /// <summary>Positions of the avatars in neighbouring cells of one row; the columns are inclusive.</summary>
    public ReadOnlySpan<Vector2> PlacesIn(int row, int left, int right) =>
        _sorted.AsSpan(_cellStart[(row * Cells.Columns) + left].._cellStart[(row * Cells.Columns) + right + 1]);

    /// <summary>Writes the indices of the avatars within a radius, edge included, to <paramref name="found"/>.</summary>
    /// <returns>How many were written. When <paramref name="found"/> is full, others may be missing.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="radiusMetres"/> is negative.</exception>
    public int Query(Vector2 centre, float radiusMetres, Span<int> found)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(radiusMetres);
        int left = Cells.ColumnOf(centre.X - radiusMetres), right = Cells.ColumnOf(centre.X + radiusMetres);
        int top = Cells.RowOf(centre.Y + radiusMetres), count = 0;
        for (int row = Cells.RowOf(centre.Y - radiusMetres); row <= top; row++)
        {
            // Cells of a row are adjacent in memory: one run per row, not one per cell.
            int end = _cellStart[(row * Cells.Columns) + right + 1];
            for (int slot = _cellStart[(row * Cells.Columns) + left]; slot < end && count < found.Length; slot++)
            {
                // False for a NaN position, which is therefore near nobody.
                if (Vector2.DistanceSquared(_sorted[slot], centre) <= radiusMetres * radiusMetres)
                    found[count++] = _avatars[slot];
            }
        }
        return count;
    }
}
