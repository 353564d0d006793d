using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Kapok.Protocol;
using Kapok.Protocol.Frames;
using Kapok.Protocol.Messages;
using Kapok.Server.Entry;
using Kapok.Server.Sockets;
using Kapok.Tests;
using Kapok.Tests.Sockets;
using Xunit;

namespace Kapok.IntegrationTests;

/// <summary>RFC 6455 as a peer of the venue sees it, byte by byte.</summary>
public sealed class ConformanceTests(TestVenue venue) : ConformanceSuite(venue), IClassFixture<TestVenue>
{
    [Fact]
    public async Task World_sockets_take_the_front_door()
    {
        using RawPeer peer = await EnterAsync();
        Assert.Equal((1, 0), (Venue.Service<SocketEndpoint>().Lines, Venue.Service<SocketEndpoint>().Count - Venue.Service<SocketEndpoint>().Lines));
    }
}

/// <summary>The same through Kestrel.</summary>
public sealed class ConformanceKestrelTests(KestrelVenue venue) : ConformanceSuite(venue), IClassFixture<KestrelVenue>
{
    [Fact]
    public async Task World_sockets_take_the_way_through_the_web_server()
    {
        using RawPeer peer = await EnterAsync();
        Assert.Equal((0, 1), (Venue.Service<SocketEndpoint>().Lines, Venue.Service<SocketEndpoint>().Count));
    }
}

/// <summary>The same through TLS, which the front door ends.</summary>
public sealed class ConformanceTlsTests(TlsVenue venue) : ConformanceSuite(venue), IClassFixture<TlsVenue>
{
    [Fact]
    public async Task World_sockets_take_the_front_door_through_TLS()
    {
        using RawPeer peer = await EnterAsync();
        Assert.NotNull(peer.Tls);
        Assert.Equal((1, 1), (Venue.Service<SocketEndpoint>().Lines, Venue.Service<SocketEndpoint>().Count));
    }
}

/// <summary>RFC 6455 over real sockets. A world ping is answered by a world pong, so it shows whether a message arrived whole.</summary>
public abstract class ConformanceSuite(TestVenue venue)
{
    private const string Protocol = "Sec-WebSocket-Protocol: kapok.v1\r\n";

    /// <summary>Name of the case, what is sent after the hello, and what has to come back in order; the rest is skipped.</summary>
    public static TheoryData<string, byte[], string[]> Cases() => new()
    {
        { "a message", Ping(1d), [Pong(1d)] },
        { "fragments", [.. Part(2, Ping(2d), 0, 3, false), .. Part(0, Ping(2d), 3, 7, false), .. Part(0, Ping(2d), 7, 99, true)], [Pong(2d)] },
        { "empty fragments", [.. Wire.Frame(2, [], final: false), .. Wire.Frame(0, [], final: false), .. Part(0, Ping(3d), 0, 99, true)], [Pong(3d)] },
        { "a ping between fragments", [.. Part(2, Ping(4d), 0, 5, false), .. Wire.Frame(9, [7, 8]), .. Part(0, Ping(4d), 5, 99, true)], ["Pong:0708", Pong(4d)] },
        { "a ping without payload", Wire.Frame(9, []), ["Pong:"] },
        { "a ping of 125 bytes", Wire.Frame(9, new byte[125]), ["Pong:" + new string('0', 250)] },
        { "an unsolicited pong", [.. Wire.Frame(10, [1]), .. Ping(5d)], [Pong(5d)] },
        { "a key of nothing", Wire.Frame(2, Body(6d), mask: 0), [Pong(6d)] },
        { "close", Wire.Frame(8, [0x03, 0xE8]), ["Close:03e8", "end"] },
        { "close with a reason", Wire.Frame(8, [0x03, 0xE9, (byte)'x']), ["Close:03e9", "end"] },
        { "close without a code", Wire.Frame(8, []), ["Close:", "end"] },
        { "close with a code of one's own", Wire.Frame(8, [0x0B, 0xB8]), ["Close:0bb8", "end"] },
        { "nothing after a close", [.. Wire.Frame(8, [0x03, 0xE8]), .. Ping(7d)], ["Close:03e8", "end"] },
        { "a frame without a mask", Wire.Frame(2, Body(8d), mask: null), ["Close:03ea", "end"] },
        { "a reserved bit", Wire.Frame(2, Body(9d), reserved: 4), ["Close:03ea", "end"] },
        { "an unknown opcode", Wire.Frame(3, [1]), ["Close:03ea", "end"] },
        { "an unknown control opcode", Wire.Frame(11, []), ["Close:03ea", "end"] },
        { "a fragmented ping", Wire.Frame(9, [1], final: false), ["Close:03ea", "end"] },
        { "a ping of 126 bytes", Wire.Frame(9, new byte[126]), ["Close:03ea", "end"] },
        { "a continuation of nothing", Wire.Frame(0, [1]), ["Close:03ea", "end"] },
        { "a message within another", [.. Part(2, Ping(1d), 0, 3, false), .. Ping(1d)], ["Close:03ea", "end"] },
        { "a close of one byte", Wire.Frame(8, [3]), ["Close:03ea", "end"] },
        { "a close with a code that is never sent", Wire.Frame(8, [0x03, 0xED]), ["Close:03ea", "end"] },
        { "the longest message", Wire.Frame(2, new byte[MessageKind.MaxUpBytes]), ["Close:0fa0", "end"] }, // read, and no message of the protocol
        { "one byte more", Wire.Frame(2, new byte[MessageKind.MaxUpBytes + 1]), ["Close:03f1", "end"] },
        { "fragments too long together", [.. Wire.Frame(2, new byte[MessageKind.MaxUpBytes], final: false), .. Wire.Frame(0, [1])], ["Close:03f1", "end"] },
        { "text", Wire.Frame(1, "hello"u8.ToArray()), ["Close:0fa0", "end"] },
        { "text that is not UTF-8", Wire.Frame(1, [0xC0, 0x80]), ["Close:03ef", "end"] },
    };

