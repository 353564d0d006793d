using System.Numerics;
using Kapok.Protocol.Frames;
using Kapok.World.Interest;
using Kapok.World.Movement;

namespace Kapok.World.Frames;

/// <summary>Puts together what each viewer is sent: near cells often, a ring around them seldom, everyone at least every five seconds.</summary>
/// <remarks>
/// A frame is copied from blocks shared by all viewers, under a byte budget. Near cells get what changed since the viewer's last frame, and a full
/// block where something was missed. The ring gets full blocks in turns. A cursor goes round all cells, so that whatever was left out for want of
/// budget is repaired; a fifth of the budget is kept for it, so that a dense crowd nearby slows the far round but never stops it.
/// Nothing is allocated after construction. The room loop owns it.
/// </remarks>
internal sealed class FrameComposer
{
    /// <summary>Side of the near square, in cells: 20 m.</summary>
    public const int NearSide = 5;

    /// <summary>Least budget: a fifth of it holds one block.</summary>
    public const int LeastBudgetBytes = 3072;

    /// <summary>Most bytes of any frame, and so of a viewer's slot.</summary>
    public const int MaxFrameBytes = 16384;

    private const int NearReach = NearSide / 2, RingReach = 6, RingTurns = 5, FramesOfRound = 45;

    // A newcomer knows nobody: their first frames may fill the slot, so that thousands appear within the first second.
    private const int NewcomerBytes = MaxFrameBytes;
    private const double HeartbeatMs = 1000d;

    private static readonly (int X, int Z, uint Bit)[] NearFirst = NearestFirst();

    private readonly CellGrid _cells;
    private readonly CellBlocks _changes, _full;
    private readonly int _budgetBytes;

    public FrameComposer(SpatialGrid grid, int capacity, int budgetBytes)
    {
        _cells = grid.Cells;
        (_changes, _full) = (new(grid, capacity), new(grid, capacity));
        _budgetBytes = Math.Clamp(budgetBytes, LeastBudgetBytes, MaxFrameBytes);
    }

    /// <summary>Begins a tick. Viewers are served every second tick, so a frame carries the changes of this one and the one before.</summary>
    public void Begin(long tick)
    {
        _changes.Begin(tick, tick - 1);
        _full.Begin(tick, 0);
    }

    /// <summary>Puts one viewer's frame together.</summary>
    /// <param name="view">The viewer; brought up to date.</param>
    /// <param name="place">Where they stand (x, z).</param>
    /// <param name="roomMs">Room time.</param>
    /// <param name="bodies">Everyone, by index.</param>
    /// <param name="ids">Their ids, by index.</param>
    /// <param name="frame">At least <see cref="MaxFrameBytes"/> bytes.</param>
    /// <returns>Bytes of the frame; 0 when there is nothing to say.</returns>
    public int Compose(Viewpoint view, Vector2 place, double roomMs, ReadOnlySpan<Body> bodies, ReadOnlySpan<ushort> ids, Span<byte> frame)
    {
        int budget = view.NewcomerCells > 0 ? NewcomerBytes : _budgetBytes;
        Writer writer = new(frame, bodies, ids, view.Frame) { Limit = budget - (budget / 5) };
        MoveTo(view, _cells.CellOf(place));
        AddNear(view, ref writer);
        AddRing(view, ref writer);
        writer.Limit = budget;
        AddRound(view, ref writer);
        view.Frame++;
        if (writer.Length == StateFrame.HeaderBytes && roomMs - view.SentMs < HeartbeatMs) return 0;
        StateFrame.WriteHeader(frame, (long)roomMs);
        view.SentMs = roomMs;
        return writer.Length;
    }

