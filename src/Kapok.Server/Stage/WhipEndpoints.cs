using Kapok.Media.Stage;
using Kapok.Media.Stage.WebRtc;
using Kapok.Server.Api;

namespace Kapok.Server.Stage;

/// <summary>Going live by WebRTC: WHIP, RFC 9725. The bearer token is the stream key, which alone names the stage.</summary>
internal static class WhipEndpoints
{
    private const string Address = "/api/v1/stage/whip", Scheme = "Bearer ";

    /// <summary>Maps them.</summary>
    public static void MapWhip(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(Address, PublishAsync).WithName("PostWhip");
        WhipDesk desk = routes.ServiceProvider.GetRequiredService<WhipDesk>();
        RtcHttp.Map(routes, Address, "Whip", desk.Find, desk.End);
    }

    private static async Task<IResult> PublishAsync(IStageDirectory stages, WhipDesk desk, HttpContext http)
    {
        RtcHttp.Open(http);
        string authorization = http.Request.Headers.Authorization.ToString();
        string key = authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? authorization[Scheme.Length..].Trim() : "";
        if (key.Length == 0 || await stages.AdmitAsync(key, http.RequestAborted) is not { } ticket)
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
            return Problems.Of(StatusCodes.Status401Unauthorized, "key", StageWords.Of(StageRefusal.UnknownKey));
        }
        (string offer, IResult? refusal) = await RtcHttp.ReadOfferAsync(http);
        return refusal ?? RtcHttp.Created(http, desk.Publish(ticket, offer), Address);
    }
}
