using System.Net;
using System.Net.Security;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Kapok.Protocol;
using Kapok.Protocol.Frames;
using Kapok.Protocol.Messages;
using Kapok.Server.Entry;
using Kapok.Server.Rooms;
using Kapok.Server.Sockets;
using Kapok.Tests.Sockets;
using Kapok.Tools.Bots;
using Xunit;

namespace Kapok.IntegrationTests;

/// <summary>The ways a world socket can take: behind a proxy, through TLS, in HTTP/2; and what holds on each.</summary>
public sealed class WayTests
{
    private const string Protocol = "Sec-WebSocket-Protocol: kapok.v1\r\n";

    [Theory]
    [InlineData("auto", 1)]
    [InlineData("kestrel", 0)]
    public async Task A_named_proxy_tells_who_and_from_where(string door, int lines)
    {
        await using TestVenue venue = new($"--Kapok:FrontDoor={door}", "--Kapok:KnownProxies=127.0.0.1", "--Kapok:SocketsPerAddress=2");
        await venue.InitializeAsync();
        DnsEndPoint address = new(venue.Address.Host, venue.Address.Port);
        static string From(int visitor) => $"{Protocol}X-Forwarded-For: 203.0.113.{visitor}\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: club.example\r\nOrigin: https://club.example\r\n";
        using RawPeer first = await RawPeer.OpenAsync(address, more: From(1)), second = await RawPeer.OpenAsync(address, more: From(1)),
            other = await RawPeer.OpenAsync(address, more: From(2));
        Assert.StartsWith("HTTP/1.1 429", await RefusalAsync(address, From(1)), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 403", await RefusalAsync(address, From(2).Replace("Origin: https://club", "Origin: http://club", StringComparison.Ordinal)),
            StringComparison.Ordinal);
        Assert.Equal(3 * lines, venue.Service<SocketEndpoint>().Lines);
        // The limit counts who is there: whoever leaves makes room for the next.
        first.Dispose();
        await TestPerson.HoldsAsync("one has left", () => venue.Service<SocketEndpoint>().Count == 2);
        using RawPeer next = await RawPeer.OpenAsync(address, more: From(1));
        string token = File.ReadAllText(Path.Combine(venue.Data, "operator.token")).Trim();
        using RawPeer bot = await RawPeer.OpenAsync(address, more: $"{From(1)}X-Kapok-Operator: {token}\r\n");
    }

    [Theory]
    [InlineData("--Kapok:FrontDoor=auto")]
    [InlineData("--Kapok:FrontDoor=kestrel")]
    [InlineData("--self-signed")]
    public async Task Everyone_hears_the_goodbye_of_a_server_that_stops(string way)
    {
        await using TestVenue venue = new(way);
        await venue.InitializeAsync();
        await using TestPerson mei = await venue.EnterAsync("Mei"), tom = await venue.EnterAsync("Tom");
        await venue.App.StopAsync();
        foreach (TestPerson person in (TestPerson[])[mei, tom])
        {
            await person.UntilClosedAsync();
            Assert.Equal((Ending.Stopping.CloseCode, Ending.Stopping.Code), ((int)person.Closed!, person.Goodbye));
        }
    }

    [Theory]
    [InlineData("auto", 1, 1)]
    [InlineData("auto", 2, 1)] // where HTTP/2 offers no WebSockets, the client comes by HTTP/1.1
    [InlineData("kestrel", 1, 0)]
    [InlineData("kestrel", 2, 0)]
    public async Task Through_TLS_a_socket_takes_the_loop_where_the_door_ends_it(string door, int httpVersion, int lines)
    {
        await using TestVenue venue = new("--self-signed", $"--Kapok:FrontDoor={door}");
        await venue.InitializeAsync();
        using HttpMessageInvoker invoker = new(Handler());
        using HttpClient browser = venue.Browser();
        (_, JsonNode body) = await TestVenue.JoinAsync(browser, new { name = "Mei" });
        using ClientWebSocket socket = new();
        socket.Options.AddSubProtocol(ProtocolVersion.Subprotocol);
        (socket.Options.HttpVersion, socket.Options.HttpVersionPolicy) = (new Version(httpVersion, httpVersion == 1 ? 1 : 0), HttpVersionPolicy.RequestVersionOrLower);
        await socket.ConnectAsync(new UriBuilder(venue.Address) { Scheme = "wss", Path = "/rt" }.Uri, invoker, CancellationToken.None);
        Assert.Equal(ProtocolVersion.Subprotocol, socket.SubProtocol);
        Hello hello = new() { Ticket = body["ticket"]!.GetValue<string>(), MinVersion = 1, MaxVersion = 1 };
        await socket.SendAsync(ControlMessage.Encode(new ClientMessage { Hello = hello }), WebSocketMessageType.Binary, true, CancellationToken.None);
        byte[] buffer = new byte[MessageKind.MaxDownBytes];
        int frames = 0;
        bool isWelcome = false;
        while (frames < 3)
        {
            WebSocketReceiveResult part = await socket.ReceiveAsync(buffer, CancellationToken.None);
            Assert.True(part.EndOfMessage);
            if (buffer[0] == MessageKind.State) frames++;
            else isWelcome |= ControlMessage.TryRead(buffer.AsSpan(0, part.Count), out ServerMessage read) && read.Welcome is not null;
        }
        Assert.True(isWelcome);
        Assert.Equal((1, lines), (venue.Service<SocketEndpoint>().Count, venue.Service<SocketEndpoint>().Lines));
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", CancellationToken.None);
        Assert.Equal(WebSocketCloseStatus.NormalClosure, socket.CloseStatus);
    }

