using Kapok.Protocol.Frames;
using Kapok.World.Interest;

namespace Kapok.World.Frames;

/// <summary>The emotes begun within the last ticks, for those near: who and which. Far away only their number is told (<see cref="Tallies"/>).</summary>
/// <remarks>The room loop owns it; nothing is allocated after construction.</remarks>
internal sealed class Gestures
{
    /// <summary>Ticks it reaches back.</summary>
    public const int Ticks = 8;

    private readonly (ushort Person, byte Kind, int Tick)[] _recent = new (ushort, byte, int)[MostAtOnce];
    private int _count;

    // So many in eight ticks are a storm; beyond it emotes are counted, and not told one by one.
    public const int MostAtOnce = 4096;

    /// <summary>How many there are.</summary>
    public int Count => _count;

    /// <summary>One of them.</summary>
    public (ushort Person, byte Kind, int Tick) this[int at] => _recent[at];

    /// <summary>Somebody begins an emote.</summary>
    public void Add(ushort person, byte kind, int tick)
    {
        if (_count < _recent.Length) _recent[_count++] = (person, kind, tick);
    }

    /// <summary>Forgets what is too long ago.</summary>
    public void Forget(int tick)
    {
        int kept = 0;
        for (int at = 0; at < _count; at++)
            if (_recent[at].Tick > tick - Ticks) _recent[kept++] = _recent[at];
        _count = kept;
    }
}

/// <summary>Recent emotes, encoded once for all viewers, along the Z-order curve.</summary>
internal sealed class GestureStream
{
    private readonly SpatialGrid _grid;
    private readonly ZOrder _order;
    private readonly MotionEvents _motions;
    private readonly Records _records;
    private readonly int _scale, _ticks;
    private readonly byte[] _bytes;
    private readonly int[] _starts;
    private readonly long[] _keys; // square, then cell, then who and what: sorted, so that those of a cell make blocks
    private readonly GestureRecord[] _block = new GestureRecord[StateFrame.MaxRecords];

    /// <summary>Creates an empty stream.</summary>
    /// <param name="grid">The room's grid.</param>
    /// <param name="order">Its curve.</param>
    /// <param name="motions">Knows indices by id.</param>
    /// <param name="scale">Of its blocks.</param>
    /// <param name="ticks">How many ticks it reaches back.</param>
    /// <param name="capacity">The most gestures.</param>
    public GestureStream(SpatialGrid grid, ZOrder order, MotionEvents motions, int scale, int ticks, int capacity)
    {
        (_grid, _order, _motions, _records, _scale, _ticks) = (grid, order, motions, new(grid.Cells, scale), scale, ticks);
        _starts = new int[order.SquaresOf(scale) + 1];
        _keys = new long[capacity];
        _bytes = new byte[capacity * CountBlocks.MaxGestureBytes(1)];
    }

    /// <summary>Nothing was begun within its ticks.</summary>
    public bool IsEmpty { get; private set; } = true;

    /// <summary>The blocks of a square.</summary>
    public ReadOnlySpan<byte> Slice(int level, int number)
    {
        int shift = 2 * (level - _scale), start = _starts[number << shift], end = _starts[(number + 1) << shift];
        return _bytes.AsSpan(start, end - start);
    }

    /// <summary>Encodes what was begun.</summary>
    public void Encode(int tick, double nowMs, Gestures gestures)
    {
        int count = Sort(tick, gestures);
        IsEmpty = count == 0;
        if (IsEmpty) return;
        int used = 0, next = 0;
        for (int at = 0; at < count;)
        {
            (int square, int cell, int since) = Parts(_keys[at]);
            while (next <= square) _starts[next++] = used;
            int records = 0;
            for (; at < count && records < _block.Length && Parts(_keys[at]) == (square, cell, since); at++)
                _block[records++] = new((ushort)((_keys[at] >> 4) & AvatarRecord.MaxPerson), (byte)(_keys[at] & 0xF));
            byte stamp = StateFrame.Stamp((long)nowMs - (since * 1000 / Room.TickRate));
            used += CountBlocks.WriteGestures(_bytes.AsSpan(used), _records.WireCellOf(cell), _scale, stamp, _block.AsSpan(0, records));
        }
        while (next < _starts.Length) _starts[next++] = used;
    }

    private int Sort(int tick, Gestures gestures)
    {
        int count = 0;
        CellGrid cells = _grid.Cells;
        for (int at = 0; at < gestures.Count; at++)
        {
            (ushort person, byte kind, int began) = gestures[at];
            int index = _motions.IndexOf(person);
            if (index < 0 || began <= tick - _ticks) continue;
            int cell = _grid.CellOf(index);
            long square = _order.PlaceOf(cell % cells.Columns, cell / cells.Columns) >> (2 * _scale);
            // One block a cell of the block's own scale: its people may stand in several cells of the grid, of which any names it.
            int wire = cell % cells.Columns >> _scale << _scale | ((cell / cells.Columns >> _scale << _scale) << 8);
            _keys[count++] = (square << 42) | ((long)wire << 26) | ((long)(tick - began) << 18) | ((long)person << 4) | kind;
        }
        _keys.AsSpan(0, count).Sort();
        return count;
    }

    private (int Square, int Cell, int Since) Parts(long key)
    {
        int wire = (int)(key >> 26) & 0xFFFF;
        return ((int)(key >> 42), ((wire >> 8) * _grid.Cells.Columns) + (wire & 0xFF), (int)(key >> 18) & 0xFF);
    }
}
