using System.Buffers.Binary;

namespace Kapok.Media.Rtc.Rtp;

/// <summary>The header of an RTP packet with its extensions (RFC 3550, section 5.1; RFC 8285).</summary>
/// <param name="PayloadType">0 to 127.</param>
/// <param name="IsMarked">The marker bit: with audio, the first packet after silence (RFC 3551, section 4.1).</param>
/// <param name="HasPadding">The last byte tells how many bytes of the payload are padding.</param>
/// <param name="Sequence">Sequence number.</param>
/// <param name="Timestamp">In units of the clock rate.</param>
/// <param name="Ssrc">Source.</param>
/// <param name="HeaderBytes">Length of the header with sources and extensions.</param>
/// <param name="ExtensionProfile">What tells the form of the extensions, 0 without.</param>
/// <param name="ExtensionBytes">Length of the extensions, at the end of the header.</param>
public readonly record struct RtpHeader(
    byte PayloadType, bool IsMarked, bool HasPadding, ushort Sequence, uint Timestamp, uint Ssrc, int HeaderBytes, ushort ExtensionProfile, int ExtensionBytes)
{
    /// <summary>Bytes of a header without sources and extensions.</summary>
    public const int MinBytes = 12;

    /// <summary>Whether a datagram of RTP's range is RTCP when both share a port (RFC 5761, section 4).</summary>
    public static bool IsRtcp(ReadOnlySpan<byte> packet) => packet.Length > 1 && packet[1] is >= 192 and <= 223;

    /// <summary>Reads a header.</summary>
    /// <returns>False when it is not version 2 or is cut.</returns>
    public static bool TryRead(ReadOnlySpan<byte> packet, out RtpHeader header)
    {
        header = default;
        if (packet.Length < MinBytes || packet[0] >> 6 != 2) return false;
        int length = MinBytes + ((packet[0] & 0x0F) * 4), extensionBytes = 0;
        ushort profile = 0;
        if ((packet[0] & 0x10) != 0)
        {
            if (packet.Length < length + 4) return false;
            profile = BinaryPrimitives.ReadUInt16BigEndian(packet[length..]);
            extensionBytes = BinaryPrimitives.ReadUInt16BigEndian(packet[(length + 2)..]) * 4;
            length += 4 + extensionBytes;
        }
        if (packet.Length < length) return false;
        header = new(
            (byte)(packet[1] & 0x7F), (packet[1] & 0x80) != 0, (packet[0] & 0x20) != 0, BinaryPrimitives.ReadUInt16BigEndian(packet[2..]),
            BinaryPrimitives.ReadUInt32BigEndian(packet[4..]), BinaryPrimitives.ReadUInt32BigEndian(packet[8..]), length, profile, extensionBytes);
        return true;
    }

    /// <summary>Writes a header without sources and extensions: 12 bytes.</summary>
    public static void Write(Span<byte> to, byte payloadType, bool isMarked, ushort sequence, uint timestamp, uint ssrc)
    {
        to[0] = 0x80;
        to[1] = (byte)((isMarked ? 0x80 : 0) | payloadType);
        BinaryPrimitives.WriteUInt16BigEndian(to[2..], sequence);
        BinaryPrimitives.WriteUInt32BigEndian(to[4..], timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(to[8..], ssrc);
    }

    /// <summary>The extensions of the packet it was read from, for <see cref="RtpExtensions"/>.</summary>
    public ReadOnlySpan<byte> Extensions(ReadOnlySpan<byte> packet) => packet[(HeaderBytes - ExtensionBytes)..HeaderBytes];

    /// <summary>The payload of a plain packet without its padding; possibly empty.</summary>
    /// <returns>False when the padding is longer than the payload.</returns>
    public bool TryPayload(ReadOnlySpan<byte> packet, out ReadOnlySpan<byte> payload)
    {
        payload = packet[HeaderBytes..];
        if (!HasPadding) return true;
        if (payload.IsEmpty || payload[^1] == 0 || payload[^1] > payload.Length) return false;
        payload = payload[..^payload[^1]];
        return true;
    }
}
