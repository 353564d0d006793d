using System.Numerics;
using Kapok.Protocol.Frames;
using Kapok.World.Interest;
using Kapok.World.Movement;

namespace Kapok.World.Frames;

/// <summary>Decides each tick of which avatars viewers must be told, tier by tier.</summary>
/// <remarks>
/// Viewers carry an avatar on by the place and velocity they were told last. The room carries on the same numbers, and speaks only when they leave the truth
/// by more than the tier allows. So a straight walk costs a record when it begins and one when it ends, whoever watches and however long it is.
/// Whose motion has changed is told in the coarser tiers too after a while, even if it came back to what they extrapolate: a viewer who was near
/// meanwhile learnt the change and would not learn of its end. The room loop owns it; nothing is allocated after construction.
/// </remarks>
internal sealed class MotionEvents
{
    private const int MidFollowsTicks = 1 * Room.TickRate, FarFollowsTicks = 4 * Room.TickRate;
    private const float TurnOfVelocity = 0.1f; // metres a second: told at once, before it becomes a distance
    private const int TurnOfYawSteps = 4;      // of 256: 6°
    private const int NearSquareLevel = 1;     // crossing into another square of this level tells the mid tier

    private readonly SpatialGrid _grid;
    private readonly Records[] _records;
    private readonly Motion[] _motions;
    private readonly int[][] _toldTicks;
    private readonly int _mostFar;
    private int _next; // avatar at which the far tier goes on when there were too many in the tick before

    /// <summary>Creates it for an empty room.</summary>
    /// <param name="grid">The room's grid.</param>
    /// <param name="capacity">The most avatars.</param>
    /// <param name="mostFar">The most of whom the far tier is told in one tick; others wait their turn.</param>
    public MotionEvents(SpatialGrid grid, int capacity, int mostFar)
    {
        (_grid, _mostFar) = (grid, mostFar);
        _records = [.. Enumerable.Range(0, Tiers.Count).Select(tier => new Records(grid.Cells, Tiers.ScaleOf((Tier)tier)))];
        _motions = new Motion[capacity];
        _toldTicks = [.. Enumerable.Range(0, Tiers.Count).Select(_ => new int[capacity])];
    }

    /// <summary>Ticks in which avatars were told of last, by index.</summary>
    public ReadOnlySpan<int> ToldTicks(Tier tier) => _toldTicks[(int)tier];

    /// <summary>An avatar came in at an index: nobody knows it.</summary>
    public void Add(int index) => _motions[index] = new() { IsNew = true };

    /// <summary>The last avatar takes the place of one who left.</summary>
    public void Replace(int index, int last)
    {
        _motions[index] = _motions[last];
        foreach (int[] ticks in _toldTicks) ticks[index] = ticks[last];
    }

    /// <summary>Compares what viewers extrapolate with the truth of this tick.</summary>
    public void Update(int tick, double nowMs, ReadOnlySpan<Body> bodies)
    {
        int farLeft = _mostFar, first = _next < bodies.Length ? _next : 0;
        _next = 0;
        for (int at = 0; at < bodies.Length; at++)
        {
            int index = at + first < bodies.Length ? at + first : at + first - bodies.Length;
            ref Motion motion = ref _motions[index];
            ref readonly Body body = ref bodies[index];
            if (motion.IsResting && body.ChangedTick <= motion.CheckedTick) continue;
            int tier = Judge(ref motion, body, index, tick, nowMs);
            if (tier == (int)Tier.Far && !motion.IsNew && farLeft-- <= 0)
            {
                if (_next == 0) _next = index;
                tier = (int)Tier.Mid;
            }
            if (tier >= 0) Tell(ref motion, body, index, tier, tick, nowMs);
            motion.CheckedTick = tick;
            motion.IsResting = !motion.IsMoving && motion.MidDueTick == 0 && motion.FarDueTick == 0;
        }
    }

