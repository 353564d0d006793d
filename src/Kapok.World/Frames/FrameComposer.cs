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
/// prototype, choosing and encoding them costs seven times what copying costs. What concerns the whole room is written once a tick into a log that
/// every viewer copies. Nothing is allocated after construction. The room loop owns it.
/// </remarks>
internal sealed class FrameComposer
{
    /// <summary>Least budget: a fifth of it holds one block.</summary>
    public const int LeastBudgetBytes = 3072;

    /// <summary>Most bytes of any frame, and so of a viewer's slot.</summary>
    public const int MaxFrameBytes = 16384;

    // A few more than are promised: until the circle is measured again, people come nearer and the viewer walks on.
    private const int NearCount = 60, MidCount = 540;
    private const int MidKeptTicks = 4; // at most MidTicks
    private const int NearTicks = MotionEvents.NearTicks, MidTicks = MotionEvents.MidTicks, MidEveryFrames = MidTicks / NearTicks, MeasureTicks = 16, FollowedEveryFrames = 10;
    private const int FarRecordsPerSecond = 2000, RefreshSeconds = 120;

    private readonly SpatialGrid _grid;
    private readonly ZOrder _order;
    private readonly MotionEvents _motions;
    private readonly NearnessMap _nearness;
    private readonly SquareBlocks _nearFull, _midFull;
    private readonly EventStream _near, _mid;
    private readonly GestureStream _nearGestures, _midGestures;
    private readonly Gestures _gestures = new();
    private readonly FarRecords _farRecords;
    private readonly FarBlocksOfRoom _farFull;
    private readonly FarRecord[] _farNow;
    private readonly Tallies _tallies;
    private readonly RoomLog _log = new();
    private readonly int _budgetBytes;
    private int _tick;

    public FrameComposer(SpatialGrid grid, int capacity, int budgetBytes)
    {
        (_grid, _order, _farRecords, _tallies) = (grid, new ZOrder(grid.Cells), new(grid.Cells), new(grid.Cells));
        _budgetBytes = Math.Clamp(budgetBytes, LeastBudgetBytes, MaxFrameBytes);
        _motions = new(grid, capacity, FarRecordsPerSecond / Room.TickRate, RefreshSeconds * Room.TickRate);
        _nearness = new(grid, NearCount, MidCount, MeasureTicks);
        (_nearFull, _midFull) = (new(grid, _order, _motions, Tier.Near, NearTicks, capacity), new(grid, _order, _motions, Tier.Mid, MidKeptTicks, capacity));
        (_near, _mid) = (new(grid, _order, _motions, Tier.Near, NearTicks, capacity), new(grid, _order, _motions, Tier.Mid, MidTicks, capacity));
        _nearGestures = new(grid, _order, _motions, Tiers.ScaleOf(Tier.Near), NearTicks, Gestures.MostAtOnce);
        _midGestures = new(grid, _order, _motions, Tiers.ScaleOf(Tier.Mid), MidTicks, Gestures.MostAtOnce);
        _farFull = new(_motions, _farRecords, capacity);
        _farNow = new FarRecord[(FarRecordsPerSecond / Room.TickRate) + FarQueue.MostAlways];
    }

    /// <summary>What avatars are told of when; the room tells it who comes and goes.</summary>
    public MotionEvents Motions => _motions;

    /// <summary>How near people stand.</summary>
    public NearnessMap Nearness => _nearness;

    /// <summary>Somebody begins an emote, to be told in the coming tick.</summary>
    public void Gesture(ushort person, byte kind, Vector2 place)
    {
        _gestures.Add(person, kind, _tick + 1);
        _tallies.Add(place, kind);
    }

    /// <summary>Begins a tick: finds and encodes what changed. Viewers are served every second tick.</summary>
    /// <param name="tick">Number of the tick.</param>
    /// <param name="nowMs">Room time, a multiple of 10 ms.</param>
    /// <param name="bodies">Everyone, by index.</param>
    /// <param name="ids">Their ids, by index.</param>
    /// <param name="positions">Their places (x, z), by index.</param>
    /// <param name="prominent">Indices of those whom everyone follows.</param>
    public void Begin(int tick, double nowMs, ReadOnlySpan<Body> bodies, ReadOnlySpan<ushort> ids, ReadOnlySpan<Vector2> positions, ReadOnlySpan<int> prominent)
    {
        _tick = tick;
        _motions.Update(tick, nowMs, bodies, ids);
        _nearFull.Begin(tick, nowMs);
        _midFull.Begin(tick, nowMs);
        _farFull.Begin(tick, nowMs);
        _near.Encode(tick, nowMs, ids);
        _mid.Encode(tick, nowMs, ids);
        _gestures.Forget(tick);
        _nearGestures.Encode(tick, nowMs, _gestures);
        _midGestures.Encode(tick, nowMs, _gestures);
        WriteLog(nowMs, ids, positions, prominent);
    }

