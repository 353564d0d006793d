using System.Numerics;
using Kapok.Protocol.Messages;
using Kapok.World.Movement;
using Kapok.World.Scenes;

namespace Kapok.World.Ceremony;

/// <summary>The floor before a stage as a photographer sees it: how far from the stage, and across.</summary>
internal sealed class PhotographGround
{
    private const float Apart = 0.72f, RowsApart = 0.95f, BowMetres = 16f, Uneven = 0.3f, Climb = 0.95f, FromStage = 1.5f, Rises = 0.75f, Theatre = 9f;
    private const float Head = 1.6f, Crown = 1.85f, Waist = 0.8f, Above = 2.3f, Margin = 1.04f, Wide = 16f / 9f, LeastDegrees = 22f, MostDegrees = 88f, Step = 0.25f;
    private const float Nearest = 4.5f, Furthest = 26f, Comfortable = 32f, Eye = 1.65f, HighestEye = 9f, OnStage = 3.2f, Clear = 0.4f;
    private const int MostRows = 30, MostColumns = 48;

    private readonly FloorGrid _floor;
    private readonly Places _places;
    private readonly Vector3 _origin, _away; // the edge of the stage, and from it into the room
    private readonly float _turn; // 1: the camera looks towards the stage; -1: it stands on it

    private PhotographGround(FloorGrid floor, Places places, Vector3 origin, Vector3 away, Vector3 entrance, float turn) =>
        (_floor, _places, _origin, _away, Entrance, _turn) = (floor, places, origin, away, entrance, turn);

    /// <summary>Where people come in.</summary>
    public Vector3 Entrance { get; }

    /// <summary>The furthest front row from the stage that is looked at, metres.</summary>
    public float FurthestFront => _turn > 0f ? 44f : 8f;

    private Vector3 Across => new(_away.Z, 0f, -_away.X);

    private Vector3 ToCamera => _away * _turn;

    /// <summary>Where a photograph can be taken in a place, the best first: on the steps of a theatre, then anywhere with the stage behind.</summary>
    public static IReadOnlyList<PhotographGround> Of(FloorGrid floor, SceneLayout layout, Places places)
    {
        Spawn entrance = layout.Spawns.FirstOrDefault(spawn => spawn.Title == "entrance") ?? layout.Spawns[0];
        Zone? stage = layout.Zones.FirstOrDefault(zone => zone.Rule == ZoneRule.Stage);
        (Vector3 origin, Vector3 away) = stage is null
            ? (entrance.Position, new(MathF.Sin(entrance.Yaw), 0f, MathF.Cos(entrance.Yaw))) : EdgeOf(stage.Box, entrance.Position);
        PhotographGround theatre = new(floor, places, origin, away, entrance.Position, -1f), level = new(floor, places, origin, away, entrance.Position, 1f);
        return theatre.RisesAway() ? [theatre, level] : [level];
    }

    /// <summary>How near to the stage the front row of so many rows may be, metres.</summary>
    public float NearestFront(int rows) => _turn > 0f ? FromStage + ((rows - 1) * RowsApart) : 1f;

    /// <summary>Puts people into rows, the front one first; fewer where there is no room.</summary>
    /// <param name="front">How far the front row is from the stage, metres.</param>
    /// <param name="rows">How many rows there should be; more where something is in the way.</param>
    /// <param name="people">How many people.</param>
    /// <param name="half">Half of how wide they stand, metres.</param>
    /// <param name="depth">How deep they stand, metres.</param>
    public List<Vector3> Stand(float front, int rows, int people, out float half, out float depth)
    {
        int columns = Math.Min(MostColumns, ((people + rows - 1) / rows) + 1), most = Math.Min(MostRows, (rows * 2) + 2), found = 0;
        float level = Entrance.Y, highest = level + Uneven;
        List<List<(float Across, Vector3 Spot)>> free = [];
        for (int row = 0; row < most && (row < rows || found < people); row++, highest += Climb)
        {
            List<(float Across, Vector3 Spot)> here = FreeIn(front, row, columns, level - Uneven, highest);
            if (here.Count == 0) continue;
            level = here[0].Spot.Y;
            highest = level + Uneven;
            found += here.Count;
            free.Add(here);
        }
        (half, depth) = (0f, free.Count * RowsApart);
        List<Vector3> spots = [];
        int left = people, rowsLeft = free.Count;
        int[] taken = new int[free.Count];
        // Rows of the same length, as far as there is room in each: those with the least room first, and the others share what is left.
        foreach (int row in Enumerable.Range(0, free.Count).OrderBy(row => free[row].Count))
        {
            taken[row] = Math.Min(free[row].Count, (left + rowsLeft - 1) / rowsLeft);
            (left, rowsLeft) = (left - taken[row], rowsLeft - 1);
        }
        for (int row = 0; row < free.Count; row++)
        {
            foreach ((float across, Vector3 spot) in free[row].Take(taken[row]))
            {
                half = MathF.Max(half, MathF.Abs(across));
                spots.Add(spot);
            }
        }
        return spots;
    }

