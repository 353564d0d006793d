using System.Globalization;
using System.Text;
using Kapok.Media.Rtc.Sdp;
using Kapok.Media.Stage;
using Kapok.Media.Stage.WebRtc;
using Kapok.Server.Api;
using Microsoft.Net.Http.Headers;

namespace Kapok.Server.Stage;

/// <summary>What WHIP (RFC 9725) and WHEP (draft-ietf-wish-whep) have in common over HTTP.</summary>
/// <remarks>Pages of any origin may call: who may is said by the key or by the address, and no cookie is read.</remarks>
internal static class RtcHttp
{
    private const string SdpType = "application/sdp", FragmentType = "application/trickle-ice-sdpfrag";

    private static readonly string[] Others = [HttpMethods.Get, HttpMethods.Head, HttpMethods.Put];

    /// <summary>Maps all but the post: what is asked of an address before it is used, and of the sessions below it.</summary>
    /// <param name="routes">Where.</param>
    /// <param name="address">Where offers are posted.</param>
    /// <param name="name">Of the endpoints.</param>
    /// <param name="find">A session by its id.</param>
    /// <param name="end">Ends a session.</param>
    public static void Map(IEndpointRouteBuilder routes, string address, string name, Func<string, RtcResource?> find, Func<string, bool> end)
    {
        string one = $"{address}/{{session}}";
        routes.MapMethods(address, [HttpMethods.Options], Options).WithName($"Options{name}");
        routes.MapMethods(address, Others, http => NotAllowed(http, "POST, OPTIONS")).WithName($"Other{name}");
        routes.MapMethods(one, [HttpMethods.Options], Options).WithName($"Options{name}Session");
        routes.MapMethods(one, [.. Others, HttpMethods.Post], http => NotAllowed(http, "PATCH, DELETE, OPTIONS")).WithName($"Other{name}Session");
        routes.MapPatch(one, (string session, HttpContext http) => PatchAsync(http, find(session))).WithName($"Patch{name}");
        routes.MapDelete(one, (string session, HttpContext http) =>
        {
            Open(http);
            return end(session) ? Results.Ok() : NoSession();
        }).WithName($"Delete{name}");
    }

    /// <summary>Answers what a browser asks before it posts from a page of another origin, and what a client asks that wants to know what is taken.</summary>
    private static IResult Options(HttpContext http)
    {
        Open(http);
        IHeaderDictionary headers = http.Response.Headers;
        headers["Accept-Post"] = SdpType;
        headers.AccessControlAllowMethods = "POST, PATCH, DELETE, OPTIONS";
        headers.AccessControlAllowHeaders = "Authorization, Content-Type, If-Match";
        headers.AccessControlMaxAge = "86400";
        return Results.NoContent();
    }

    /// <summary>Lets pages of any origin read the answer, and nobody keep it.</summary>
    public static void Open(HttpContext http)
    {
        IHeaderDictionary headers = http.Response.Headers;
        headers.AccessControlAllowOrigin = "*";
        headers.AccessControlExposeHeaders = "Location, ETag, Retry-After";
        headers.CacheControl = "no-store";
    }

    /// <summary>Reads an offer.</summary>
    /// <returns>The offer, or what to answer instead.</returns>
    public static Task<(string Text, IResult? Refusal)> ReadOfferAsync(HttpContext http) => ReadAsync(http, SdpType, SdpOffer.MaxLength);

    /// <summary>What became of an offer.</summary>
    /// <param name="http">The request.</param>
    /// <param name="answer">What became of it.</param>
    /// <param name="folder">The address below which sessions are.</param>
    public static IResult Created(HttpContext http, OfferAnswer answer, string folder)
    {
        if (answer.Resource is not { } resource) return Refused(http, answer);
        http.Response.Headers.Location = $"{folder}/{resource.Id}";
        http.Response.Headers.ETag = resource.Tag;
        return Results.Text(answer.Answer, SdpType, Encoding.UTF8, StatusCodes.Status201Created);
    }

