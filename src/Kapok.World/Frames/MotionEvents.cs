using System.Numerics;
using Kapok.Protocol.Frames;
using Kapok.World.Interest;
using Kapok.World.Movement;

namespace Kapok.World.Frames;

/// <summary>Decides each tick of which avatars viewers must be told, tier by tier.</summary>
/// <remarks>
/// Viewers carry an avatar on by the place and velocity they were told last. The room carries on the same numbers, and speaks only when they leave the truth
/// by more than the tier allows. So a straight walk costs a record when it begins and one when it ends, whoever watches and however long it is.
/// In the far tier, which the whole room pays for, a tick tells only so many: those whom viewers see most wrongly, and have for longest. The room loop owns it;
/// nothing is allocated after construction.
/// </remarks>
internal sealed class MotionEvents
{
    /// <summary>Ticks within which every viewer is served in the near and in the mid tier.</summary>
    public const int NearTicks = 2, MidTicks = 8;

    private const float TurnOfVelocity = 0.1f; // metres a second: told at once, before it becomes a distance
    private const int TurnOfYawSteps = 4;      // of 256: 6°
    private const float MostGuessed = 6f;      // metres from where viewers show somebody; the low bits of a place come again after 16
    private const double ForeseenMs = 400d;    // what is about to leave a square by itself needs no word
    private const int MidSquareLevel = 1;      // crossing into another square of this level tells the mid tier

    // Viewers keep whom they see two centimetres outside the squares they follow; to that comes the rounding of what each was told.
    private static readonly Vector2 Kept = new(0.03f);

    private readonly SpatialGrid _grid;
    private readonly Records[] _records;
    private readonly FarRecords _farRecords;
    private readonly Motion[] _motions;
    private readonly int[][] _toldTicks;
    private readonly FarQueue _queue;
    private readonly Leavers _nearLeavers, _midLeavers;
    private readonly short[] _indexOf = new short[AvatarRecord.MaxPerson + 1]; // id -> index, −1 for nobody
    private readonly int _refreshTicks;
    private int _refreshNext;

    /// <summary>Creates it for an empty room.</summary>
    /// <param name="grid">The room's grid.</param>
    /// <param name="capacity">The most avatars.</param>
    /// <param name="mostFar">The most of whom the far tier is told in one tick; others wait their turn.</param>
    /// <param name="refreshTicks">Ticks in which everyone is told in the far tier at least once, so that whatever went wrong is mended.</param>
    public MotionEvents(SpatialGrid grid, int capacity, int mostFar, int refreshTicks)
    {
        (_grid, _refreshTicks) = (grid, refreshTicks);
        _records = [new Records(grid.Cells, Tiers.ScaleOf(Tier.Near)), new Records(grid.Cells, Tiers.ScaleOf(Tier.Mid))];
        _farRecords = new(grid.Cells);
        _motions = new Motion[capacity];
        _toldTicks = [new int[capacity], new int[capacity]];
        _queue = new(capacity, mostFar);
        (_nearLeavers, _midLeavers) = (new(capacity), new(capacity));
        Array.Fill(_indexOf, (short)-1);
    }

    /// <summary>Ticks in which avatars were told of last in the near or mid tier, by index.</summary>
    public ReadOnlySpan<int> ToldTicks(Tier tier) => _toldTicks[(int)tier];

    /// <summary>Of whom the far tier is told in this tick: indices, by rising id.</summary>
    public ReadOnlySpan<int> FarNow => _queue.Chosen;

    /// <summary>What viewers of a tier were told of an avatar.</summary>
    public ref readonly Told ToldOf(Tier tier, int index)
    {
        ref readonly Motion motion = ref _motions[index];
        if (tier == Tier.Near) return ref motion.Near;
        if (tier == Tier.Mid) return ref motion.Mid;
        return ref motion.Far;
    }

    /// <summary>Whether the record of this tick tells the whole place.</summary>
    public bool IsWholeNow(int index) => _motions[index].IsWhole;

    /// <summary>Those who left a square of the near or the mid tier in a way that its viewers cannot foresee.</summary>
    public Leavers LeaversOf(Tier tier) => tier == Tier.Near ? _nearLeavers : _midLeavers;

    /// <summary>Index of a person, −1 for an id that nobody has.</summary>
    public int IndexOf(int id) => _indexOf[id];

    /// <summary>An avatar came in at an index: nobody knows it.</summary>
    public void Add(int index, ushort id)
    {
        _motions[index] = new() { IsNew = true };
        _indexOf[id] = (short)index;
    }

    /// <summary>An avatar is gone, and the last one takes its place.</summary>
    public void Remove(int index, ushort id, int last, ushort lastId)
    {
        _motions[index] = _motions[last];
        foreach (int[] ticks in _toldTicks) ticks[index] = ticks[last];
        _indexOf[lastId] = (short)index;
        _indexOf[id] = -1;
    }