    /// <summary>Puts one viewer's frame together.</summary>
    /// <param name="view">The viewer; brought up to date.</param>
    /// <param name="id">Their id.</param>
    /// <param name="place">Where they stand (x, z).</param>
    /// <param name="nowMs">Room time.</param>
    /// <param name="ids">Everyone's ids, by index.</param>
    /// <param name="positions">Everyone's places, by index.</param>
    /// <param name="followed">Indices of those whom the viewer follows.</param>
    /// <param name="frame">Where it goes; what is longer than the budget is only filled for newcomers.</param>
    /// <returns>Bytes of the frame: a heartbeat when there is nothing to say.</returns>
    public int Compose(Viewpoint view, ushort id, Vector2 place, double nowMs, ReadOnlySpan<ushort> ids, ReadOnlySpan<Vector2> positions, ReadOnlySpan<int> followed,
        Span<byte> frame)
    {
        // A newcomer knows nobody: their first frames may fill the slot, so that thousands appear within the first second.
        int budget = view.IsNewcomer ? frame.Length : Math.Min(_budgetBytes, frame.Length);
        FrameWriter writer = new(frame) { Limit = budget - (budget / 5) };
        AddAround(ref view.Near, place, view.NearMetres, nowMs, _near, _nearFull, _nearGestures, ids, ref writer);
        if (!float.IsPositiveInfinity(view.NearMetres) && (view.IsNewcomer || (view.Frame + id) % MidEveryFrames == 0))
            AddAround(ref view.Mid, place, view.MidMetres, nowMs, _mid, _midFull, _midGestures, ids, ref writer);
        writer.Limit = budget;
        if (!followed.IsEmpty && (view.Frame + id) % FollowedEveryFrames == 0) AddFollowed(followed, nowMs, ids, positions, ref writer);
        AddRoom(view, ref writer);
        view.Frame++;
        StateFrame.WriteHeader(frame, (long)nowMs);
        return writer.Length;
    }

    /// <summary>Finds how far a viewer's tiers reach. Before anything else of their frame.</summary>
    public void Measure(Viewpoint view, Vector2 place)
    {
        float before = view.MidMetres;
        (view.NearMetres, view.MidMetres) = _nearness.Of(place, _tick);
        // While the mid tier held everyone, nothing of the far tier was sent.
        if (float.IsPositiveInfinity(before) && !float.IsPositiveInfinity(view.MidMetres)) view.OwedBlock = 0;
    }

    private void AddAround(
        ref Surroundings around, Vector2 place, float radius, double nowMs, EventStream events, SquareBlocks full, GestureStream gestures, ReadOnlySpan<ushort> ids,
        ref FrameWriter writer)
    {
        around.Follow(_grid.Cells, place, radius, events.Scale, _order.Levels);
        byte stamp = StateFrame.Stamp((long)nowMs);
        if (around.Left != 0) AddLeft(ref around, events, ref writer);
        if (around.IsForgotten)
        {
            if (!writer.TryAdd(default(TierArea), events.Scale > 0, stamp)) return;
            around.ForgettingTold();
        }
        uint known = 0;
        foreach ((int x, int z, uint bit) in Surroundings.NearestFirst)
        {
            if ((around.Wanted & bit) == 0) continue;
            int square = _order.PlaceOf(around.Column + x, around.Row + z);
            if (!gestures.IsEmpty) writer.TryAdd(gestures.Slice(around.Level, square));
            if ((around.Known & bit) != 0)
            {
                if (writer.TryAdd(events.Slice(around.Level, square))) known |= bit;
                continue;
            }
            (int Part, int Block) from = (0, 0);
            if (around.Filling == bit)
            {
                around.Filling = 0;
                // What was sent of it must stay true; where its events do not fit, the viewer forgets it, and it begins anew in another frame.
                if (!writer.TryAdd(events.Slice(around.Level, square))) continue;
                from = around.FillFrom;
            }
            if (TryAddFull(full, events, around.Level, square, ref from, ids, ref writer)) known |= bit;
            else if (around.Filling == 0) (around.Filling, around.FillFrom) = (bit, from);
        }
        around.Known = known;
        if (around.AreaToTell() is { } area && !writer.TryAdd(area, events.Scale > 0, stamp)) around.AreaNotTold();
    }

    private void AddLeft(ref Surroundings around, EventStream events, ref FrameWriter writer)
    {
        foreach ((int x, int z, uint bit) in Surroundings.NearestFirst)
        {
            if ((around.Left & bit) == 0 || writer.TryAdd(events.Slice(around.Level, _order.PlaceOf(around.LeftColumn + x, around.LeftRow + z)))) continue;
            around.Forget();
            return;
        }
        around.LeftTold();
    }

