using System.Net;

namespace Kapok.Server.Configuration;

/// <summary>The <c>Voice</c> section of the options: <c>--Voice:Advertised=…</c>, <c>VOICE__ADVERTISED</c> or appsettings.json.</summary>
public sealed class VoiceSettings
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Voice";

    /// <summary>People can speak and hear each other. Default true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>UDP port of voices. Default the web port's number, range 0 to 65535; 0 takes a free one.</summary>
    public int? Port { get; set; }

    /// <summary>
    /// TCP port named to those whose UDP is blocked, 0 for none. Default the web port, where others reach it and its front door is open
    /// (docs/voice.md); set it where a firewall forwards another.
    /// </summary>
    public int? TcpPort { get; set; }

    /// <summary>Address on which voices are listened for. Default the web server's; every network where <see cref="Advertised"/> names an outer address.</summary>
    public string? Host { get; set; }

    /// <summary>Addresses at which others reach this machine, separated by commas, at most 8, the preferred one first. Default those of its network cards.</summary>
    public string Advertised { get; set; } = "";

    /// <summary>Threads that forward voices, each with a socket of its own. Default 1, range 1 to 16; more need Linux.</summary>
    public int Shards { get; set; } = 1;

    /// <summary>Voices that one person hears at once. Default 8, range 1 to 16.</summary>
    public int Slots { get; set; } = 8;

    /// <summary>Voices and music from the stage that one person hears besides. Default 3, range 1 to 16.</summary>
    public int StageSlots { get; set; } = 3;

    /// <summary>Voice connections at once. Default 4000, range 1 to 100000.</summary>
    public int MaxSessions { get; set; } = 4000;

    /// <summary>Packets forwarded each second by this process. Above it everyone hears fewer voices at once. Default 100000, range 1000 to 100000000.</summary>
    public int PacketBudget { get; set; } = 100_000;

    /// <summary>Seconds for which a moderator gives the microphone. Default 60, range 5 to 600.</summary>
    public int MicrophoneSeconds { get; set; } = 60;

    /// <summary>Addresses of a relay (coturn), such as <c>turn:turn.example:3478?transport=udp</c>, separated by commas. Default none.</summary>
    public string RelayUrls { get; set; } = "";

    /// <summary>The relay's <c>static-auth-secret</c>. Default none; needed with <see cref="RelayUrls"/>.</summary>
    public string RelaySecret { get; set; } = "";

    /// <summary>Minutes for which a person may begin to use the relay after coming in. Default 720, range 10 to 10080.</summary>
    public int RelayMinutes { get; set; } = 720;

    /// <summary>What is wrong, one line each.</summary>
    public IEnumerable<string> Errors()
    {
        if (Port is < 0 or > 65535) yield return $"Voice:Port must be 0 to 65535, not {Port}.";
        if (TcpPort is < 0 or > 65535) yield return $"Voice:TcpPort must be 0 to 65535, not {TcpPort}.";
        if (Host is not null && Host != "localhost" && !IPAddress.TryParse(Host, out _)) yield return $"Voice:Host must be an IP address or localhost, not '{Host}'.";
        foreach (string address in KapokOptions.List(Advertised))
            if (!IPAddress.TryParse(address, out _)) yield return $"Voice:Advertised must hold IP addresses, not '{address}'.";
        if (KapokOptions.List(Advertised).Length > 8) yield return "Voice:Advertised must hold at most 8 addresses.";
        if (Shards is < 1 or > 16) yield return $"Voice:Shards must be 1 to 16, not {Shards}.";
        if (Shards > 1 && !OperatingSystem.IsLinux()) yield return "Voice:Shards above 1 needs Linux.";
        if (Slots is < 1 or > 16) yield return $"Voice:Slots must be 1 to 16, not {Slots}.";
        if (StageSlots is < 1 or > 16) yield return $"Voice:StageSlots must be 1 to 16, not {StageSlots}.";
        if (MaxSessions is < 1 or > 100_000) yield return $"Voice:MaxSessions must be 1 to 100000, not {MaxSessions}.";
        if (PacketBudget is < 1000 or > 100_000_000) yield return $"Voice:PacketBudget must be 1000 to 100000000, not {PacketBudget}.";
        if (MicrophoneSeconds is < 5 or > 600) yield return $"Voice:MicrophoneSeconds must be 5 to 600, not {MicrophoneSeconds}.";
        foreach (string url in KapokOptions.List(RelayUrls))
            if (!url.StartsWith("turn:", StringComparison.Ordinal) && !url.StartsWith("turns:", StringComparison.Ordinal))
                yield return $"Voice:RelayUrls must hold addresses such as turn:turn.example:3478, not '{url}'.";
        if (RelayUrls.Length > 0 != RelaySecret.Length > 0) yield return "Voice:RelayUrls and Voice:RelaySecret are needed together.";
        if (RelayMinutes is < 10 or > 10_080) yield return $"Voice:RelayMinutes must be 10 to 10080, not {RelayMinutes}.";
    }
}
