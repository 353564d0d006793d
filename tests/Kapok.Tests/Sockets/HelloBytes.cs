using System.Buffers.Binary;
using System.Net.Security;
using System.Security.Authentication;
using System.Text;

namespace Kapok.Tests.Sockets;

/// <summary>ClientHellos: those of the real thing, and those made by hand of parts.</summary>
internal static class HelloBytes
{
    /// <summary>Bytes in front of the random ones of a message: its header and the version.</summary>
    internal const int MessageHeader = 4, RecordHeader = 5;

    /// <summary>What .NET sends first.</summary>
    internal static async Task<byte[]> OfFrameworkAsync(string host, SslProtocols versions, params string[] protocols)
    {
        using FirstFlight flight = new();
        await using SslStream stream = new(flight);
        SslClientAuthenticationOptions options = new()
        {
            TargetHost = host,
            EnabledSslProtocols = versions,
            ApplicationProtocols = [.. protocols.Select(name => new SslApplicationProtocol(name))],
        };
        await Xunit.Assert.ThrowsAnyAsync<Exception>(() => stream.AuthenticateAsClientAsync(options));
        return flight.ToArray();
    }

    /// <summary>A hello as a browser's, in one record.</summary>
    internal static byte[] Good(string? name = "venue.example") => Record(Message(Extensions(
        Extension(0x2A2A, []), Name(name), Extension(23, []), Protocols("h2", "http/1.1"), Extension(43, [6, 0x4A, 0x4A, 3, 4, 3, 3]), Extension(0xFAFA, [0]))));

    /// <summary>A message of parts; what is not given is as it should be.</summary>
    internal static byte[] Message(byte[] extensions, ushort version = 0x0303, byte[]? session = null, byte[]? ciphers = null, byte[]? compression = null, byte type = 1)
    {
        byte[] body =
        [
            .. Number(version), .. Enumerable.Range(0, 32).Select(at => (byte)at), .. Vector(1, session ?? new byte[32]), .. Vector(2, ciphers ?? [0x0A, 0x0A, 0x13, 1]),
            .. Vector(1, compression ?? [0]), .. extensions,
        ];
        return [type, 0, .. Number(body.Length), .. body];
    }

    /// <summary>The extensions with their length.</summary>
    internal static byte[] Extensions(params byte[][] all) => Vector(2, [.. all.SelectMany(one => one)]);

    /// <summary>An extension; with no type of its own left out.</summary>
    internal static byte[] Extension(int type, byte[] content) => [.. Number(type), .. Vector(2, content)];

    /// <summary>server_name with a host name; none without.</summary>
    internal static byte[] Name(string? name) => name is null ? [] : Extension(0, Vector(2, [0, .. Vector(2, Encoding.Latin1.GetBytes(name))]));

    /// <summary>application_layer_protocol_negotiation.</summary>
    internal static byte[] Protocols(params string[] names) => Extension(16, Vector(2, [.. names.SelectMany(name => Vector(1, Encoding.ASCII.GetBytes(name)))]));

    /// <summary>A length and so many bytes.</summary>
    internal static byte[] Vector(int lengthBytes, byte[] bytes) => lengthBytes == 1 ? [(byte)bytes.Length, .. bytes] : [.. Number(bytes.Length), .. bytes];

    /// <summary>A record with all that is given.</summary>
    internal static byte[] Record(byte[] content, byte type = 22, ushort version = 0x0301) => [type, .. Number(version), .. Number(content.Length), .. content];

    /// <summary>A message over records of the sizes that are asked for, in turn; the last has what is left.</summary>
    internal static byte[] Records(byte[] message, Func<int> size)
    {
        List<byte> stream = [];
        for (int at = 0; at < message.Length;)
        {
            int bytes = Math.Clamp(size(), 1, message.Length - at);
            stream.AddRange(Record(message[at..(at + bytes)]));
            at += bytes;
        }
        return [.. stream];
    }

    private static byte[] Number(int number)
    {
        byte[] bytes = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)number);
        return bytes;
    }

    /// <summary>Keeps what is written and answers nothing.</summary>
    private sealed class FirstFlight : MemoryStream
    {
        public override int Read(byte[] buffer, int offset, int count) => 0;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(0);
    }
}
