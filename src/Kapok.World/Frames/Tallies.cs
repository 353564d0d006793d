using System.Numerics;
using Kapok.Protocol.Frames;
using Kapok.World.Interest;

namespace Kapok.World.Frames;

/// <summary>Counts what people of each large cell do: whoever is far away sees ten thousand clap for a few hundred bytes, whoever they are.</summary>
/// <remarks>The room loop owns it; nothing is allocated after construction.</remarks>
internal sealed class Tallies
{
    private const int Kinds = TallyRecord.People + 1, LitEveryTicks = Room.TickRate, MostBytes = 1024;

    private readonly CellGrid _cells;
    private readonly int _columns;
    private readonly ushort[] _counts; // cell × kind
    private readonly TallyRecord[] _block = new TallyRecord[Kinds];
    private readonly bool[] _isDirty;
    private bool _any;
    private int _first; // the cell that comes first in the next tick, so that all have their turn when not all fit

    public Tallies(CellGrid cells)
    {
        _cells = cells;
        _columns = cells.ToFrameGrid().ColumnsOf(StateFrame.TallyScale);
        int rows = ((cells.Rows - 1) >> StateFrame.TallyScale) + 1;
        _counts = new ushort[_columns * rows * Kinds];
        _isDirty = new bool[_columns * rows];
    }

    /// <summary>Somebody begins an emote.</summary>
    public void Add(Vector2 place, byte kind) => Count(CellOf(place), kind);

    /// <summary>Writes what was counted since the tick before, and once a second how many glow sticks are on among how many people.</summary>
    /// <param name="to">Where.</param>
    /// <param name="tick">Number of the tick.</param>
    /// <param name="nowMs">Its room time.</param>
    /// <param name="positions">Everyone, by index.</param>
    /// <param name="motions">Knows whose stick is on.</param>
    /// <returns>Bytes written, at most 1,024; what does not fit waits for the next tick.</returns>
    public int Write(Span<byte> to, int tick, double nowMs, ReadOnlySpan<Vector2> positions, MotionEvents motions)
    {
        if (tick % LitEveryTicks == 0) CountSticks(positions, motions);
        if (!_any) return 0;
        int used = 0;
        byte stamp = StateFrame.Stamp((long)nowMs);
        to = to[..Math.Min(to.Length, MostBytes)];
        for (int at = 0; at < _isDirty.Length; at++)
        {
            int cell = (at + _first) % _isDirty.Length, records = 0;
            if (!_isDirty[cell]) continue;
            for (byte kind = 1; kind < Kinds; kind++)
            {
                ref ushort count = ref _counts[(cell * Kinds) + kind];
                if (count > 0 || (kind == TallyRecord.Lit && _counts[(cell * Kinds) + TallyRecord.People] > 0))
                    _block[records++] = new(kind, Math.Min(count, (ushort)TallyRecord.MostCount));
            }
            if (used + CountBlocks.MaxTallyBytes(records) > to.Length)
            {
                _first = cell;
                return used;
            }
            used += CountBlocks.WriteTallies(to[used..], (ushort)cell, stamp, _block.AsSpan(0, records));
            _counts.AsSpan(cell * Kinds, Kinds).Clear();
            _isDirty[cell] = false;
        }
        _any = false;
        return used;
    }

    private void CountSticks(ReadOnlySpan<Vector2> positions, MotionEvents motions)
    {
        for (int index = 0; index < positions.Length; index++)
        {
            int cell = CellOf(positions[index]);
            Count(cell, TallyRecord.People);
            if (motions.IsLit(index)) Count(cell, TallyRecord.Lit);
        }
    }

    private void Count(int cell, byte kind)
    {
        ref ushort count = ref _counts[(cell * Kinds) + kind];
        if (count < ushort.MaxValue) count++;
        (_isDirty[cell], _any) = (true, true);
    }

    private int CellOf(Vector2 place) => ((_cells.RowOf(place.Y) >> StateFrame.TallyScale) * _columns) + (_cells.ColumnOf(place.X) >> StateFrame.TallyScale);
}
