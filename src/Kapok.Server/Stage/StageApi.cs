using System.Text.Json;
using Kapok.Cluster;
using Kapok.Console.Live;
using Kapok.Events;
using Kapok.Events.Links;
using Kapok.Protocol.Messages;
using Kapok.Server.Api;
using Kapok.Server.Files;
using Kapok.Server.Identities;

namespace Kapok.Server.Stage;

/// <summary>Stages for those who go live and those who run them (docs/stage.md).</summary>
internal static class StageApi
{
    private const string One = "/api/v1/events/{event}/stages/{stage}";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private static readonly IResult NotAllowed =
        Problems.Of(StatusCodes.Status403Forbidden, "not-allowed", "Only speakers, performers, stage managers and organisers may do this.");

    private static readonly IResult Unknown = Problems.Of(StatusCodes.Status404NotFound, "unknown-stage", "There is no such stage.");

    private static readonly MeasureBy Nobody = new("", "", Role.Attendee);

    /// <summary>Maps list, key, policy and end.</summary>
    public static IEndpointRouteBuilder MapStageApi(this IEndpointRouteBuilder routes)
    {
        routes.MapRead("/api/v1/events/{event}/stages", ListAsync).WithName("ListStages");
        routes.MapRead(One, ReadAsync).WithName("GetStage");
        routes.MapPut(One, ChooseAsync).WithName("ChooseSecondPublisher");
        routes.MapPost($"{One}/key", RotateAsync).WithName("RotateStageKey");
        routes.MapPost($"{One}/end", EndAsync).WithName("EndStage");
        return routes;
    }

    private static async Task<IResult> ListAsync(string @event, IStages stages, HttpContext http, CancellationToken cancellation)
    {
        (MeasureBy by, IResult? refusal) = await ByAsync(@event, http);
        if (refusal is not null) return refusal;
        if (!StageRule.MayPublish(by.Role)) return NotAllowed;
        http.Response.Headers.CacheControl = "no-store";
        return Results.Json(new { stages = (await stages.ListAsync(@event, cancellation)).Select(stage => Of(stage, null, null)) }, Json);
    }

    private static async Task<IResult> ReadAsync(string @event, string stage, IStages stages, StageAddresses addresses, HttpContext http, CancellationToken cancellation)
    {
        (MeasureBy by, IResult? refusal) = await ByAsync(@event, http);
        if (refusal is not null) return refusal;
        return StageRule.MayPublish(by.Role) ? await AnswerAsync(new(@event, stage), stages, addresses, http, cancellation) : NotAllowed;
    }

    private static async Task<IResult> ChooseAsync(
        string @event, string stage, Choice choice, IStages stages, StageAddresses addresses, HttpContext http, CancellationToken cancellation)
    {
        (MeasureBy by, IResult? refusal) = await MayChangeAsync(@event, http);
        if (refusal is not null) return refusal;
        if (choice.Second is not ("refused" or "takes-over")) return Problems.Of(StatusCodes.Status400BadRequest, "second-unknown", "\"second\" must be refused or takes-over.");
        SecondPublisher second = choice.Second == "refused" ? SecondPublisher.Refused : SecondPublisher.TakesOver;
        return Refusal(await stages.ChooseSecondAsync(new(@event, stage), second, by, cancellation))
            ?? await AnswerAsync(new(@event, stage), stages, addresses, http, cancellation);
    }

    private static async Task<IResult> RotateAsync(
        string @event, string stage, IStages stages, StageAddresses addresses, HttpContext http, CancellationToken cancellation)
    {
        (MeasureBy by, IResult? refusal) = await MayChangeAsync(@event, http);
        if (refusal is not null) return refusal;
        return Refusal(await stages.RotateKeyAsync(new(@event, stage), by, cancellation))
            ?? await AnswerAsync(new(@event, stage), stages, addresses, http, cancellation);
    }

    private static async Task<IResult> EndAsync(string @event, string stage, IStages stages, HttpContext http, CancellationToken cancellation)
    {
        (MeasureBy by, IResult? refusal) = await MayChangeAsync(@event, http);
        if (refusal is not null) return refusal;
        if ((await stages.ListAsync(@event, cancellation)).All(one => one.Key.Stage != stage)) return Unknown;
        return Refusal(await stages.EndAsync(new(@event, stage), by, cancellation)) ?? Results.NoContent();
    }

    private static async Task<IResult> AnswerAsync(StageKey key, IStages stages, StageAddresses addresses, HttpContext http, CancellationToken cancellation)
    {
        if ((await stages.ListAsync(key.Event, cancellation)).FirstOrDefault(one => one.Key == key) is not { } stage
            || await stages.KeyAsync(key, cancellation) is not { } secret) return Unknown;
        http.Response.Headers.CacheControl = "no-store"; // the key is a secret
        return Results.Json(Of(stage, secret, addresses.Of(http)), Json);
    }

    private static object Of(StageRecord stage, string? key, StageAddresses.Pair? addresses) => new
    {
        stage = stage.Key.Stage,
        title = stage.Title,
        second = stage.Second == SecondPublisher.TakesOver ? "takes-over" : "refused",
        key,
        whip = addresses?.Whip,
        rtmp = addresses?.Rtmp,
        refused = stage.Refused is not { } last ? null : new { code = last.Why.Code, values = last.Why.Values, at = last.At },
        onAir = stage.OnAir is not { } now ? null : new
        {
            live = now.Live,
            way = now.Way,
            since = now.Since,
            interrupted = now.IsInterrupted,
            videoCodec = now.VideoCodec,
            audioCodec = now.AudioCodec,
            width = now.Width,
            height = now.Height,
            framesPerSecond = Math.Round(now.FramesPerSecond, 1),
            videoKilobits = Math.Round(now.VideoKilobits),
            audioKilobits = Math.Round(now.AudioKilobits),
            keyframeSeconds = Math.Round(now.KeyframeSeconds, 1),
            viewers = now.Viewers,
            warnings = now.Warnings.Select(warning => new { code = warning.Code, values = warning.Values }),
        },
    };

    private static async ValueTask<(MeasureBy By, IResult? Refusal)> MayChangeAsync(string @event, HttpContext http) =>
        http.RequestServices.GetRequiredService<OriginRule>().Allows(http) ? await ByAsync(@event, http) : (Nobody, Problems.OriginRefused);

    // Whoever has a role in another event sees no stage of this one. The token is for bots, which publish as a performer does and manage nothing.
    private static async ValueTask<(MeasureBy By, IResult? Refusal)> ByAsync(string @event, HttpContext http)
    {
        if (OperatorClaims.LinkOf(http.User) is null && !http.Request.Headers.ContainsKey(EventOperators.Header))
            return (http.RequestServices.GetRequiredService<OperatorToken>().IsPresentedBy(http) ? new("", "", Role.Performer) : Nobody, null);
        return await http.RequestServices.GetRequiredService<EventOperators>().OfAsync(http, @event) is { } by ? (RoomMeasures.ByOf(by), null) : (Nobody, Unknown);
    }

    private static IResult? Refusal(MeasureResult result) => result switch
    {
        { Done: true } => null,
        { Code: "not-allowed" } => Problems.Of(StatusCodes.Status403Forbidden, "not-allowed", "Only stage managers and organisers may do this."),
        { Code: "stage-not-stored" } => Problems.Of(StatusCodes.Status503ServiceUnavailable, result.Code, "The storage does not take it now; nothing was changed. Try again."),
        _ => Unknown,
    };

    /// <summary>What is chosen.</summary>
    /// <param name="Second">"refused" or "takes-over".</param>
    internal sealed record Choice(string? Second);
}
