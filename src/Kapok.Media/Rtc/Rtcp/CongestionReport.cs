using System.Buffers.Binary;

namespace Kapok.Media.Rtc.Rtcp;

/// <summary>Reads the packet statuses of a transport-wide feedback message, as its sender would (draft-holmer-rmcat-transport-wide-cc-extensions-01).</summary>
public ref struct CongestionReport
{
    private ReadOnlySpan<byte> _chunks, _deltas;
    private int _left, _symbolsLeft;
    private uint _symbols; // of the current vector, next in the highest bits of its width
    private int _bits;
    private bool _isRun;

    private CongestionReport(ushort first, int count, long reference, ReadOnlySpan<byte> chunks, ReadOnlySpan<byte> deltas)
    {
        (NextSequence, _left, ArrivalTicks) = (first, count, reference);
        _chunks = chunks;
        _deltas = deltas;
    }

    /// <summary>Number of the packet that <see cref="TryNext"/> tells of next.</summary>
    public ushort NextSequence { get; private set; }

    /// <summary>Arrival of the last received packet, in units of 250 µs of the receiver's clock.</summary>
    public long ArrivalTicks { get; private set; }

    /// <summary>Begins to read a message.</summary>
    /// <returns>False when it is another, or is cut.</returns>
    public static bool TryRead(in RtcpPacket packet, out CongestionReport report)
    {
        report = default;
        if (!packet.IsFeedback(RtcpType.TransportFeedback, RtcpPacket.CongestionFormat) || packet.Body.Length < 18) return false;
        ReadOnlySpan<byte> body = packet.Body[8..];
        int count = BinaryPrimitives.ReadUInt16BigEndian(body[2..]), chunkBytes = 0;
        for (int covered = 0; covered < count; chunkBytes += 2)
        {
            if (8 + chunkBytes + 2 > body.Length) return false;
            covered += Covers(BinaryPrimitives.ReadUInt16BigEndian(body[(8 + chunkBytes)..]));
        }
        long reference = (int)BinaryPrimitives.ReadUInt32BigEndian(body[4..]) >> 8; // 24 bits with sign
        report = new(BinaryPrimitives.ReadUInt16BigEndian(body), count, reference * 256, body.Slice(8, chunkBytes), body[(8 + chunkBytes)..]);
        return true;
    }

    /// <summary>Tells of the next packet.</summary>
    /// <param name="sequence">Its number.</param>
    /// <param name="received">Whether it came, at <see cref="ArrivalTicks"/>.</param>
    /// <returns>False at the end.</returns>
    public bool TryNext(out ushort sequence, out bool received)
    {
        (sequence, received) = (NextSequence, false);
        if (_left == 0 || (_symbolsLeft == 0 && !TryChunk())) return false;
        uint symbol = _isRun ? _symbols : (_symbols >> ((_symbolsLeft - 1) * _bits)) & ((1u << _bits) - 1);
        _symbolsLeft--;
        _left--;
        NextSequence++;
        int bytes = symbol switch { 1 => 1, 2 => 2, _ => 0 };
        if (bytes == 0) return true;
        if (_deltas.Length < bytes) return false;
        ArrivalTicks += bytes == 1 ? _deltas[0] : BinaryPrimitives.ReadInt16BigEndian(_deltas);
        _deltas = _deltas[bytes..];
        received = true;
        return true;
    }

    private static int Covers(ushort chunk) => (chunk & 0x8000) == 0 ? Math.Max(1, chunk & 0x1FFF) : (chunk & 0x4000) == 0 ? 14 : 7;

    private bool TryChunk()
    {
        if (_chunks.Length < 2) return false;
        ushort chunk = BinaryPrimitives.ReadUInt16BigEndian(_chunks);
        _chunks = _chunks[2..];
        _isRun = (chunk & 0x8000) == 0;
        _bits = (chunk & 0x4000) == 0 ? 1 : 2;
        _symbolsLeft = Covers(chunk);
        _symbols = _isRun ? (uint)(chunk >> 13) & 3 : (uint)chunk & 0x3FFF;
        return true;
    }
}
