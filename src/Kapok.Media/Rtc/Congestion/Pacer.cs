using Kapok.Media.Rtc.Ice;
using Kapok.Media.Rtc.Sessions;

namespace Kapok.Media.Rtc.Congestion;

/// <summary>Spreads the pictures that go to one peer over time: a token bucket, and a queue of what has to wait.</summary>
/// <remarks>
/// A whole picture of a hundred packets at once overruns the queue of a home router; spread over some ten milliseconds it does not. What waits is
/// a note of where the packet is kept (<see cref="TrackFanout.Cache"/>), not a copy. Beyond <see cref="MostWaiting"/> everything that waits is dropped: a
/// receiver that is so far behind is better served by a whole picture. The peer's shard owns it; sound does not come here.
/// </remarks>
internal sealed class Pacer
{
    /// <summary>The most packets that wait.</summary>
    public const int MostWaiting = 256;

    // libwebrtc's pacing factor: the estimate is an average, and a picture must not take until the next one to go out.
    private const double Factor = 2.5;
    private const double LeastBytesPerSecond = 40_000, BurstMs = 20, LeastBurstBytes = 4 * 1300;

    // Whoever publishes sends what they send: a pacer that lets less through than comes only drops. It spreads that, whatever the estimate says yet.
    private const double DemandFactor = 1.25;
    private const double DemandWindowMs = 250;

    private Waiting[]? _waiting; // a ring, made when something first has to wait
    private int _first;
    private RateLimit _bucket;
    private double _demand, _windowMs; // bytes a second that came lately, and since when they are counted
    private long _windowBytes;

    /// <summary>Packets that wait.</summary>
    public int Count { get; private set; }

    /// <summary>Packets that were dropped because too many waited.</summary>
    public long Dropped { get; private set; }

    /// <summary>A packet is to go to the peer, now or later.</summary>
    public void Offer(int bytes, double nowMs)
    {
        _windowBytes += bytes;
        double passed = nowMs - _windowMs;
        if (passed < DemandWindowMs) return;
        // After a pause the window says nothing.
        _demand = passed > 2 * DemandWindowMs ? 0 : Math.Max(_windowBytes * 1000d / passed, 0.9 * _demand);
        (_windowMs, _windowBytes) = (nowMs, 0);
    }

    /// <summary>Whether a packet may go now. If so it counts as sent.</summary>
    public bool TryPass(int bytes, double bitsPerSecond, double nowMs)
    {
        if (Count > 0) return false;
        return TryTake(bytes, bitsPerSecond, nowMs);
    }

    /// <summary>Lets a packet wait.</summary>
    /// <returns>False when too many waited already: all of them are dropped with this one.</returns>
    public bool TryAdd(in Waiting packet)
    {
        _waiting ??= new Waiting[MostWaiting];
        if (Count == MostWaiting)
        {
            Dropped += Count + 1;
            Clear();
            return false;
        }
        _waiting[(_first + Count++) % MostWaiting] = packet;
        return true;
    }

    /// <summary>The packet that goes next, if it may go now; it counts as sent.</summary>
    public bool TryNext(double bitsPerSecond, double nowMs, out Waiting packet)
    {
        packet = default;
        if (Count == 0 || !TryTake(_waiting![_first].Bytes, bitsPerSecond, nowMs)) return false;
        packet = _waiting[_first];
        _waiting[_first] = default;
        _first = (_first + 1) % MostWaiting;
        Count--;
        return true;
    }

    /// <summary>Drops what waits.</summary>
    public void Clear()
    {
        if (_waiting is not null) Array.Clear(_waiting);
        (_first, Count) = (0, 0);
    }

    private bool TryTake(int bytes, double bitsPerSecond, double nowMs)
    {
        double perSecond = Math.Max(Math.Max(LeastBytesPerSecond, DemandFactor * _demand), Factor * bitsPerSecond / 8);
        return _bucket.TryTake((long)nowMs, perSecond, Math.Max(LeastBurstBytes, perSecond * BurstMs / 1000), bytes);
    }

    /// <summary>A packet that waits.</summary>
    /// <param name="Subscription">Where it goes.</param>
    /// <param name="Track">What it is of.</param>
    /// <param name="Index">Its index there.</param>
    /// <param name="Life">Which of the track's sources it is of.</param>
    /// <param name="Bytes">Length of its payload.</param>
    internal readonly record struct Waiting(Subscription Subscription, RtcTrack Track, ulong Index, int Life, int Bytes);
}
