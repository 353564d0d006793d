using System.Buffers.Binary;

namespace Kapok.Media.Stage.Rtmp;

/// <summary>What a reading of chunks came to.</summary>
internal enum ChunkReading
{
    /// <summary>More bytes are needed.</summary>
    More,

    /// <summary>A message is whole.</summary>
    Message,

    /// <summary>This is no RTMP, or more than is allowed; nothing can be read from here on.</summary>
    Broken,
}

/// <summary>Puts messages together from chunks (RTMP 1.0, section 5.3).</summary>
/// <remarks>
/// Memory follows what has come and not what a header announces: a body grows with its bytes. Chunk size and abort are obeyed here, since they change how the very
/// next bytes are read. Not thread-safe; the connection owns it.
/// </remarks>
internal sealed class ChunkReader
{
    /// <summary>The most bytes of a message, once <see cref="MostBytes"/> was raised: a keyframe of 4K at a rate far above what a venue takes.</summary>
    public const int MostMessageBytes = 4 << 20;

    private const int MostStreams = 64, MostHeldBytes = 8 << 20, FirstBodyBytes = 32 * 1024;
    private const int MostChunkBytes = 0xFFFFFF; // a message has no more (section 5.4.1)
    private const uint Extended = 0xFFFFFF; // in place of a time: it follows in four bytes (section 5.3.1.3)

    private readonly Dictionary<int, ChunkStream> _streams = [];
    private ChunkStream? _current;
    private int _leftOfChunk, _held;

    /// <summary>Bytes of a chunk's payload at most, as the peer said last.</summary>
    public int ChunkBytes { get; private set; } = 128;

    /// <summary>The most bytes of a message now; smaller until it is known that somebody may publish.</summary>
    public int MostBytes { get; set; } = 16 * 1024;

    /// <summary>Reads on.</summary>
    /// <param name="bytes">What has come; what was read is cut off. A header that is not whole stays: bring it again with what follows.</param>
    /// <param name="message">The message that is whole.</param>
    public ChunkReading Read(ref ReadOnlySpan<byte> bytes, out RtmpMessage message)
    {
        message = default;
        while (true)
        {
            if (_current is null)
            {
                ChunkReading header = ReadHeader(ref bytes);
                if (header != ChunkReading.Message) return header;
            }
            if (!TryTake(ref bytes)) return _held > MostHeldBytes ? ChunkReading.Broken : ChunkReading.More;
            ChunkStream stream = _current!;
            _current = null;
            if (_held > MostHeldBytes) return ChunkReading.Broken;
            if (!stream.IsWhole) continue;
            message = new(stream.Type, stream.StreamId, stream.Timestamp, stream.Release());
            _held -= message.Body.Length;
            if (message.Type is not (RtmpType.SetChunkSize or RtmpType.Abort)) return ChunkReading.Message;
            if (!TryObey(message)) return ChunkReading.Broken;
        }
    }

    // Basic header, message header, extended timestamp: all or nothing.
    private ChunkReading ReadHeader(ref ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty) return ChunkReading.More;
        int format = bytes[0] >> 6, id = bytes[0] & 0x3F, at = id switch { 0 => 2, 1 => 3, _ => 1 };
        if (bytes.Length < at) return ChunkReading.More;
        if (id == 0) id = 64 + bytes[1];
        else if (id == 1) id = 64 + bytes[1] + (bytes[2] << 8);
        // The first chunk of a stream says all of it. Its number may be missing: some send their pings so.
        if (!_streams.TryGetValue(id, out ChunkStream? stream) ? format > 1 || _streams.Count == MostStreams : format < 3 && stream.IsBegun) return ChunkReading.Broken;

        int fields = format switch { 0 => 11, 1 => 7, 2 => 3, _ => 0 };
        if (bytes.Length < at + fields) return ChunkReading.More;
        ReadOnlySpan<byte> header = bytes.Slice(at, fields);
        uint time = format == 3 ? stream!.TimeField : ReadUInt24(header);
        bool isExtended = format == 3 ? stream!.IsExtended : time == Extended;
        at += fields;
        if (isExtended)
        {
            if (bytes.Length < at + 4) return ChunkReading.More;
            uint extended = BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]);
            // Some encoders leave it out of the chunks that carry a message on, against the letter: then these four bytes are the message's.
            if (format < 3 || extended == time) at += 4;
            if (format < 3) time = extended;
        }
        if (stream is null) _streams.Add(id, stream = new());
        if (format < 2 && (stream.Length = (int)ReadUInt24(header[3..])) > MostBytes) return ChunkReading.Broken;
        if (format < 2) stream.Type = header[6];
        if (format == 0) stream.StreamId = BinaryPrimitives.ReadUInt32LittleEndian(header[7..]);
        if (!stream.IsBegun) stream.Begin(format == 0, time, isExtended);
        _leftOfChunk = Math.Min(ChunkBytes, stream.Length - stream.Got);
        _current = stream;
        bytes = bytes[at..];
        return ChunkReading.Message;
    }

    // The chunk's payload, as far as it is here.
    private bool TryTake(ref ReadOnlySpan<byte> bytes)
    {
        int take = Math.Min(_leftOfChunk, bytes.Length);
        ChunkStream stream = _current!;
        int before = stream.RoomBytes;
        stream.Take(bytes[..take], FirstBodyBytes);
        _held += stream.RoomBytes - before;
        bytes = bytes[take..];
        _leftOfChunk -= take;
        return _leftOfChunk == 0;
    }

    private bool TryObey(in RtmpMessage message)
    {
        if (message.Body.Length < 4) return false;
        uint value = BinaryPrimitives.ReadUInt32BigEndian(message.Body.Span);
        if (message.Type == RtmpType.SetChunkSize)
        {
            ChunkBytes = (int)Math.Min(value, MostChunkBytes);
            return value is >= 1 and <= int.MaxValue;
        }
        if (value <= int.MaxValue && _streams.TryGetValue((int)value, out ChunkStream? aborted) && aborted.IsBegun) _held -= aborted.Release().Length;
        return true;
    }

    private static uint ReadUInt24(ReadOnlySpan<byte> bytes) => (uint)((bytes[0] << 16) | (bytes[1] << 8) | bytes[2]);
}
