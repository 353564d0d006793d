using Kapok.Media.Stage.WebRtc;
using Kapok.Server.Entry;

namespace Kapok.Server.Stage;

/// <summary>Watching by WebRTC: WHEP, draft-ietf-wish-whep. Whoever knows the random id of a broadcast may watch.</summary>
internal static class WhepEndpoints
{
    private const string Address = "/live/{live}/whep";

    /// <summary>Maps them.</summary>
    public static void MapWhep(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(Address, WatchAsync).WithName("PostWhep");
        WhepDesk desk = routes.ServiceProvider.GetRequiredService<WhepDesk>();
        RtcHttp.Map(routes, Address, "Whep", desk.Find, desk.End);
    }

    private static async Task<IResult> WatchAsync(string live, WhepDesk desk, HttpContext http)
    {
        RtcHttp.Open(http);
        (string offer, IResult? refusal) = await RtcHttp.ReadOfferAsync(http);
        return refusal ?? RtcHttp.Created(http, desk.Watch(live, offer, AddressLimits.Of(http.Connection.RemoteIpAddress)), $"/live/{live}/whep");
    }
}
