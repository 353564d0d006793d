using Kapok.World.Interest;

namespace Kapok.World.Frames;

/// <summary>Those who left a square within the last ticks: who, and from which cell.</summary>
/// <remarks>The room loop owns it; nothing is allocated after construction.</remarks>
internal sealed class Leavers(int capacity)
{
    private const int MostTicks = MotionEvents.MidTicks;

    private readonly (ushort Person, int Cell, int Tick)[] _recent = new (ushort, int, int)[capacity];
    private readonly long[] _keys = new long[capacity];
    private int _count;

    /// <summary>Somebody left a cell's square.</summary>
    public void Add(ushort person, int cell, int tick)
    {
        if (_count < _recent.Length) _recent[_count++] = (person, cell, tick);
    }

    /// <summary>Forgets what is too long ago.</summary>
    public void Forget(int tick)
    {
        int kept = 0;
        for (int at = 0; at < _count; at++)
            if (_recent[at].Tick > tick - MostTicks) _recent[kept++] = _recent[at];
        _count = kept;
    }

    /// <summary>Those who left within the last ticks, each once for each square, sorted by the square they left.</summary>
    /// <param name="since">The tick before the first that counts.</param>
    /// <param name="order">The curve of the squares.</param>
    /// <param name="cells">The room's cells.</param>
    /// <param name="scale">Of the squares.</param>
    public ReadOnlySpan<long> SortedSince(int since, ZOrder order, CellGrid cells, int scale)
    {
        int count = 0;
        for (int at = 0; at < _count; at++)
        {
            (ushort person, int cell, int tick) = _recent[at];
            if (tick > since) _keys[count++] = ((long)(order.PlaceOf(cell % cells.Columns, cell / cells.Columns) >> (2 * scale)) << 16) | person;
        }
        Span<long> keys = _keys.AsSpan(0, count);
        keys.Sort();
        int distinct = 0;
        foreach (long key in keys)
            if (distinct == 0 || key != keys[distinct - 1]) keys[distinct++] = key;
        return keys[..distinct];
    }

    /// <summary>The square and the person of a key.</summary>
    public static (int Square, ushort Person) Of(long key) => ((int)(key >> 16), (ushort)key);
}
