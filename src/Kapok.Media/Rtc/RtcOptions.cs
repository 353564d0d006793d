using System.Net;

namespace Kapok.Media.Rtc;

/// <summary>How the RTC server of a node is set up.</summary>
public sealed record RtcOptions
{
    /// <summary>UDP port, 0 to 65,535; 0 takes any free one.</summary>
    public int Port { get; init; }

    /// <summary>TCP port under which ICE-TCP reaches <see cref="RtcServer.Adopt"/>; 0 for none.</summary>
    public int TcpPort { get; init; }

    /// <summary>Whether answers name the UDP port.</summary>
    public bool OffersUdp { get; init; } = true;

    /// <summary>Address to listen on; any IPv6 address takes IPv4 too.</summary>
    public IPAddress Bind { get; init; } = IPAddress.IPv6Any;

    /// <summary>Addresses that answers name, in order of preference, at most 8; none means those of this machine's interfaces.</summary>
    public IReadOnlyList<IPAddress> Advertised { get; init; } = [];

    /// <summary>Sockets and threads that forward, 1 to 16. More than one needs Linux.</summary>
    public int Shards { get; init; } = 1;

    /// <summary>Handshakes at once, 1 to 512. Each holds a thread while it waits for the network.</summary>
    public int Handshakes { get; init; } = 48;

    /// <summary>Handshakes that wait for a thread, 1 to 10,000.</summary>
    public int HandshakesWaiting { get; init; } = 512;

    /// <summary>Handshakes that begin each second, 1 to 10,000.</summary>
    public int HandshakesPerSecond { get; init; } = 200;

    /// <summary>The longest a handshake takes, in seconds, 1 to 60.</summary>
    public int HandshakeSeconds { get; init; } = 10;

    /// <summary>A session that was not connected so long after its answer ends, in seconds, 5 to 300.</summary>
    public int ConnectSeconds { get; init; } = 30;

    /// <summary>A session of which nothing authentic came for so long ends, in seconds, 10 to 300. Browsers check consent every five (RFC 7675).</summary>
    public int SilentSeconds { get; init; } = 30;

    /// <summary>The most sessions, 1 to 100,000.</summary>
    public int MaxSessions { get; init; } = 4000;

    /// <summary>STUN messages of one address that may fail each second, 1 to 10,000.</summary>
    public int FailedChecksPerSecond { get; init; } = 20;

    /// <summary>Packets taken from one session each second, 50 to 10,000. Voice has 50, stage sound as many, reports a few.</summary>
    public int PacketsPerSecond { get; init; } = 300;

    /// <summary>Bytes taken from one session each second, 1,000 to 10,000,000. Voice has about 8,000, stage sound 20,000.</summary>
    public int BytesPerSecond { get; init; } = 100_000;

    /// <summary>Packets taken each second from a session that publishes pictures, 50 to 100,000. 8 Mbit/s have about 900.</summary>
    public int VideoPacketsPerSecond { get; init; } = 2000;

    /// <summary>Bytes taken each second from a session that publishes pictures, 1,000 to 100,000,000.</summary>
    public int VideoBytesPerSecond { get; init; } = 1_500_000;

    /// <summary>Packets sent again to one session each second, 1 to 10,000.</summary>
    public int RepeatsPerSecond { get; init; } = 100;

    /// <summary>Packets sent again each second to a session that receives pictures, 1 to 10,000.</summary>
    public int VideoRepeatsPerSecond { get; init; } = 500;

    /// <summary>Whether many datagrams go with one call where the system can.</summary>
    public bool UsesBatches { get; init; } = true;

    /// <summary>SRTP profiles by preference (RFC 5764): 7 and 1.</summary>
    public IReadOnlyList<int> Profiles { get; init; } = Srtp.SrtpProfiles.Preferred;

    /// <summary>Says what is out of range.</summary>
    public IEnumerable<string> Problems()
    {
        foreach ((string name, int value, int least, int most) in Ranges())
        {
            if (value < least || value > most) yield return $"{name} must be {least} to {most}, not {value}.";
        }
        if (Advertised.Count > 8) yield return $"At most 8 addresses can be advertised, not {Advertised.Count}.";
        if (Profiles.Count == 0 || Profiles.Any(profile => profile is not (1 or 7))) yield return "Profiles must be 7, 1 or both.";
        if (Shards > 1 && !OperatingSystem.IsLinux()) yield return "More than one shard needs Linux.";
    }

    private IEnumerable<(string Name, int Value, int Least, int Most)> Ranges() =>
    [
        (nameof(Port), Port, 0, 65_535), (nameof(TcpPort), TcpPort, 0, 65_535), (nameof(Shards), Shards, 1, 16), (nameof(Handshakes), Handshakes, 1, 512),
        (nameof(HandshakesWaiting), HandshakesWaiting, 1, 10_000), (nameof(HandshakesPerSecond), HandshakesPerSecond, 1, 10_000),
        (nameof(HandshakeSeconds), HandshakeSeconds, 1, 60), (nameof(ConnectSeconds), ConnectSeconds, 5, 300), (nameof(SilentSeconds), SilentSeconds, 10, 300),
        (nameof(MaxSessions), MaxSessions, 1, 100_000), (nameof(FailedChecksPerSecond), FailedChecksPerSecond, 1, 10_000),
        (nameof(PacketsPerSecond), PacketsPerSecond, 50, 10_000), (nameof(BytesPerSecond), BytesPerSecond, 1000, 10_000_000),
        (nameof(RepeatsPerSecond), RepeatsPerSecond, 1, 10_000), (nameof(VideoPacketsPerSecond), VideoPacketsPerSecond, 50, 100_000),
        (nameof(VideoBytesPerSecond), VideoBytesPerSecond, 1000, 100_000_000), (nameof(VideoRepeatsPerSecond), VideoRepeatsPerSecond, 1, 10_000),
    ];
}
