using System.Numerics;
using Kapok.Protocol.Frames;

namespace Kapok.World.Frames;

/// <summary>What the viewers of one tier were told of an avatar last, as the wire rounded it: they extrapolate exactly this.</summary>
/// <remarks>
/// Whoever is told later of a square, a newcomer for instance, is told this too, carried on, and not the truth: two viewers who knew different
/// things could not be corrected by the same bytes, and one of them would be left with a velocity that the other never had.
/// </remarks>
internal struct Told
{
    public double AtMs;
    public Vector2 Place, Velocity;
    public float Height;
    public short Seat;
    public AvatarForm Form;
    public byte Yaw;
    public bool IsLit;

    /// <summary>Where viewers show it.</summary>
    public readonly Vector2 PlaceAt(double nowMs) => Place + (Velocity * (float)((nowMs - AtMs) / 1000d));
}
