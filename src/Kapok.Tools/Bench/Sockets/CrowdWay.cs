namespace Kapok.Tools.Bench.Sockets;

/// <summary>What stands in front of the server.</summary>
public enum CrowdFront
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Debian's nginx, which ends TLS.</summary>
    Nginx,
}

/// <summary>Which server a crowd comes to.</summary>
/// <param name="Settings">Its options beside those of the bench, such as <c>Kapok:FrontDoor=kestrel</c>.</param>
/// <param name="Front">What stands in front of it.</param>
internal sealed record ServerOptions(IReadOnlyList<string> Settings, CrowdFront Front)
{
    /// <summary>As arguments of the server.</summary>
    public IEnumerable<string> Arguments =>
        Settings.Select(setting => setting.StartsWith('-') ? setting : $"--{setting}").Concat(Front == CrowdFront.None ? [] : ["--Kapok:KnownProxies=127.0.0.1"]);

    /// <summary>Whether a setting makes the server end TLS itself.</summary>
    public static bool IsAboutTls(string setting) =>
        setting.TrimStart('-').StartsWith("Kapok:SelfSigned", StringComparison.OrdinalIgnoreCase)
        || setting.TrimStart('-').StartsWith("Kapok:Cert", StringComparison.OrdinalIgnoreCase);
}

/// <summary>Words of a report for the ways by which people come in. Scripts read them.</summary>
internal static class CrowdWay
{
    /// <summary>None: the room is in this process.</summary>
    public const string None = "none";

    /// <summary>The front door, in the clear.</summary>
    public const string Clear = "clear";

    /// <summary>The front door, which ends TLS.</summary>
    public const string Tls = "tls";

    /// <summary>The web server, in the clear.</summary>
    public const string Kestrel = "kestrel";

    /// <summary>The web server, which ends TLS.</summary>
    public const string KestrelTls = "kestrel-tls";

    /// <summary>The front door in the clear, behind nginx that ends TLS.</summary>
    public const string Nginx = "nginx";

    /// <summary>The web server in the clear, behind nginx that ends TLS.</summary>
    public const string NginxKestrel = "nginx-kestrel";

    /// <summary>The word for a server.</summary>
    /// <param name="server">Its own address.</param>
    /// <param name="front">What stands in front of it.</param>
    /// <param name="isByWeb">Whether it says that world sockets come in by the web server: which way it takes for what it was told is its own to decide.</param>
    public static string Of(Uri server, CrowdFront front, bool isByWeb)
    {
        if (front == CrowdFront.Nginx) return isByWeb ? NginxKestrel : Nginx;
        if (server.Scheme == Uri.UriSchemeHttps) return isByWeb ? KestrelTls : Tls;
        return isByWeb ? Kestrel : Clear;
    }
}