    /// <summary>Somebody's glow stick changed.</summary>
    public void SetLit(int index, bool isLit) => _motions[index].IsLit = isLit;

    /// <summary>Whether somebody's glow stick is on.</summary>
    public bool IsLit(int index) => _motions[index].IsLit;

    /// <summary>Compares what viewers extrapolate with the truth of this tick.</summary>
    /// <param name="tick">Number of the tick.</param>
    /// <param name="nowMs">Its room time.</param>
    /// <param name="bodies">Everyone, by index.</param>
    /// <param name="ids">Their ids, by index.</param>
    public void Update(int tick, double nowMs, ReadOnlySpan<Body> bodies, ReadOnlySpan<ushort> ids)
    {
        _queue.Begin();
        _nearLeavers.Forget(tick);
        _midLeavers.Forget(tick);
        for (int index = 0; index < bodies.Length; index++)
        {
            ref Motion motion = ref _motions[index];
            ref readonly Body body = ref bodies[index];
            if (motion.IsResting && body.ChangedTick <= motion.CheckedTick && motion.IsLit == motion.Near.IsLit) continue;
            if (motion.IsNew) Begin(ref motion, body, index, nowMs);
            NoteLeaving(motion, index, ids[index], tick, nowMs);
            TellAround(ref motion, body, index, ids[index], tick, nowMs);
            bool waits = JudgeFar(ref motion, body, index, nowMs);
            motion.CheckedTick = tick;
            motion.IsResting = !waits && body.Form is AvatarForm.Standing or AvatarForm.Seated
                && motion.Near.Velocity == Vector2.Zero && motion.Mid.Velocity == Vector2.Zero && motion.Far.Velocity == Vector2.Zero;
        }
        Refresh(bodies.Length);
        foreach (int index in _queue.Choose(ids))
        {
            ref Motion motion = ref _motions[index];
            Told told = _farRecords.Shown(bodies[index], nowMs);
            // Whole for whoever nobody knows, for who was put elsewhere, and with each round, which mends what went wrong.
            motion.IsWhole = motion.IsFarNew || _queue.IsAlways(index) || motion.Far.Form == AvatarForm.Seated
                || Vector2.Distance(motion.Far.PlaceAt(nowMs), told.Place) > MostGuessed;
            motion.Far = told;
            (motion.FarOffMs, motion.IsFarNew) = (0d, false);
        }
    }

    // A newcomer is in all that is asked for from now on, a snapshot for instance; those who have theirs are told as soon as the far tier has room.
    private void Begin(ref Motion motion, in Body body, int index, double nowMs)
    {
        motion.Near = _records[0].Shown(body, motion.IsLit, nowMs);
        motion.Mid = _records[1].Shown(body, motion.IsLit, nowMs);
        motion.Far = _farRecords.Shown(body, nowMs);
        (motion.Cell, motion.IsFarNew) = (_grid.CellOf(index), true);
    }

    // Whoever crosses into another square is told of there. Viewers of the square they come from see them leave by what they extrapolate, or are told too.
    private void NoteLeaving(in Motion motion, int index, ushort id, int tick, double nowMs)
    {
        int cell = _grid.CellOf(index);
        if (cell == motion.Cell || motion.IsNew) return;
        // What was told within the last ticks has not reached all of them, and is now looked for in the other square.
        bool nearHeard = _toldTicks[0][index] <= tick - NearTicks, midHeard = _toldTicks[1][index] <= tick - MidTicks;
        if (!nearHeard || !Foresees(motion.Near, cell, 0, nowMs)) _nearLeavers.Add(id, motion.Cell, tick);
        if (!SharesSquare(cell, motion.Cell, MidSquareLevel) && (!midHeard || !Foresees(motion.Mid, cell, MidSquareLevel, nowMs))) _midLeavers.Add(id, motion.Cell, tick);
    }

    // Whether those who know only this see somebody come into the square of a cell where they are now, and out of the squares around it.
    private bool Foresees(in Told told, int cell, int level, double nowMs)
    {
        if (told.Form == AvatarForm.Seated) return false;
        Vector2 soon = told.PlaceAt(nowMs + ForeseenMs);
        return SharesSquare(_grid.Cells.CellOf(soon - Kept), cell, level) && SharesSquare(_grid.Cells.CellOf(soon + Kept), cell, level);
    }

    private void TellAround(ref Motion motion, in Body body, int index, ushort id, int tick, double nowMs)
    {
        int cell = _grid.CellOf(index), before = motion.Cell, tier = JudgeAround(motion, body, cell, tick, nowMs);
        motion.Cell = cell;
        motion.IsNew = false;
        if (tier < 0) return;
        NoteStraying(_nearLeavers, motion.Near, cell, before, 0, id, tick, nowMs);
        motion.Near = _records[0].Shown(body, motion.IsLit, nowMs);
        _toldTicks[0][index] = tick;
        if (tier < (int)Tier.Mid) return;
        NoteStraying(_midLeavers, motion.Mid, cell, before, MidSquareLevel, id, tick, nowMs);
        motion.Mid = _records[1].Shown(body, motion.IsLit, nowMs);
        _toldTicks[1][index] = tick;
    }

