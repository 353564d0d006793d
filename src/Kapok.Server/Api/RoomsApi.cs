using System.Collections.Concurrent;
using System.Text.Json;
using Kapok.Cluster;
using Kapok.Protocol;
using Kapok.Protocol.Messages;
using Kapok.Protocol.Text;
using Kapok.Server.Entry;
using Kapok.Server.Rooms;
using Kapok.World;

namespace Kapok.Server.Api;

/// <summary>What a client asks before it opens the world socket (docs/protocol.md, sections 1 and 6).</summary>
public static class RoomsApi
{
    private const int MaxBodyBytes = 16 * 1024;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { MaxDepth = 8 };

    /// <summary>Maps venue, join, floor and places.</summary>
    public static IEndpointRouteBuilder MapRoomsApi(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/venue", VenueAsync).WithName("GetVenue");
        routes.MapGet("/api/v1/guest", GuestAsync).WithName("GetGuest");
        // Without an event, the one that is on is meant.
        foreach ((string rooms, string suffix) in ((string, string)[])[("/api/v1/rooms/{id}", ""), ("/api/v1/events/{event}/rooms/{id}", "OfEvent")])
        {
            routes.MapPost($"{rooms}/join", JoinAsync).WithName($"JoinRoom{suffix}").DisableAntiforgery();
            routes.MapGet($"{rooms}/floor", FloorAsync).WithName($"GetFloor{suffix}");
            routes.MapGet($"{rooms}/places", PlacesAsync).WithName($"GetPlaces{suffix}");
        }
        return routes;
    }

    private static async Task<IResult> VenueAsync(IVenueCatalogue catalogue, LocalRooms rooms, HttpContext http, CancellationToken cancellation)
    {
        Venue venue = await catalogue.CurrentAsync(cancellation);
        http.Response.Headers.CacheControl = "no-store";
        return Results.Json(new
        {
            @event = venue.Event,
            venue.Title,
            venue.Organisation,
            venue.Starts,
            venue.Ends,
            rooms = venue.Rooms.Select(room => rooms.Find(venue.KeyOf(room))).OfType<LocalRoom>().Select(room => new
            {
                id = room.Key.Room,
                room.Host.Title,
                room.Host.Settings.Capacity,
                room.Host.People,
                scene = $"/assets/scenes/{room.Host.Scene}.glb",
                sceneName = room.Host.Scene,
                floor = $"/api/v1/rooms/{room.Key.Room}/floor",
                places = $"/api/v1/rooms/{room.Key.Room}/places",
            }),
        }, Json);
    }

    private static async Task<IResult> GuestAsync(GuestIdentity guests, IRoomJournal journal, HttpContext http, CancellationToken cancellation)
    {
        http.Response.Headers.CacheControl = "no-store";
        SavedLook? last = guests.Read(http) is { } guest ? await journal.LastLookAsync(guest, cancellation) : null;
        return Results.Json(new { name = last?.Name, look = last is null ? null : LookBody.From(last.Look) }, Json);
    }

    private static async Task<IResult> JoinAsync(string id, JoinDesk desk, VenueRooms venue, HttpContext http, CancellationToken cancellation)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (http.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = MaxBodyBytes;
        JoinBody? body;
        try
        {
            body = await JsonSerializer.DeserializeAsync<JoinBody>(http.Request.Body, Json, cancellation);
        }
        catch (Exception error) when (error is JsonException or BadHttpRequestException or InvalidOperationException)
        {
            return Problems.Of(StatusCodes.Status400BadRequest, "malformed", "The request is not the JSON it should be.");
        }
        if (body is null) return Problems.NameInvalid;
        return await desk.JoinAsync(await venue.KeyOfAsync(EventOf(http), id, cancellation), body, http, cancellation);
    }

