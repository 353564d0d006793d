using System.Numerics;
using Kapok.World.Movement;
using Kapok.World.Scenes;

namespace Kapok.World.Ceremony;

/// <summary>Where a photograph is taken from.</summary>
/// <param name="Eye">Metres.</param>
/// <param name="Target">What it looks at, metres.</param>
/// <param name="Degrees">Of view, upright; the picture is 16:9.</param>
public readonly record struct PhotographCamera(Vector3 Eye, Vector3 Target, float Degrees);

/// <summary>Where somebody stands for it.</summary>
/// <param name="Position">On the floor, metres.</param>
/// <param name="Yaw">Towards the camera, radians; 0 faces +Z.</param>
public readonly record struct PhotographSpot(Vector3 Position, float Yaw);

/// <summary>Where people stand for a photograph, and from where it is taken: in rows that bow towards the camera.</summary>
/// <remarks>
/// Before the stage, with the stage behind them; where the floor rises away from the stage as in a theatre, on its steps, and the camera is on the stage. Of all
/// distances from the stage and numbers of rows the most compact group is taken of which the camera sees everyone.
/// </remarks>
/// <param name="Camera">The camera.</param>
/// <param name="Spots">The front row first; fewer than were asked for where no more fit.</param>
public sealed record PhotographPlan(PhotographCamera Camera, IReadOnlyList<PhotographSpot> Spots)
{
    /// <summary>The most who stand for one.</summary>
    public const int Most = 400;

    private const float SpotsARow = 2.5f; // times as many in a row as there are rows: what fills a picture of 16:9 from a little above
    private const float FurtherCosts = 0.25f, MissingCosts = 1_000f, WidestDegrees = 62f, Step = 0.75f;
    private const int MostTried = 24; // of which the camera is worked out

    private static readonly float[] Deeper = [1f, 1.5f, 2.2f];

    /// <summary>Plans it.</summary>
    /// <param name="floor">The floor.</param>
    /// <param name="layout">The place; it has an entrance.</param>
    /// <param name="places">Says where one can stand.</param>
    /// <param name="people">How many are to stand, 1 to <see cref="Most"/>; more are not placed.</param>
    public static PhotographPlan For(FloorGrid floor, SceneLayout layout, Places places, int people)
    {
        people = Math.Clamp(people, 1, Most);
        IReadOnlyList<PhotographGround> grounds = PhotographGround.Of(floor, layout, places);
        PhotographPlan? best = null;
        foreach (PhotographGround ground in grounds)
        {
            PhotographPlan? plan = For(ground, people);
            if (plan is null || (best is not null && best.Spots.Count >= plan.Spots.Count)) continue;
            best = plan;
            if (plan.Spots.Count == people && plan.Camera.Degrees <= WidestDegrees) break;
        }
        return best is { Spots.Count: > 0 } ? best : AtTheEntrance(grounds[0]);
    }

    private static PhotographPlan? For(PhotographGround ground, int people)
    {
        PhotographPlan? best = null;
        foreach (Group group in Groups(ground, people).OrderBy(group => group.Cost).Take(MostTried))
        {
            PhotographCamera camera = ground.CameraFor(group.Spots);
            List<Vector3> seen = [.. group.Spots.Where(spot => ground.Sees(camera, spot))];
            if (best is not null && (seen.Count < best.Spots.Count || (seen.Count == best.Spots.Count && camera.Degrees >= best.Camera.Degrees))) continue;
            best = new(camera, [.. seen.Select(spot => new PhotographSpot(spot, YawTo(spot, camera.Eye)))]);
            if (seen.Count == people && camera.Degrees <= WidestDegrees) break;
        }
        return best;
    }

    // Where there is no room for anybody, the one who stands nearest is put where people come in.
    private static PhotographPlan AtTheEntrance(PhotographGround ground)
    {
        PhotographCamera camera = ground.CameraFor([ground.Entrance]);
        return new(camera, [new(ground.Entrance, YawTo(ground.Entrance, camera.Eye))]);
    }

    private static float YawTo(Vector3 from, Vector3 to) => MathF.Atan2(to.X - from.X, to.Z - from.Z);

    private static IEnumerable<Group> Groups(PhotographGround ground, int people)
    {
        int least = Math.Max(1, (int)MathF.Round(MathF.Sqrt(people / SpotsARow)));
        foreach (float deeper in Deeper)
        {
            int rows = Math.Max(1, (int)MathF.Round(least * deeper));
            float nearest = ground.NearestFront(rows);
            for (float front = nearest; front <= ground.FurthestFront; front += Step)
            {
                List<Vector3> spots = ground.Stand(front, rows, people, out float half, out float depth);
                if (spots.Count > 0) yield return new(spots, half + depth + (FurtherCosts * (front - nearest)) + (MissingCosts * (people - spots.Count)));
            }
        }
    }

    private readonly record struct Group(List<Vector3> Spots, float Cost);
}
