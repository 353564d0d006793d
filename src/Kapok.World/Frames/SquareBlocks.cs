using Kapok.Protocol.Frames;
using Kapok.World.Interest;

namespace Kapok.World.Frames;

/// <summary>Everyone in a square as a tier was told of them, for those who do not know it yet: encoded at most once a tick, when somebody first asks.</summary>
/// <remarks>
/// Cost follows what changes, not who watches: viewers copy these bytes. A crowded square has several blocks.
/// Nothing is allocated after construction. The room loop owns it, and spans it gives out hold until the next <see cref="Begin"/>.
/// </remarks>
internal sealed class SquareBlocks
{
    private readonly SpatialGrid _grid;
    private readonly ZOrder _order;
    private readonly MotionEvents _motions;
    private readonly Records _records;
    private readonly Tier _tier;
    private readonly byte[] _bytes;
    private readonly (int Start, int Length)[] _blocks;
    private readonly (int First, int Count, int Tick)[] _squares;
    private int _used, _blockCount, _tick = -1;
    private double _nowMs;

    public SquareBlocks(SpatialGrid grid, ZOrder order, MotionEvents motions, Tier tier, int capacity)
    {
        (_grid, _order, _motions, _tier, Scale) = (grid, order, motions, tier, Tiers.ScaleOf(tier));
        _records = new Records(grid.Cells, Scale);
        int squares = order.SquaresOf(Scale), blocks = Math.Min(squares, capacity) + (capacity / StateFrame.MaxRecords) + 1;
        _blocks = new (int, int)[blocks];
        _bytes = new byte[(((capacity * AvatarRecord.MaxBits) + 7) / 8) + (blocks * (StateFrame.BlockHeaderBytes + 1)) + 16];
        _squares = new (int, int, int)[squares];
        Array.Fill(_squares, (0, 0, -1));
    }

    /// <summary>Scale of its squares.</summary>
    public int Scale { get; }

    /// <summary>Forgets the tick before.</summary>
    public void Begin(int tick, double nowMs) => (_tick, _nowMs, _used, _blockCount) = (tick, nowMs, 0, 0);

    /// <summary>How many blocks a square of this scale has.</summary>
    public int CountOf(int square, ReadOnlySpan<ushort> ids)
    {
        if (_squares[square].Tick != _tick) Encode(square, ids);
        return _squares[square].Count;
    }

    /// <summary>A block of a square.</summary>
    public ReadOnlySpan<byte> Block(int square, int index)
    {
        (int start, int length) = _blocks[_squares[square].First + index];
        return _bytes.AsSpan(start, length);
    }

    private void Encode(int square, ReadOnlySpan<ushort> ids)
    {
        int first = _blockCount, wireCell = -1, size = 1 << (2 * Scale);
        byte stamp = StateFrame.Stamp((long)_nowMs);
        StateBlockWriter writer = default;
        for (int place = square * size; place < (square + 1) * size; place++)
        {
            int cell = _order.CellAt(place);
            if (cell < 0) continue;
            foreach (int avatar in _grid.In(cell))
            {
                if (wireCell < 0) wireCell = _records.WireCellOf(cell);
                if (writer.Count == 0) writer = new(_bytes.AsSpan(_used), (ushort)wireCell, Scale, stamp);
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
        _blocks[_blockCount++] = (_used, length);
        _used += length;
        writer = default;
    }
}
