using System.Net;
using System.Text;
using CsCheck;
using Kapok.Sockets.Handshakes;
using Xunit;

namespace Kapok.Tests.Sockets;

/// <summary>Requests and answers that open a WebSocket (RFC 6455, section 4), and heads of HTTP.</summary>
public sealed class HandshakeTests
{
    private const string Good = "GET /rt HTTP/1.1\r\nHost: venue\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";

    private static readonly IPEndPoint Somewhere = new(IPAddress.Loopback, 1);

    private static int Status(string head) =>
        HttpHead.TryRead(Encoding.Latin1.GetBytes(head), 100, out HttpHead? read) ? Handshake.Read(read, Somewhere, Somewhere, out _) : -1;

    [Fact]
    public void The_answer_is_that_of_section_1_3() =>
        Assert.Contains("\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n", Encoding.ASCII.GetString(Handshake.Accept("dGhlIHNhbXBsZSBub25jZQ==", null)),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("websocket", "WebSocket", 0)]
    [InlineData("Upgrade: websocket", "upgrade: h2c, websocket", 0)]
    [InlineData("GET", "get", 400)]
    [InlineData("GET", "POST", 400)]
    [InlineData("HTTP/1.1", "HTTP/1.0", 505)]
    [InlineData("HTTP/1.1", "HTTP/2.0", 505)]
    [InlineData("HTTP/1.1", "HTTPS/1.1", 400)]
    [InlineData("GET /rt", "GET /rt x", 400)]
    [InlineData("Host: venue\r\n", "", 400)]
    [InlineData("Host: venue\r\n", "Host: \r\n", 400)]
    [InlineData("Host: venue\r\n", "Host: venue\r\nHost: venue\r\n", 400)]
    [InlineData("Upgrade: websocket\r\n", "", 400)]
    [InlineData("Upgrade: websocket", "Upgrade: h2c", 400)]
    [InlineData("keep-alive, Upgrade", "keep-alive", 400)]
    [InlineData("Version: 13", "Version: 8", 426)]
    [InlineData("Sec-WebSocket-Version: 13\r\n", "", 426)]
    [InlineData("Sec-WebSocket-Version: 13\r\n", "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Version: 8\r\n", 400)]
    [InlineData("dGhlIHNhbXBsZSBub25jZQ==", "c2hvcnQ=", 400)]
    [InlineData("dGhlIHNhbXBsZSBub25jZQ==", "!!!!IHNhbXBsZSBub25jZQ==", 400)]
    [InlineData("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", "", 400)]
    [InlineData("Host: venue\r\n", "Host: venue\r\nContent-Length: 5\r\n", 400)]
    [InlineData("Host: venue\r\n", "Host: venue\r\nContent-Length: 0\r\n", 0)]
    [InlineData("Host: venue\r\n", "Host: venue\r\nTransfer-Encoding: chunked\r\n", 400)]
    [InlineData("Host:", "Host :", -1)]
    [InlineData("Host: venue\r\n", "Host: venue\r\n folded\r\n", -1)]
    [InlineData("Host: venue", "Host: ven\u0000ue", -1)]
    [InlineData("Host: venue", "Host: ven\nue", -1)]
    [InlineData("Host: venue", "Host: ven\rue", -1)]
    [InlineData("Host: venue", "no field", -1)]
    [InlineData("Host: venue", ": no name", -1)]
    public void A_request_is_taken_or_refused_as_the_standards_say(string part, string instead, int status) =>
        Assert.Equal(status, Status(part.Length == 0 ? Good : Good.Replace(part, instead, StringComparison.Ordinal)));

    [Fact]
    public void Only_so_many_fields_are_taken()
    {
        string many = string.Concat(Enumerable.Range(0, 95).Select(number => $"X-{number}: a\r\n"));
        Assert.Equal(0, Status(Good.Replace("Host:", many + "Host:", StringComparison.Ordinal)));
        Assert.Equal(-1, Status(Good.Replace("Host:", many + "X: a\r\nHost:", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\nSec-WebSocket-Protocol: p\r\n\r\n", true)]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n", false)]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: upgrade\r\nSec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA=\r\nSec-WebSocket-Protocol: p\r\n\r\n", false)]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\nSec-WebSocket-Protocol: p\r\n\r\n", false)]
    [InlineData("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n", false)]
    public void A_client_takes_only_the_answer_to_what_it_asked(string answer, bool taken)
    {
        Assert.True(HttpHead.TryRead(Encoding.Latin1.GetBytes(answer), 100, out HttpHead? head));
        UpgradeTarget target = new(Somewhere, "venue", "/rt", "p", []);
        Assert.Equal(taken, Handshake.Check(head, target, "dGhlIHNhbXBsZSBub25jZQ==") is null);
    }

    [Fact]
    public void What_a_client_asks_a_server_takes()
    {
        UpgradeTarget target = new(Somewhere, "venue:5080", "/rt?x", "p", [new("Origin", "http://venue:5080")]);
        string key = Handshake.NewKey();
        Assert.True(HttpHead.TryRead(Handshake.Ask(target, key), 100, out HttpHead? head));
        Assert.Equal(0, Handshake.Read(head, Somewhere, Somewhere, out UpgradeRequest? request));
        Assert.Equal(("/rt?x", key), (request!.Target, request.Key));
        Assert.True(head.TryGetSingle("origin", out string? origin));
        Assert.Equal("http://venue:5080", origin);
    }

    [Fact]
    [Trait(Fuzz.Category, Fuzz.Name)]
    public void No_head_throws() =>
        Gen.Select(Gen.Byte.Array[0, 120], Gen.Int[0, 200], Gen.Bool).Sample((noise, at, isWhole) =>
        {
            byte[] good = Encoding.Latin1.GetBytes(Good);
            int cut = Math.Min(at, good.Length);
            byte[] head = [.. good[..cut], .. noise, .. isWhole ? good[cut..] : "\r\n\r\n"u8.ToArray()];
            if (HttpHead.TryRead(head, 100, out HttpHead? read)) Handshake.Read(read, Somewhere, Somewhere, out _);
        }, iter: 20_000, time: Fuzz.Seconds);
}
