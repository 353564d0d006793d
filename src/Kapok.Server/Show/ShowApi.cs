using System.Globalization;
using System.Text;
using Google.Protobuf;
using Kapok.Cluster;
using Kapok.Console.Live;
using Kapok.Events;
using Kapok.Protocol.Messages;
using Kapok.Server.Api;
using Kapok.Server.Files;
using Kapok.Server.Identities;
using Kapok.World.Show;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Kapok.Server.Show;

/// <summary>The show of a room over HTTP (docs/stage.md): the run of show as JSON and CSV, the desk, commands, rehearsals. For stage managers and organisers.</summary>
public static class ShowApi
{
    private const string Path = "/api/v1/events/{event}/rooms/{room}/show", JsonType = "application/json; charset=utf-8";
    private const int MostCommandBytes = 65_536;

    private static readonly JsonParser Reader = new(JsonParser.Settings.Default);

    /// <summary>Maps it.</summary>
    public static IEndpointRouteBuilder MapShow(this IEndpointRouteBuilder routes)
    {
        routes.MapRead(Path, (string @event, string room, HttpContext http) => ReadAsync(@event, room, http, asCsv: false)).WithName("GetShow");
        routes.MapRead($"{Path}.csv", (string @event, string room, HttpContext http) => ReadAsync(@event, room, http, asCsv: true)).WithName("GetShowTable");
        routes.MapPut(Path, (string @event, string room, HttpContext http) => ReplaceAsync(@event, room, http, asCsv: false)).WithName("PutShow").DisableAntiforgery();
        routes.MapPut($"{Path}.csv", (string @event, string room, HttpContext http) => ReplaceAsync(@event, room, http, asCsv: true)).WithName("PutShowTable").DisableAntiforgery();
        routes.MapRead($"{Path}/desk", DeskAsync).WithName("GetShowDesk");
        routes.MapPost($"{Path}/commands", CommandAsync).WithName("CommandShow").DisableAntiforgery();
        routes.MapPost($"{Path}/rehearsals", RehearseAsync).WithName("RehearseShow").DisableAntiforgery();
        return routes;
    }

    private static async Task<IResult> ReadAsync(string @event, string room, HttpContext http, bool asCsv)
    {
        (Asked? asked, IResult? refusal) = await AdmitAsync(http, @event, room);
        if (asked is null) return refusal!;
        if (await asked.Shows.FindAsync(asked.Room, http.RequestAborted) is not { } show) return Problems.UnknownRoom;
        http.Response.Headers.ETag = $"\"{show.Desk.Run.Version}\"";
        if (!asCsv) return Results.Text(JsonFormatter.Default.Format(show.Desk.Run), JsonType);
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"{room}.csv\"";
        return Results.Text("\uFEFF" + ShowCsv.Write(show.Desk.Run), "text/csv; charset=utf-8"); // the mark tells a spreadsheet that it is UTF-8
    }

    private static async Task<IResult> ReplaceAsync(string @event, string room, HttpContext http, bool asCsv)
    {
        (Asked? asked, IResult? refusal) = await AdmitAsync(http, @event, room);
        if (asked is null) return refusal!;
        if (await asked.Shows.FindAsync(asked.Room, http.RequestAborted) is not { } show) return Problems.UnknownRoom;
        if (await BodyAsync(http, ShowRules.MostJsonBytes) is not { } text) return TooLarge(ShowRules.MostJsonBytes);
        RunOfShow? run;
        if (asCsv)
        {
            if (!ShowCsv.TryRead(text, out run, out int line, out string column))
                return Problems.Of(StatusCodes.Status400BadRequest, "show-format", $"Line {line} cannot be read{(column.Length > 0 ? $": look at the column {column}" : "")}.",
                    ("line", line), ("column", column));
            (run.Title, run.Autoplay, run.Open) = (show.Desk.Run.Title, show.Desk.Run.Autoplay, show.Desk.Run.Open); // a table has no room for them
        }
        else if (!TryParse(text, out run, out IResult? broken)) return broken!;
        uint expected = uint.TryParse(http.Request.Headers.IfMatch.ToString().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out uint version)
            ? version : show.Desk.Run.Version;
        return await DoAsync(asked, new() { Replace = new() { Run = run, Expected = expected } }, http);
    }

    private static async Task<IResult> DeskAsync(string @event, string room, HttpContext http)
    {
        (Asked? asked, IResult? refusal) = await AdmitAsync(http, @event, room);
        if (asked is null) return refusal!;
        if (await asked.Shows.FindAsync(asked.Room, http.RequestAborted) is not { } show) return Problems.UnknownRoom;
        return Results.Text(JsonFormatter.Default.Format(show.Desk), JsonType);
    }