    [Fact]
    public async Task Whoever_insists_on_a_socket_inside_HTTP_2_is_refused_where_the_door_ends_TLS()
    {
        await using TlsVenue venue = new();
        await venue.InitializeAsync();
        using HttpMessageInvoker invoker = new(Handler());
        using ClientWebSocket socket = new();
        (socket.Options.HttpVersion, socket.Options.HttpVersionPolicy) = (HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact);
        await Assert.ThrowsAsync<WebSocketException>(() =>
            socket.ConnectAsync(new UriBuilder(venue.Address) { Scheme = "wss", Path = "/rt" }.Uri, invoker, CancellationToken.None));
        Assert.Equal(0, venue.Service<SocketEndpoint>().Count);
    }

    [Fact]
    public async Task A_connection_that_was_kept_alive_asks_the_web_server_for_its_socket_through_TLS_too()
    {
        await using TlsVenue venue = new();
        await venue.InitializeAsync();
        using RawPeer peer = await RawPeer.ConnectTlsAsync(new DnsEndPoint(venue.Address.Host, venue.Address.Port));
        await peer.SendAsync("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray());
        Assert.StartsWith("HTTP/1.1 200", await peer.ReadHeadAsync(), StringComparison.Ordinal);
        await peer.ReadBodyAsync("ok".Length);
        await peer.SendAsync(System.Text.Encoding.ASCII.GetBytes(RawPeer.Request(more: Protocol)));
        Assert.StartsWith("HTTP/1.1 101", await peer.ReadHeadAsync(), StringComparison.Ordinal);
        await TestPerson.HoldsAsync("a socket through the web server", () => venue.Service<SocketEndpoint>() is { Count: 1, Lines: 0 });
    }

    [Theory]
    [InlineData("--Kapok:FrontDoor=auto")]
    [InlineData("--Kapok:FrontDoor=kestrel")]
    [InlineData("--self-signed")]
    [InlineData("--self-signed", "--Kapok:FrontDoor=kestrel")]
    public async Task Bots_come_in_on_every_way(params string[] way)
    {
        await using TestVenue venue = new(way);
        await venue.InitializeAsync();
        using VenueClient client = new(venue.Address, File.ReadAllText(Path.Combine(venue.Data, "operator.token")).Trim(), insecure: true);
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        BotCrowd crowd = new(client, new("arena", 60, 0, Behaviour.Walkers, Seed: 1), TimeProvider.System);
        Task<BotReport> running = crowd.RunAsync(null, end.Token);
        await TestPerson.HoldsAsync("sixty bots", () => venue.Service<LocalRooms>().Find(TestVenue.Key("arena"))!.Host.Bots == 60);
        await TestPerson.HoldsAsync("all of them welcomed", () => crowd.Connected == 60);
        await end.CancelAsync();
        Assert.Equal(60, (await running).Connected + (await running).Failed);
        await TestPerson.HoldsAsync("nobody", () => venue.Service<SocketEndpoint>().Count == 0);
    }

    [Theory]
    [InlineData("--Kapok:FrontDoor=both")]
    public async Task Another_way_is_refused(string option)
    {
        TestVenue venue = new(option);
        Exception refused = await Assert.ThrowsAnyAsync<Exception>(() => venue.InitializeAsync().AsTask());
        Assert.Equal("Kapok:FrontDoor must be auto or kestrel, not 'both'.", refused.Message);
        await venue.DisposeAsync();
    }

    // What a browser does that takes a certificate which nobody has signed.
    private static SocketsHttpHandler Handler() => new()
    {
        SslOptions = new SslClientAuthenticationOptions
        {
            RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.Subject == "CN=Kapok",
        },
    };

    private static async Task<string> RefusalAsync(EndPoint address, string more)
    {
        using RawPeer peer = await RawPeer.ConnectAsync(address);
        await peer.SendAsync(System.Text.Encoding.ASCII.GetBytes(RawPeer.Request(more: more)));
        return await peer.ReadHeadAsync();
    }
}
