using Kapok.Sockets.Tls;

namespace Kapok.Sockets.Door;

/// <summary>How a front door ends TLS.</summary>
/// <param name="Certificates">The server's certificates.</param>
public sealed record TlsDoorOptions(ITlsCertificates Certificates)
{
    /// <summary>Who looks at the first decrypted bytes of a connection, asked in this order; what none of them takes goes to the web server.</summary>
    public IReadOnlyList<IConnectionTaker> Takers { get; init; } = [];

    /// <summary>How many handshakes may begin.</summary>
    public HandshakeRateOptions Rate { get; init; } = new();

    /// <summary>How long a handshake may take; and, before it, how long it may wait for its turn, the rest of its ClientHello included.</summary>
    public TimeSpan HandshakeTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a connection may say nothing after its handshake. Browsers open some in advance, and open another when they need one that was closed.</summary>
    public TimeSpan SilenceTime { get; init; } = TimeSpan.FromSeconds(10);
}

/// <summary>What a door's TLS has done so far. Any thread.</summary>
/// <param name="Full">Handshakes that were done, with a new session.</param>
/// <param name="Resumed">Handshakes that were done, with a session from before.</param>
/// <param name="Failed">Handshakes that failed, or were not done in time.</param>
/// <param name="Refused">Connections whose first bytes were no ClientHello.</param>
/// <param name="Delayed">Handshakes that had to wait for their turn.</param>
public readonly record struct TlsFigures(long Full, long Resumed, long Failed, long Refused, long Delayed);