    // Whom viewers saw in another square, by less than the tier's tolerance, is told of there too: those who follow only that one know them as well.
    // So is who walks or stands along its edge, where viewers keep them.
    private void NoteStraying(Leavers leavers, in Told told, int cell, int before, int level, ushort id, int tick, double nowMs)
    {
        if (told.Form == AvatarForm.Seated) return;
        Vector2 place = told.PlaceAt(nowMs), low = place - Kept, high = place + Kept;
        int first = _grid.Cells.CellOf(low), last = _grid.Cells.CellOf(high);
        if (SharesSquare(first, cell, level) && SharesSquare(last, cell, level)) return;
        foreach (int shown in (ReadOnlySpan<int>)[first, last, _grid.Cells.CellOf(new(low.X, high.Y)), _grid.Cells.CellOf(new(high.X, low.Y))])
            if (!SharesSquare(shown, cell, level) && !SharesSquare(shown, before, level)) leavers.Add(id, shown, tick);
    }

    // The coarser of the near and the mid tier that must be told, −1 for neither.
    private int JudgeAround(in Motion motion, in Body body, int cell, int tick, double nowMs)
    {
        if (motion.IsNew || body.Seat != motion.Near.Seat || motion.IsLit != motion.Near.IsLit) return (int)Tier.Mid;
        if (body.Form == AvatarForm.Seated) return -1;
        Vector2 place = new(body.Position.X, body.Position.Z);
        bool crossed = cell != motion.Cell;
        if (IsOff(motion.Mid, place, nowMs, Tier.Mid) || (crossed && !SharesSquare(cell, motion.Cell, MidSquareLevel))) return (int)Tier.Mid;
        if (crossed || body.Form != motion.Near.Form || IsOff(motion.Near, place, nowMs, Tier.Near)) return (int)Tier.Near;
        if (Vector2.DistanceSquared(body.ShownVelocity, motion.Near.Velocity) > TurnOfVelocity * TurnOfVelocity) return (int)Tier.Near;
        if (body.Form == AvatarForm.Airborne && body.ChangedTick == tick) return (int)Tier.Near; // its height
        return body.Form == AvatarForm.Standing && HasTurned(motion.Near, body) ? (int)Tier.Near : -1;
    }

    private bool JudgeFar(ref Motion motion, in Body body, int index, double nowMs)
    {
        float error = Vector2.Distance(motion.Far.PlaceAt(nowMs), new(body.Position.X, body.Position.Z));
        bool sits = body.Seat != motion.Far.Seat;
        if (!motion.IsFarNew && !sits && error <= Tiers.ToleranceOf(Tier.Far))
        {
            motion.FarOffMs = 0d;
            return false;
        }
        if (motion.FarOffMs == 0d) motion.FarOffMs = nowMs;
        _queue.Add(index, error, (float)((nowMs - motion.FarOffMs) / 1000d), motion.IsFarNew || sits);
        return true;
    }

    // A few in each tick, by index: round the room in the time that was asked for.
    private void Refresh(int people)
    {
        int due = (people + _refreshTicks - 1) / _refreshTicks;
        for (; due > 0 && people > 0; due--)
        {
            if (_refreshNext >= people) _refreshNext = 0;
            _queue.AddAlways(_refreshNext++);
        }
    }

    private static bool IsOff(in Told told, Vector2 place, double nowMs, Tier tier)
    {
        float tolerance = Tiers.ToleranceOf(tier);
        return (told.PlaceAt(nowMs) - place).LengthSquared() > tolerance * tolerance;
    }

    // The shorter way round; as an int, for there is no +128 in a signed byte when somebody turns about.
    private static bool HasTurned(in Told told, in Body body) => Math.Abs((int)(sbyte)(AvatarRecord.YawStep(body.Yaw) - told.Yaw)) > TurnOfYawSteps;

    private bool SharesSquare(int cell, int other, int level)
    {
        int columns = _grid.Cells.Columns;
        return (cell % columns) >> level == (other % columns) >> level && (cell / columns) >> level == (other / columns) >> level;
    }

    /// <summary>What viewers of all tiers were told of one avatar.</summary>
    private struct Motion
    {
        public Told Near, Mid, Far;
        public double FarOffMs; // since when the far tier shows it wrongly; 0 when it does not
        public int CheckedTick, Cell;
        public bool IsLit, IsNew, IsFarNew, IsWhole, IsResting;
    }
}
