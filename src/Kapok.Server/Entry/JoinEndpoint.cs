using System.Globalization;
using System.Text.Json;
using Kapok.Cluster;
using Kapok.Server.Api;
using Kapok.Server.Identities;
using Kapok.Server.Rooms;
using Microsoft.AspNetCore.Http.Features;

namespace Kapok.Server.Entry;

/// <summary>Joins over HTTP (docs/protocol.md, section 1): requests to asks, and answers of <see cref="Admission"/> to statuses.</summary>
public static class JoinEndpoint
{
    private const int MaxBodyBytes = 16 * 1024;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { MaxDepth = 8 };

    /// <summary>Maps joins.</summary>
    public static IEndpointRouteBuilder MapJoin(this IEndpointRouteBuilder routes)
    {
        foreach ((string rooms, string suffix) in RoomPaths.All)
        {
            routes.MapPost($"{rooms}/join", JoinAsync).WithName($"JoinRoom{suffix}").DisableAntiforgery();
            routes.MapDelete($"{rooms}/join", LeaveAsync).WithName($"LeaveLine{suffix}");
        }
        return routes;
    }

    private static async Task<IResult> JoinAsync(string id, Admission admission, VenueRooms venue, INode node, CallerReader callers, OriginRule origins, HttpContext http,
        CancellationToken cancellation)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = MaxBodyBytes;
        JoinBody? body;
        try
        {
            body = await JsonSerializer.DeserializeAsync<JoinBody>(http.Request.Body, Json, cancellation);
        }
        catch (Exception error) when (error is JsonException or BadHttpRequestException or InvalidOperationException)
        {
            return Problems.Of(StatusCodes.Status400BadRequest, "malformed", "The request is not the JSON it should be.");
        }
        if (body is null) return Problems.Of(EntryRefusal.NameInvalid);
        if (!origins.Allows(http)) return Problems.OriginRefused;
        RoomKey? room = await venue.KeyOfAsync(RoomPaths.EventOf(http), id, cancellation);
        return Answer(http, node, await admission.AskAsync(body.ToAsk(room, callers.Read(http)), cancellation));
    }

    // Whoever waits and does not want to any more: those behind them move up at once, instead of when their patience is over.
    private static async Task<IResult> LeaveAsync(string id, Admission admission, VenueRooms venue, GuestIdentity guests, OriginRule origins, HttpContext http,
        CancellationToken cancellation)
    {
        if (!origins.Allows(http)) return Problems.OriginRefused;
        if (guests.Read(http) is { } guest && await venue.KeyOfAsync(RoomPaths.EventOf(http), id, cancellation) is { } room) await admission.LeaveAsync(room, guest, cancellation);
        return Results.NoContent();
    }

    private static IResult Answer(HttpContext http, INode node, EntryAnswer answer) => answer switch
    {
        EntryGranted granted => Results.Json(
            new
            {
                ticket = granted.Ticket,
                expiresInSeconds = (int)Tickets.Lifetime.TotalSeconds,
                socket = granted.Room.Node == node.Id ? "/rt" : granted.Room.Socket,
                room = new
                {
                    id = granted.Room.Key.Room,
                    granted.Room.Title,
                    granted.Room.Capacity,
                    scene = $"/assets/scenes/{granted.Room.Scene}.glb",
                    sceneName = granted.Room.Scene,
                    floor = $"{RoomPaths.Of(http, granted.Room.Key.Room)}/floor",
                    places = $"{RoomPaths.Of(http, granted.Room.Key.Room)}/places",
                },
            },
            statusCode: StatusCodes.Status200OK),
        EntryWaits waits => Wait(http, waits.Position),
        EntryTooFast fast => TooFast(http, fast),
        EntryRefused refused => Problems.Of(refused.Why),
        _ => throw new InvalidOperationException($"{answer} is no answer."),
    };

    private static IResult Wait(HttpContext http, int position)
    {
        int seconds = (int)WaitingQueue.AskEvery.TotalSeconds;
        SetRetryAfter(http, seconds);
        return Results.Json(new { waiting = new { position, askAgainInSeconds = seconds } }, statusCode: StatusCodes.Status202Accepted);
    }

    private static IResult TooFast(HttpContext http, EntryTooFast fast)
    {
        SetRetryAfter(http, fast.RetrySeconds);
        return Problems.Of(
            StatusCodes.Status429TooManyRequests, "too-fast", "Many join from this address just now; a turn is kept.",
            ("retryAfterSeconds", fast.RetrySeconds), ("position", fast.Position));
    }

    private static void SetRetryAfter(HttpContext http, int seconds) => http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
}

/// <summary>The body of a join.</summary>
/// <param name="Name">Name, 1 to 24 characters after cleaning.</param>
/// <param name="Look">Look; the last one of this guest, or a plain one, when absent.</param>
/// <param name="Link">Token of a role link.</param>
/// <param name="Pass">Pass of a portal.</param>
/// <param name="Resume">From the last Welcome.</param>
/// <param name="From">Room one comes from.</param>
/// <param name="Role">Role of a bot: <c>attendee</c>, <c>speaker</c> or <c>performer</c>; with the operator's token only.</param>
internal sealed record JoinBody(string? Name, LookBody? Look, string? Link, string? Pass, string? Resume, string? From, string? Role)
{
    /// <summary>As it is decided on. What is empty is as good as absent.</summary>
    public EntryAsk ToAsk(RoomKey? room, Caller by) => new(room, by, Name, Look?.ToLook())
    {
        Link = Or(Link),
        Pass = Or(Pass),
        Resume = Or(Resume),
        From = Or(From),
        Role = Role,
    };

    private static string? Or(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