    private static async Task<IResult> FloorAsync(string id, VenueRooms venue, LocalRooms rooms, HttpContext http, CancellationToken cancellation)
    {
        if (await venue.KeyOfAsync(EventOf(http), id, cancellation) is not { } key || rooms.Find(key) is not { } room) return Problems.UnknownRoom;
        http.Response.Headers.CacheControl = "no-cache";
        return Results.Bytes(room.Scene.FloorFile, "application/octet-stream");
    }

    private static async Task<IResult> PlacesAsync(string id, VenueRooms venue, LocalRooms rooms, HttpContext http, CancellationToken cancellation)
    {
        if (await venue.KeyOfAsync(EventOf(http), id, cancellation) is not { } key || rooms.Find(key) is not { } room) return Problems.UnknownRoom;
        http.Response.Headers.CacheControl = "no-cache";
        return Results.Bytes(room.Scene.PlacesFile, "application/json; charset=utf-8");
    }

    private static string? EventOf(HttpContext http) => http.GetRouteValue("event") as string;
}

/// <summary>The body of a join.</summary>
/// <param name="Name">Name, 1 to 24 characters after cleaning.</param>
/// <param name="Look">Look; the last one of this guest, or a plain one, when absent.</param>
/// <param name="Link">Token of a role link, or the pass of a portal.</param>
/// <param name="Resume">From the last Welcome.</param>
/// <param name="From">Room one comes from.</param>
/// <param name="Waits">They stand in the line of this room and ask again.</param>
/// <param name="Role">Role of a bot: <c>attendee</c>, <c>speaker</c> or <c>performer</c>; with the operator's token only.</param>
public sealed record JoinBody(string? Name, LookBody? Look, string? Link, string? Resume, string? From, bool? Waits, string? Role);

