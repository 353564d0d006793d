using System.Numerics;
using Kapok.Protocol.Messages;
using Kapok.World.Scenes;

namespace Kapok.World.Movement;

/// <summary>Finds places on the floor where somebody can be put down: at an entrance, beside a person, in front of a seat.</summary>
public sealed class Places(FloorGrid floor, SceneLayout layout, MovementRules rules)
{
    // The golden angle spreads points over a disc evenly for any count (Vogel, 1979).
    private const float GoldenAngle = 2.39996323f;
    private int _arrivals;

    /// <summary>Where somebody who comes in is put down.</summary>
    /// <param name="from">The room they come from, or empty.</param>
    /// <param name="role">Their role.</param>
    public (Vector3 Position, float Yaw) Arrival(string from, Role role)
    {
        Spawn spawn = SpawnFor(from, role);
        int arrival = _arrivals++;
        for (int attempt = 0; attempt < 64; attempt++)
        {
            // The square root keeps the density even; 128 points, then over again.
            float turn = (arrival + (attempt * 7)) * GoldenAngle, reach = spawn.Spread * MathF.Sqrt((((arrival + (attempt * 31)) % 128) + 0.5f) / 128f);
            Vector2 place = new(spawn.Position.X + (MathF.Sin(turn) * reach), spawn.Position.Z + (MathF.Cos(turn) * reach));
            if (TryStand(place, spawn.Position.Y, 0.6f, role, out Vector3 standing)) return (standing, spawn.Yaw);
        }
        return TryNear(spawn.Position, 0f, 8f, float.MaxValue, role, out Vector3 near) ? (near, spawn.Yaw) : (spawn.Position, spawn.Yaw);
    }

    /// <summary>A place on level floor beside a point, at a distance at which people talk.</summary>
    public bool TryBeside(Vector3 point, float awayMetres, Role role, out Vector3 standing) => TryNear(point, awayMetres, awayMetres + 5f, 0.6f, role, out standing);

    /// <summary>Where somebody stands who gets up from a seat.</summary>
    public bool TryBeforeSeat(Seat seat, Role role, out Vector3 standing) => TryNear(seat.Foot, 0f, 1.5f, 0.3f, role, out standing);

    // Whoever comes through a portal arrives at its other side; performers come in by the stage where the place has an entrance for them.
    private Spawn SpawnFor(string from, Role role)
    {
        Spawn? entrance = null;
        string? title = from.Length > 0 ? $"from:{from}" : role == Role.Performer ? "stage" : null;
        foreach (Spawn spawn in layout.Spawns)
        {
            if (spawn.Title == title) return spawn;
            if (spawn.Title == "entrance") entrance ??= spawn;
        }
        return entrance ?? layout.Spawns[0];
    }

    private bool TryNear(Vector3 point, float least, float most, float mostClimb, Role role, out Vector3 standing)
    {
        for (float reach = least; reach <= most; reach += FloorGrid.CellMetres)
        {
            int around = Math.Max(1, (int)(MathF.Tau * reach / FloorGrid.CellMetres));
            for (int step = 0; step < around; step++)
            {
                float turn = MathF.Tau * step / around;
                Vector2 place = new(point.X + (MathF.Sin(turn) * reach), point.Z + (MathF.Cos(turn) * reach));
                if (TryStand(place, point.Y, mostClimb, role, out standing)) return true;
            }
        }
        standing = point;
        return false;
    }

    /// <summary>Whether somebody can be put down at a place (x, z): on level floor near a height, and where their role may be.</summary>
    /// <param name="place">Metres.</param>
    /// <param name="height">Metres; the floor may be so much higher or lower.</param>
    /// <param name="mostClimb">How much, metres.</param>
    /// <param name="role">Their role.</param>
    /// <param name="standing">The place, on the floor.</param>
    public bool TryStand(Vector2 place, float height, float mostClimb, Role role, out Vector3 standing)
    {
        standing = default;
        if (!floor.TryHeight(place.X, place.Y, out float ground) || MathF.Abs(ground - height) > mostClimb) return false;
        standing = new(place.X, ground, place.Y);
        // Not on the last quarter metre before an edge or a wall: nobody is put down where the first step fails.
        return IsLevel(place, ground) && rules.MayEnter(role, standing);
    }

    private bool IsLevel(Vector2 place, float ground)
    {
        for (int side = 0; side < 4; side++)
        {
            float x = place.X + (side == 0 ? 0.25f : side == 1 ? -0.25f : 0f), z = place.Y + (side == 2 ? 0.25f : side == 3 ? -0.25f : 0f);
            if (!floor.TryHeight(x, z, out float beside) || MathF.Abs(beside - ground) > FloorGrid.StepMetres) return false;
        }
        return true;
    }
}
