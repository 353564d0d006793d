using System.Buffers.Binary;

namespace Kapok.Media.Rtc.Rtp;

/// <summary>Header extensions in their one-byte and two-byte forms (RFC 8285).</summary>
public static class RtpExtensions
{
    /// <summary>Profile of the one-byte form.</summary>
    public const ushort OneByteProfile = 0xBEDE;

    /// <summary>Length of a header with a block that holds a transport-wide number only.</summary>
    public const int NumberedHeaderBytes = RtpHeader.MinBytes + 8;

    private const ushort TwoByteProfile = 0x1000, TwoByteMask = 0xFFF0;

    /// <summary>Finds an extension.</summary>
    /// <param name="profile">What the header says of the form.</param>
    /// <param name="extensions">The bytes after profile and length.</param>
    /// <param name="id">As negotiated; 0 finds nothing.</param>
    /// <param name="value">Its value; empty values exist in the two-byte form.</param>
    public static bool TryFind(ushort profile, ReadOnlySpan<byte> extensions, int id, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (id == 0) return false;
        bool isShort = profile == OneByteProfile;
        if (!isShort && (profile & TwoByteMask) != TwoByteProfile) return false;
        for (int at = 0; at < extensions.Length;)
        {
            byte first = extensions[at];
            if (first == 0) // padding between extensions
            {
                at++;
                continue;
            }
            if (isShort && first >> 4 == 15) return false; // reserved: what follows is not read
            if (!isShort && at + 1 >= extensions.Length) return false;
            (int found, int length) = isShort ? (first >> 4, (first & 0x0F) + 1) : (first, extensions[at + 1]);
            at += isShort ? 1 : 2;
            if (at + length > extensions.Length) return false;
            if (found == id)
            {
                value = extensions.Slice(at, length);
                return true;
            }
            at += length;
        }
        return false;
    }

    /// <summary>Writes a block with a transport-wide number after a fixed header, and marks the header.</summary>
    /// <param name="packet">The packet; the block goes to byte 12.</param>
    /// <param name="id">Id of the extension, 1 to 14.</param>
    /// <param name="number">The number.</param>
    /// <returns><see cref="NumberedHeaderBytes"/>.</returns>
    public static int WriteNumber(Span<byte> packet, int id, ushort number)
    {
        packet[0] |= 0x10;
        BinaryPrimitives.WriteUInt32BigEndian(packet[RtpHeader.MinBytes..], ((uint)OneByteProfile << 16) | 1);
        BinaryPrimitives.WriteUInt32BigEndian(packet[(RtpHeader.MinBytes + 4)..], ((uint)(byte)((id << 4) | 1) << 24) | ((uint)number << 8));
        return NumberedHeaderBytes;
    }

    /// <summary>Writes a block of one-byte extensions after a fixed header, and marks the header.</summary>
    /// <param name="packet">The packet; the block goes to byte 12.</param>
    /// <param name="levelId">Id of the audio level, 0 for none.</param>
    /// <param name="level">The audio level.</param>
    /// <param name="transportId">Id of the transport-wide sequence number, 0 for none.</param>
    /// <param name="transportSequence">The number.</param>
    /// <returns>Length of the header with the block.</returns>
    public static int Write(Span<byte> packet, int levelId, AudioLevel level, int transportId, ushort transportSequence)
    {
        if (levelId == 0 && transportId == 0) return RtpHeader.MinBytes;
        packet[0] |= 0x10;
        Span<byte> block = packet[RtpHeader.MinBytes..];
        BinaryPrimitives.WriteUInt16BigEndian(block, OneByteProfile);
        int at = 4;
        if (levelId != 0)
        {
            block[at++] = (byte)(levelId << 4);
            block[at++] = level.ToByte();
        }
        if (transportId != 0)
        {
            block[at++] = (byte)((transportId << 4) | 1);
            BinaryPrimitives.WriteUInt16BigEndian(block[at..], transportSequence);
            at += 2;
        }
        while (at % 4 != 0) block[at++] = 0;
        BinaryPrimitives.WriteUInt16BigEndian(block[2..], (ushort)((at / 4) - 1));
        return RtpHeader.MinBytes + at;
    }
}
