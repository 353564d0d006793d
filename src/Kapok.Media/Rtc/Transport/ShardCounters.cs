namespace Kapok.Media.Rtc.Transport;

/// <summary>What one shard counts. Only the shard writes; readers see each number whole, and a little late.</summary>
internal sealed class ShardCounters
{
    public long Received, Published, Forwarded, Repeated, Unsent, Forged, Replayed, Limited, Stray, Checks, ChecksRefused, Recovered;

    /// <summary>Managed bytes that the shard's thread allocated, for tests.</summary>
    public long Allocated;
}
