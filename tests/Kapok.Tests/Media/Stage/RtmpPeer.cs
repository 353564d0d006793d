using System.Buffers.Binary;
using System.Text;

namespace Kapok.Tests.Media.Stage;

/// <summary>An encoder as a test plays it: bytes written by the specification, with code of their own.</summary>
internal sealed class RtmpPeer(Stream stream) : IDisposable
{
    private const int ChunkBytes = 128; // as long as nothing else was said

    private readonly StringBuilder _heard = new();

    /// <summary>Whatever the server said, a character for each byte.</summary>
    internal string Heard => _heard.ToString();

    /// <summary>C0 and C1.</summary>
    internal static byte[] Hello() => [3, .. new byte[8], .. Enumerable.Range(0, 1528).Select(at => (byte)at)];

    /// <summary>A message in chunks, the first with a whole header.</summary>
    internal static byte[] Message(int chunkStream, byte type, uint timestamp, uint streamId, byte[] body, int chunkBytes = ChunkBytes)
    {
        List<byte> bytes = [(byte)chunkStream];
        bool isLong = timestamp >= 0xFFFFFF;
        uint field = isLong ? 0xFFFFFF : timestamp;
        byte[] extended = new byte[4], stream = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(extended, timestamp);
        BinaryPrimitives.WriteUInt32LittleEndian(stream, streamId);
        bytes.AddRange([(byte)(field >> 16), (byte)(field >> 8), (byte)field, (byte)(body.Length >> 16), (byte)(body.Length >> 8), (byte)body.Length, type, .. stream]);
        if (isLong) bytes.AddRange(extended);
        for (int at = 0; at < body.Length; at += chunkBytes)
        {
            if (at > 0) bytes.Add((byte)(0xC0 | chunkStream));
            if (at > 0 && isLong) bytes.AddRange(extended);
            bytes.AddRange(body.AsSpan(at, Math.Min(chunkBytes, body.Length - at)));
        }
        return [.. bytes];
    }

    /// <summary>A command.</summary>
    internal static byte[] Command(params object?[] values) => Message(3, 20, 0, 0, Amf(values));

    /// <summary>Values in AMF0: texts, numbers, nothing, and objects as lists of names and values.</summary>
    internal static byte[] Amf(params object?[] values)
    {
        List<byte> bytes = [];
        foreach (object? value in values) Add(bytes, value);
        return [.. bytes];
    }

    /// <summary>All that an encoder says until it is on air.</summary>
    internal static byte[] Opening(string key, string app = "live") =>
    [
        .. Command("connect", 1.0, new object[] { "app", app, "flashVer", "FMLE/3.0 (compatible; test)", "tcUrl", $"rtmp://localhost/{app}" }),
        .. Command("releaseStream", 2.0, null, key),
        .. Command("FCPublish", 3.0, null, key),
        .. Command("createStream", 4.0, null),
        .. Message(4, 20, 0, 1, Amf("publish", 5.0, null, key, "live")),
    ];

    /// <summary>The tags of an FLV file as messages.</summary>
    internal static IEnumerable<(byte Type, uint TimeMs, byte[] Body)> Tags(byte[] flv)
    {
        for (int at = 13; at + 11 <= flv.Length;)
        {
            int length = (flv[at + 1] << 16) | (flv[at + 2] << 8) | flv[at + 3];
            uint time = (uint)((flv[at + 7] << 24) | (flv[at + 4] << 16) | (flv[at + 5] << 8) | flv[at + 6]);
            yield return (flv[at], time, flv[(at + 11)..(at + 11 + length)]);
            at += 11 + length + 4;
        }
    }

    internal async Task ShakeHandsAsync()
    {
        await stream.WriteAsync(Hello());
        byte[] answer = new byte[1 + 1536 + 1536];
        await stream.ReadExactlyAsync(answer);
        await stream.WriteAsync(answer.AsMemory(1, 1536));
    }

    internal async Task PublishAsync(string key, string app = "live")
    {
        await ShakeHandsAsync();
        await SendAsync(Opening(key, app));
    }

    internal async Task SendAsync(byte[] bytes)
    {
        await stream.WriteAsync(bytes);
        await stream.FlushAsync();
    }

    /// <summary>Reads until the server has said a text.</summary>
    /// <returns>False when it ended before.</returns>
    internal async Task<bool> HearAsync(string text)
    {
        byte[] buffer = new byte[4096];
        while (!Heard.Contains(text, StringComparison.Ordinal))
        {
            int bytes;
            try
            {
                bytes = await stream.ReadAsync(buffer);
            }
            catch (IOException)
            {
                return false; // reset
            }
            if (bytes == 0) return false;
            _heard.Append(Encoding.Latin1.GetString(buffer, 0, bytes));
        }
        return true;
    }

    /// <summary>Reads until the server ends the connection.</summary>
    internal Task HearEndAsync() => HearAsync("\u0100"); // no byte is that

    public void Dispose() => stream.Dispose();

    private static void Add(List<byte> bytes, object? value)
    {
        switch (value)
        {
            case null:
                bytes.Add(5);
                break;
            case double number:
                byte[] eight = new byte[8];
                BinaryPrimitives.WriteDoubleBigEndian(eight, number);
                bytes.AddRange([0, .. eight]);
                break;
            case string text:
                bytes.Add(2);
                Name(bytes, text);
                break;
            case object[] properties:
                bytes.Add(3);
                for (int at = 0; at < properties.Length; at += 2)
                {
                    Name(bytes, (string)properties[at]);
                    Add(bytes, properties[at + 1]);
                }
                bytes.AddRange([0, 0, 9]);
                break;
        }
    }

    private static void Name(List<byte> bytes, string name)
    {
        byte[] text = Encoding.UTF8.GetBytes(name);
        bytes.AddRange([(byte)(text.Length >> 8), (byte)text.Length, .. text]);
    }
}