    /// <summary>A camera that has everyone in its picture: from afar, as far as it sees, and from a little above.</summary>
    public PhotographCamera CameraFor(IReadOnlyList<Vector3> spots)
    {
        Vector3 middle = (spots.Aggregate(Vector3.Min) + spots.Aggregate(Vector3.Max)) / 2f;
        float front = spots.Max(spot => Vector3.Dot(spot, ToCamera)), back = spots.Min(spot => Vector3.Dot(spot, ToCamera));
        float half = spots.Max(spot => MathF.Abs(Vector3.Dot(spot - middle, Across))) + 0.8f;
        float ahead = Math.Clamp(half / (MathF.Tan(float.DegreesToRadians(Comfortable / 2f)) * Wide), Nearest, Furthest);
        Vector3 before = middle + (ToCamera * (front - Vector3.Dot(middle, ToCamera)));
        // On the stage it stays on its front: what is behind it is scenery.
        if (_turn < 0f) ahead = MathF.Min(ahead, MathF.Max(Nearest, OnStage + Vector3.Dot(before - _origin, _away)));
        ahead = Reach(before, ahead);
        Vector3 eye = before + (ToCamera * ahead);
        float low = spots.Min(spot => spot.Y), high = spots.Max(spot => spot.Y), depth = front - back;
        // On level floor the back rows look over those before them: the camera is above, as a photographer climbs onto a ladder.
        float raised = depth < 0.5f ? 0f : MathF.Max(0.3f, (0.14f * depth) + (0.14f * ahead) - (0.6f * (high - low)));
        float under = _floor.TryHeight(eye.X, eye.Z, out float height) ? height : low;
        eye.Y = Math.Min(MathF.Max(low + Eye + raised, under + Eye), low + HighestEye);
        return Frame(eye, spots);
    }

    /// <summary>Whether somebody is in a camera's picture, and no floor, wall or board is in between.</summary>
    public bool Sees(in PhotographCamera camera, Vector3 spot)
    {
        Vector3 head = spot with { Y = spot.Y + Head }, way = head - camera.Eye;
        float half = MathF.Tan(float.DegreesToRadians(camera.Degrees / 2f));
        foreach (float y in (ReadOnlySpan<float>)[Waist, Crown])
        {
            (float right, float up) = Seen(camera.Eye, Vector3.Normalize(camera.Target - camera.Eye), spot with { Y = spot.Y + y });
            if (MathF.Abs(up) > half || MathF.Abs(right) > half * Wide) return false;
        }
        float length = way.Length();
        for (float along = Step; along < length - Clear; along += Step)
        {
            Vector3 at = camera.Eye + (way * (along / length));
            if (_floor.TryHeight(at.X, at.Z, out float height) && height > at.Y) return false;
        }
        return true;
    }

    private static PhotographCamera Frame(Vector3 eye, IReadOnlyList<Vector3> spots)
    {
        Vector3 level = Vector3.Normalize((spots.Aggregate(Vector3.Min) + spots.Aggregate(Vector3.Max)) / 2f - eye) with { Y = 0f };
        level = Vector3.Normalize(level);
        float lowest = float.MaxValue, highest = float.MinValue, widest = 0f;
        foreach (Vector3 spot in spots)
        {
            foreach (float y in (ReadOnlySpan<float>)[0f, Above])
            {
                Vector3 to = spot with { Y = spot.Y + y } - eye;
                float pitch = MathF.Atan2(to.Y, Vector3.Dot(to, level));
                (lowest, highest) = (MathF.Min(lowest, pitch), MathF.Max(highest, pitch));
            }
        }
        float middle = (lowest + highest) / 2f;
        Vector3 ahead = (level * MathF.Cos(middle)) + new Vector3(0f, MathF.Sin(middle), 0f);
        foreach (Vector3 spot in spots)
        {
            foreach (float y in (ReadOnlySpan<float>)[0f, Above])
            {
                (float right, float up) = Seen(eye, ahead, spot with { Y = spot.Y + y });
                widest = MathF.Max(widest, MathF.Max(MathF.Abs(up), (MathF.Abs(right) + 0.03f) / Wide));
            }
        }
        float degrees = float.RadiansToDegrees(2f * MathF.Atan(widest * Margin));
        return new(eye, eye + (ahead * 5f), Math.Clamp(degrees, LeastDegrees, MostDegrees));
    }

