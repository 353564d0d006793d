using Kapok.Cluster;
using Kapok.Console.Texts;
using Kapok.Server.Rooms;

namespace Kapok.Server.Site;

/// <summary>Which of the client's addresses lead somewhere. The others are answered here, before a megabyte of client has been loaded to say so.</summary>
public sealed partial class PageAddresses(VenueRooms venue, IRoomDirectory rooms, IVenueCatalogue catalogue, ILogger<PageAddresses> log)
{
    /// <summary>What addresses of rooms begin with.</summary>
    public const string Rooms = "/r/";

    private int _hasTold;

    /// <summary>The answer to a page that cannot be: of a room that there is not, with a slash behind its name, or below a path.</summary>
    /// <returns>Null when the page is to be served.</returns>
    public async ValueTask<IResult?> RefuseAsync(HttpContext http, string path)
    {
        string? prefix = http.Request.Headers["X-Forwarded-Prefix"];
        if (!string.IsNullOrEmpty(prefix) && prefix != "/")
        {
            if (Interlocked.Exchange(ref _hasTold, 1) == 0) BelowPath(log, prefix.Length > 64 ? prefix[..64] : prefix);
            return Page(http, PlainPage.BelowPath(Language.Of(http)), StatusCodes.Status421MisdirectedRequest);
        }
        if (!path.StartsWith(Rooms, StringComparison.Ordinal)) return null;
        string id = path[Rooms.Length..].TrimEnd('/');
        if (!await ExistsAsync(id, http.RequestAborted)) return Page(http, PlainPage.NoSuchRoom(Language.Of(http)), StatusCodes.Status404NotFound);
        return path.EndsWith('/') ? Results.Redirect($"{Rooms}{id}{http.Request.QueryString}", permanent: true, preserveMethod: true) : null;
    }

    private async ValueTask<bool> ExistsAsync(string id, CancellationToken cancellation)
    {
        if (await venue.KeyOfAsync(null, id, cancellation) is not { } key) return false;
        return await rooms.DoorOfAsync(key, cancellation) is not null || (await catalogue.CurrentAsync(cancellation)).Rooms.Any(room => room.Id == id); // or it is not open yet
    }

    private static IResult Page(HttpContext http, string page, int status)
    {
        http.Response.Headers.CacheControl = "no-store";
        return Results.Content(page, "text/html; charset=utf-8", statusCode: status);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A proxy serves this venue below the path {Prefix}, where nothing of it is found: give it a host name of its own (docs/operations.md)")]
    private static partial void BelowPath(ILogger log, string prefix);
}
