using System.Buffers.Binary;

namespace Kapok.Media.Rtc.Rtcp;

/// <summary>Collects when packets came by their transport-wide number, and tells the sender (draft-holmer-rmcat-transport-wide-cc-extensions-01).</summary>
/// <remarks>
/// One message covers the packets since the last one, at most 128: a browser is told ten times a second, and sooner when many came. Longer gaps than that are
/// not reported; the sender counts what is never reported as lost by itself. Not thread-safe.
/// </remarks>
public sealed class CongestionFeedback
{
    private const int Most = 128;
    private const int TicksPerMs = 4;            // a delta counts 250 µs
    private const int TicksPerReference = 256;   // reference time counts 64 ms

    private readonly long[] _arrivals = new long[Most]; // in deltas' ticks, by number modulo 128; 0 for not received
    private ushort _next, _end; // first number not reported yet; one past the highest received
    private bool _hasAny;
    private byte _messages;

    /// <summary>Whether there is anything to tell.</summary>
    public bool HasAny => _hasAny && _next != _end;

    /// <summary>Half of what one message can tell of waits, so that it is told before its time.</summary>
    public bool IsFilling => _hasAny && (ushort)(_end - _next) >= Most / 2;

    /// <summary>Takes a packet in.</summary>
    /// <param name="sequence">Its transport-wide number.</param>
    /// <param name="nowMs">When it came, in milliseconds with fraction; positive.</param>
    public void Take(ushort sequence, double nowMs)
    {
        if (!_hasAny) (_next, _end, _hasAny) = (sequence, sequence, true);
        int ahead = (short)(sequence - _end);
        if (ahead < 0 && (short)(sequence - _next) < 0) return; // reported as lost already
        if ((ushort)(sequence - _next) >= Most) // too far ahead to tell of what lies between
        {
            Array.Clear(_arrivals);
            (_next, _end, ahead) = (sequence, sequence, 0);
        }
        for (; ahead > 0; ahead--) _arrivals[_end++ % Most] = 0;
        if (sequence == _end) _end++;
        _arrivals[sequence % Most] = Math.Max(1, (long)(nowMs * TicksPerMs));
    }

    /// <summary>Writes a message about everything since the last one.</summary>
    /// <param name="to">Where it goes.</param>
    /// <param name="sender">Who says it.</param>
    /// <param name="media">A source of the packets' sender.</param>
    public void Write(ref RtcpWriter to, uint sender, uint media)
    {
        if (!HasAny) return;
        int count = (ushort)(_end - _next);
        long first = FirstArrival(count);
        long reference = first / TicksPerReference;
        Span<byte> information = stackalloc byte[8 + (Most / 7 * 2) + 2 + (Most * 2) + 4];
        BinaryPrimitives.WriteUInt16BigEndian(information, _next);
        BinaryPrimitives.WriteUInt16BigEndian(information[2..], (ushort)count);
        BinaryPrimitives.WriteUInt32BigEndian(information[4..], ((uint)(reference & 0xFF_FFFF) << 8) | _messages);
        int length = WriteChunks(information, count, reference * TicksPerReference);
        while (length % 4 != 0) information[length++] = 0;
        to.Feedback(RtcpType.TransportFeedback, RtcpPacket.CongestionFormat, sender, media, information[..length]);
        _messages++;
        for (int at = 0; at < count; at++) _arrivals[(ushort)(_next + at) % Most] = 0;
        _next = _end;
    }

    private long FirstArrival(int count)
    {
        for (int at = 0; at < count; at++)
        {
            if (_arrivals[(ushort)(_next + at) % Most] is > 0 and long arrival) return arrival;
        }
        return 0;
    }

    // Status vectors of seven two-bit symbols; runs would be shorter for long losses, which are rare.
    private int WriteChunks(Span<byte> information, int count, long previous)
    {
        int chunks = (count + 6) / 7, deltaAt = 8 + (chunks * 2);
        for (int chunk = 0; chunk < chunks; chunk++)
        {
            uint symbols = 0;
            for (int within = 0; within < 7; within++)
            {
                int at = (chunk * 7) + within;
                long arrival = at < count ? _arrivals[(ushort)(_next + at) % Most] : 0;
                uint symbol = 0;
                if (arrival > 0)
                {
                    long delta = Math.Clamp(arrival - previous, short.MinValue, short.MaxValue);
                    previous += delta;
                    symbol = delta is >= 0 and <= 255 ? 1u : 2u;
                    if (symbol == 1) information[deltaAt++] = (byte)delta;
                    else
                    {
                        BinaryPrimitives.WriteInt16BigEndian(information[deltaAt..], (short)delta);
                        deltaAt += 2;
                    }
                }
                symbols = (symbols << 2) | symbol;
            }
            BinaryPrimitives.WriteUInt16BigEndian(information[(8 + (chunk * 2))..], (ushort)(0xC000 | symbols));
        }
        return deltaAt;
    }
}
