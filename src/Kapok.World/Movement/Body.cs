using System.Numerics;
using Kapok.Protocol.Frames;

namespace Kapok.World.Movement;

/// <summary>Where one avatar is and how it moves: what a tick touches for everybody.</summary>
/// <remarks>Kept in one flat array of the room, so a tick reads memory in order. The room loop owns it.</remarks>
public struct Body
{
    /// <summary>Where the last accepted move put the avatar, metres; on the floor unless airborne or seated.</summary>
    public Vector3 Anchor { get; set; }

    /// <summary>Room time of the anchor, milliseconds.</summary>
    public double AnchorMs { get; set; }

    /// <summary>Where others see the avatar now: the anchor carried on by the velocity.</summary>
    public Vector3 Position { get; set; }

    /// <summary>Metres a second on x and z.</summary>
    public Vector2 Velocity { get; set; }

    /// <summary>Something is in its way: it stays where it is until its owner moves it on.</summary>
    public bool IsBlocked { get; set; }

    /// <summary>Metres a second at which others carry it on.</summary>
    public readonly Vector2 ShownVelocity => IsBlocked ? Vector2.Zero : Velocity;

    /// <summary>Radians; 0 faces +Z.</summary>
    public float Yaw { get; set; }

    /// <summary>Metres the avatar may still go at once; fills with time.</summary>
    public float Allowance { get; set; }

    /// <summary>Room time up to which <see cref="Allowance"/> is filled.</summary>
    public double AllowanceMs { get; set; }

    /// <summary>Height of the floor from which the current jump began.</summary>
    public float JumpFloor { get; set; }

    /// <summary>Room time at which the current jump began.</summary>
    public double JumpMs { get; set; }

    /// <summary>Tick in which it last changed in a way that others cannot extrapolate.</summary>
    public long ChangedTick { get; set; }

    /// <summary>How it is shown.</summary>
    public AvatarForm Form { get; set; }

    /// <summary>Seat, −1 when standing.</summary>
    public int Seat { get; set; }

    /// <summary>Moves with another epoch are ignored.</summary>
    public byte Epoch { get; set; }
}
