using System.Numerics;
using Kapok.Protocol.Frames;
using Kapok.World.Interest;
using Kapok.World.Movement;

namespace Kapok.World.Frames;

/// <summary>Puts together what each viewer is sent: the nearest fifty exactly and at once, the nearest five hundred less so, everyone to a metre.</summary>
/// <remarks>
/// A frame is copied from bytes shared by all viewers, under a byte budget that degrades the far first. What is near is chosen by count: a circle that holds so
/// many people, whatever the density, covered by squares of cells of a fitting size. A square that comes into the circle is sent in full, and from then on
/// by its events; one whose events were missed is owed in full again. Exact sets of fifty would be smaller, but each viewer's own: measured in the
/// prototype, choosing and encoding them costs seven times what copying costs. A slow round over all squares repairs whatever else went wrong.
/// Nothing is allocated after construction. The room loop owns it.
/// </remarks>
internal sealed class FrameComposer
{
    /// <summary>Least budget: a fifth of it holds one block.</summary>
    public const int LeastBudgetBytes = 3072;

    /// <summary>Most bytes of any frame, and so of a viewer's slot.</summary>
    public const int MaxFrameBytes = 16384;

    // A few more than are promised: until the circle is measured again, people come nearer and the viewer walks on.
    private const int NearCount = 58, MidCount = 520;
    private const int NearTicks = 2, MidTicks = 8, FarTicks = 2, FarAgainTicks = 8;
    private const int MidEveryFrames = MidTicks / NearTicks, MeasureNearFrames = 8, MeasureMidFrames = 16, FramesOfRound = 400;
    private const int FarBytesPerSecond = 10_000, FarRecordBytes = 6;

    private readonly CellGrid _cells;
    private readonly SpatialGrid _grid;
    private readonly ZOrder _order;
    private readonly MotionEvents _motions;
    private readonly SquareBlocks _nearFull, _midFull;
    private readonly EventStream _near, _mid, _far, _farAgain;
    private readonly int _budgetBytes;
    private int _tick;

    public FrameComposer(SpatialGrid grid, int capacity, int budgetBytes)
    {
        (_grid, _cells, _order) = (grid, grid.Cells, new ZOrder(grid.Cells));
        _budgetBytes = Math.Clamp(budgetBytes, LeastBudgetBytes, MaxFrameBytes);
        _motions = new(grid, capacity, FarBytesPerSecond / FarRecordBytes / Room.TickRate);
        (_nearFull, _midFull) = (new(grid, _order, Tiers.ScaleOf(Tier.Near), capacity), new(grid, _order, Tiers.ScaleOf(Tier.Mid), capacity));
        (_near, _mid) = (new(grid, _order, Tier.Near, NearTicks, capacity), new(grid, _order, Tier.Mid, MidTicks, capacity));
        (_far, _farAgain) = (new(grid, _order, Tier.Far, FarTicks, capacity), new(grid, _order, Tier.Far, FarAgainTicks, capacity));
    }

    /// <summary>What avatars are told of when; the room tells it who comes and goes.</summary>
    public MotionEvents Motions => _motions;

    /// <summary>Begins a tick: finds and encodes what changed. Viewers are served every second tick.</summary>
    /// <param name="tick">Number of the tick.</param>
    /// <param name="roomMs">Room time, a multiple of 10 ms.</param>
    /// <param name="bodies">Everyone, by index.</param>
    /// <param name="ids">Their ids, by index.</param>
    public void Begin(int tick, double roomMs, ReadOnlySpan<Body> bodies, ReadOnlySpan<ushort> ids)
    {
        _tick = tick;
        byte stamp = StateFrame.Stamp((long)roomMs);
        _motions.Update(tick, roomMs, bodies);
        _nearFull.Begin(tick, stamp);
        _midFull.Begin(tick, stamp);
        Encode(_near, stamp, bodies, ids);
        Encode(_mid, stamp, bodies, ids);
        Encode(_far, stamp, bodies, ids);
        Encode(_farAgain, stamp, bodies, ids);
    }

    /// <summary>Puts one viewer's frame together.</summary>
    /// <param name="view">The viewer; brought up to date.</param>
    /// <param name="place">Where they stand (x, z).</param>
    /// <param name="roomMs">Room time.</param>
    /// <param name="bodies">Everyone, by index.</param>
    /// <param name="ids">Their ids, by index.</param>
    /// <param name="frame">At least <see cref="MaxFrameBytes"/> bytes.</param>
    /// <returns>Bytes of the frame: a heartbeat when there is nothing to say.</returns>
    public int Compose(Viewpoint view, Vector2 place, double roomMs, ReadOnlySpan<Body> bodies, ReadOnlySpan<ushort> ids, Span<byte> frame)
    {
        Measure(view, place);
        // A newcomer knows nobody: their first frames may fill the slot, so that thousands appear within the first second.
        int budget = view.IsNewcomer ? MaxFrameBytes : _budgetBytes;
        FrameWriter writer = new(frame) { Limit = budget - (budget / 5) };
        AddAround(ref view.Near, place, view.NearMetres, 0f, _near, _nearFull, bodies, ids, ref writer);
        if (view.Frame % MidEveryFrames == 0 && !float.IsPositiveInfinity(view.NearMetres))
            AddAround(ref view.Mid, place, view.MidMetres, view.NearMetres, _mid, _midFull, bodies, ids, ref writer);
        writer.Limit = budget;
        AddFar(view, ref writer);
        AddRound(view, bodies, ids, ref writer);
        view.Frame++;
        StateFrame.WriteHeader(frame, (long)roomMs);
        return writer.Length;
    }

