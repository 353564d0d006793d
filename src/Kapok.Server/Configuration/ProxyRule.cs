using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace Kapok.Server.Configuration;

/// <summary>Whose forwarded headers are believed: those of the named proxies, for address, scheme and host.</summary>
public sealed class ProxyRule
{
    private readonly ForwardedHeadersMiddleware? _forwarded;

    /// <summary>Reads the rule from the options.</summary>
    public ProxyRule(KapokOptions options, ILoggerFactory logs)
    {
        string[] proxies = KapokOptions.List(options.KnownProxies);
        if (proxies.Length == 0) return;
        ForwardedHeadersOptions forwarded = new() { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost };
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (string proxy in proxies) forwarded.KnownProxies.Add(IPAddress.Parse(proxy));
        _forwarded = new(_ => Task.CompletedTask, logs, Options.Create(forwarded));
    }

    /// <summary>Gives a request the address, scheme and host that its proxy tells, if it comes from one that is believed.</summary>
    public void Apply(HttpContext http) => _forwarded?.ApplyForwarders(http);
}