    private protected TestVenue Venue => venue;

    private DnsEndPoint Address => new(venue.Address.Host, venue.Address.Port);

    private bool IsSecure => venue.Address.Scheme == Uri.UriSchemeHttps;

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_stream_is_answered_as_it_should_be(string name, byte[] stream, string[] expected)
    {
        foreach (int piece in (int[])[stream.Length, Math.Max(1, stream.Length / 9)])
        {
            using RawPeer peer = await EnterAsync();
            for (int at = 0; at < stream.Length; at += piece) await peer.TrySendAsync(stream.AsMemory(at, Math.Min(piece, stream.Length - at)));
            foreach (string wanted in expected)
            {
                if (wanted == "end") peer.Socket.Shutdown(SocketShutdown.Send); // as a client does that has heard the close
                Assert.Equal((name, wanted), (name, await UntilAsync(peer, wanted)));
            }
        }
    }

    [Theory]
    [InlineData("", 101)]
    [InlineData("Origin: http://localhost:1\r\n", 403)] // of another port, so of another page
    [InlineData("Origin: https://evil.example\r\n", 403)]
    [InlineData("Sec-WebSocket-Extensions: permessage-deflate\r\n", 101)]
    [InlineData("X-Forwarded-For: 203.0.113.1\r\nX-Forwarded-Host: evil.example\r\nOrigin: http://evil.example\r\n", 403)] // from nobody who is believed
    public async Task A_handshake_is_taken_or_refused(string fields, int status)
    {
        using RawPeer peer = await ConnectAsync();
        await peer.SendAsync(Encoding.ASCII.GetBytes(RawPeer.Request(more: Protocol + fields)));
        string head = await peer.ReadHeadAsync();
        Assert.StartsWith(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} "), head, StringComparison.Ordinal);
        if (status != 101) return;
        Assert.Contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", head, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Sec-WebSocket-Protocol: kapok.v1", head, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Extensions", head, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(Protocol, "", 400)]
    [InlineData(Protocol, "Sec-WebSocket-Protocol: other\r\n", 400)]
    [InlineData("Upgrade: websocket\r\n", "", 400)]
    [InlineData("Connection: Upgrade\r\n", "", 400)]
    [InlineData("Version: 13", "Version: 12", 426)]
    [InlineData("dGhlIHNhbXBsZSBub25jZQ==", "c2hvcnQ=", 400)]
    [InlineData("Host: localhost\r\n", "", 400)]
    [InlineData("/rt HTTP", "/rt?ticket=no HTTP", 101)]
    public async Task A_request_is_checked(string part, string instead, int status)
    {
        using RawPeer peer = await ConnectAsync();
        await peer.SendAsync(Encoding.ASCII.GetBytes(RawPeer.Request(more: Protocol).Replace(part, instead, StringComparison.Ordinal)));
        string head = await peer.ReadHeadAsync();
        Assert.StartsWith(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} "), head, StringComparison.Ordinal);
        if (status == 426) Assert.Contains("Sec-WebSocket-Version: 13", head, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    [Trait(Fuzz.Category, Fuzz.Name)]
    public async Task Ten_thousand_mutated_streams_leave_the_server_unharmed()
    {
        Random random = Fuzz.NewRandom(GetType().Name);
        long began = TimeProvider.System.GetTimestamp();
        byte[][] honest = [.. Cases().Select(row => row.Data.Item2), Encoding.ASCII.GetBytes(RawPeer.Request(more: Protocol))];
        using RawPeer witness = await EnterAsync();
        int sent = 0;
        double pingAt = 0;
        while (Fuzz.GoesOn(began, sent, 10_000))
        {
            if (TimeProvider.System.GetElapsedTime(began).TotalSeconds is var seconds && seconds >= pingAt)
            {
                pingAt = seconds + 8d; // whoever is silent for 30 s is let go
                await witness.SendAsync(Ping(seconds));
            }
            using RawPeer mallory = await ConnectAsync();
            bool isGreeted = random.Next(8) != 0;
            byte[] request = Encoding.ASCII.GetBytes(RawPeer.Request(more: Protocol));
            await mallory.TrySendAsync(isGreeted ? request : Mutate(request, random));
            for (int streams = random.Next(1, 40); streams > 0; streams--, sent++) await mallory.TrySendAsync(Mutate(honest[random.Next(honest.Length)], random));
            if (random.Next(3) == 0) mallory.Socket.LingerState = new(true, 0);
        }
        await witness.SendAsync(Ping(11d));
        Assert.Equal(Pong(11d), await UntilAsync(witness, Pong(11d)));
        await TestPerson.HoldsAsync("everyone else is gone", () => venue.Service<SocketEndpoint>().Count == 1);
    }

    /// <summary>A peer that came in as a guest.</summary>
    private protected async Task<RawPeer> EnterAsync()
    {
        using HttpClient browser = venue.Browser();
        (_, JsonNode body) = await TestVenue.JoinAsync(browser, new { name = "Raw" });
        RawPeer peer = await RawPeer.OpenAsync(Address, more: Protocol, isSecure: IsSecure);
        Hello hello = new() { Ticket = body["ticket"]!.GetValue<string>(), MinVersion = 1, MaxVersion = 1 };
        await peer.SendAsync(Wire.Frame(2, ControlMessage.Encode(new ClientMessage { Hello = hello })));
        return peer;
    }

    private Task<RawPeer> ConnectAsync() => IsSecure ? RawPeer.ConnectTlsAsync(Address) : RawPeer.ConnectAsync(Address);

    private static byte[] Mutate(byte[] honest, Random random)
    {
        byte[] mutated = [.. honest];
        for (int flips = random.Next(1, 5); flips > 0 && mutated.Length > 0; flips--)
        {
            int at = random.Next(3) == 0 ? random.Next(Math.Min(4, mutated.Length)) : random.Next(mutated.Length); // headers oftener
            mutated[at] ^= (byte)(1 << random.Next(8));
        }
        return random.Next(5) == 0 ? mutated[..random.Next(mutated.Length + 1)] : mutated;
    }

    // What a world pong begins with: its room time is not known. A close begins with its code, whatever the reason.
    private static async Task<string> UntilAsync(RawPeer peer, string wanted)
    {
        while (true)
        {
            string frame = await peer.NextAsync();
            if (frame.StartsWith(wanted, StringComparison.Ordinal)) return wanted;
            if (frame == "reset" && wanted == "end") return wanted;
            if (frame is "end" or "reset" || frame.StartsWith("Close", StringComparison.Ordinal)) return frame;
        }
    }

    private static byte[] Body(double clientMs) => ControlMessage.Encode(new ClientMessage { Ping = new() { ClientMs = clientMs } });

    private static byte[] Ping(double clientMs) => Wire.Frame(2, Body(clientMs));

    private static string Pong(double clientMs)
    {
        byte[] whole = ControlMessage.Encode(new ServerMessage { Pong = new() { ClientMs = clientMs, RoomMs = 1d } });
        return $"Binary:{Convert.ToHexStringLower(whole)[..(2 * (whole.Length - 9))]}";
    }

    // A piece of a frame's payload as a frame of its own.
    private static byte[] Part(int opcode, byte[] frame, int from, int to, bool final)
    {
        byte[] body = [.. frame[6..].Select((value, at) => (byte)(value ^ frame[2 + (at % 4)]))];
        return Wire.Frame(opcode, body[from..Math.Min(to, body.Length)], final);
    }
}
