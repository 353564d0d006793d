using System.Net;

namespace Kapok.Server.Configuration;

/// <summary>The <c>Kapok</c> section of the options: command line, environment (<c>KAPOK__PORT</c>) or appsettings.json, in that order of strength.</summary>
public sealed class KapokOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Kapok";

    /// <summary>A value of <see cref="FrontDoor"/>.</summary>
    public const string FrontDoorAuto = "auto", FrontDoorKestrel = "kestrel";

    /// <summary>Web port. Default 5080, range 0 to 65535; 0 takes a free one.</summary>
    public int Port { get; set; } = 5080;

    /// <summary>Address to listen on: <c>localhost</c>, an IP address, or 0.0.0.0 for every network. Default 127.0.0.1.</summary>
    public string Host { get; set; } = "127.0.0.1";

    /// <summary>Folder where everything is kept. Default <c>data</c>.</summary>
    public string Data { get; set; } = "data";

    /// <summary>Folder of the built client. Default <c>client/dist</c>.</summary>
    public string Client { get; set; } = "client/dist";

    /// <summary>Folder of the generated scenes and avatars. Default <c>artifacts/assets</c>.</summary>
    public string Assets { get; set; } = "artifacts/assets";

    /// <summary>
    /// Certificates with their chains in PEM for HTTPS, separated by commas: each serves the names it bears, and the first serves whoever asks for no name or an unknown one. Needs
    /// <see cref="Key"/>. Files that change are taken without a restart. Default none.
    /// </summary>
    public string? Cert { get; set; }

    /// <summary>Private keys in PEM, not encrypted, separated by commas: as many as <see cref="Cert"/> names, in its order. Default none.</summary>
    public string? Key { get; set; }

    /// <summary>HTTPS with a certificate of its own, for a trial in the local network. Default false.</summary>
    public bool SelfSigned { get; set; }

    /// <summary>Addresses and networks (<c>172.16.0.0/12</c>) of proxies whose forwarded headers are believed, separated by commas. Default none.</summary>
    public string KnownProxies { get; set; } = "";

    /// <summary>Addresses and networks that may read <c>/metrics</c>, separated by commas; the operator's token may from anywhere. Default this machine.</summary>
    public string MetricsFrom { get; set; } = "127.0.0.0/8, ::1";

    /// <summary>Origins besides the server's own whose pages may join, e.g. <c>https://club.example</c>, separated by commas. Default none.</summary>
    public string AllowedOrigins { get; set; } = "";

    /// <summary>Most bytes of one state frame to one viewer, ten a second. Default 4096, range 3072 to 16384.</summary>
    public int FrameBudget { get; set; } = 4096;

    /// <summary>Most people of a room, over what the event says. Default 10000, range 1 to 16000.</summary>
    public int Capacity { get; set; } = 10_000;

    /// <summary>Rooms of the event that this node runs, by id, separated by commas. Default all.</summary>
    public string Rooms { get; set; } = "";

    /// <summary>Address under which browsers reach this node when several hold the venue, e.g. <c>https://b.club.example</c>. Default the address it listens on.</summary>
    public string? NodeAddress { get; set; }

    /// <summary>Joins a minute from one address; twice as many at once, and whoever comes beyond has a turn kept. Default 60, range 1 to 100000. An operator's
    /// token lifts it.</summary>
    public int JoinsPerMinute { get; set; } = 60;

    /// <summary>World sockets from one address. Default 200, range 1 to 100000. An operator's token lifts it.</summary>
    public int SocketsPerAddress { get; set; } = 200;

    /// <summary>
    /// Web connections of one address that are open at once; world sockets and proxies that <see cref="KnownProxies"/> names do not count. Default 2000, range
    /// 1 to 1000000, and at most a quarter
    /// of the descriptors that the process may open. With <see cref="FrontDoor"/> auto only.
    /// </summary>
    public int ConnectionsPerAddress { get; set; } = 2000;

    /// <summary>Seconds for which somebody whose connection is lost keeps their place. Default 60, range 1 to 600.</summary>
    public int AwaySeconds { get; set; } = 60;

    /// <summary>
    /// How world sockets come in, and who ends TLS: <c>auto</c>, the front door with an epoll loop of our own, where there is epoll (and OpenSSL 3 for TLS), or
    /// <c>kestrel</c>, the web server. Default auto.
    /// </summary>
    public string FrontDoor { get; set; } = FrontDoorAuto;

    /// <summary>How the log is written: <c>text</c>, a line for people, or <c>json</c>, an object a line with every value under its name. Default text.</summary>
    public string LogFormat { get; set; } = "text";

    /// <summary>Whether the rooms of the sample event get runs of show: the arena's plays by itself. Default true.</summary>
    public bool SampleShow { get; set; } = true;

    /// <summary>HTTPS is on.</summary>
    public bool IsSecure => Cert is not null || SelfSigned;

    /// <summary>The files that <see cref="Cert"/> and <see cref="Key"/> name, in order.</summary>
    public IEnumerable<(string Certificate, string Key)> CertificatePairs() => List(Cert ?? "").Zip(List(Key ?? ""));

    /// <summary>What is wrong, one line each.</summary>
    public IEnumerable<string> Errors()
    {
        if (Port is < 0 or > 65535) yield return $"--port must be 0 to 65535, not {Port}.";
        if (Host != "localhost" && !IPAddress.TryParse(Host, out _)) yield return $"--host must be an IP address or localhost, not '{Host}'.";
        if (string.IsNullOrWhiteSpace(Data)) yield return "--data must name a folder.";
        if (Cert is null != Key is null) yield return "--cert and --key are needed together.";
        if (Cert is not null && Key is not null)
        {
            int certificates = List(Cert).Length, keys = List(Key).Length;
            if (certificates == 0) yield return $"--cert names no file: '{Cert}'.";
            else if (keys != certificates) yield return $"--cert and --key need as many files each, in the same order: --cert names {certificates} and --key {keys}.";
        }
        if (Cert is not null && SelfSigned) yield return "--self-signed and --cert exclude each other.";
        foreach (string error in AddressSet.Errors("Kapok:KnownProxies", KnownProxies).Concat(AddressSet.Errors("Kapok:MetricsFrom", MetricsFrom))) yield return error;
        foreach (string origin in List(AllowedOrigins))
            if (!Uri.TryCreate(origin, UriKind.Absolute, out Uri? uri) || uri.PathAndQuery != "/")
                yield return $"Kapok:AllowedOrigins must hold origins such as https://club.example, not '{origin}'.";
        if (NodeAddress is not null && !(Uri.TryCreate(NodeAddress, UriKind.Absolute, out Uri? node) && node.PathAndQuery == "/"
            && (node.Scheme == Uri.UriSchemeHttp || node.Scheme == Uri.UriSchemeHttps)))
            yield return $"Kapok:NodeAddress must be like https://b.club.example, not '{NodeAddress}'.";
        if (FrameBudget is < 3072 or > 16384) yield return $"Kapok:FrameBudget must be 3072 to 16384, not {FrameBudget}.";
        if (Capacity is < 1 or > 16_000) yield return $"Kapok:Capacity must be 1 to 16000, not {Capacity}.";
        if (JoinsPerMinute is < 1 or > 100_000) yield return $"Kapok:JoinsPerMinute must be 1 to 100000, not {JoinsPerMinute}.";
        if (SocketsPerAddress is < 1 or > 100_000) yield return $"Kapok:SocketsPerAddress must be 1 to 100000, not {SocketsPerAddress}.";
        if (ConnectionsPerAddress is < 1 or > 1_000_000) yield return $"Kapok:ConnectionsPerAddress must be 1 to 1000000, not {ConnectionsPerAddress}.";
        if (LogFormat is not ("text" or "json")) yield return $"Kapok:LogFormat must be text or json, not '{LogFormat}'.";
        if (FrontDoor is not (FrontDoorAuto or FrontDoorKestrel)) yield return $"Kapok:FrontDoor must be auto or kestrel, not '{FrontDoor}'.";
        if (AwaySeconds is < 1 or > 600) yield return $"Kapok:AwaySeconds must be 1 to 600, not {AwaySeconds}.";
    }

    /// <summary>Splits a list option.</summary>
    public static string[] List(string value) => value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
