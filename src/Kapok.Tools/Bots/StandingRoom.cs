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
    private const float StepMetres = 0.45f, CellMetres = 0.25f; // of the floor (docs/protocol.md, section 5)
    private const float GalleryMetres = 0.5f, GalleryWeight = 5e-4f, LeastWeight = 1e-4f;
    private const float SeatMetres = 0.75f; // between the rows there are knees

    /// <summary>Makes the spots of a room, in the order in which they fill.</summary>
    /// <param name="least">Smallest x and z of the floor, metres.</param>
    /// <param name="most">Largest x and z.</param>
    /// <param name="heightAt">Height of the floor, NaN where there is none.</param>
    /// <param name="entrance">Where people come in: nobody stands where they could not walk to.</param>
    /// <param name="stage">The stage; nobody watches from behind it. Null where the room has none.</param>
    /// <param name="stageParts">All parts of the stage, runway included.</param>
    /// <param name="seats">Where people sit.</param>
    /// <param name="apart">Parts where an audience does not gather.</param>
    /// <param name="seed">Of the order.</param>
    public static Vector2[] Spots(
        Vector2 least, Vector2 most, Func<Vector2, float> heightAt, Vector2 entrance, StagePlan? stage, IReadOnlyList<ZoneBox> stageParts, IEnumerable<Vector2> seats,
            IReadOnlyList<ZoneBox> apart, int seed)
    {
        Random random = new(seed);
        List<(double Key, Vector2 Place)> race = [];
        HashSet<(int, int)> reached = ReachedFrom(entrance, least, most, heightAt);
        reached.ExceptWith(seats.SelectMany(CellsAbout));
        int row = 0;
        for (float z = least.Y; z < most.Y; z += RowPitch, row++)
        {
            for (float x = least.X + (row % 2 * Pitch / 2f); x < most.X; x += Pitch)
            {
                Vector2 place = new(x + ((random.NextSingle() - 0.5f) * 2f * Jitter), z + ((random.NextSingle() - 0.5f) * 2f * Jitter));
                double luck = -Math.Log(1d - random.NextDouble());
                if (!reached.Contains(CellOf(place)) || !IsLevel(place, heightAt) || stageParts.Any(part => Away(part, place) <= 0f) || apart.Any(part => Away(part, place) <= 0f))
                    continue;
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

    private static (int X, int Z) CellOf(Vector2 place) => ((int)MathF.Floor(place.X / CellMetres), (int)MathF.Floor(place.Y / CellMetres));

    private static IEnumerable<(int X, int Z)> CellsAbout(Vector2 seat)
    {
        for (float z = -SeatMetres; z <= SeatMetres; z += CellMetres)
            for (float x = -SeatMetres; x <= SeatMetres; x += CellMetres)
                if ((x * x) + (z * z) < SeatMetres * SeatMetres) yield return CellOf(seat + new Vector2(x, z));
    }

    private static HashSet<(int X, int Z)> ReachedFrom(Vector2 entrance, Vector2 least, Vector2 most, Func<Vector2, float> heightAt)
    {
        HashSet<(int X, int Z)> reached = [CellOf(entrance)];
        Stack<(int X, int Z)> open = new(reached);
        float HeightOf(int x, int z) => heightAt(new Vector2(x + 0.5f, z + 0.5f) * CellMetres);
        ((int MinX, int MinZ), (int MaxX, int MaxZ)) = (CellOf(least), CellOf(most));
        while (open.TryPop(out (int X, int Z) at))
        {
            float here = HeightOf(at.X, at.Z);
            foreach ((int x, int z) in ((int, int)[])[(at.X + 1, at.Z), (at.X - 1, at.Z), (at.X, at.Z + 1), (at.X, at.Z - 1)])
                if (x >= MinX && x <= MaxX && z >= MinZ && z <= MaxZ && MathF.Abs(HeightOf(x, z) - here) <= StepMetres && reached.Add((x, z))) open.Push((x, z));
        }
        return reached;
    }

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