    /// <summary>A session is changed.</summary>
    private static async Task<IResult> PatchAsync(HttpContext http, RtcResource? resource)
    {
        Open(http);
        if (resource is null) return NoSession();
        (string text, IResult? refusal) = await ReadAsync(http, FragmentType, IceFragment.MaxLength);
        if (refusal is not null) return refusal;
        if (!IceFragment.TryRead(text, out IceFragment fragment)) return Problems.Of(StatusCodes.Status400BadRequest, "sdp", "This is no piece of SDP with ICE credentials.");
        switch (resource.Patch(fragment, http.Request.Headers.IfMatch.ToString(), out string answer))
        {
            case PatchOutcome.Restarted:
                http.Response.Headers.ETag = resource.Tag;
                return Results.Text(answer, FragmentType, Encoding.UTF8);
            case PatchOutcome.Trickled:
                return Problems.Of(StatusCodes.Status422UnprocessableEntity, "trickle", "Candidates are not needed here: the server answers whoever checks it.");
            case PatchOutcome.NoCondition:
                return Problems.Of(StatusCodes.Status428PreconditionRequired, "if-match", "An ICE restart needs the header If-Match: *.");
            case PatchOutcome.OtherVersion:
            default:
                return Problems.Of(StatusCodes.Status412PreconditionFailed, "if-match", "ICE was restarted already.");
        }
    }

    private static IResult NoSession() => Problems.Of(StatusCodes.Status404NotFound, "no-session", "This session is over.");

    // Named, or the site's page for what is not found would answer.
    private static Task NotAllowed(HttpContext http, string allowed)
    {
        http.Response.Headers.Allow = allowed;
        http.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
        return Task.CompletedTask;
    }

    private static IResult Refused(HttpContext http, OfferAnswer answer)
    {
        (int status, string code, string title, int retrySeconds) = answer.Fault switch
        {
            OfferFault.Malformed => (StatusCodes.Status400BadRequest, "sdp", Words(answer.Sdp), 0),
            OfferFault.Codec => (StatusCodes.Status406NotAcceptable, "codec", "No codec in common. This venue takes H.264 or VP8 and Opus over WebRTC.", 0),
            OfferFault.Reordered => (StatusCodes.Status406NotAcceptable, "b-frames", "The stage is sent with B-frames, which WebRTC cannot carry.", 0),
            OfferFault.Sound => (StatusCodes.Status406NotAcceptable, "sound", "The sound of the stage is not available over WebRTC.", 0),
            OfferFault.Full => (StatusCodes.Status503ServiceUnavailable, "full", "As many are connected by WebRTC as this server takes.", 30),
            OfferFault.NotYet => (StatusCodes.Status503ServiceUnavailable, "not-yet", "The stage is about to begin.", 1),
            OfferFault.Unknown => (StatusCodes.Status404NotFound, "no-broadcast", "This broadcast is over.", 0),
            OfferFault.Refused => (StatusOf(answer.Refusal), "refused", StageWords.Of(answer.Refusal), answer.Refusal == StageRefusal.TooOften ? 60 : 0),
            _ => (StatusCodes.Status503ServiceUnavailable, "unavailable", "This server takes no WebRTC connections now.", 30),
        };
        if (retrySeconds > 0) http.Response.Headers.RetryAfter = retrySeconds.ToString(CultureInfo.InvariantCulture);
        return Problems.Of(status, code, title);
    }

    private static int StatusOf(StageRefusal refusal) => refusal switch
    {
        StageRefusal.UnknownKey => StatusCodes.Status401Unauthorized,
        StageRefusal.Occupied => StatusCodes.Status409Conflict,
        StageRefusal.TooOften => StatusCodes.Status429TooManyRequests,
        _ => StatusCodes.Status503ServiceUnavailable,
    };

    private static string Words(SdpFault fault) => fault switch
    {
        SdpFault.TooLarge => "The offer is too large.",
        SdpFault.NoIce => "The offer has no ICE user name fragment and password.",
        SdpFault.NoDtls => "The offer has no SHA-256 fingerprint, or no DTLS role.",
        SdpFault.NotBundled => "The offer's sections are not bundled, or do not multiplex RTCP.",
        _ => "This is no SDP offer.",
    };

    private static async Task<(string Text, IResult? Refusal)> ReadAsync(HttpContext http, string type, int most)
    {
        bool isType = MediaTypeHeaderValue.TryParse(http.Request.ContentType, out MediaTypeHeaderValue? given) && given.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase);
        if (!isType) return ("", Problems.Of(StatusCodes.Status415UnsupportedMediaType, "content-type", $"The content must be {type}."));
        byte[] bytes = new byte[most + 1];
        int length = http.Request.ContentLength > most ? bytes.Length
            : await http.Request.Body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, http.RequestAborted);
        if (length > most) return ("", Problems.Of(StatusCodes.Status413PayloadTooLarge, "too-large", $"The content may have {most / 1024} KiB."));
        return (Encoding.UTF8.GetString(bytes, 0, length), null);
    }
}
