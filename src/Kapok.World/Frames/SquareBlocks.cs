using Kapok.Protocol.Frames;
using Kapok.World.Interest;

namespace Kapok.World.Frames;

/// <summary>Everyone in a square as a tier was told of them, for those who do not know it yet: encoded when somebody first asks, and kept for some ticks.</summary>
/// <remarks>
/// Cost follows what changes, not who watches: viewers copy these bytes. A crowded square has several blocks. What was encoded in an earlier tick goes along
/// with the square's events, which reach back as far: who gets both knows what those know who were served then. Squares fall due in different ticks.
/// Nothing is allocated after construction. The room loop owns it, and spans it gives out hold until the next <see cref="Begin"/>.
/// </remarks>
internal sealed class SquareBlocks
{
    private readonly SpatialGrid _grid;
    private readonly ZOrder _order;
    private readonly MotionEvents _motions;
    private readonly Records _records;
    private readonly Tier _tier;
    private readonly int _keptTicks;
    private readonly byte[][] _bytes; // by the tick in which they were encoded, modulo the ticks that they are kept
    private readonly (int Start, int Length)[][] _blocks;
    private readonly (int First, int Count, int Tick)[] _squares;
    private int _used, _blockCount, _tick = -1;
    private double _nowMs;

    /// <summary>Creates it for an empty room.</summary>
    /// <param name="grid">The room's grid.</param>
    /// <param name="order">Its curve.</param>
    /// <param name="motions">What was told.</param>
    /// <param name="tier">The near or the mid tier.</param>
    /// <param name="keptTicks">How many ticks a square is kept, the one in which it is encoded included; at most as many as the tier's events reach back.</param>
    /// <param name="capacity">The most avatars.</param>
    public SquareBlocks(SpatialGrid grid, ZOrder order, MotionEvents motions, Tier tier, int keptTicks, int capacity)
    {
        (_grid, _order, _motions, _tier, _keptTicks, Scale) = (grid, order, motions, tier, keptTicks, Tiers.ScaleOf(tier));
        _records = new Records(grid.Cells, Scale);
        int squares = order.SquaresOf(Scale), blocks = Math.Min(squares, capacity) + (capacity / StateFrame.MaxRecords) + 1;
        int bytes = (((capacity * AvatarRecord.MaxBits) + 7) / 8) + (blocks * (StateFrame.BlockHeaderBytes + 1)) + 16;
        _blocks = [.. Enumerable.Range(0, keptTicks).Select(_ => new (int, int)[blocks])];
        _bytes = [.. Enumerable.Range(0, keptTicks).Select(_ => new byte[bytes])];
        _squares = new (int, int, int)[squares];
        Array.Fill(_squares, (0, 0, int.MinValue / 2));
    }

    /// <summary>Scale of its squares.</summary>
    public int Scale { get; }

    /// <summary>Begins a tick.</summary>
    public void Begin(int tick, double nowMs) => (_tick, _nowMs, _used, _blockCount) = (tick, nowMs, 0, 0);

    /// <summary>How many blocks a square of this scale has.</summary>
    public int CountOf(int square, ReadOnlySpan<ushort> ids)
    {
        // Kept until the square's next turn: squares are encoded anew in different ticks, however many are asked for in each.
        if (_tick - _squares[square].Tick > (_tick + square) % _keptTicks) Encode(square, ids);
        return _squares[square].Count;
    }

    /// <summary>Whether what <see cref="CountOf"/> counted tells of an earlier tick, so that the square's events are owed besides.</summary>
    public bool IsEarlier(int square) => _squares[square].Tick != _tick;

    /// <summary>A block of a square.</summary>
    public ReadOnlySpan<byte> Block(int square, int index)
    {
        (int first, _, int tick) = _squares[square];
        (int start, int length) = _blocks[tick % _keptTicks][first + index];
        return _bytes[tick % _keptTicks].AsSpan(start, length);
    }

    private void Encode(int square, ReadOnlySpan<ushort> ids)
    {
        int first = _blockCount, wireCell = -1, size = 1 << (2 * Scale);
        byte stamp = StateFrame.Stamp((long)_nowMs);
        byte[] bytes = _bytes[_tick % _keptTicks];
        StateBlockWriter writer = default;
        for (int place = square * size; place < (square + 1) * size; place++)
        {
            int cell = _order.CellAt(place);
            if (cell < 0) continue;
            foreach (int avatar in _grid.In(cell))
            {
                if (wireCell < 0) wireCell = _records.WireCellOf(cell);
                if (writer.Count == 0) writer = new(bytes.AsSpan(_used), (ushort)wireCell, Scale, stamp);
                writer.Add(_records.Of(_motions.ToldOf(_tier, avatar), _nowMs, ids[avatar], wireCell));
                if (writer.Count == StateFrame.MaxRecords) End(ref writer);
            }
        }
        End(ref writer);
        _squares[square] = (first, _blockCount - first, _tick);
    }

    private void End(ref StateBlockWriter writer)
    {
        if (writer.Count == 0) return;
        int length = writer.Finish();
        _blocks[_tick % _keptTicks][_blockCount++] = (_used, length);
        _used += length;
        writer = default;
    }
}
