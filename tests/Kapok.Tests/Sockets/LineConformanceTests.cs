using System.Globalization;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Kapok.Sockets.Framing;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Kapok.Tests.Sockets;

/// <summary>The conformance suite of <see cref="FramingTests"/> once more, over real sockets against lines that send back: what a peer sees of RFC 6455.</summary>
public sealed class LineConformanceTests : IAsyncLifetime
{
    private EchoVenue _venue = null!, _secure = null!;

    public async ValueTask InitializeAsync() => (_venue, _secure) = (await EchoVenue.StartAsync(), await EchoVenue.StartAsync(isSecure: true));

    public async ValueTask DisposeAsync()
    {
        await _venue.DisposeAsync();
        await _secure.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(FramingTests.Cases), MemberType = typeof(FramingTests))]
    public async Task Streams_are_answered_as_RFC_6455_says(string name, byte[] stream, string[] told)
    {
        string[] answers = [.. told.Select(AnswerTo).OfType<string>()];
        foreach ((EchoVenue venue, string path) in ((EchoVenue, string)[])[(_venue, "/rt"), (_venue, "/stream"), (_secure, "/rt"), (_secure, "/stream")])
            foreach (int piece in (int[])[stream.Length, 5])
            {
                using RawPeer peer = await RawPeer.OpenAsync(venue.Address, path, isSecure: venue == _secure);
                for (int at = 0; at < stream.Length; at += piece)
                {
                    await peer.TrySendAsync(stream.AsMemory(at, Math.Min(piece, stream.Length - at)));
                    if (stream.Length / piece < 20) await Task.Yield();
                }
                foreach (string answer in answers) Assert.Equal((name, answer), (name, (await peer.NextAsync())[..answer.Length]));
                if (answers is not [.., { } last] || !last.StartsWith("Close", StringComparison.Ordinal))
                {
                    await peer.SendAsync(Wire.Frame(8, [0x03, 0xE8]));
                    continue;
                }
                if (path == "/stream") peer.Socket.Shutdown(SocketShutdown.Send); // half of an end cannot be told through a stream
                Assert.Equal("end", await peer.NextAsync());
            }
    }

    // A fault's close carries the code and some reason; a peer's close is answered by the same code.
    private static string? AnswerTo(string told) => told.Split(':') switch
    {
        ["fault", { } fault] => $"Close:{Enum.Parse<FrameFault>(fault).CloseCode().ToString("x4", CultureInfo.InvariantCulture)}",
        ["Ping", { } payload] => $"Pong:{payload}",
        ["Pong", _] => null,
        ["Close", { } payload] => $"Close:{payload}",
        _ => told,
    };

    [Theory]
    [InlineData("GET /rt HTTP/1.1\r\nHost: localhost\r\n\r\n", 400)]
    [InlineData("GET /rt HTTP/1.1\r\nHost : localhost\r\n\r\n", 400)]
    [InlineData("GET /rt HTTP/1.0\r\nHost: localhost\r\n\r\n", 505)]
    [InlineData("GET /rt?refuse HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n", 403)]
    [InlineData("GET /rt HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 7\r\n\r\n", 426)]
    public async Task A_request_that_is_refused_is_told_why_and_the_connection_ends(string request, int status)
    {
        foreach (int piece in (int[])[request.Length, 9])
        {
            using RawPeer peer = await RawPeer.ConnectAsync(_venue.Address);
            for (int at = 0; at < request.Length; at += piece) await peer.SendAsync(Encoding.ASCII.GetBytes(request[at..Math.Min(at + piece, request.Length)]));
            Assert.StartsWith(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} "), await peer.ReadHeadAsync(), StringComparison.Ordinal);
            Assert.Equal("end", await peer.NextAsync());
        }
    }

    [Fact]
    public async Task A_head_that_is_too_long_is_refused_whether_it_ends_or_not()
    {
        foreach (string request in (string[])[RawPeer.Request(more: $"X: {new string('a', 16_384)}\r\n"), "GET /rt HTTP/1.1\r\nX: " + new string('a', 100_000)])
        {
            using RawPeer peer = await RawPeer.ConnectAsync(_venue.Address);
            await peer.TrySendAsync(Encoding.ASCII.GetBytes(request));
            Assert.StartsWith("HTTP/1.1 431 ", await peer.ReadHeadAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_comes_with_the_request_is_taken_after_it()
    {
        using RawPeer peer = await RawPeer.ConnectAsync(_venue.Address);
        byte[] request = Encoding.ASCII.GetBytes(RawPeer.Request());
        await peer.SendAsync(request.AsMemory(0, 100));
        await peer.SendAsync((byte[])[.. request[100..], .. Wire.Frame(2, [7])]);
        Assert.StartsWith("HTTP/1.1 101 ", await peer.ReadHeadAsync(), StringComparison.Ordinal);
        Assert.Equal("Binary:07", await peer.NextAsync());
    }

    [Fact]
    public async Task Many_pings_at_once_are_answered_for_the_newest()
    {
        using RawPeer peer = await RawPeer.OpenAsync(_venue.Address);
        await peer.SendAsync((byte[])[.. Enumerable.Range(0, 400).SelectMany(number => Wire.Frame(9, [(byte)(number >> 8), (byte)number])), .. Wire.Frame(2, [1])]);
        List<string> answers = [];
        do answers.Add(await peer.NextAsync());
        while (answers[^1] != "Binary:01");
        Assert.Equal("Pong:018f", answers[^2]);
        Assert.InRange(answers.Count, 2, 50);
    }

    [Theory]
    [InlineData("/rt", 9)]
    [InlineData("/rt", 10)]
    [InlineData("/rt", 0)]
    [InlineData("/stream", 9)]
    [InlineData("/stream", 10)]
    [InlineData("/stream", 0)]
    public async Task A_flood_of_frames_that_bring_nothing_closes_the_line_with_its_reason(string path, int opcode)
    {
        using RawPeer peer = await RawPeer.OpenAsync(_venue.Address, path);
        byte[] begin = opcode == 0 ? Wire.Frame(2, [], final: false) : [];
        byte[] flood = [.. begin, .. Enumerable.Range(0, 1000).SelectMany(_ => Wire.Frame(opcode, [], final: opcode != 0))];
        await peer.SendAsync(flood);
        int pongs = 0;
        string answer;
        while ((answer = await peer.NextAsync()) == "Pong:") pongs++;
        Assert.Equal($"Close:03f0{Convert.ToHexStringLower("TooOften"u8)}", answer);
        Assert.InRange(pongs, 0, 200);
        peer.Dispose();
        await EchoVenue.UntilAsync(() => _venue.Echoes.Last() is { Fault: Kapok.Sockets.Framing.FrameFault.TooOften, End: not null });
    }

    [Fact]
    public async Task Frames_that_bring_nothing_may_come_now_and_then_for_ever()
    {
        FakeTimeProvider time = new(DateTimeOffset.UnixEpoch);
        await using EchoVenue venue = await EchoVenue.StartAsync(time: time);
        using RawPeer peer = await RawPeer.OpenAsync(venue.Address);
        for (int second = 0; second < 60; second++)
        {
            await peer.SendAsync((byte[])[.. Enumerable.Range(0, 40).SelectMany(_ => Wire.Frame(10, [])), .. Wire.Frame(2, [(byte)second])]);
            Assert.Equal($"Binary:{second:x2}", await peer.NextAsync());
            time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    [Theory]
    [InlineData("/rt")]
    [InlineData("/stream")]
    public async Task Whoever_is_asked_whether_they_are_there_answers_and_it_is_heard(string path)
    {
        using RawPeer peer = await RawPeer.OpenAsync(_venue.Address, path);
        Echo echo = await _venue.OpenedAsync();
        for (int round = 1; round <= 3; round++)
        {
            echo.Line.Ping();
            Assert.Equal("Ping:", await peer.NextAsync());
            await peer.SendAsync(Wire.Frame(10, []));
            await EchoVenue.UntilAsync(() => echo.Pongs == round);
        }
    }

    [Fact]
    public async Task The_framework_s_client_speaks_with_it()
    {
        await using EchoVenue large = await EchoVenue.StartAsync(new() { MaxMessageBytes = 200_000 });
        using ClientWebSocket client = new();
        client.Options.AddSubProtocol("echo");
        client.Options.KeepAliveInterval = TimeSpan.FromMilliseconds(5);
        await client.ConnectAsync(new Uri($"ws://{large.Address}/rt?x=1"), CancellationToken.None);
        Assert.Equal("echo", client.SubProtocol);
        byte[] answer = new byte[200_000];
        foreach (int size in (int[])[0, 1, 125, 126, 4096, 65535, 65536, 150_000])
        {
            byte[] message = [.. Enumerable.Range(0, size).Select(at => (byte)(at * 7))];
            await client.SendAsync(message.AsMemory(0, size / 2), WebSocketMessageType.Binary, false, CancellationToken.None);
            await client.SendAsync(message.AsMemory(size / 2), WebSocketMessageType.Binary, true, CancellationToken.None);
            int got = 0;
            ValueWebSocketReceiveResult part;
            do
            {
                part = await client.ReceiveAsync(answer.AsMemory(got), CancellationToken.None);
                got += part.Count;
            }
            while (!part.EndOfMessage);
            Assert.Equal(message, answer[..got]);
        }
        await client.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", CancellationToken.None);
        Assert.Equal((WebSocketState.Closed, "bye"), (client.State, client.CloseStatusDescription));
        await EchoVenue.UntilAsync(() => large.Echoes.Single().End == new Kapok.Sockets.Lines.LineEnd(1000, "bye"));
    }
}
