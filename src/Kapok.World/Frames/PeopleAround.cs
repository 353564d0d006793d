using System.Numerics;
using Kapok.World.Interest;

namespace Kapok.World.Frames;

/// <summary>Who stands around the middle of a cell, as a bit for each id: worked out once a tick for all who look from there.</summary>
/// <remarks>The room loop owns it; nothing is allocated after construction.</remarks>
internal sealed class PeopleAround
{
    private const int Slots = 64;

    // Who looks stands up to 2.8 m from the middle of their cell: they would miss some of those near on their side.
    private const float MarginMetres = CellGrid.CellMetres / 4f;

    private readonly SpatialGrid _grid;
    private readonly int _words, _rounds;
    private readonly ulong[] _bits;
    private readonly int[] _found;
    private readonly (int Cell, int Tick)[] _slots = [.. Enumerable.Repeat((-1, -1), Slots)];

    /// <summary>Creates it.</summary>
    /// <param name="grid">The room's grid.</param>
    /// <param name="capacity">The most people.</param>
    /// <param name="words">Of 64 ids each.</param>
    /// <param name="rounds">In a tick, cells are asked of that lie this far from each other.</param>
    public PeopleAround(SpatialGrid grid, int capacity, int words, int rounds) =>
        (_grid, _words, _rounds, _bits, _found) = (grid, words, rounds, new ulong[Slots * words], new int[capacity]);

    /// <summary>Those around a cell, and those whom everybody knows.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="tick">Number of the tick.</param>
    /// <param name="metres">How far; infinite for everyone.</param>
    /// <param name="ids">Everyone's ids, by index.</param>
    /// <param name="prominent">Indices of those whom everybody knows.</param>
    /// <returns>A bit for each id. It holds until the next call.</returns>
    public ReadOnlySpan<ulong> Of(int cell, int tick, float metres, ReadOnlySpan<ushort> ids, ReadOnlySpan<int> prominent)
    {
        int slot = cell / _rounds % Slots;
        Span<ulong> bits = _bits.AsSpan(slot * _words, _words);
        if (_slots[slot] == (cell, tick)) return bits;
        _slots[slot] = (cell, tick);
        bits.Clear();
        if (float.IsPositiveInfinity(metres))
        {
            foreach (ushort id in ids) bits[id >> 6] |= 1ul << (id & 63);
            return bits;
        }
        foreach (int index in prominent) bits[ids[index] >> 6] |= 1ul << (ids[index] & 63);
        AddAround(cell, metres + MarginMetres, ids, bits);
        return bits;
    }

    private void AddAround(int cell, float metres, ReadOnlySpan<ushort> ids, Span<ulong> bits)
    {
        CellGrid cells = _grid.Cells;
        Vector2 middle = new(cells.CornerX(cell) + (CellGrid.CellMetres / 2f), cells.CornerZ(cell) + (CellGrid.CellMetres / 2f));
        foreach (int index in _found.AsSpan(0, _grid.Query(middle, metres, _found))) bits[ids[index] >> 6] |= 1ul << (ids[index] & 63);
    }
}
