using System.Text.Json;
using Kapok.Cluster;
using Kapok.Server.Identities;
using Kapok.Server.Rooms;
using Kapok.Server.Site;

namespace Kapok.Server.Api;

/// <summary>What a client asks before it opens the world socket (docs/protocol.md, sections 1 and 6).</summary>
public static class RoomsApi
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Maps venue, guest, floor and places.</summary>
    public static IEndpointRouteBuilder MapRoomsApi(this IEndpointRouteBuilder routes)
    {
        routes.MapRead("/api/v1/venue", VenueAsync).WithName("GetVenue");
        routes.MapRead("/api/v1/guest", GuestAsync).WithName("GetGuest");
        foreach ((string rooms, string suffix) in RoomPaths.All)
        {
            routes.MapRead($"{rooms}/floor", FloorAsync).WithName($"GetFloor{suffix}");
            routes.MapRead($"{rooms}/places", PlacesAsync).WithName($"GetPlaces{suffix}");
        }
        return routes;
    }

    private static async Task<IResult> VenueAsync(IVenueCatalogue catalogue, IRoomDirectory rooms, ServerBuild build, HttpContext http, CancellationToken cancellation)
    {
        Venue venue = await catalogue.CurrentAsync(cancellation);
        IReadOnlyList<RoomState> open = await rooms.StatesAsync(venue.Event, cancellation);
        http.Response.Headers.CacheControl = "no-store";
        return Results.Json(new
        {
            @event = venue.Event,
            venue.Title,
            venue.Organisation,
            venue.Starts,
            venue.Ends,
            build = build.Name,
            rooms = venue.Rooms.SelectMany(room => open.Where(state => state.Room == venue.KeyOf(room)).Take(1)).Select(room => new
            {
                id = room.Room.Room,
                room.Title,
                room.Capacity,
                room.Load.People,
                scene = $"/assets/scenes/{room.Scene}.glb",
                sceneName = room.Scene,
                floor = $"/api/v1/rooms/{room.Room.Room}/floor",
                places = $"/api/v1/rooms/{room.Room.Room}/places",
            }),
        }, Json);
    }

    private static async Task<IResult> GuestAsync(GuestIdentity guests, IRoomJournal journal, HttpContext http, CancellationToken cancellation)
    {
        http.Response.Headers.CacheControl = "no-store";
        SavedLook? last = guests.Read(http) is { } guest ? await journal.LastLookAsync(guest, cancellation) : null;
        return Results.Json(new { name = last?.Name, look = last is null ? null : LookBody.From(last.Look) }, Json);
    }

    private static async Task<IResult> FloorAsync(string id, VenueRooms venue, IRoomDirectory rooms, HttpContext http, CancellationToken cancellation)
    {
        if (await venue.KeyOfAsync(RoomPaths.EventOf(http), id, cancellation) is not { } key || await rooms.DoorOfAsync(key, cancellation) is not { } room)
            return Problems.UnknownRoom;
        http.Response.Headers.CacheControl = "no-cache";
        return Results.Bytes(await room.FloorAsync(cancellation), "application/octet-stream");
    }

    private static async Task<IResult> PlacesAsync(string id, VenueRooms venue, IRoomDirectory rooms, HttpContext http, CancellationToken cancellation)
    {
        if (await venue.KeyOfAsync(RoomPaths.EventOf(http), id, cancellation) is not { } key || await rooms.DoorOfAsync(key, cancellation) is not { } room)
            return Problems.UnknownRoom;
        http.Response.Headers.CacheControl = "no-cache";
        return Results.Bytes(await room.PlacesAsync(cancellation), "application/json; charset=utf-8");
    }
}
