using System.Buffers.Binary;
using System.Text;
using Kapok.Media.Rtc.Rtp;

namespace Kapok.Media.Rtc.Rtcp;

/// <summary>What a sender tells of one of its streams (RFC 3550, section 6.4.1).</summary>
/// <param name="Ssrc">The stream.</param>
/// <param name="Time">Wall-clock time of <paramref name="Timestamp"/>.</param>
/// <param name="Timestamp">What a packet made at that time would carry.</param>
/// <param name="Packets">Packets sent.</param>
/// <param name="Bytes">Payload bytes sent.</param>
public readonly record struct SenderInfo(uint Ssrc, NtpTime Time, uint Timestamp, uint Packets, uint Bytes);

/// <summary>Writes an RTCP compound into a span.</summary>
/// <remarks>A packet that does not fit is left out, and <see cref="IsFull"/> says so. A compound begins with a report, as RFC 3550, section 6.1 asks: the caller's order.</remarks>
public ref struct RtcpWriter
{
    private readonly Span<byte> _to;

    /// <summary>Begins a compound.</summary>
    public RtcpWriter(Span<byte> to) => _to = to;

    /// <summary>Bytes written.</summary>
    public int Length { get; private set; }

    /// <summary>Something did not fit.</summary>
    public bool IsFull { get; private set; }

    /// <summary>A sender report with report blocks.</summary>
    public void SenderReport(in SenderInfo info, scoped ReadOnlySpan<ReportBlock> blocks)
    {
        Span<byte> body = Begin(RtcpType.SenderReport, blocks.Length, 24 + (blocks.Length * ReportBlock.Bytes));
        if (body.IsEmpty) return;
        BinaryPrimitives.WriteUInt32BigEndian(body, info.Ssrc);
        BinaryPrimitives.WriteUInt64BigEndian(body[4..], info.Time.Value);
        BinaryPrimitives.WriteUInt32BigEndian(body[12..], info.Timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(body[16..], info.Packets);
        BinaryPrimitives.WriteUInt32BigEndian(body[20..], info.Bytes);
        Write(body[24..], blocks);
    }

    /// <summary>A receiver report; without blocks it only opens a compound.</summary>
    public void ReceiverReport(uint ssrc, scoped ReadOnlySpan<ReportBlock> blocks)
    {
        Span<byte> body = Begin(RtcpType.ReceiverReport, blocks.Length, 4 + (blocks.Length * ReportBlock.Bytes));
        if (body.IsEmpty) return;
        BinaryPrimitives.WriteUInt32BigEndian(body, ssrc);
        Write(body[4..], blocks);
    }

    /// <summary>A source description of one source with its canonical name, at most 255 ASCII characters.</summary>
    public void CanonicalName(uint ssrc, string name)
    {
        int chunk = (4 + 2 + name.Length + 1 + 3) & ~3; // ends with at least one zero
        Span<byte> body = Begin(RtcpType.SourceDescription, 1, chunk);
        if (body.IsEmpty) return;
        body.Clear();
        BinaryPrimitives.WriteUInt32BigEndian(body, ssrc);
        (body[4], body[5]) = (1, (byte)name.Length);
        Encoding.ASCII.GetBytes(name, body[6..]);
    }

    /// <summary>One source ends.</summary>
    public void Bye(uint ssrc)
    {
        Span<byte> body = Begin(RtcpType.Bye, 1, 4);
        if (!body.IsEmpty) BinaryPrimitives.WriteUInt32BigEndian(body, ssrc);
    }

    /// <summary>Asks for packets again.</summary>
    /// <param name="sender">Who asks.</param>
    /// <param name="media">Whose packets.</param>
    /// <param name="sequences">Which, in rising order.</param>
    public void Nack(uint sender, uint media, scoped ReadOnlySpan<ushort> sequences)
    {
        Span<byte> entries = stackalloc byte[4 * 64];
        int used = 0;
        for (int at = 0; at < sequences.Length && used < entries.Length; used += 4)
        {
            ushort first = sequences[at++], mask = 0;
            for (; at < sequences.Length && (ushort)(sequences[at] - first - 1) < 16; at++) mask |= (ushort)(1 << (ushort)(sequences[at] - first - 1));
            BinaryPrimitives.WriteUInt16BigEndian(entries[used..], first);
            BinaryPrimitives.WriteUInt16BigEndian(entries[(used + 2)..], mask);
        }
        Feedback(RtcpType.TransportFeedback, RtcpPacket.NackFormat, sender, media, entries[..used]);
    }

    /// <summary>Asks for a whole picture.</summary>
    public void PictureLoss(uint sender, uint media) => Feedback(RtcpType.PayloadFeedback, RtcpPacket.PictureLossFormat, sender, media, default);

    /// <summary>Asks for a whole picture by the older message (RFC 5104, section 4.3.1), which names its source and a number that goes up.</summary>
    public void FullIntra(uint sender, uint media, byte number)
    {
        Span<byte> entry = stackalloc byte[8];
        entry.Clear();
        BinaryPrimitives.WriteUInt32BigEndian(entry, media);
        entry[4] = number;
        Feedback(RtcpType.PayloadFeedback, RtcpPacket.FullIntraFormat, sender, 0, entry);
    }

    /// <summary>Feedback of any format.</summary>
    /// <param name="type">Transport or payload feedback.</param>
    /// <param name="format">Its format.</param>
    /// <param name="sender">Who says it.</param>
    /// <param name="media">About which source.</param>
    /// <param name="information">What it says, a multiple of four bytes.</param>
    public void Feedback(RtcpType type, int format, uint sender, uint media, scoped ReadOnlySpan<byte> information)
    {
        Span<byte> body = Begin(type, format, 8 + information.Length);
        if (body.IsEmpty) return;
        BinaryPrimitives.WriteUInt32BigEndian(body, sender);
        BinaryPrimitives.WriteUInt32BigEndian(body[4..], media);
        information.CopyTo(body[8..]);
    }

    private static void Write(Span<byte> to, scoped ReadOnlySpan<ReportBlock> blocks)
    {
        for (int at = 0; at < blocks.Length; at++) blocks[at].Write(to[(at * ReportBlock.Bytes)..]);
    }

    private Span<byte> Begin(RtcpType type, int count, int bodyBytes)
    {
        if (Length + 4 + bodyBytes > _to.Length)
        {
            IsFull = true;
            return default;
        }
        Span<byte> packet = _to.Slice(Length, 4 + bodyBytes);
        packet[0] = (byte)(0x80 | count);
        packet[1] = (byte)type;
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], (ushort)(bodyBytes / 4));
        Length += packet.Length;
        return packet[4..];
    }
}