    private static async Task<IResult> CommandAsync(string @event, string room, HttpContext http)
    {
        (Asked? asked, IResult? refusal) = await AdmitAsync(http, @event, room);
        if (asked is null) return refusal!;
        if (await BodyAsync(http, MostCommandBytes) is not { } text) return TooLarge(MostCommandBytes);
        return TryParse(text, out ShowCommand? command, out IResult? broken) ? await DoAsync(asked, command!, http) : broken!;
    }

    private static async Task<IResult> RehearseAsync(string @event, string room, HttpContext http)
    {
        (Asked? asked, IResult? refusal) = await AdmitAsync(http, @event, room);
        if (asked is null) return refusal!;
        return await asked.Shows.RehearseAsync(asked.Room, http.RequestAborted) is { } opened
            ? Results.Json(new { room = opened.Room }, statusCode: StatusCodes.Status201Created)
            : Problems.Of(StatusCodes.Status409Conflict, "rehearsals-full", "Too many rehearsals are open, or there is no such room.");
    }

    private static async Task<IResult> DoAsync(Asked asked, ShowCommand command, HttpContext http)
    {
        ShowResult? result = await asked.Shows.CommandAsync(asked.Room, command, asked.By, http.RequestAborted);
        if (result is null) return Problems.UnknownRoom;
        if (result.Done) return result.Code.Length == 0 ? Results.NoContent() : Results.Json(new { code = result.Code }, statusCode: StatusCodes.Status202Accepted);
        return result.Code switch
        {
            "show-conflict" => Problems.Of(
                StatusCodes.Status412PreconditionFailed, result.Code, $"{(result.By.Length > 0 ? result.By : "Somebody")} has changed it meanwhile.", ("by", result.By)),
            "show-refused" => Problems.Of(StatusCodes.Status400BadRequest, result.Code,
                $"{(result.Cue.Length > 0 ? $"Cue {result.Cue}: " : "")}{result.Field} is not valid ({result.Fault}).",
                ("cue", result.Cue), ("field", result.Field), ("fault", result.Fault)),
            "not-allowed" => NotAllowed,
            _ => Problems.Of(StatusCodes.Status409Conflict, result.Code, "The show is elsewhere by now."),
        };
    }

    private static IResult NotAllowed => Problems.Of(StatusCodes.Status403Forbidden, "not-allowed", "Stage managers and organisers of the event may do this.");

    private static async ValueTask<(Asked? Asked, IResult? Refusal)> AdmitAsync(HttpContext http, string eventName, string room)
    {
        IServiceProvider services = http.RequestServices;
        http.Response.Headers.CacheControl = "no-store";
        if (!services.GetRequiredService<OriginRule>().Allows(http)) return (null, Problems.OriginRefused);
        if (!RoomKey.TryCreate(eventName, room, out RoomKey key)) return (null, Problems.UnknownRoom);
        if (await services.GetRequiredService<EventOperators>().OfAsync(http, eventName) is not { } by || !ShowPart.MayRun(by.Role.ToRole())) return (null, NotAllowed);
        return (new(services.GetRequiredService<IShows>(), key, RoomMeasures.ByOf(by)), null);
    }

    private static IResult TooLarge(int most) =>
        Problems.Of(StatusCodes.Status413PayloadTooLarge, "show-too-large", $"It has more than {most / 1024} KiB, or is no UTF-8.");

    // Null for what is too long, or no text.
    private static async Task<string?> BodyAsync(HttpContext http, int most)
    {
        // What is a little too long is read to its end, so that the answer arrives.
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = 2 * most;
        if (http.Request.ContentLength > most) return null;
        using MemoryStream body = new();
        byte[] some = new byte[16_384];
        for (int read; (read = await http.Request.Body.ReadAsync(some, http.RequestAborted)) > 0;)
        {
            if (body.Length + read > most) return null;
            body.Write(some, 0, read);
        }
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(body.GetBuffer(), 0, (int)body.Length);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static bool TryParse<T>(string text, out T? message, out IResult? broken)
        where T : class, IMessage, new()
    {
        (message, broken) = (null, null);
        try
        {
            message = Reader.Parse<T>(text);
            return true;
        }
        // How Google.Protobuf's reader says that a text is no JSON, or has a field that the format does not know.
        catch (Exception error) when (error is InvalidProtocolBufferException or FormatException or OverflowException)
        {
            broken = Problems.Of(StatusCodes.Status400BadRequest, "show-format", error.Message);
            return false;
        }
    }

    private sealed record Asked(IShows Shows, RoomKey Room, MeasureBy By);
}