    private static bool TryAddFull(
        SquareBlocks full, EventStream events, int level, int square, ref (int Part, int Block) from, ReadOnlySpan<ushort> ids, ref FrameWriter writer)
    {
        int shift = 2 * (level - full.Scale), first = square << shift;
        for (; from.Part < 1 << shift; from = (from.Part + 1, 0))
        {
            int part = first + from.Part, count = full.CountOf(part, ids);
            if (from.Block == 0 && full.IsEarlier(part) && !writer.TryAdd(events.Slice(full.Scale, part))) return false;
            for (; from.Block < count; from.Block++)
                if (!writer.TryAdd(full.Block(part, from.Block))) return false;
        }
        return true;
    }

    private void AddRoom(Viewpoint view, ref FrameWriter writer)
    {
        if (float.IsPositiveInfinity(view.MidMetres))
        {
            view.OwedBlock = FarBlocksOfRoom.Count; // the mid tier holds everyone
            AddProminent(view, ref writer);
            view.IsNewcomer = view.Mid.Known != view.Mid.Wanted && !float.IsPositiveInfinity(view.NearMetres);
            return;
        }
        if (_tick - view.LogTick >= RoomLog.Ticks) (view.LogTick, view.OwedBlock) = (_tick - 1, 0); // longer away than what is kept: the state of everyone
        while (view.LogTick < _tick && writer.TryAdd(_log.Of(view.LogTick + 1))) view.LogTick++;
        while (view.OwedBlock < FarBlocksOfRoom.Count && writer.TryAdd(_farFull.Of(view.OwedBlock))) view.OwedBlock++;
        if (view.OwedBlock == FarBlocksOfRoom.Count) view.IsNewcomer = false;
    }

    // Who performs or speaks is seen exactly from the last row of a small room too: of the log of the whole room, that part alone.
    private void AddProminent(Viewpoint view, ref FrameWriter writer)
    {
        if (float.IsPositiveInfinity(view.NearMetres)) view.LogTick = _tick; // they are all near
        if (_tick - view.LogTick >= RoomLog.Ticks) view.LogTick = _tick - 1;
        while (view.LogTick < _tick && writer.TryAdd(_log.ProminentOf(view.LogTick + 1))) view.LogTick++;
    }

    private void WriteLog(double nowMs, ReadOnlySpan<ushort> ids, ReadOnlySpan<Vector2> positions, ReadOnlySpan<int> prominent)
    {
        Span<byte> log = _log.Begin(_tick);
        int about = WriteProminent(log, nowMs, ids, positions, prominent), used = about, count = 0;
        foreach (int index in _motions.FarNow) _farNow[count++] = _farRecords.Of(_motions.ToldOf(Tier.Far, index), nowMs, ids[index], _motions.IsWholeNow(index));
        if (count > 0) used += FarBlocks.Write(log[used..], _farNow.AsSpan(0, count), StateFrame.Stamp((long)nowMs), _farRecords.Grid);
        used += _tallies.Write(log[used..], _tick, nowMs, positions, _motions);
        _log.End(about, used);
    }

    // One block each: they are few, and stand apart.
    private int WriteProminent(Span<byte> to, double nowMs, ReadOnlySpan<ushort> ids, ReadOnlySpan<Vector2> positions, ReadOnlySpan<int> prominent)
    {
        int used = 0;
        ReadOnlySpan<int> toldTicks = _motions.ToldTicks(Tier.Near);
        Records records = new(_grid.Cells, Tiers.ProminentScale);
        foreach (int index in prominent)
        {
            if (toldTicks[index] != _tick && (_tick + ids[index]) % Room.TickRate != 0) continue;
            used += WritePerson(to[used..], index, nowMs, ids, positions, records);
        }
        return used;
    }

    private void AddFollowed(ReadOnlySpan<int> followed, double nowMs, ReadOnlySpan<ushort> ids, ReadOnlySpan<Vector2> positions, ref FrameWriter writer)
    {
        Span<byte> block = stackalloc byte[StateFrame.MaxBlockBytes(1)];
        Records records = new(_grid.Cells, Tiers.ProminentScale);
        foreach (int index in followed) writer.TryAdd(block[..WritePerson(block, index, nowMs, ids, positions, records)]);
    }

    private int WritePerson(Span<byte> to, int index, double nowMs, ReadOnlySpan<ushort> ids, ReadOnlySpan<Vector2> positions, in Records records)
    {
        ushort cell = records.WireCellOf(_grid.Cells.CellOf(positions[index]));
        StateBlockWriter writer = new(to, cell, Tiers.ProminentScale, StateFrame.Stamp((long)nowMs));
        writer.Add(records.Of(_motions.ToldOf(Tier.Near, index), nowMs, ids[index], cell));
        return writer.Finish();
    }
}
