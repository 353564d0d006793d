using System.Buffers.Binary;

namespace Kapok.Media.Rtc.Rtcp;

/// <summary>Kinds of RTCP packets (RFC 3550, section 12.1; RFC 4585, section 6.1).</summary>
public enum RtcpType : byte
{
    /// <summary>Sender report.</summary>
    SenderReport = 200,

    /// <summary>Receiver report.</summary>
    ReceiverReport = 201,

    /// <summary>Source description.</summary>
    SourceDescription = 202,

    /// <summary>End of sources.</summary>
    Bye = 203,

    /// <summary>Feedback of the transport: NACK (1), transport-wide congestion control (15).</summary>
    TransportFeedback = 205,

    /// <summary>Feedback on the payload: picture loss (1).</summary>
    PayloadFeedback = 206,
}

/// <summary>One packet of a compound.</summary>
/// <remarks>It points into the compound.</remarks>
public readonly ref struct RtcpPacket
{
    internal RtcpPacket(RtcpType type, int count, ReadOnlySpan<byte> body)
    {
        (Type, Count) = (type, count);
        Body = body;
    }

    /// <summary>Format of a generic NACK.</summary>
    public const int NackFormat = 1;

    /// <summary>Format of a picture loss indication.</summary>
    public const int PictureLossFormat = 1;

    /// <summary>Format of a full intra request (RFC 5104, section 4.3.1).</summary>
    public const int FullIntraFormat = 4;

    /// <summary>Format of transport-wide congestion control.</summary>
    public const int CongestionFormat = 15;

    /// <summary>What it is.</summary>
    public RtcpType Type { get; }

    /// <summary>Five bits: how many blocks or sources follow, or the format of feedback.</summary>
    public int Count { get; }

    /// <summary>Everything after the first four bytes, without padding; a multiple of four bytes, except before padding.</summary>
    public ReadOnlySpan<byte> Body { get; }

    /// <summary>Whether the packet is feedback of a format, long enough to say about which source.</summary>
    public bool IsFeedback(RtcpType type, int format) => Type == type && Count == format && Body.Length >= 8;

    /// <summary>The source that feedback is about.</summary>
    public uint MediaSource => BinaryPrimitives.ReadUInt32BigEndian(Body[4..]);

    /// <summary>Report blocks of a sender or receiver report.</summary>
    /// <returns>None when the packet is another, or is cut.</returns>
    public ReadOnlySpan<byte> ReportBlocks
    {
        get
        {
            int from = Type switch { RtcpType.SenderReport => 24, RtcpType.ReceiverReport => 4, _ => int.MaxValue };
            return from < Body.Length && Body.Length - from >= Count * ReportBlock.Bytes ? Body.Slice(from, Count * ReportBlock.Bytes) : default;
        }
    }
}

/// <summary>Walks the packets of a compound (RFC 3550, section 6.1).</summary>
public ref struct RtcpReader
{
    private ReadOnlySpan<byte> _rest;

    /// <summary>Begins a walk over a compound in the clear.</summary>
    public RtcpReader(ReadOnlySpan<byte> compound) => _rest = compound;

    /// <summary>Reads the next packet.</summary>
    /// <returns>False at the end, and at the first packet that is malformed.</returns>
    public bool TryNext(out RtcpPacket packet)
    {
        packet = default;
        if (_rest.Length < 4 || _rest[0] >> 6 != 2) return false;
        int length = (BinaryPrimitives.ReadUInt16BigEndian(_rest[2..]) + 1) * 4;
        if (length > _rest.Length) return false;
        ReadOnlySpan<byte> body = _rest[4..length];
        if ((_rest[0] & 0x20) != 0)
        {
            if (body.IsEmpty || body[^1] == 0 || body[^1] > body.Length) return false;
            body = body[..^body[^1]];
        }
        packet = new((RtcpType)_rest[1], _rest[0] & 0x1F, body);
        _rest = _rest[length..];
        return true;
    }
}

/// <summary>Sequence numbers of a generic NACK (RFC 4585, section 6.2.1).</summary>
public ref struct NackReader
{
    private ReadOnlySpan<byte> _entries;
    private ushort _first;
    private uint _mask; // bit 0 for the first, bit n for the nth after it

    /// <summary>Begins to read the body of a NACK.</summary>
    public NackReader(in RtcpPacket packet) => _entries = packet.Body.Length > 8 ? packet.Body[8..] : default;

    /// <summary>Reads the next number.</summary>
    public bool TryNext(out ushort sequence)
    {
        if (_mask == 0 && _entries.Length >= 4)
        {
            _first = BinaryPrimitives.ReadUInt16BigEndian(_entries);
            _mask = ((uint)BinaryPrimitives.ReadUInt16BigEndian(_entries[2..]) << 1) | 1;
            _entries = _entries[4..];
        }
        sequence = (ushort)(_first + System.Numerics.BitOperations.TrailingZeroCount(_mask));
        if (_mask == 0) return false;
        _mask &= _mask - 1;
        return true;
    }
}
