using System.Numerics;

namespace Kapok.World.Scenes;

/// <summary>What the server needs to know of a place: where people appear, sit, may go and stand.</summary>
public sealed record SceneLayout(
    IReadOnlyList<Spawn> Spawns, IReadOnlyList<Seat> Seats, IReadOnlyList<Zone> Zones, IReadOnlyList<Portal> Portals, IReadOnlyList<Collider> Colliders)
{
    /// <summary>Names of its screens: nodes called <c>screen.NAME</c>. Empty when it names none.</summary>
    public IReadOnlyList<string> Screens { get; init; } = [];

    /// <summary>Where it has a gong of its own: the middle of its disc, from a node called <c>gong</c>. Null where ceremonies bring one.</summary>
    public GongMark? Gong { get; init; }
}

/// <summary>A gong that a scene brings.</summary>
/// <param name="Middle">Of the disc's face, metres.</param>
/// <param name="Radius">Of the disc, metres.</param>
public readonly record struct GongMark(Vector3 Middle, float Radius);

/// <summary>A point where people appear.</summary>
/// <param name="Title">Name of the entrance; <c>from:forum</c> receives people who come from the forum.</param>
/// <param name="Position">On the floor, metres.</param>
/// <param name="Yaw">Where they look, radians; 0 faces +Z.</param>
/// <param name="Spread">Radius in metres within which they are put down.</param>
public sealed record Spawn(string Title, Vector3 Position, float Yaw, float Spread);

/// <summary>A seat.</summary>
/// <param name="Position">Where the hips rest, metres.</param>
/// <param name="Yaw">Where one faces, radians.</param>
/// <param name="Foot">Where the feet rest, metres.</param>
public sealed record Seat(Vector3 Position, float Yaw, Vector3 Foot);

/// <summary>What holds in a zone.</summary>
public enum ZoneRule
{
    /// <summary>Speakers, performers, stage managers, moderators and organisers only.</summary>
    Stage,

    /// <summary>As <see cref="Stage"/>.</summary>
    Backstage,

    /// <summary>A table of one's own.</summary>
    Private,

    /// <summary>Not loud.</summary>
    Quiet,

    /// <summary>An exhibitor's.</summary>
    Booth,
}

/// <summary>A marked part of the room with a rule.</summary>
public sealed record Zone(string Title, ZoneRule Rule, Box Box);

/// <summary>Whoever stands in its box may walk into another room.</summary>
public sealed record Portal(string Room, string Title, Box Box);

/// <summary>A box that stands in any orientation.</summary>
/// <param name="Centre">Metres.</param>
/// <param name="HalfSize">Metres along its own axes.</param>
/// <param name="Rotation">From its own axes to the room's.</param>
public readonly record struct Box(Vector3 Centre, Vector3 HalfSize, Quaternion Rotation)
{
    /// <summary>Whether a point lies in the box, or at most a margin outside.</summary>
    public bool Contains(Vector3 point, float marginMetres = 0f)
    {
        Vector3 own = Vector3.Abs(Vector3.Transform(point - Centre, Quaternion.Conjugate(Rotation)));
        return own.X <= HalfSize.X + marginMetres && own.Y <= HalfSize.Y + marginMetres && own.Z <= HalfSize.Z + marginMetres;
    }
}

/// <summary>Form of a collider.</summary>
public enum ColliderForm
{
    /// <summary>A box.</summary>
    Box,

    /// <summary>A cylinder along its own y axis; half size x is its radius.</summary>
    Cylinder,

    /// <summary>A ball; half size x is its radius.</summary>
    Sphere,
}

/// <summary>Something solid: its top is floor where one can step onto it, its side a wall where one cannot.</summary>
public readonly record struct Collider(ColliderForm Form, Box Box);
