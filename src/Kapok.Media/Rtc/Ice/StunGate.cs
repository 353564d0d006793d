namespace Kapok.Media.Rtc.Ice;

/// <summary>Limits STUN that fails, for each address: what is answered or costs an HMAC without anybody being known.</summary>
/// <remarks>
/// A fixed table of buckets; two addresses that fall into one share it. An exact table would have to grow with forged addresses or be
/// cleaned; here a flood from many addresses costs the same memory, and at worst makes a stranger wait a second. Only failures cost tokens,
/// so a hall of people behind one address who all connect at once is not limited. One thread owns it.
/// </remarks>
/// <param name="perSecond">Failures allowed each second.</param>
public sealed class StunGate(int perSecond)
{
    private const int Buckets = 4096;

    private readonly RateLimit[] _limits = new RateLimit[Buckets];

    /// <summary>Whether the next message from an address is looked at.</summary>
    public bool IsOpen(in PeerAddress from, long nowMs) => At(from).HasAny(nowMs, perSecond, perSecond * 2);

    /// <summary>A message from an address failed.</summary>
    public void Fail(in PeerAddress from, long nowMs) => At(from).TryTake(nowMs, perSecond, perSecond * 2);

    private ref RateLimit At(in PeerAddress from)
    {
        ulong mixed = from.Subscriber * 0x9E3779B97F4A7C15; // Fibonacci hashing: neighbours spread
        return ref _limits[mixed >> 52];
    }
}
