using System.Net;
using Kapok.Media.Rtc;
using Kapok.Server.Configuration;

namespace Kapok.Server.Voice;

/// <summary>Where voices are listened for and what others are told of it, worked out of the options.</summary>
/// <param name="Bind">Address to listen on.</param>
/// <param name="UdpPort">UDP port.</param>
/// <param name="TcpPort">TCP port that answers name, 0 for none.</param>
/// <param name="Advertised">Addresses that answers name; none means those of the network cards.</param>
/// <param name="Warning">What whoever runs the venue should know; null when all is well.</param>
public sealed record VoicePlan(IPAddress Bind, int UdpPort, int TcpPort, IReadOnlyList<IPAddress> Advertised, string? Warning)
{
    /// <summary>Makes the plan.</summary>
    /// <param name="options">The server's options.</param>
    /// <param name="settings">The voices'.</param>
    /// <param name="webPort">The web port that was taken.</param>
    /// <param name="hasDoor">Whether the web port recognises ICE-TCP.</param>
    public static VoicePlan Of(KapokOptions options, VoiceSettings settings, int webPort, bool hasDoor)
    {
        IPAddress[] advertised = [.. KapokOptions.List(settings.Advertised).Select(IPAddress.Parse)];
        IPAddress web = Parse(options.Host);
        bool isWebOpen = !IPAddress.IsLoopback(web), isOuter = advertised.Any(address => !IPAddress.IsLoopback(address));
        IPAddress bind = settings.Host is { } host ? Parse(host) : isOuter && !isWebOpen ? IPAddress.IPv6Any : web;
        bool isAny = bind.Equals(IPAddress.Any) || bind.Equals(IPAddress.IPv6Any);
        string? warning = advertised.Length > 0 ? null
            : isWebOpen || isAny ? "Voices are offered at the addresses of this machine's network cards: people outside of its network hear nobody unless Voice:Advertised names the address at which they reach it"
            : options.KnownProxies.Length > 0 ? "There is a proxy, but voices are listened for on this machine alone: set Voice:Advertised to the address at which others reach it" : null;
        if (advertised.Length == 0 && !isAny) advertised = [bind];
        // A door that only this machine reaches is not named to others: they would try it in vain.
        int tcp = settings.TcpPort ?? (hasDoor && (isWebOpen || !isOuter) ? webPort : 0);
        return new(bind, settings.Port ?? webPort, tcp, advertised, warning);
    }

    /// <summary>As the media library takes it.</summary>
    public RtcOptions ToOptions(VoiceSettings settings) => new()
    {
        Port = UdpPort,
        TcpPort = TcpPort,
        Bind = Bind,
        Advertised = Advertised,
        Shards = settings.Shards,
        MaxSessions = settings.MaxSessions,
    };

    private static IPAddress Parse(string host) => host == "localhost" ? IPAddress.Loopback : IPAddress.Parse(host);
}
