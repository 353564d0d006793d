using System.Text.Json;

namespace Kapok.World.Scenes;

/// <summary>The places of a scene as clients ask for them (docs/protocol.md, section 6): spawn points, seats, zones and portals.</summary>
public static class PlacesJson
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Writes them.</summary>
    /// <returns>JSON in UTF-8; places in metres, turns in radians or as quaternions.</returns>
    public static byte[] Write(SceneLayout layout) => JsonSerializer.SerializeToUtf8Bytes(
        new
        {
            spawns = layout.Spawns.Select(spawn => new { spawn.Title, spawn.Position.X, spawn.Position.Y, spawn.Position.Z, spawn.Yaw, spawn.Spread }),
            seats = layout.Seats.Select((seat, index) => new { index, seat.Position.X, seat.Position.Y, seat.Position.Z, seat.Yaw }),
            zones = layout.Zones.Select(zone => new { zone.Title, rule = JsonNamingPolicy.CamelCase.ConvertName(zone.Rule.ToString()), box = Describe(zone.Box) }),
            portals = layout.Portals.Select((portal, index) => new { index, portal.Room, portal.Title, box = Describe(portal.Box) }),
            ceremony = Describe(CeremonyPlaces.Of(layout)),
        },
        Json);

    private static object? Describe(CeremonyPlaces? places) => places is not { } spots ? null : new
    {
        gong = new { x = spots.Gong.X, y = spots.Hanging?.Middle.Y, z = spots.Gong.Y, radius = spots.Hanging?.Radius },
        plaque = new { x = spots.Plaque.X, z = spots.Plaque.Y },
        lift = new { x = spots.Lift.X, z = spots.Lift.Y, radius = CeremonyPlaces.LiftRadius },
    };

    private static object Describe(Box box) => new
    {
        box.Centre.X,
        box.Centre.Y,
        box.Centre.Z,
        halfX = box.HalfSize.X,
        halfY = box.HalfSize.Y,
        halfZ = box.HalfSize.Z,
        rotation = new[] { box.Rotation.X, box.Rotation.Y, box.Rotation.Z, box.Rotation.W },
    };
}