    // Tangents of the angles at which a point is seen, to the right and upwards; far out where it is behind.
    private static (float Right, float Up) Seen(Vector3 eye, Vector3 ahead, Vector3 point)
    {
        Vector3 right = Vector3.Normalize(Vector3.Cross(ahead, Vector3.UnitY)), up = Vector3.Cross(right, ahead), to = point - eye;
        float depth = Vector3.Dot(to, ahead);
        return depth < 0.3f ? (100f, 100f) : (Vector3.Dot(to, right) / depth, Vector3.Dot(to, up) / depth);
    }

    // Of the four sides of the stage the one that people come towards.
    private static (Vector3 Edge, Vector3 Away) EdgeOf(in Box stage, Vector3 entrance)
    {
        (Vector3 Edge, Vector3 Away) best = default;
        float furthest = float.MinValue;
        foreach ((Vector3 axis, float half) in ((Vector3, float)[])[(Vector3.UnitX, stage.HalfSize.X), (-Vector3.UnitX, stage.HalfSize.X),
            (Vector3.UnitZ, stage.HalfSize.Z), (-Vector3.UnitZ, stage.HalfSize.Z)])
        {
            Vector3 turned = Vector3.Transform(axis, stage.Rotation) with { Y = 0f };
            if (turned.LengthSquared() < 0.01f) continue;
            turned = Vector3.Normalize(turned);
            float before = Vector3.Dot(entrance - stage.Centre, turned) - half;
            if (before <= furthest) continue;
            (furthest, best) = (before, (stage.Centre + (turned * half), turned));
        }
        return best;
    }

    // As of a theatre: before the stage it is level, and a few metres on the floor is higher in the middle and on both sides.
    private bool RisesAway()
    {
        foreach (float across in (ReadOnlySpan<float>)[-3f, 0f, 3f])
            if (HeightAt(across, Theatre) - HeightAt(across, FromStage) < Rises) return false;
        return true;
    }

    private float HeightAt(float across, float away)
    {
        Vector3 at = At(across, away);
        return _floor.TryHeight(at.X, at.Z, out float height) ? height : Entrance.Y;
    }

    private Vector3 At(float across, float away) => (_origin + (Across * across) + (_away * away)) with { Y = Entrance.Y };

    // From the middle outwards. Whoever stands behind looks between two who stand before them, and all of a row stand level.
    private List<(float Across, Vector3 Spot)> FreeIn(float front, int row, int columns, float lowest, float highest)
    {
        List<(float Across, Vector3 Spot)> free = [];
        float shift = row % 2 == 0 ? 0f : Apart / 2f, mid = (lowest + highest) / 2f;
        for (int column = 0; column < columns; column++)
        {
            float across = shift + (Apart * (column % 2 == 0 ? column / 2 : -(column + 1) / 2)), bow = across * across / (2f * BowMetres);
            Vector3 at = At(across, front + (_turn * (bow - (row * RowsApart))));
            if (_places.TryStand(new(at.X, at.Z), mid, (highest - lowest) / 2f, Role.Attendee, out Vector3 spot)) free.Add((across, spot));
        }
        if (free.Count < 2) return free;
        float level = free.Select(one => one.Spot.Y).Order().ElementAt(free.Count / 2);
        free.RemoveAll(one => MathF.Abs(one.Spot.Y - level) > Uneven);
        return free;
    }

    // As far as a camera can be moved back: not into a wall, and not below a floor that rises.
    private float Reach(Vector3 before, float wanted)
    {
        float reach = Nearest;
        for (float ahead = Nearest; ahead <= wanted; ahead += Step)
        {
            Vector3 at = before + (ToCamera * ahead);
            if (!_floor.TryHeight(at.X, at.Z, out float height)) continue; // over something low, perhaps
            if (height > before.Y + HighestEye - Eye) break;
            if (ahead - reach > 3f) break; // what had no floor for so long is a wall
            reach = ahead;
        }
        return reach;
    }
}
