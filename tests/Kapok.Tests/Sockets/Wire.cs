using Kapok.Sockets.Framing;

namespace Kapok.Tests.Sockets;

/// <summary>Frames written byte by byte, as RFC 6455 draws them, so that the reader is not tested against its own writer.</summary>
internal static class Wire
{
    public static byte[] Frame(int opcode, byte[] payload, bool final = true, uint? mask = 0x37FA213D, int reserved = 0, int? lengthBytes = null)
    {
        int extra = lengthBytes ?? (payload.Length < 126 ? 0 : payload.Length <= 65535 ? 2 : 8);
        List<byte> bytes = [(byte)((final ? 0x80 : 0) | (reserved << 4) | opcode)];
        int shortLength = extra switch { 2 => 126, 8 => 127, _ => payload.Length };
        bytes.Add((byte)((mask is null ? 0 : 0x80) | shortLength));
        for (int i = extra - 1; i >= 0; i--) bytes.Add((byte)((long)payload.Length >> (8 * i)));
        byte[] key = mask is { } m ? BitConverter.GetBytes(m) : [];
        bytes.AddRange(key);
        bytes.AddRange(payload.Select((value, index) => key.Length == 0 ? value : (byte)(value ^ key[index % 4])));
        return [.. bytes];
    }

    /// <summary>Everything a reader tells of a stream that comes in pieces of these sizes: "kind:payload in hex", and the fault at the end.</summary>
    public static List<string> ReadAll(MessageReader reader, byte[] stream, Func<int> piece)
    {
        List<string> told = [];
        for (int at = 0; at < stream.Length;)
        {
            int size = Math.Clamp(piece(), 1, stream.Length - at);
            Span<byte> input = stream.AsSpan(at, size).ToArray();
            at += size;
            Reading reading;
            while ((reading = reader.Read(ref input, out ReadOnlySpan<byte> payload)) == Reading.Message) told.Add($"{reader.Kind}:{Convert.ToHexStringLower(payload)}");
            if (reading != Reading.Fault) continue;
            told.Add($"fault:{reader.Fault}");
            break;
        }
        return told;
    }
}
