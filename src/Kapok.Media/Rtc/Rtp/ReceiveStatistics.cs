using Kapok.Media.Rtc.Rtcp;

namespace Kapok.Media.Rtc.Rtp;

/// <summary>Loss and jitter of one incoming stream (RFC 3550, sections 6.4.1, A.3 and A.8).</summary>
/// <remarks>Fed with authentic packets only, so the probation of appendix A.1 is not needed. Not thread-safe.</remarks>
public struct ReceiveStatistics
{
    private const int MostLost = 0x7F_FFFF, LeastLost = -0x80_0000; // 24 bits with sign

    private ulong _first, _highest;
    private long _received, _expectedBefore, _receivedBefore;
    private int _transit, _jitter; // jitter scaled by 16, as A.8 has it
    private bool _hasAny;

    /// <summary>Packets received, repeated ones included.</summary>
    public readonly long Received => _received;

    /// <summary>Packets expected by now and not received; negative when some came twice.</summary>
    public readonly long Lost => _hasAny ? (long)(_highest - _first) + 1 - _received : 0;

    /// <summary>Mean deviation of the packets' spacing, in timestamp units.</summary>
    public readonly uint Jitter => (uint)(_jitter >> 4);

    /// <summary>Takes a packet in.</summary>
    /// <param name="index">Rollover counter × 65,536 + sequence number.</param>
    /// <param name="timestamp">Its timestamp.</param>
    /// <param name="arrival">When it came, in timestamp units of any origin.</param>
    public void Take(ulong index, uint timestamp, uint arrival)
    {
        int transit = (int)(arrival - timestamp);
        if (!_hasAny) (_first, _highest, _transit, _hasAny) = (index, index, transit, true);
        _received++;
        _highest = Math.Max(_highest, index);
        int deviation = Math.Abs(Math.Clamp(transit - _transit, -(1 << 24), 1 << 24));
        _transit = transit;
        _jitter += deviation - ((_jitter + 8) >> 4);
    }

    /// <summary>What is reported now; the fraction counts from the last call.</summary>
    /// <param name="ssrc">The stream.</param>
    /// <param name="lastReport">Middle of the sender report received last, 0 for none.</param>
    /// <param name="delay">Time since then, in 1/65,536 s.</param>
    public ReportBlock Report(uint ssrc, uint lastReport, uint delay)
    {
        long expected = _hasAny ? (long)(_highest - _first) + 1 : 0;
        long expectedNow = expected - _expectedBefore, lostNow = expectedNow - (_received - _receivedBefore);
        (_expectedBefore, _receivedBefore) = (expected, _received);
        byte fraction = expectedNow <= 0 || lostNow <= 0 ? (byte)0 : (byte)Math.Min(255, (lostNow << 8) / expectedNow);
        return new(ssrc, fraction, (int)Math.Clamp(Lost, LeastLost, MostLost), (uint)_highest, Jitter, lastReport, delay);
    }
}
