using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace Kapok.Server.Configuration;

/// <summary>Whose forwarded headers are believed: those of the named proxies, for address, scheme and host, through as many of them as follow each other.</summary>
/// <remarks>The header is read from its end, and the first address that is no named proxy's is the visitor's: what stands before it anybody may have written.</remarks>
public sealed partial class ProxyRule
{
    /// <summary>How long it is silent after it has told of headers that are not believed.</summary>
    public static readonly TimeSpan TellEvery = TimeSpan.FromMinutes(10);

    private readonly AddressSet _known;
    private readonly ForwardedHeadersMiddleware? _forwarded;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private long _toldAt; // 0: never

    /// <summary>Reads the rule from the options.</summary>
    public ProxyRule(KapokOptions options, TimeProvider time, ILoggerFactory logs)
    {
        (_time, _log, _known) = (time, logs.CreateLogger<ProxyRule>(), AddressSet.Parse(options.KnownProxies));
        if (_known.IsEmpty) return;
        ForwardedHeadersOptions forwarded = new()
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost,
            ForwardLimit = null, // a network for delivery before a proxy of one's own: both are named, and both add their line
        };
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (System.Net.IPNetwork network in _known.Networks) forwarded.KnownIPNetworks.Add(network);
        _forwarded = new(_ => Task.CompletedTask, logs, Options.Create(forwarded));
    }

    /// <summary>Whether an address is a named proxy's.</summary>
    public bool IsKnown(IPAddress? address) => _known.Contains(address);

    /// <summary>Whether a request came through somebody who forwards and is not believed: who sent it is not known then.</summary>
    /// <remarks>Of a request to which <see cref="Apply"/> was applied.</remarks>
    public static bool HasUnbelievedHeaders(HttpContext http) =>
        http.Request.Headers.ContainsKey("X-Forwarded-For") || http.Request.Headers.ContainsKey("Forwarded") || http.Request.Headers.ContainsKey("X-Real-IP");

    /// <summary>Gives a request the address, scheme and host that its proxies tell, if it comes from one that is believed.</summary>
    public void Apply(HttpContext http)
    {
        _forwarded?.ApplyForwarders(http);
        // What is left was written by somebody who is not named: a proxy that was forgotten, or a visitor who tries.
        if (!http.Request.Headers.TryGetValue("X-Forwarded-For", out Microsoft.Extensions.Primitives.StringValues left) || http.Connection.RemoteIpAddress is not { } from) return;
        long told = Interlocked.Read(ref _toldAt), now = _time.GetTimestamp();
        if (told != 0 && _time.GetElapsedTime(told, now) < TellEvery) return;
        if (Interlocked.CompareExchange(ref _toldAt, now == 0 ? 1 : now, told) != told) return;
        NotBelieved(_log, from.IsIPv4MappedToIPv6 ? from.MapToIPv4() : from, left.Count);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Requests come from {Address} with X-Forwarded-For ({Lines} lines), which is not believed: all who come through it count as one visitor, and share its limits and bans. If it is a proxy of yours, add it to Kapok:KnownProxies (KAPOK__KNOWNPROXIES; networks such as 172.16.0.0/12 can be named); otherwise somebody tries to hide, and nothing is to be done")]
    private static partial void NotBelieved(ILogger log, IPAddress address, int lines);
}
