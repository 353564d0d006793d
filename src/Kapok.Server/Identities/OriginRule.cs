using Kapok.Server.Configuration;

namespace Kapok.Server.Identities;

/// <summary>Which pages may join. A browser names its page's origin and cannot be made to lie; what is no browser names none and gains nothing by it.</summary>
public sealed class OriginRule(KapokOptions options)
{
    private readonly string[] _allowed = [.. KapokOptions.List(options.AllowedOrigins).Select(origin => origin.TrimEnd('/'))];

    /// <summary>Whether the request comes from a page of this server, of an allowed origin, or from no page at all.</summary>
    public bool Allows(HttpContext http)
    {
        string? origin = http.Request.Headers.Origin;
        if (string.IsNullOrEmpty(origin)) return true;
        return string.Equals(origin, $"{http.Request.Scheme}://{http.Request.Host}", StringComparison.OrdinalIgnoreCase)
            || _allowed.Contains(origin, StringComparer.OrdinalIgnoreCase);
    }
}
