using System.Numerics;

namespace Kapok.World.Interest;

/// <summary>The cells of a grid along a Z-order curve (Morton, 1966): the cells of every aligned square of 2, 4, 8… cells are one run of it.</summary>
/// <remarks>
/// So one array of blocks in this order serves areas of interest of every size: where people stand thin, a viewer takes slices of large squares; in
/// a crowd, of single cells. A quadtree would find the same slices through pointers, and would have to be balanced as people walk.
/// </remarks>
public sealed class ZOrder
{
    private readonly int[] _cells;   // place on the curve -> cell, −1 outside the grid
    private readonly int[] _spread;  // bits of a number with a gap after each

    /// <summary>Lays the curve through a grid.</summary>
    public ZOrder(CellGrid cells)
    {
        int side = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(cells.Columns, cells.Rows));
        Levels = BitOperations.Log2((uint)side) + 1;
        _spread = new int[side];
        for (int value = 0; value < side; value++)
            for (int bit = 0; 1 << bit < side; bit++) _spread[value] |= (value & (1 << bit)) << bit;
        _cells = new int[side * side];
        Array.Fill(_cells, -1);
        for (int cell = 0; cell < cells.Count; cell++) _cells[PlaceOf(cell % cells.Columns, cell / cells.Columns)] = cell;
    }

    /// <summary>Places on the curve; a power of 4.</summary>
    public int Length => _cells.Length;

    /// <summary>Sizes of squares: a square of level n has 2ⁿ cells a side, the largest holds all.</summary>
    public int Levels { get; }

    /// <summary>Cell at a place of the curve, −1 where the curve is outside the grid.</summary>
    public int CellAt(int place) => _cells[place];

    /// <summary>Place of a column and row on the curve; of squares of level n, the number of the square among those of its level.</summary>
    public int PlaceOf(int column, int row) => _spread[column] | (_spread[row] << 1);

    /// <summary>Squares of a level.</summary>
    public int SquaresOf(int level) => Length >> (2 * level);
}
