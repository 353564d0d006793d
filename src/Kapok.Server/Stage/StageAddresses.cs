using Kapok.Server.Configuration;
using Kapok.Server.Voice;

namespace Kapok.Server.Stage;

/// <summary>Where a performer's tools are pointed, as seen from where a request came.</summary>
public sealed class StageAddresses(KapokOptions options, StageSettings settings)
{
    /// <summary>Both addresses.</summary>
    /// <param name="Whip">For WHIP.</param>
    /// <param name="Rtmp">For RTMP; null where nothing takes it.</param>
    public sealed record Pair(string Whip, string? Rtmp);

    /// <summary>The addresses on the host that a request names.</summary>
    public Pair Of(HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        HttpRequest request = http.Request;
        return new($"{request.Scheme}://{request.Host}/api/v1/stage/whip", RtmpPort(request) is { } port ? $"rtmp://{request.Host.Host}:{port}/live" : null);
    }

    // The web port takes it by its first byte where the front door is open. Behind a proxy that port is the proxy's, so an own one is to be set.
    private int? RtmpPort(HttpRequest request)
    {
        if (settings.RtmpPort > 0) return settings.RtmpPort;
        return VoiceService.HasDoor(options) ? request.Host.Port ?? (request.IsHttps ? 443 : 80) : null;
    }
}
