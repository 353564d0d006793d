using Kapok.Media.Rtc.Congestion;

namespace Kapok.Media.Rtc.Sessions;

/// <summary>What a session needs that receives pictures: a pacer, and an estimate of what its way can take. Sessions of sound have none.</summary>
/// <remarks>The session's home shard owns it.</remarks>
internal sealed class VideoOutlet
{
    public VideoOutlet() => Estimator = new(Sent);

    /// <summary>Packets that were sent with transport-wide numbers.</summary>
    public SentPackets Sent { get; } = new();

    /// <summary>The estimate.</summary>
    public BandwidthEstimator Estimator { get; }

    /// <summary>Spreads packets over time.</summary>
    public Pacer Pacer { get; } = new();

    /// <summary>It is in the shard's list of those with something that waits.</summary>
    public bool IsWaiting { get; set; }
}
