using System.Net;

namespace Kapok.Media.Stage.Rtmp;

/// <summary>Limits of RTMP. All are about connections that have not shown a key yet, and about those that say nothing.</summary>
public sealed record RtmpOptions
{
    /// <summary>How long a handshake may take, and then how long it may take to publish.</summary>
    public TimeSpan BeginTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long no picture and no sound may come.</summary>
    public TimeSpan SilenceTime { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a peer may take to read why it is closed.</summary>
    public TimeSpan FarewellTime { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Connections that do not publish yet; beyond, the oldest are closed.</summary>
    public int MostWaiting { get; init; } = 64;

    /// <summary>Of them, those from one address; beyond, its oldest are closed.</summary>
    public int MostWaitingOfAddress { get; init; } = 8;

    /// <summary>Bytes that may come before something is published, the handshake included.</summary>
    public int MostBytesBefore { get; init; } = 256 * 1024;

    /// <summary>Bits a second over <see cref="RateTime"/> above which a publisher is closed.</summary>
    public long MostBitsPerSecond { get; init; } = 80_000_000;

    /// <summary>Over how long that is measured: whoever was held up sends what has waited all at once.</summary>
    public TimeSpan RateTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Addresses for which the limit of one address does not hold: those of proxies, behind which everyone is. Null for none.</summary>
    public Predicate<IPAddress>? IsExempt { get; init; }
}
