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
    [InlineData("auto")]
    [InlineData("kestrel")]
    public async Task Everyone_hears_the_goodbye_of_a_server_that_stops(string door)
    {
        await using TestVenue venue = new($"--Kapok:FrontDoor={door}");
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
    [InlineData(1)]
    [InlineData(2)]
    public async Task Through_TLS_a_socket_takes_the_way_through_the_web_server(int httpVersion)
    {
        await using TestVenue venue = new("--Kapok:SelfSigned=true");
        await venue.InitializeAsync();
        using SocketsHttpHandler handler = new()
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.Subject == "CN=Kapok",
            },
        };
        using HttpMessageInvoker invoker = new(handler, disposeHandler: false);
        using HttpClient browser = new(handler, disposeHandler: false) { BaseAddress = venue.Address };
        (_, JsonNode body) = await TestVenue.JoinAsync(browser, new { name = "Mei" });
        using ClientWebSocket socket = new();
        socket.Options.AddSubProtocol(ProtocolVersion.Subprotocol);
        (socket.Options.HttpVersion, socket.Options.HttpVersionPolicy) = (new Version(httpVersion, httpVersion == 1 ? 1 : 0), HttpVersionPolicy.RequestVersionExact);
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
        Assert.Equal((1, 0), (venue.Service<SocketEndpoint>().Count, venue.Service<SocketEndpoint>().Lines));
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", CancellationToken.None);
        Assert.Equal(WebSocketCloseStatus.NormalClosure, socket.CloseStatus);
    }

    [Theory]
    [InlineData("--Kapok:FrontDoor=auto")]
    [InlineData("--Kapok:FrontDoor=kestrel")]
    [InlineData("--Kapok:SelfSigned=true")]
    public async Task Bots_come_in_on_every_way(string way)
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

    private static async Task<string> RefusalAsync(EndPoint address, string more)
    {
        using RawPeer peer = await RawPeer.ConnectAsync(address);
        await peer.SendAsync(System.Text.Encoding.ASCII.GetBytes(RawPeer.Request(more: more)));
        return await peer.ReadHeadAsync();
    }
}