    // Cells that were near before keep what they are owed; cells that become near are owed everything.
    private void MoveTo(Viewpoint view, int cell)
    {
        if (view.Cell == cell) return;
        if (view.Cell >= 0)
        {
            int right = (cell % _cells.Columns) - (view.Cell % _cells.Columns), down = (cell / _cells.Columns) - (view.Cell / _cells.Columns);
            uint owed = 0;
            foreach ((int x, int z, uint bit) in NearFirst)
            {
                (int oldX, int oldZ) = (x + right, z + down);
                bool wasNear = Math.Abs(oldX) <= NearReach && Math.Abs(oldZ) <= NearReach;
                if (!wasNear || (view.Owed & BitOf(oldX, oldZ)) != 0) owed |= bit;
            }
            view.Owed = owed;
        }
        view.Cell = cell;
    }

    private void AddNear(Viewpoint view, ref Writer writer)
    {
        int column = view.Cell % _cells.Columns, row = view.Cell / _cells.Columns;
        foreach ((int x, int z, uint bit) in NearFirst)
        {
            int cell = CellAt(column + x, row + z);
            if (cell < 0) continue;
            bool owed = (view.Owed & bit) != 0;
            if (writer.TryAdd(owed ? _full : _changes, cell)) view.Owed &= ~bit;
            else view.Owed |= bit;
        }
    }

    private void AddRing(Viewpoint view, ref Writer writer)
    {
        int column = view.Cell % _cells.Columns, row = view.Cell / _cells.Columns;
        for (int z = -RingReach; z <= RingReach; z++)
        {
            for (int x = -RingReach; x <= RingReach; x++)
            {
                if (Math.Abs(x) <= NearReach && Math.Abs(z) <= NearReach) continue;
                int cell = CellAt(column + x, row + z);
                if (cell >= 0 && (cell + view.Frame) % RingTurns == 0) writer.TryAdd(_full, cell);
            }
        }
    }

    private void AddRound(Viewpoint view, ref Writer writer)
    {
        int cells = Math.Max((_cells.Count + FramesOfRound - 1) / FramesOfRound, view.NewcomerCells);
        for (int sent = 0; sent < cells; sent++)
        {
            if (!writer.TryAdd(_full, view.FarCursor)) return; // goes on here in the next frame
            view.FarCursor = (view.FarCursor + 1) % _cells.Count;
            view.NewcomerCells = Math.Max(0, view.NewcomerCells - 1);
        }
    }

    private int CellAt(int column, int row) => (uint)column < (uint)_cells.Columns && (uint)row < (uint)_cells.Rows ? (row * _cells.Columns) + column : -1;

    private static uint BitOf(int x, int z) => 1u << (((z + NearReach) * NearSide) + x + NearReach);

    private static (int X, int Z, uint Bit)[] NearestFirst()
    {
        List<(int X, int Z, uint Bit)> cells = [];
        for (int z = -NearReach; z <= NearReach; z++)
            for (int x = -NearReach; x <= NearReach; x++)
                cells.Add((x, z, BitOf(x, z)));
        return [.. cells.OrderBy(c => (c.X * c.X) + (c.Z * c.Z))];
    }

    /// <summary>Copies blocks into one frame as long as they fit.</summary>
    private ref struct Writer(Span<byte> frame, ReadOnlySpan<Body> bodies, ReadOnlySpan<ushort> ids, int turn)
    {
        private readonly Span<byte> _frame = frame;
        private readonly ReadOnlySpan<Body> _bodies = bodies;
        private readonly ReadOnlySpan<ushort> _ids = ids;

        public int Length { get; private set; } = StateFrame.HeaderBytes;

        public int Limit { get; set; }

        // A cell too crowded for the rest of the budget is sent in part, and another part first the next time.
        public bool TryAdd(CellBlocks tier, int cell)
        {
            int count = tier.CountOf(cell, _bodies, _ids);
            for (int at = 0; at < count; at++)
            {
                ReadOnlySpan<byte> block = tier.Block(cell, (at + turn) % count);
                if (Length + block.Length > Limit) return at > 0;
                block.CopyTo(_frame[Length..]);
                Length += block.Length;
            }
            return true;
        }
    }
}
