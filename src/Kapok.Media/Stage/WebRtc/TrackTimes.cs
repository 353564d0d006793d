using Kapok.Media.Rtc.Rtp;

namespace Kapok.Media.Stage.WebRtc;

/// <summary>Carries a track's timestamps onto one clock of 1/90,000 s with the publisher's other track.</summary>
/// <remarks>At first by the moment at which the first packet came. One thread at a time.</remarks>
/// <param name="ticksPerSecond">Of the track's codec.</param>
internal sealed class TrackTimes(int ticksPerSecond)
{
    private const double WindowMs = 5000;

    private long _last, _offset, _least, _leastBefore;
    private double _windowMs;
    private bool _hasBegun;

    /// <summary>By how much its clock is carried on.</summary>
    public long Offset
    {
        get => _offset;
        set => _offset = value;
    }

    /// <summary>Anything came.</summary>
    public bool HasBegun => _hasBegun;

    /// <summary>Another source begins: its timestamps have nothing to do with those before.</summary>
    public void Restart() => _hasBegun = false;

    /// <summary>When a packet was made.</summary>
    /// <param name="timestamp">Its timestamp.</param>
    /// <param name="arrivalMs">When it came, on the server's clock.</param>
    public long TimeOf(uint timestamp, double arrivalMs)
    {
        long arrival = (long)(arrivalMs * StageSample.TicksPerSecond / 1000);
        if (!_hasBegun) (_last, _windowMs) = (timestamp, arrivalMs);
        _last += (int)(timestamp - (uint)_last); // 32 bits that wrap each half day
        long way = arrival - Scaled(_last);
        if (!_hasBegun) (_hasBegun, _offset, _least, _leastBefore) = (true, way, way, way);
        if (arrivalMs - _windowMs > WindowMs) (_windowMs, _leastBefore, _least) = (arrivalMs, _least, way);
        _least = Math.Min(_least, way);
        return Scaled(_last) + _offset;
    }

    /// <summary>What to add to its timestamps for the publisher's wall clock, by a sender report; only differences between tracks mean something.</summary>
    public long WallOffset(NtpTime time, uint timestamp)
    {
        long seconds = (long)(time.Value >> 32), rest = (long)(((time.Value & uint.MaxValue) * StageSample.TicksPerSecond) >> 32);
        return (seconds * StageSample.TicksPerSecond) + rest - Scaled(_last + (int)(timestamp - (uint)_last));
    }

    /// <summary>The least that lay between timestamp and arrival in the last seconds: what the way itself takes, on top of an unknown that both tracks share.</summary>
    public long Way => Math.Min(_least, _leastBefore);

    private long Scaled(long timestamp) => timestamp * StageSample.TicksPerSecond / ticksPerSecond;
}
