using System.Buffers.Binary;

namespace Kapok.Sockets.Framing;

/// <summary>What a WebSocket frame is (RFC 6455, section 5.2).</summary>
public enum Opcode : byte
{
    /// <summary>More of the message begun before.</summary>
    Continuation = 0,

    /// <summary>Begins a message of UTF-8 text.</summary>
    Text = 1,

    /// <summary>Begins a message of bytes.</summary>
    Binary = 2,

    /// <summary>The sender sends nothing after this.</summary>
    Close = 8,

    /// <summary>To be answered with a pong of the same bytes.</summary>
    Ping = 9,

    /// <summary>The answer to a ping.</summary>
    Pong = 10,
}

/// <summary>The first bytes of a WebSocket frame (RFC 6455, section 5.2).</summary>
/// <param name="Opcode">What the frame is.</param>
/// <param name="IsFinal">No further frame of the same message follows.</param>
/// <param name="IsMasked">The payload is masked with <paramref name="Mask"/>.</param>
/// <param name="Mask">The masking key as it stood in the stream, read little-endian.</param>
/// <param name="HeaderBytes">Length of the header, 2 to 14 bytes.</param>
/// <param name="PayloadBytes">Length of the payload.</param>
public readonly record struct FrameHeader(Opcode Opcode, bool IsFinal, bool IsMasked, uint Mask, int HeaderBytes, long PayloadBytes)
{
    /// <summary>The longest header.</summary>
    public const int MaxBytes = 14;

    /// <summary>The longest payload of a close, ping or pong.</summary>
    public const int MaxControlPayload = 125;

    /// <summary>It is a close, ping or pong, which may come between the frames of a message.</summary>
    public bool IsControl => Opcode >= Opcode.Close;

    /// <summary>Reads a header.</summary>
    /// <param name="bytes">The stream from the beginning of a frame.</param>
    /// <param name="header">The header, when it is whole and allowed.</param>
    /// <returns>Null when it was read, else what stands against it: <see cref="FrameFault.Incomplete"/> where more bytes are needed.</returns>
    public static FrameFault? Read(ReadOnlySpan<byte> bytes, out FrameHeader header)
    {
        header = default;
        if (bytes.Length < 2) return FrameFault.Incomplete;
        (byte first, byte second) = (bytes[0], bytes[1]);
        if ((first & 0x70) != 0) return FrameFault.ReservedBit; // no extension is ever agreed on
        Opcode opcode = (Opcode)(first & 0x0F);
        if (opcode is > Opcode.Binary and < Opcode.Close or > Opcode.Pong) return FrameFault.UnknownOpcode;
        bool isFinal = (first & 0x80) != 0, isMasked = (second & 0x80) != 0;
        int shortLength = second & 0x7F;
        if (opcode >= Opcode.Close && (!isFinal || shortLength > MaxControlPayload)) return FrameFault.BadControlFrame;
        int lengthBytes = shortLength switch { 126 => 2, 127 => 8, _ => 0 };
        int headerBytes = 2 + lengthBytes + (isMasked ? 4 : 0);
        if (bytes.Length < headerBytes) return FrameFault.Incomplete;
        ulong length = lengthBytes switch
        {
            2 => BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]),
            8 => BinaryPrimitives.ReadUInt64BigEndian(bytes[2..]),
            _ => (uint)shortLength,
        };
        // "the minimal number of bytes MUST be used", and the highest bit of 64 must be 0
        if ((lengthBytes == 2 && length < 126) || (lengthBytes == 8 && length <= ushort.MaxValue) || length > long.MaxValue) return FrameFault.BadLength;
        uint mask = isMasked ? BinaryPrimitives.ReadUInt32LittleEndian(bytes[(2 + lengthBytes)..]) : 0u;
        header = new(opcode, isFinal, isMasked, mask, headerBytes, (long)length);
        return null;
    }

    /// <summary>Bytes of the header that <see cref="Write"/> writes before so long a payload.</summary>
    public static int SizeOf(int payloadBytes) => payloadBytes < 126 ? 2 : payloadBytes <= ushort.MaxValue ? 4 : 10;

    /// <summary>Writes the header of a whole message as a server sends it: final, unmasked.</summary>
    /// <param name="to">At least four bytes for payloads up to 65,535 bytes, else ten.</param>
    /// <param name="opcode">What the frame is.</param>
    /// <param name="payloadBytes">Length of the payload that follows.</param>
    /// <returns>Bytes written.</returns>
    public static int Write(Span<byte> to, Opcode opcode, int payloadBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(payloadBytes);
        to[0] = (byte)(0x80 | (byte)opcode);
        switch (payloadBytes)
        {
            case < 126:
                to[1] = (byte)payloadBytes;
                return 2;
            case <= ushort.MaxValue:
                to[1] = 126;
                BinaryPrimitives.WriteUInt16BigEndian(to[2..], (ushort)payloadBytes);
                return 4;
            default:
                to[1] = 127;
                BinaryPrimitives.WriteUInt64BigEndian(to[2..], (ulong)payloadBytes);
                return 10;
        }
    }

    /// <summary>Writes the header of a whole message as a client sends it: final, masked. The payload must then be masked with the same key.</summary>
    public static int WriteMasked(Span<byte> to, Opcode opcode, int payloadBytes, uint mask)
    {
        int written = Write(to, opcode, payloadBytes);
        to[1] |= 0x80;
        BinaryPrimitives.WriteUInt32LittleEndian(to[written..], mask);
        return written + 4;
    }
}
