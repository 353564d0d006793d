using System.Text;
using Kapok.Cluster;
using Kapok.Events.Ceremony;
using Kapok.Server.Api;
using Kapok.Server.Files;
using Kapok.Server.Identities;

namespace Kapok.Server.Ceremony;

/// <summary>The signing wall of a room as a file (docs/stage.md), for those with a role in the event and for whoever is in one of its rooms.</summary>
public static class WallApi
{
    private static readonly SemaphoreSlim Drawing = new(2); // a full wall is some megabytes: those who ask at once take turns

    /// <summary>Maps it.</summary>
    public static IEndpointRouteBuilder MapWall(this IEndpointRouteBuilder routes)
    {
        routes.MapRead("/api/v1/events/{event}/rooms/{room}/wall.svg", ReadAsync).WithName("GetWall");
        return routes;
    }

    private static async Task<IResult> ReadAsync(string @event, string room, KeepWall keep, EventOperators operators, IRoomDirectory rooms, GuestIdentity guests, HttpContext http)
    {
        CancellationToken cancel = http.RequestAborted;
        http.Response.Headers.CacheControl = "no-store";
        if (!http.RequestServices.GetRequiredService<OriginRule>().Allows(http)) return Problems.OriginRefused;
        if (!RoomKey.TryCreate(@event, room, out RoomKey key)) return Problems.UnknownRoom;
        string? guest = guests.Read(http);
        bool hasRole = await operators.OfAsync(http, @event) is not null;
        if (!hasRole && (guest is null || !await IsInAsync(rooms, @event, guest, cancel)))
            return Problems.Of(StatusCodes.Status403Forbidden, "not-allowed", "Whoever is in the event may do this.");
        await Drawing.WaitAsync(cancel);
        try
        {
            IReadOnlyList<WallStroke> strokes = await keep.ListAsync(key.Event, key.Room, guest, cancel);
            http.Response.Headers.ContentDisposition = $"attachment; filename=\"{key.Room}-wall.svg\"";
            http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
            return Results.Text(WallDrawing.ToSvg(key.Room, strokes), "image/svg+xml", Encoding.UTF8);
        }
        finally
        {
            Drawing.Release();
        }
    }

    private static async Task<bool> IsInAsync(IRoomDirectory rooms, string eventName, string guest, CancellationToken cancel)
    {
        foreach (RoomKey key in await rooms.ListAsync(cancel))
        {
            if (key.Event == eventName && await rooms.FindAsync(key, cancel) is { } control && await control.FindGuestAsync(guest, cancel) is not null) return true;
        }
        return false;
    }
}