    private void Encode(EventStream stream, byte stamp, ReadOnlySpan<Body> bodies, ReadOnlySpan<ushort> ids) =>
        stream.Encode(_tick, stamp, _motions.ToldTicks(stream.Tier), bodies, ids);

    private void Measure(Viewpoint view, Vector2 place)
    {
        if (view.Frame % MeasureNearFrames == 0) view.NearMetres = Neighbourhood.RadiusOf(_grid, place, NearCount);
        if (view.Frame % MeasureMidFrames == 0) view.MidMetres = Neighbourhood.RadiusOf(_grid, place, MidCount);
    }

    // Squares within the inner circle are left to the nearer tier, and owed once they come out of it.
    private void AddAround(
        ref Surroundings around, Vector2 place, float radius, float inner, EventStream events, SquareBlocks full, ReadOnlySpan<Body> bodies, ReadOnlySpan<ushort> ids, ref FrameWriter writer)
    {
        int level = LevelFor(radius, events.Scale);
        float side = CellGrid.CellMetres * (1 << level), x = place.X - _cells.OriginX, z = place.Y - _cells.OriginZ;
        int columns = ((_cells.Columns - 1) >> level) + 1, rows = ((_cells.Rows - 1) >> level) + 1;
        around.MoveTo(level, _cells.ColumnOf(place.X) >> level, _cells.RowOf(place.Y) >> level);
        uint known = 0;
        foreach ((int atX, int atZ, uint bit) in Surroundings.NearestFirst)
        {
            int column = around.Column + atX, row = around.Row + atZ;
            if ((uint)column >= (uint)columns || (uint)row >= (uint)rows) continue;
            (float nearest, float farthest) = Distances(x - (column * side), z - (row * side), side);
            if (nearest > radius * radius || farthest < inner * inner) continue;
            int square = _order.PlaceOf(column, row);
            if ((around.Known & bit) != 0)
            {
                if (writer.TryAdd(events.Slice(level, square))) known |= bit;
                continue;
            }
            bool goesOn = around.Filling == bit && writer.TryAdd(events.Slice(level, square));
            if (around.Filling == bit) around.Filling = 0;
            (int Part, int Block) from = goesOn ? around.FillFrom : (0, 0);
            if (TryAddFull(full, level, square, ref from, bodies, ids, ref writer)) known |= bit;
            else if (around.Filling == 0) (around.Filling, around.FillFrom) = (bit, from);
        }
        around.Known = known;
    }

    private static bool TryAddFull(
        SquareBlocks full, int level, int square, ref (int Part, int Block) from, ReadOnlySpan<Body> bodies, ReadOnlySpan<ushort> ids, ref FrameWriter writer)
    {
        int shift = 2 * (level - full.Scale), first = square << shift;
        for (; from.Part < 1 << shift; from = (from.Part + 1, 0))
        {
            for (int count = full.CountOf(first + from.Part, bodies, ids); from.Block < count; from.Block++)
                if (!writer.TryAdd(full.Block(first + from.Part, from.Block))) return false;
        }
        return true;
    }

    private void AddFar(Viewpoint view, ref FrameWriter writer)
    {
        if (float.IsPositiveInfinity(view.MidMetres))
        {
            view.FarTick = _tick; // the mid tier holds everyone
            return;
        }
        int missed = _tick - view.FarTick;
        if (missed > FarAgainTicks) view.RoundOwed = _order.SquaresOf(_midFull.Scale); // longer away than what is kept: the state of everyone
        if (writer.TryAdd(missed <= FarTicks || missed > FarAgainTicks ? _far.All : _farAgain.All)) view.FarTick = _tick;
    }

    private void AddRound(Viewpoint view, ReadOnlySpan<Body> bodies, ReadOnlySpan<ushort> ids, ref FrameWriter writer)
    {
        int squares = _order.SquaresOf(_midFull.Scale);
        int pace = (int)(((long)(view.Frame + 1) * squares / FramesOfRound) - ((long)view.Frame * squares / FramesOfRound));
        for (int left = Math.Max(pace, view.RoundOwed); left > 0; left--)
        {
            (int Part, int Block) from = (0, view.RoundBlock);
            bool whole = TryAddFull(_midFull, _midFull.Scale, view.RoundNext, ref from, bodies, ids, ref writer);
            view.RoundBlock = whole ? 0 : from.Block;
            if (!whole) return; // goes on here in the next frame
            view.RoundNext = (view.RoundNext + 1) % squares;
            view.RoundOwed = Math.Max(0, view.RoundOwed - 1);
        }
        view.IsNewcomer = false;
    }

    // The smallest squares of which two reach over the radius, wherever in their own square the viewer stands.
    private int LevelFor(float radius, int least)
    {
        int level = least;
        while (level < _order.Levels - 1 && CellGrid.CellMetres * (1 << level) * Surroundings.Reach < radius) level++;
        return level;
    }

    // Squares of the distances from a point to the nearest and farthest point of a square at the origin.
    private static (float Nearest, float Farthest) Distances(float x, float z, float side)
    {
        float nearX = MathF.Max(0f, MathF.Max(-x, x - side)), nearZ = MathF.Max(0f, MathF.Max(-z, z - side));
        float farX = MathF.Max(MathF.Abs(x), MathF.Abs(side - x)), farZ = MathF.Max(MathF.Abs(z), MathF.Abs(side - z));
        return ((nearX * nearX) + (nearZ * nearZ), (farX * farX) + (farZ * farZ));
    }
}
