using System.Buffers;
using System.Buffers.Binary;

namespace Kapok.Media.Stage.Rtmp;

/// <summary>Writes messages as chunks (RTMP 1.0, section 5.3), each with a whole header.</summary>
internal static class ChunkWriter
{
    /// <summary>Bytes of a chunk that are written after <see cref="WriteChunkSize"/>.</summary>
    public const int ChunkBytes = 4096;

    /// <summary>Chunk stream of what is about the connection; section 5.4 demands it.</summary>
    public const byte Control = 2;

    /// <summary>Chunk stream of commands.</summary>
    public const byte Commands = 3;

    /// <summary>Writes a message.</summary>
    /// <param name="to">Where to.</param>
    /// <param name="chunkStream">2 to 63.</param>
    /// <param name="type">See <see cref="RtmpType"/>.</param>
    /// <param name="streamId">The message's stream.</param>
    /// <param name="body">What it says.</param>
    /// <param name="timestamp">Milliseconds, below 2^24 − 1: what a server says has no time, and a test's stream is short.</param>
    /// <param name="chunkBytes">Bytes of a chunk.</param>
    public static void Write(IBufferWriter<byte> to, byte chunkStream, byte type, uint streamId, ReadOnlySpan<byte> body, uint timestamp = 0, int chunkBytes = ChunkBytes)
    {
        const int headerBytes = 12;
        Span<byte> header = to.GetSpan(headerBytes);
        header[0] = chunkStream;
        WriteUInt24(header[1..], timestamp);
        WriteUInt24(header[4..], (uint)body.Length);
        header[7] = type;
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], streamId);
        to.Advance(headerBytes);
        to.Write(body[..Math.Min(chunkBytes, body.Length)]);
        while (body.Length > chunkBytes)
        {
            body = body[chunkBytes..];
            to.Write((ReadOnlySpan<byte>)[(byte)(0xC0 | chunkStream)]);
            to.Write(body[..Math.Min(chunkBytes, body.Length)]);
        }
    }

    /// <summary>Says how long chunks are from here on: <see cref="ChunkBytes"/>.</summary>
    public static void WriteChunkSize(IBufferWriter<byte> to) => WriteNumber(to, RtmpType.SetChunkSize, ChunkBytes);

    /// <summary>Writes a message about the connection that is one number.</summary>
    public static void WriteNumber(IBufferWriter<byte> to, byte type, uint number, ReadOnlySpan<byte> after = default)
    {
        Span<byte> body = stackalloc byte[8];
        BinaryPrimitives.WriteUInt32BigEndian(body, number);
        after.CopyTo(body[4..]);
        Write(to, Control, type, 0, body[..(4 + after.Length)]);
    }

    private static void WriteUInt24(Span<byte> to, uint number) => (to[0], to[1], to[2]) = ((byte)(number >> 16), (byte)(number >> 8), (byte)number);
}
