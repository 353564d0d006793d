using Kapok.Protocol.Frames;
using Kapok.World.Interest;

namespace Kapok.World.Frames;

/// <summary>The avatars told of in a tier within the last ticks, encoded once for all viewers, along the Z-order curve.</summary>
/// <remarks>
/// Any aligned square of cells is one slice of the bytes: a viewer's frame is put together by copying slices.
/// Nothing is allocated after construction. The room loop owns it, and spans it gives out hold until the next <see cref="Encode"/>.
/// </remarks>
internal sealed class EventStream
{
    private readonly SpatialGrid _grid;
    private readonly ZOrder _order;
    private readonly MotionEvents _motions;
    private readonly Records _records;
    private readonly Tier _tier;
    private readonly int _ticks;
    private readonly byte[] _bytes;
    private readonly int[] _starts; // square of the tier's scale -> where it begins

    /// <summary>Creates an empty stream.</summary>
    /// <param name="grid">The room's grid.</param>
    /// <param name="order">Its curve.</param>
    /// <param name="motions">What was told.</param>
    /// <param name="tier">The near or the mid tier.</param>
    /// <param name="ticks">How many ticks it reaches back, the current one included.</param>
    /// <param name="capacity">The most avatars.</param>
    public EventStream(SpatialGrid grid, ZOrder order, MotionEvents motions, Tier tier, int ticks, int capacity)
    {
        (_grid, _order, _motions, _tier, _ticks, Scale) = (grid, order, motions, tier, ticks, Tiers.ScaleOf(tier));
        _records = new Records(grid.Cells, Scale);
        int squares = order.SquaresOf(Scale), blocks = Math.Min(squares, capacity) + (capacity / StateFrame.MaxRecords) + 1;
        _starts = new int[squares + 1];
        _bytes = new byte[(((capacity * AvatarRecord.MaxBits) + 7) / 8) + (blocks * (StateFrame.BlockHeaderBytes + 1)) + (capacity * StateFrame.MaxBlockBytes(1)) + 16];
    }

    /// <summary>Side of its smallest square is 2 to the power of this cells.</summary>
    public int Scale { get; }

    /// <summary>The blocks of a square.</summary>
    /// <param name="level">Level of the square, at least <see cref="Scale"/>.</param>
    /// <param name="number">Its number among those of its level.</param>
    public ReadOnlySpan<byte> Slice(int level, int number)
    {
        int shift = 2 * (level - Scale), start = _starts[number << shift], end = _starts[(number + 1) << shift];
        return _bytes.AsSpan(start, end - start);
    }

    /// <summary>Encodes who was told of.</summary>
    /// <param name="tick">This tick.</param>
    /// <param name="nowMs">Its room time.</param>
    /// <param name="ids">Ids, by index.</param>
    public void Encode(int tick, double nowMs, ReadOnlySpan<ushort> ids)
    {
        ReadOnlySpan<int> toldTicks = _motions.ToldTicks(_tier);
        int used = 0, size = 1 << (2 * Scale), since = tick - _ticks;
        byte stamp = StateFrame.Stamp((long)nowMs);
        ReadOnlySpan<long> leavers = _motions.LeaversOf(_tier).SortedSince(since, _order, _grid.Cells, Scale);
        for (int square = 0; square < _starts.Length - 1; square++)
        {
            _starts[square] = used;
            int wireCell = -1;
            StateBlockWriter writer = default;
            for (int place = square * size; place < (square + 1) * size; place++)
            {
                int cell = _order.CellAt(place);
                if (cell < 0) continue;
                foreach (int avatar in _grid.In(cell))
                {
                    if (toldTicks[avatar] <= since) continue;
                    if (wireCell < 0) wireCell = _records.WireCellOf(cell);
                    if (writer.Count == 0) writer = new(_bytes.AsSpan(used), (ushort)wireCell, Scale, stamp);
                    writer.Add(_records.Of(_motions.ToldOf(_tier, avatar), nowMs, ids[avatar], wireCell));
                    if (writer.Count < StateFrame.MaxRecords) continue;
                    used += writer.Finish();
                    writer = default;
                }
            }
            if (writer.Count > 0) used += writer.Finish();
            for (; !leavers.IsEmpty && Leavers.Of(leavers[0]).Square == square; leavers = leavers[1..])
                used += WriteLeaver(_bytes.AsSpan(used), square, Leavers.Of(leavers[0]).Person, nowMs, stamp);
        }
        _starts[^1] = used;
    }

    // In a block of the cell they are in now, which lies outside the viewers' area: so they forget them in this tier.
    private int WriteLeaver(Span<byte> to, int square, ushort person, double nowMs, byte stamp)
    {
        int index = _motions.IndexOf(person);
        if (index < 0) return 0;
        int cell = _grid.CellOf(index);
        CellGrid cells = _grid.Cells;
        if (_order.PlaceOf(cell % cells.Columns, cell / cells.Columns) >> (2 * Scale) == square) return 0; // came back
        ushort wireCell = _records.WireCellOf(cell);
        StateBlockWriter writer = new(to, wireCell, Scale, stamp);
        writer.Add(_records.Of(_motions.ToldOf(_tier, index), nowMs, person, wireCell));
        return writer.Finish();
    }
}
