using System.Numerics;

namespace Kapok.World.Scenes;

/// <summary>Where a ceremony has its things in a place: computed here alone, and told to clients with the other places, so that both sides mean the same spots.</summary>
/// <param name="Gong">Where it stands or hangs (x, z), metres.</param>
/// <param name="Plaque">Where what is unveiled stands (x, z), metres.</param>
/// <param name="Lift">Middle of the platform that rises (x, z), metres.</param>
/// <param name="Hanging">The scene's own gong; null where one is brought.</param>
public readonly record struct CeremonyPlaces(Vector2 Gong, Vector2 Plaque, Vector2 Lift, GongMark? Hanging)
{
    /// <summary>Of the platform, metres.</summary>
    public const float LiftRadius = 1.6f;

    private const float MostAside = 4.6f, MostInset = 3.5f, InsetShare = 0.45f, AsideShare = 0.5f, LiftAhead = 0.4f, LeastLiftStage = 2f;

    /// <summary>Finds them: on the first stage of a scene, which faces +Z, at the front and aside of the middle; the platform in the last stage that is large enough.</summary>
    /// <returns>Null for a scene without a stage.</returns>
    public static CeremonyPlaces? Of(SceneLayout layout)
    {
        Zone[] stages = [.. layout.Zones.Where(zone => zone.Rule == ZoneRule.Stage)];
        if (stages.Length == 0) return null;
        Box main = stages[0].Box;
        Box under = Array.FindLast(stages, zone => MathF.Min(zone.Box.HalfSize.X, zone.Box.HalfSize.Z) > LeastLiftStage + LiftRadius)?.Box ?? main;
        float aside = MathF.Min(MostAside, main.HalfSize.X * AsideShare), front = main.HalfSize.Z - MathF.Min(MostInset, main.HalfSize.Z * InsetShare);
        Vector2 middle = new(main.Centre.X, main.Centre.Z);
        Vector2 gong = layout.Gong is { } own ? new(own.Middle.X, own.Middle.Z) : middle + new Vector2(aside, front);
        // On a stage that also has gong and backdrop the platform is nearer to the audience than the middle.
        Vector2 lift = new(under.Centre.X, under.Centre.Z + (under == main ? main.HalfSize.Z * LiftAhead : 0f));
        return new(gong, middle + new Vector2(-aside, front), lift, layout.Gong);
    }
}
