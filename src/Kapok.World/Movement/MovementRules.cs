using System.Numerics;
using Kapok.Protocol.Frames;
using Kapok.Protocol.Messages;
using Kapok.World.Scenes;

namespace Kapok.World.Movement;

/// <summary>What became of a move.</summary>
public enum MoveVerdict
{
    /// <summary>Taken.</summary>
    Taken,

    /// <summary>Of another epoch, or from somebody seated: dropped without a word.</summary>
    Ignored,

    /// <summary>Faster than one can run.</summary>
    TooFast,

    /// <summary>Where there is no floor, or behind what cannot be stepped over.</summary>
    NoWay,

    /// <summary>Higher than one can jump, or longer in the air.</summary>
    TooHigh,

    /// <summary>Into a zone that is not theirs.</summary>
    Closed,
}

/// <summary>Checks what clients claim. A client that breaks a rule is put back, never trusted.</summary>
/// <remarks>The room loop owns it: the search for a way around a corner uses scratch memory.</remarks>
public sealed class MovementRules(FloorGrid floor, SceneLayout layout)
{
    /// <summary>Fastest run, metres a second.</summary>
    public const float MaxSpeed = 7f;

    /// <summary>Highest point of a jump above the floor it began on, metres.</summary>
    public const float JumpMetres = 1.4f;

    // A network that stalls delivers late and in a burst: 1.5 s of running may arrive as one step. A cheat gains such a step once.
    private const float MostAtOnce = MaxSpeed * 1.5f, RefillSpeed = MaxSpeed * 1.1f, MeasureErrorMetres = 0.1f;

    // Off the highest ledge of the shipped places one falls for less than this.
    private const double LongestFlightMs = 3000d;

    // A move waits for the next tick, and no longer unless the room is late.
    private const double LongestWaitMs = 100d;

    private readonly WayFinder _ways = new(floor);

    /// <summary>Checks a move and, when it is taken, applies it.</summary>
    /// <param name="body">Whose move it is.</param>
    /// <param name="role">Their role.</param>
    /// <param name="move">The move.</param>
    /// <param name="nowMs">Room time.</param>
    /// <param name="cameMs">Room time at which the move came.</param>
    public MoveVerdict Apply(ref Body body, Role role, in MoveFrame move, double nowMs, double cameMs)
    {
        if (move.Epoch != body.Epoch || body.Form == AvatarForm.Seated) return MoveVerdict.Ignored;
        Vector2 from = new(body.Anchor.X, body.Anchor.Z), to = new(move.MetresX, move.MetresZ);
        Refill(ref body, nowMs);
        float distance = Vector2.Distance(from, to);
        Vector2 velocity = new(move.SpeedX, move.SpeedZ);
        if (distance > body.Allowance + MeasureErrorMetres || velocity.Length() > MaxSpeed * 1.1f) return MoveVerdict.TooFast;
        if (!floor.TryHeight(to.X, to.Y, out float ground)) return MoveVerdict.NoWay;
        float way = 0f;
        if (!floor.IsStraight(from.X, from.Y, to.X, to.Y) && !_ways.TryFind(from, to, body.Allowance + MeasureErrorMetres, out way)) return MoveVerdict.NoWay;
        if (!MayEnter(role, new(to.X, ground, to.Y))) return MoveVerdict.Closed;
        float height = ground;
        if (move.Airborne)
        {
            if (body.Form != AvatarForm.Airborne) (body.JumpFloor, body.JumpMs) = (body.Anchor.Y, nowMs);
            if (nowMs - body.JumpMs > LongestFlightMs || move.MetresY > MathF.Max(body.JumpFloor, ground) + JumpMetres) return MoveVerdict.TooHigh;
            height = MathF.Max(ground, move.MetresY);
        }
        body.Allowance = MathF.Max(0f, body.Allowance - MathF.Max(way, distance));
        body.Form = move.Airborne ? AvatarForm.Airborne : velocity == Vector2.Zero ? AvatarForm.Standing : AvatarForm.Moving;
        (body.Anchor, body.AnchorMs, body.Velocity, body.Yaw) = (new(to.X, height, to.Y), Math.Clamp(cameMs, nowMs - LongestWaitMs, nowMs + LongestWaitMs), velocity,
            move.YawRadians);
        (body.Position, body.IsBlocked) = (body.Anchor, false);
        return MoveVerdict.Taken;
    }

    /// <summary>Puts an avatar somewhere by the server's own will: moves under way from the client are void from now on.</summary>
    public static void Place(ref Body body, Vector3 position, float yaw, int seat, double nowMs)
    {
        body.Epoch++;
        (body.Anchor, body.Position, body.AnchorMs, body.Yaw, body.Velocity) = (position, position, nowMs, yaw, Vector2.Zero);
        (body.IsBlocked, body.Seat, body.Form) = (false, seat, seat >= 0 ? AvatarForm.Seated : AvatarForm.Standing);
        (body.Allowance, body.AllowanceMs, body.JumpFloor) = (MostAtOnce, nowMs, position.Y);
    }

    /// <summary>Whether somebody of this role may be at a place of the floor.</summary>
    public bool MayEnter(Role role, Vector3 place)
    {
        if (role is Role.Speaker or Role.Performer or Role.StageManager or Role.Moderator or Role.Organiser) return true;
        // Half a metre up: zones are drawn around people, and one whose bottom is the floor itself must hold who stands on it.
        Vector3 hips = place with { Y = place.Y + 0.5f };
        for (int zone = 0; zone < layout.Zones.Count; zone++)
        {
            if (layout.Zones[zone].Rule is ZoneRule.Stage or ZoneRule.Backstage && layout.Zones[zone].Box.Contains(hips)) return false;
        }
        return true;
    }

    private static void Refill(ref Body body, double nowMs)
    {
        body.Allowance = MathF.Min(MostAtOnce, body.Allowance + (RefillSpeed * (float)((nowMs - body.AllowanceMs) / 1000d)));
        body.AllowanceMs = nowMs;
    }
}