/// <summary>Takes joins: the rules in the order in which they are told.</summary>
public sealed class JoinDesk(
    LocalRooms rooms, Tickets tickets, Door door, AddressLimits addresses, OriginRule origins, OperatorToken operators, GuestIdentity guests, IRoomJournal journal, TimeProvider time)
{
    private const int MaxTokenLength = 200, MostWaiting = 20_000;

    private readonly ConcurrentDictionary<string, DateTimeOffset> _waiting = new(StringComparer.Ordinal); // guest in a line -> when they asked last

    /// <summary>Decides on a join and issues its ticket.</summary>
    public async Task<IResult> JoinAsync(RoomKey? key, JoinBody body, HttpContext http, CancellationToken cancellation)
    {
        if (!origins.Allows(http)) return Problems.OriginRefused;
        bool bot = operators.IsPresentedBy(http);
        string address = AddressLimits.Of(http.Connection.RemoteIpAddress);
        if (!bot && !TryCount(address, body, http, out int seconds)) return TooFast(http, seconds);
        if (key is not { } id || rooms.Find(id)?.Host is not { } room) return Problems.UnknownRoom;
        if (!PlainText.TryCleanName(body.Name, out string? name)) return Problems.NameInvalid;
        if (body.Look is not null && !LookRules.IsValid(body.Look.ToLook())) return Problems.LookInvalid;
        if (!TryRoleOfBot(body.Role, bot, out Role asked)) return Problems.RoleRefused;
        if (body.Link?.Length > MaxTokenLength || body.Resume?.Length > MaxTokenLength) return Problems.Refused("link-expired");

        string guest = bot ? GuestIdentity.NewGuest() : guests.Identify(http);
        Pass? pass = body.Link is { Length: > 0 } link ? tickets.TakePass(link) : null;
        if (pass is not null && pass.Guest != guest && !bot) return Problems.Refused("link-expired");
        Admission admission = await door.AdmitAsync(new(guest, address, id, pass is null && body.Link is { Length: > 0 } ? body.Link : null), bot, cancellation);
        if (admission.Refusal is { } refusal) return Problems.Refused(refusal);

        Look look = body.Look?.ToLook() ?? (bot ? null : (await journal.LastLookAsync(guest, cancellation))?.Look) ?? LookRules.Plain();
        if (!LookRules.IsValid(look)) look = LookRules.Plain(); // kept by a version whose kit had other parts
        (Role role, string? by) = pass is not null && pass.Role > admission.Role ? (pass.Role, pass.Link) : (admission.Role, admission.Link);
        if (asked > role) (role, by) = (asked, null);
        string from = pass?.From ?? (body.From is { Length: <= 64 } named && rooms.Find(id with { Room = named }) is not null ? named : "");
        long promise = 0;
        if (role <= Role.Attendee && !await IsReturningAsync(room, guest, body.Resume, cancellation) && !room.Turnstile.TryPass(guest, out promise, out int position))
        {
            if (bot) room.Turnstile.GiveUp(guest); // it is somebody else each time it asks
            return bot || position == 0 ? Problems.RoomFull : Wait(http, guest, position);
        }
        IReadOnlyList<string> blocked = bot ? [] : await journal.BlockedByAsync(guest, cancellation);
        string path = http.GetRouteValue("event") is string ofEvent ? $"/api/v1/events/{ofEvent}/rooms/{id.Room}" : $"/api/v1/rooms/{id.Room}";
        Newcomer newcomer = new(guest, name, role, look, bot ? null : address, bot, from, body.Resume ?? "", by, blocked);
        return Results.Json(new
        {
            ticket = tickets.Issue(new Ticket(id, newcomer, address, promise)),
            expiresInSeconds = (int)Tickets.Lifetime.TotalSeconds,
            socket = "/rt",
            room = new { room.Id, room.Title, room.Settings.Capacity, scene = $"/assets/scenes/{room.Scene}.glb", sceneName = room.Scene, floor = $"{path}/floor", places = $"{path}/places" },
        }, statusCode: StatusCodes.Status200OK);
    }

    // The token is for bots: it puts them on a stage, but it does not keep order among people. Who has read it gains no power over anybody.
    private static bool TryRoleOfBot(string? named, bool bot, out Role role)
    {
        role = named switch { null or "attendee" => Role.Attendee, "speaker" => Role.Speaker, "performer" => Role.Performer, _ => Role.Unspecified };
        return role != Role.Unspecified && (bot || named is null);
    }

    private static async ValueTask<bool> IsReturningAsync(RoomHost room, string guest, string? resume, CancellationToken cancellation) =>
        !string.IsNullOrEmpty(resume) && await room.AskAsync(live => live.IsReturning(guest, resume)).WaitAsync(cancellation);

    // Whoever waits asks every two seconds, and would soon have used up the joins of their address.
    private bool TryCount(string address, JoinBody body, HttpContext http, out int seconds)
    {
        seconds = 1;
        if (body.Waits == true && guests.Read(http) is { } guest && _waiting.TryGetValue(guest, out DateTimeOffset asked))
        {
            DateTimeOffset now = time.GetUtcNow();
            _waiting[guest] = now;
            if (now - asked >= Turnstile.AskEvery / 2) return true;
        }
        return addresses.TryJoin(address, out seconds);
    }

    private IResult Wait(HttpContext http, string guest, int position)
    {
        DateTimeOffset now = time.GetUtcNow();
        if (_waiting.Count > MostWaiting)
        {
            foreach ((string other, DateTimeOffset asked) in _waiting)
                if (now - asked > Turnstile.Patience) _waiting.TryRemove(other, out _);
        }
        _waiting[guest] = now;
        http.Response.Headers.RetryAfter = ((int)Turnstile.AskEvery.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return Results.Json(new { waiting = new { position, askAgainInSeconds = (int)Turnstile.AskEvery.TotalSeconds } }, statusCode: StatusCodes.Status202Accepted);
    }

    private static IResult TooFast(HttpContext http, int seconds)
    {
        http.Response.Headers.RetryAfter = Math.Max(1, seconds).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return Problems.Of(StatusCodes.Status429TooManyRequests, "too-fast", "Too many joins from this address; try again shortly.");
    }
}
