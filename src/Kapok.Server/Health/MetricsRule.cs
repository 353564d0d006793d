using Kapok.Server.Configuration;
using Kapok.Server.Identities;

namespace Kapok.Server.Health;

/// <summary>Who may read <c>/metrics</c>: this machine, the addresses that <c>Kapok:MetricsFrom</c> names, and whoever carries the operator's token.</summary>
/// <remarks>
/// How many people are in which room, and how hard the machine works, is nobody's business outside. A proxy on the same machine makes everyone come from here,
/// so a request that was
/// forwarded by one that is not named is a stranger's.
/// </remarks>
public sealed class MetricsRule(KapokOptions options, OperatorToken operators)
{
    /// <summary>Path of the metrics.</summary>
    public const string Path = "/metrics";

    private readonly AddressSet _named = AddressSet.Parse(options.MetricsFrom);

    /// <summary>Whether a request may read them. Its forwarded headers were applied.</summary>
    public bool Allows(HttpContext http) =>
        operators.IsPresentedBy(http) || (_named.Contains(http.Connection.RemoteIpAddress) && !ProxyRule.HasUnbelievedHeaders(http));

    /// <summary>Keeps everyone else out.</summary>
    internal static void Use(WebApplication app)
    {
        MetricsRule rule = app.Services.GetRequiredService<MetricsRule>();
        app.UseWhen(
            http => http.Request.Path.StartsWithSegments(Path, StringComparison.OrdinalIgnoreCase) && !rule.Allows(http),
            refused => refused.Run(http =>
            {
                http.Response.StatusCode = StatusCodes.Status403Forbidden;
                return http.Response.WriteAsync($"Metrics are for this machine. Name others in Kapok:MetricsFrom, or send the operator's token in {OperatorToken.Header}.\n", http.RequestAborted);
            }));
    }
}
