using System.Numerics;

namespace Kapok.Tools.Bots;

/// <summary>Where an audience stands: a spot for each of them, denser towards the stage, and never two on one.</summary>
/// <remarks>
/// Spots lie on a hexagonal grid over all level floor, each a little off it. They fill in the order of a race (Efraimidis and Spirakis, weighted sampling
/// without replacement, 2006) whose weights fall with the distance from the stage: a few hundred people gather at its edge, and ten thousand fill the floor,
/// then the galleries. Drawing places one by one would put many on the same few square metres as soon as there are thousands.
/// </remarks>
public static class StandingRoom
{
    private const float Pitch = 0.57f, RowPitch = 0.494f; // 0.28 m² each, as in the pit of a sold-out concert
    private const float Jitter = 0.09f, Clearance = 0.3f, LevelMetres = 0.12f;
    private const float ClosestMetres = 2f, DecayMetres = 4f; // how an audience thins out behind the stage's edge
    private const float GalleryMetres = 0.5f, GalleryWeight = 1e-7f, LeastWeight = 1e-5f;

    /// <summary>Makes the spots of a room, in the order in which they fill.</summary>
    /// <param name="least">Smallest x and z of the floor, metres.</param>
    /// <param name="most">Largest x and z.</param>
    /// <param name="heightAt">Height of the floor, NaN where there is none.</param>
    /// <param name="stage">The stage; nobody watches from behind it. Null where the room has none.</param>
    /// <param name="stageParts">All parts of the stage, runway included.</param>
    /// <param name="apart">Parts where an audience does not gather.</param>
    /// <param name="seed">Of the order.</param>
    public static Vector2[] Spots(
        Vector2 least, Vector2 most, Func<Vector2, float> heightAt, StagePlan? stage, IReadOnlyList<ZoneBox> stageParts, IReadOnlyList<ZoneBox> apart, int seed)
    {
        Random random = new(seed);
        List<(double Key, Vector2 Place)> race = [];
        int row = 0;
        for (float z = least.Y; z < most.Y; z += RowPitch, row++)
        {
            for (float x = least.X + (row % 2 * Pitch / 2f); x < most.X; x += Pitch)
            {
                Vector2 place = new(x + ((random.NextSingle() - 0.5f) * 2f * Jitter), z + ((random.NextSingle() - 0.5f) * 2f * Jitter));
                double luck = -Math.Log(1d - random.NextDouble());
                if (!IsLevel(place, heightAt) || stageParts.Any(part => Away(part, place) <= 0f) || apart.Any(part => Away(part, place) <= 0f)) continue;
                if (stage is not null && Vector2.Dot(place - stage.Centre, stage.Ahead) < stage.HalfDepth) continue;
                race.Add((luck / Weight(place, heightAt(place), stageParts), place));
            }
        }
        return [.. race.OrderBy(entry => entry.Key).Select(entry => entry.Place)];
    }

    private static double Weight(Vector2 place, float height, IReadOnlyList<ZoneBox> stageParts)
    {
        if (height > GalleryMetres) return GalleryWeight;
        float away = stageParts.Count == 0 ? place.Length() : stageParts.Min(part => Away(part, place));
        return Math.Max(LeastWeight, Math.Exp(-Math.Max(0f, away - ClosestMetres) / DecayMetres));
    }

    private static float Away(ZoneBox part, Vector2 place) =>
        Vector2.Max(Vector2.Abs(place - new Vector2(part.X, part.Z)) - new Vector2(part.HalfX, part.HalfZ), Vector2.Zero).Length();

    // False for NaN heights. Nobody stands with a shoulder in a wall, or half over a step.
    private static bool IsLevel(Vector2 place, Func<Vector2, float> heightAt)
    {
        float height = heightAt(place);
        ReadOnlySpan<Vector2> around = [new(Clearance, 0f), new(-Clearance, 0f), new(0f, Clearance), new(0f, -Clearance)];
        foreach (Vector2 offset in around)
            if (!(MathF.Abs(heightAt(place + offset) - height) <= LevelMetres)) return false;
        return true;
    }
}
