using System.Buffers.Binary;

namespace Kapok.Sockets.Tls;

/// <summary>How far a ClientHello could be read.</summary>
public enum HelloReading
{
    /// <summary>It is none yet, and may become one when more bytes come.</summary>
    Partial,

    /// <summary>It is whole and well formed.</summary>
    Whole,

    /// <summary>Whatever comes, it will not be one.</summary>
    NotHello,
}

/// <summary>What a TLS client says first and in the clear, as far as a door needs it (RFC 8446, section 4.1.2).</summary>
/// <param name="ServerName">The host name it asks for (RFC 6066, section 3), in lower case and without a dot at the end; null when it names none that is one.</param>
/// <param name="OffersHttp2">Its application protocols (RFC 7301) have <c>h2</c>.</param>
/// <param name="OffersHttp11">They have <c>http/1.1</c>; one that offers none at all has not.</param>
/// <param name="MostVersion">The newest version of TLS that it offers: 0x0303 is 1.2, 0x0304 is 1.3. 0 when it offers none that is known.</param>
public readonly record struct ClientHello(string? ServerName, bool OffersHttp2, bool OffersHttp11, ushort MostVersion)
{
    /// <summary>The longest message that is taken, its header included: those of browsers have 500 to 2,500 bytes.</summary>
    public const int MostMessageBytes = 16 * 1024;

    /// <summary>Bytes of a stream in which the message must be whole, the headers of its records included. No more need be looked at.</summary>
    public const int MostBytes = MostMessageBytes + (64 * RecordHeaderBytes);

    private const int RecordHeaderBytes = 5, MostRecordBytes = 1 << 14, MessageHeaderBytes = 4;
    private const byte HandshakeRecord = 22, HelloMessageType = 1;

    /// <summary>Reads the first bytes of a connection.</summary>
    /// <remarks>
    /// Pure, for any thread; it allocates nothing but the name, and that only once the hello is whole. What the message says is judged as far as a door must:
    /// lengths, and that no extension comes twice. Whether versions, ciphers and keys fit is for the TLS engine, which has the right alert for each.
    /// Bytes behind the message are refused in its last record and not looked at in later ones: with early data there are some.
    /// </remarks>
    /// <param name="stream">All that has come so far, from the first byte on.</param>
    /// <param name="hello">What it says, when it is whole.</param>
    /// <returns>Not a hello as soon as the bytes contradict one: a length that does not fit at once, what an extension says when it is there to its end.</returns>
    public static HelloReading TryRead(ReadOnlySpan<byte> stream, out ClientHello hello)
    {
        hello = default;
        HelloReading header = ReadRecordHeader(stream, out int recordBytes);
        if (header != HelloReading.Whole) return header;
        ReadOnlySpan<byte> record = stream[RecordHeaderBytes..];
        record = record[..Math.Min(recordBytes, record.Length)];
        // Nearly every hello is one record: it is read where it lies.
        return ReadMessageHeader(record, out int messageBytes) == HelloReading.Whole && messageBytes == recordBytes
            ? HelloMessage.Read(record, recordBytes - record.Length, out hello)
            : ReadGathered(stream, out hello);
    }

    private static HelloReading ReadGathered(ReadOnlySpan<byte> stream, out ClientHello hello)
    {
        hello = default;
        Span<byte> message = stackalloc byte[MostMessageBytes];
        HelloReading header = HelloReading.Partial;
        int come = 0, messageBytes = MostMessageBytes, at = 0;
        while (header == HelloReading.Partial || come < messageBytes)
        {
            HelloReading record = ReadRecordHeader(stream[at..], out int recordBytes);
            if (record == HelloReading.NotHello) return record;
            if (record == HelloReading.Partial) break;
            at += RecordHeaderBytes;
            int taken = Math.Min(recordBytes, stream.Length - at), ends = come + recordBytes;
            if (ends > messageBytes) return HelloReading.NotHello;
            stream.Slice(at, taken).CopyTo(message[come..]);
            (at, come) = (at + taken, come + taken);
            header = ReadMessageHeader(message[..come], out messageBytes);
            if (header == HelloReading.NotHello || ends > messageBytes) return HelloReading.NotHello;
            if (taken < recordBytes) break;
        }
        if (header != HelloReading.Whole) return header;
        int missing = messageBytes - come;
        // Where the message ends at the earliest: what is missing has not even the headers of its records yet.
        int leastBytes = missing == 0 ? at : stream.Length + missing;
        return leastBytes > MostBytes ? HelloReading.NotHello : HelloMessage.Read(message[..come], missing, out hello);
    }

    /// <summary>Reads the header of a record (RFC 8446, section 5.1): type, version, length.</summary>
    private static HelloReading ReadRecordHeader(ReadOnlySpan<byte> stream, out int recordBytes)
    {
        recordBytes = 0;
        if (stream.Length > 0 && stream[0] != HandshakeRecord) return HelloReading.NotHello;
        if (stream.Length > 1 && stream[1] != 3) return HelloReading.NotHello;
        if (stream.Length > 2 && stream[2] > 4) return HelloReading.NotHello;
        if (stream.Length > 3 && stream[3] > MostRecordBytes >> 8) return HelloReading.NotHello;
        if (stream.Length < RecordHeaderBytes) return HelloReading.Partial;
        recordBytes = BinaryPrimitives.ReadUInt16BigEndian(stream[3..]);
        return recordBytes is > 0 and <= MostRecordBytes ? HelloReading.Whole : HelloReading.NotHello;
    }

    /// <summary>Reads the header of a handshake message (RFC 8446, section 4): type, length.</summary>
    private static HelloReading ReadMessageHeader(ReadOnlySpan<byte> message, out int messageBytes)
    {
        messageBytes = MostMessageBytes; // until it is known
        if (message.Length > 0 && message[0] != HelloMessageType) return HelloReading.NotHello;
        if (message.Length > 1 && message[1] != 0) return HelloReading.NotHello;
        if (message.Length < MessageHeaderBytes) return HelloReading.Partial;
        messageBytes = MessageHeaderBytes + BinaryPrimitives.ReadUInt16BigEndian(message[2..]);
        return messageBytes <= MostMessageBytes ? HelloReading.Whole : HelloReading.NotHello;
    }
}