    // The coarsest tier that must be told, −1 for none.
    private int Judge(ref Motion motion, in Body body, int index, int tick, double nowMs)
    {
        if (motion.IsNew || body.Seat != motion.Seat) return (int)Tier.Far;
        if (body.Form == AvatarForm.Seated) return -1;
        Vector2 place = new(body.Position.X, body.Position.Z);
        if (IsOff(motion.Far, place, nowMs, Tier.Far) || IsDue(motion.FarDueTick, tick)) return (int)Tier.Far;
        int cell = _grid.CellOf(index);
        bool crossed = cell != motion.Cell;
        if (IsOff(motion.Mid, place, nowMs, Tier.Mid) || IsDue(motion.MidDueTick, tick) || (crossed && !SharesSquare(cell, motion.Cell))) return (int)Tier.Mid;
        if (crossed || body.Form != motion.Form || IsOff(motion.Near, place, nowMs, Tier.Near)) return (int)Tier.Near;
        if (Vector2.DistanceSquared(body.ShownVelocity, motion.Velocity) > TurnOfVelocity * TurnOfVelocity) return (int)Tier.Near;
        if (body.Form == AvatarForm.Airborne && body.ChangedTick == tick) return (int)Tier.Near; // its height
        return body.Form == AvatarForm.Standing && HasTurned(motion, body) ? (int)Tier.Near : -1;
    }

    private void Tell(ref Motion motion, in Body body, int index, int tier, int tick, double nowMs)
    {
        bool turned = motion.IsNew || body.Form != motion.Form || Vector2.DistanceSquared(body.ShownVelocity, motion.Velocity) > TurnOfVelocity * TurnOfVelocity
            || HasTurned(motion, body);
        Remember(ref motion.Near, body, Tier.Near, nowMs);
        if (tier >= (int)Tier.Mid) Remember(ref motion.Mid, body, Tier.Mid, nowMs);
        if (tier >= (int)Tier.Far) Remember(ref motion.Far, body, Tier.Far, nowMs);
        for (int told = 0; told <= tier; told++) _toldTicks[told][index] = tick;
        if (tier >= (int)Tier.Mid) motion.MidDueTick = 0;
        else if (turned && motion.MidDueTick == 0) motion.MidDueTick = tick + MidFollowsTicks;
        if (tier >= (int)Tier.Far) motion.FarDueTick = 0;
        else if (turned && motion.FarDueTick == 0) motion.FarDueTick = tick + FarFollowsTicks;
        (motion.Velocity, motion.Form, motion.Seat, motion.Yaw) = (body.ShownVelocity, body.Form, body.Seat, AvatarRecord.YawStep(body.Yaw));
        (motion.Cell, motion.IsNew) = (_grid.CellOf(index), false);
        motion.IsMoving = motion.Near.Velocity != Vector2.Zero || motion.Mid.Velocity != Vector2.Zero || motion.Far.Velocity != Vector2.Zero
            || body.Form is AvatarForm.Moving or AvatarForm.Airborne;
    }

    private void Remember(ref Told told, in Body body, Tier tier, double nowMs)
    {
        (told.Place, told.Velocity) = _records[(int)tier].Shown(body);
        told.AtMs = nowMs;
    }

    private static bool IsOff(in Told told, Vector2 place, double nowMs, Tier tier)
    {
        Vector2 apart = told.Place + (told.Velocity * (float)((nowMs - told.AtMs) / 1000d)) - place;
        float tolerance = Tiers.ToleranceOf(tier);
        return apart.LengthSquared() > tolerance * tolerance;
    }

    // The shorter way round; as an int, for there is no +128 in a signed byte when somebody turns about.
    private static bool HasTurned(in Motion motion, in Body body) => Math.Abs((int)(sbyte)(AvatarRecord.YawStep(body.Yaw) - motion.Yaw)) > TurnOfYawSteps;

    private static bool IsDue(int due, int tick) => due != 0 && tick >= due;

    private bool SharesSquare(int cell, int other)
    {
        int columns = _grid.Cells.Columns;
        return (cell % columns) >> NearSquareLevel == (other % columns) >> NearSquareLevel && (cell / columns) >> NearSquareLevel == (other / columns) >> NearSquareLevel;
    }

    /// <summary>What viewers of one tier were told.</summary>
    private struct Told
    {
        public double AtMs;
        public Vector2 Place, Velocity;
    }

    /// <summary>What viewers were told of one avatar.</summary>
    private struct Motion
    {
        public Told Near, Mid, Far;
        public Vector2 Velocity;
        public int CheckedTick, MidDueTick, FarDueTick, Cell, Seat;
        public AvatarForm Form;
        public byte Yaw;
        public bool IsNew, IsMoving, IsResting;
    }
}
