using Kapok.Media.Rtc.Sessions;
using Kapok.Media.Rtc.Transport;

namespace Kapok.Media.Rtc.Ice;

/// <summary>One validated way to a peer: an address from which an authentic check came, or a TCP connection.</summary>
/// <param name="session">Whose.</param>
/// <param name="address">Where the peer is.</param>
/// <param name="tcp">The connection; null for UDP.</param>
/// <param name="shard">The shard at which its packets arrive.</param>
internal sealed class IcePath(RtcSession session, PeerAddress address, TcpCarrier? tcp, Shard shard)
{
    /// <summary>Whose.</summary>
    public RtcSession Session => session;

    /// <summary>Where the peer is; a field, so that sending hands on a reference to it.</summary>
    public readonly PeerAddress Address = address;

    /// <summary>The connection; null for UDP.</summary>
    public TcpCarrier? Tcp => tcp;

    /// <summary>The shard at which its packets arrive.</summary>
    public Shard Shard => shard;
}
