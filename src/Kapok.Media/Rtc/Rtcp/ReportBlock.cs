using System.Buffers.Binary;

namespace Kapok.Media.Rtc.Rtcp;

/// <summary>What one receiver says of one stream (RFC 3550, section 6.4.1).</summary>
/// <param name="Ssrc">The stream.</param>
/// <param name="FractionLost">Share lost since the report before, in 1/256.</param>
/// <param name="CumulativeLost">Lost since the beginning; 24 bits with sign.</param>
/// <param name="HighestSequence">Highest sequence number with its cycles above.</param>
/// <param name="Jitter">In timestamp units.</param>
/// <param name="LastReport">Middle of the sender report received last, 0 for none.</param>
/// <param name="Delay">Time since then, in 1/65,536 s.</param>
public readonly record struct ReportBlock(uint Ssrc, byte FractionLost, int CumulativeLost, uint HighestSequence, uint Jitter, uint LastReport, uint Delay)
{
    /// <summary>Bytes of a block.</summary>
    public const int Bytes = 24;

    /// <summary>Reads a block of 24 bytes.</summary>
    public static ReportBlock Read(ReadOnlySpan<byte> from)
    {
        int lost = BinaryPrimitives.ReadInt32BigEndian(from[4..]) << 8 >> 8; // extends the sign of 24 bits
        return new(
            BinaryPrimitives.ReadUInt32BigEndian(from), from[4], lost, BinaryPrimitives.ReadUInt32BigEndian(from[8..]),
            BinaryPrimitives.ReadUInt32BigEndian(from[12..]), BinaryPrimitives.ReadUInt32BigEndian(from[16..]), BinaryPrimitives.ReadUInt32BigEndian(from[20..]));
    }

    /// <summary>Writes a block of 24 bytes.</summary>
    public void Write(Span<byte> to)
    {
        BinaryPrimitives.WriteUInt32BigEndian(to, Ssrc);
        BinaryPrimitives.WriteInt32BigEndian(to[4..], CumulativeLost);
        to[4] = FractionLost;
        BinaryPrimitives.WriteUInt32BigEndian(to[8..], HighestSequence);
        BinaryPrimitives.WriteUInt32BigEndian(to[12..], Jitter);
        BinaryPrimitives.WriteUInt32BigEndian(to[16..], LastReport);
        BinaryPrimitives.WriteUInt32BigEndian(to[20..], Delay);
    }
}
