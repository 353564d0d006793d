using System.Net;

namespace Kapok.Sockets.Tls;

/// <summary>How many TLS handshakes may begin.</summary>
/// <remarks>
/// A handshake costs its maker a few bytes and the server a key exchange and a signature. So the rate for all leaves the rooms their share of the processor, and the
/// rate of an address is a part of that: a school of hundreds behind one address still comes in at once.
/// </remarks>
public sealed record HandshakeRateOptions
{
    /// <summary>The highest rate and burst that may be set.</summary>
    public const float Most = 1_000_000f;

    /// <summary>Handshakes a second, for all together; above 0.</summary>
    public float PerSecond { get; init; } = 1000f;

    /// <summary>How many may begin at once after a pause; at least 1.</summary>
    public float Burst { get; init; } = 2000f;

    /// <summary>Handshakes a second of one address, of IPv6 of its first 64 bits; above 0.</summary>
    public float PerSecondOfAddress { get; init; } = 100f;

    /// <summary>How many of one address may begin at once after a pause; at least 1.</summary>
    public float BurstOfAddress { get; init; } = 400f;

    /// <summary>Addresses that are remembered at most; at least 1. With the other defaults there are at most about 5,000 of which anything is to be remembered.</summary>
    public int MostAddresses { get; init; } = 16_384;

    /// <summary>Addresses for which only the rate for all holds, as for loopback: those of proxies, behind which everyone is. Null for none.</summary>
    public Predicate<IPAddress>? IsExempt { get; init; }
}
