using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Kapok.Sockets.Door;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Kapok.Tests.Sockets;

/// <summary>Whose a connection is: a taker's or the web server's.</summary>
public sealed class DoorTests
{
    private const string Page = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

    [Theory]
    [InlineData("GET /rt HTTP/1.1", Match.Yes)]
    [InlineData("GET /rt?a=1 HTTP/1.1", Match.Yes)]
    [InlineData("GET /rt ", Match.Yes)]
    [InlineData("GET /rt", Match.Perhaps)]
    [InlineData("G", Match.Perhaps)]
    [InlineData("GET /rtx HTTP/1.1", Match.No)]
    [InlineData("GET /rt/ HTTP/1.1", Match.No)]
    [InlineData("GET /RT HTTP/1.1", Match.No)]
    [InlineData("POST /rt HTTP/1.1", Match.No)]
    [InlineData("\u0016\u0003\u0001", Match.No)]
    public void A_path_is_known_by_its_first_bytes(string first, Match match) =>
        Assert.Equal(match, new PathTaker("/rt", _ => { }).Look(Encoding.Latin1.GetBytes(first)));

    [Fact]
    public async Task Pages_and_lines_share_a_port()
    {
        await using EchoVenue venue = await EchoVenue.StartAsync();
        using HttpClient http = new() { BaseAddress = new($"http://{venue.Address}") };
        for (int round = 0; round < 3; round++)
        {
            Assert.Equal("web", await http.GetStringAsync(new Uri("/", UriKind.Relative)));
            Assert.Equal("web", await (await http.PostAsync(new Uri("/rt", UriKind.Relative), new StringContent("x"))).Content.ReadAsStringAsync());
            using RawPeer peer = await RawPeer.OpenAsync(venue.Address, "/rt?q");
            await peer.SendAsync(Wire.Frame(2, [1]));
            Assert.Equal("Binary:01", await peer.NextAsync());
        }
        Assert.All(venue.WebRequests, request => Assert.EndsWith(" 127.0.0.1", request, StringComparison.Ordinal));
        Assert.Equal((6, 3), (venue.WebRequests.Count, venue.Echoes.Count));
    }

    [Fact]
    public async Task A_connection_that_was_kept_alive_asks_the_web_server_for_the_line()
    {
        await using EchoVenue venue = await EchoVenue.StartAsync();
        using RawPeer peer = await RawPeer.ConnectAsync(venue.Address);
        await peer.SendAsync(Encoding.ASCII.GetBytes(Page));
        Assert.StartsWith("HTTP/1.1 200", await peer.ReadHeadAsync(), StringComparison.Ordinal);
        await peer.SendAsync(Encoding.ASCII.GetBytes(RawPeer.Request()));
        await EchoVenue.UntilAsync(() => venue.WebRequests.Contains("GET /rt True 127.0.0.1"));
        Assert.Empty(venue.Echoes);
    }

    [Fact]
    public async Task A_request_that_comes_byte_by_byte_is_known_in_the_end()
    {
        await using EchoVenue venue = await EchoVenue.StartAsync();
        foreach ((string request, string answer) in ((string, string)[])[(RawPeer.Request(), "HTTP/1.1 101"), (Page, "HTTP/1.1 200"), (RawPeer.Request("/rtx"), "HTTP/1.1 200")])
        {
            using RawPeer peer = await RawPeer.ConnectAsync(venue.Address);
            foreach (byte one in Encoding.ASCII.GetBytes(request))
            {
                await peer.SendAsync((byte[])[one]);
                await Task.Yield();
            }
            Assert.StartsWith(answer, await peer.ReadHeadAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Whoever_says_half_a_word_goes_to_the_web_server_and_whoever_says_nothing_goes()
    {
        FakeTimeProvider time = new(DateTimeOffset.UnixEpoch);
        await using EchoVenue venue = await EchoVenue.StartAsync(time: time);
        using RawPeer silent = await RawPeer.ConnectAsync(venue.Address), half = await RawPeer.ConnectAsync(venue.Address);
        await half.SendAsync("GET /r"u8.ToArray());
        await EchoVenue.UntilAsync(() => venue.Door!.Waiting == 2);
        using RawPeer after = await RawPeer.OpenAsync(venue.Address); // what was said before has been looked at by now
        time.Advance(TimeSpan.FromSeconds(3));
        await EchoVenue.UntilAsync(() => venue.Door!.Waiting == 1);
        time.Advance(TimeSpan.FromSeconds(3));
        await EchoVenue.UntilAsync(() => venue.Door!.Waiting == 0);
        Assert.Equal("end", await silent.NextAsync());
        await half.SendAsync(Encoding.ASCII.GetBytes(RawPeer.Request()["GET /r".Length..]));
        await EchoVenue.UntilAsync(() => venue.WebRequests.Count == 1);
        Assert.Single(venue.Echoes);
    }

    [Fact]
    public async Task Only_so_many_wait_and_the_oldest_make_room()
    {
        await using EchoVenue venue = await EchoVenue.StartAsync(door: new() { MostWaiting = 3 });
        List<RawPeer> waiting = [];
        for (int number = 1; number <= 8; number++)
        {
            waiting.Add(await RawPeer.ConnectAsync(venue.Address));
            await EchoVenue.UntilAsync(() => venue.Door!.Accepted == number && venue.Door.Waiting == Math.Min(number, 3));
        }
        foreach (RawPeer oldest in waiting[..5]) Assert.Equal("end", await oldest.NextAsync());
        foreach (RawPeer newest in waiting[5..])
        {
            await newest.SendAsync(Encoding.ASCII.GetBytes(RawPeer.Request()));
            Assert.StartsWith("HTTP/1.1 101", await newest.ReadHeadAsync(), StringComparison.Ordinal);
        }
        foreach (RawPeer peer in waiting) peer.Dispose();
    }

    [Fact]
    public async Task Silent_ones_of_one_address_are_pushed_out_by_its_own_and_push_out_nobody_else()
    {
        await using EchoVenue venue = await EchoVenue.StartAsync(door: new() { MostWaitingOfAddress = 3 });
        using RawPeer other = await RawPeer.ConnectAsync(venue.Address, "127.0.0.2");
        await EchoVenue.UntilAsync(() => venue.Door!.Waiting == 1);
        List<RawPeer> flood = [];
        for (int number = 1; number <= 40; number++)
        {
            flood.Add(await RawPeer.ConnectAsync(venue.Address, "127.0.0.1"));
            await EchoVenue.UntilAsync(() => venue.Door!.Accepted == number + 1 && venue.Door.Waiting == 1 + Math.Min(number, 3));
        }
        Assert.Equal("end", await flood[36].NextAsync());
        await other.SendAsync(Encoding.ASCII.GetBytes(Page));
        Assert.StartsWith("HTTP/1.1 200", await other.ReadHeadAsync(), StringComparison.Ordinal);
        foreach (RawPeer peer in flood) peer.Dispose();
        other.Dispose();
        await EchoVenue.UntilAsync(() => venue.Door!.Addresses == 0); // nothing is remembered of who has gone
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_address_has_so_many_web_connections_and_the_next_is_told_in_a_word_unless_it_is_a_proxy(bool isProxy)
    {
        await using EchoVenue venue = await EchoVenue.StartAsync(door: new()
        {
            MostOfAddress = 2,
            IsExempt = isProxy ? address => address.ToString().EndsWith("127.0.0.1", StringComparison.Ordinal) : null
        });
        List<RawPeer> alive = [];
        for (int number = 0; number < 2; number++) alive.Add(await AskAsync(venue, "127.0.0.1", "HTTP/1.1 200"));
        using RawPeer refused = await AskAsync(venue, "127.0.0.1", isProxy ? "HTTP/1.1 200" : "HTTP/1.1 503");
        using RawPeer line = await RawPeer.ConnectAsync(venue.Address, "127.0.0.1");
        await line.SendAsync(Encoding.ASCII.GetBytes(RawPeer.Request())); // a handshake counts as well
        Assert.StartsWith(isProxy ? "HTTP/1.1 101" : "HTTP/1.1 503", await line.ReadHeadAsync(), StringComparison.Ordinal);
        using RawPeer elsewhere = await AskAsync(venue, "127.0.0.2", "HTTP/1.1 200");
        alive[0].Dispose();
        bool served = false;
        while (!served)
        {
            using RawPeer next = await RawPeer.ConnectAsync(venue.Address, "127.0.0.1");
            await next.SendAsync(Encoding.ASCII.GetBytes(Page));
            served = (await next.ReadHeadAsync()).StartsWith("HTTP/1.1 200", StringComparison.Ordinal);
        }
        alive[1].Dispose();
    }

    [Fact]
    public async Task Lines_that_are_open_are_counted_by_whoever_let_them_in()
    {
        await using EchoVenue venue = await EchoVenue.StartAsync(door: new() { MostOfAddress = 2 });
        List<RawPeer> open = [];
        for (int number = 0; number < 10; number++) open.Add(await RawPeer.OpenAsync(venue.Address));
        Assert.Equal(10, venue.Echoes.Count);
        foreach (RawPeer peer in open) peer.Dispose();
        await EchoVenue.UntilAsync(() => venue.Loop.Count == 0 && venue.Door!.Addresses == 0);
    }

    [Fact]
    public async Task Whoever_leaves_before_a_word_leaves_nothing()
    {
        await using EchoVenue venue = await EchoVenue.StartAsync();
        for (int number = 0; number < 50; number++)
        {
            using RawPeer peer = await RawPeer.ConnectAsync(venue.Address);
            if (number % 3 == 1) await peer.SendAsync("GET /r"u8.ToArray());
            if (number % 3 == 2) peer.Socket.LingerState = new(true, 0);
        }
        using RawPeer good = await RawPeer.OpenAsync(venue.Address);
        Assert.Single(venue.Echoes);
        await EchoVenue.UntilAsync(() => venue.Door!.Waiting == 0);
    }

    [Fact]
    public async Task Any_taker_may_have_the_socket_with_its_first_bytes()
    {
        TaskCompletionSource<Socket> taken = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Marked taker = new(taken);
        await using WebApplication web = await StartAsync(taker);
        using RawPeer peer = await RawPeer.ConnectAsync(new IPEndPoint(IPAddress.Loopback, new Uri(web.Urls.First()).Port));
        await peer.SendAsync((byte[])[0, 20, 0, 1, 7]);
        using Socket socket = await taken.Task;
        byte[] first = new byte[8];
        Assert.Equal(5, await socket.ReceiveAsync(first));
        Assert.Equal(7, first[4]);
        await socket.SendAsync((byte[])[0x82, 0x01, 0x09]);
        Assert.Equal("Binary:09", await peer.NextAsync());
    }

    [Fact]
    public async Task A_busy_port_is_told_as_the_framework_tells_it()
    {
        using Socket holder = new(SocketType.Stream, ProtocolType.Tcp);
        holder.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        holder.Listen();
        IOException busy = await Assert.ThrowsAsync<IOException>(() => StartAsync(new Marked(new()), ((IPEndPoint)holder.LocalEndPoint!).Port));
        Assert.IsType<AddressInUseException>(busy.InnerException);
    }

    [Fact]
    public async Task What_the_door_does_not_take_stays_with_the_web_server_s_own_transport()
    {
        using FrontDoor door = New(), without = new(new(), [], Options.Create(new SocketTransportOptions()), TimeProvider.System, NullLogger<FrontDoor>.Instance);
        Assert.True(door.CanBind(new IPEndPoint(IPAddress.IPv6Any, 1)));
        Assert.False(door.CanBind(new UnixDomainSocketEndPoint("/tmp/x")));
        Assert.True(without.CanBind(new IPEndPoint(IPAddress.Any, 1))); // its limits hold all the same
        IConnectionListener listener = await door.BindAsync(new IPEndPoint(IPAddress.Loopback, 0));
        ValueTask<ConnectionContext?> accepting = listener.AcceptAsync();
        await listener.UnbindAsync();
        Assert.Null(await accepting);
        await listener.DisposeAsync();
    }

    [Fact]
    public async Task The_framework_s_client_and_version_two_of_HTTP_pass_the_door()
    {
        await using EchoVenue venue = await EchoVenue.StartAsync();
        using ClientWebSocket client = new();
        await client.ConnectAsync(new Uri(string.Create(CultureInfo.InvariantCulture, $"ws://localhost:{venue.Address.Port}/rt")), CancellationToken.None);
        await client.SendAsync((byte[])[1, 2], WebSocketMessageType.Text, true, CancellationToken.None);
        Assert.Equal(2, (await client.ReceiveAsync(new byte[8], CancellationToken.None)).Count);
        client.Abort();
        await EchoVenue.UntilAsync(() => venue.Echoes.Single().End is not null);
    }

    private static async Task<RawPeer> AskAsync(EchoVenue venue, string from, string answer)
    {
        RawPeer peer = await RawPeer.ConnectAsync(venue.Address, from);
        await peer.SendAsync(Encoding.ASCII.GetBytes(Page));
        Assert.StartsWith(answer, await peer.ReadHeadAsync(), StringComparison.Ordinal);
        return peer;
    }

    private static FrontDoor New(params IConnectionTaker[] takers) => new(
        new(), takers.Length > 0 ? takers : [new PathTaker("/rt", socket => socket.Close())], Options.Create(new SocketTransportOptions()), TimeProvider.System,
        NullLogger<FrontDoor>.Instance);

    private static async Task<WebApplication> StartAsync(IConnectionTaker taker, int port = 0)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        builder.Services.AddSingleton<IConnectionListenerFactory>(_ => New(taker));
        WebApplication web = builder.Build();
        try
        {
            await web.StartAsync();
            return web;
        }
        catch (IOException)
        {
            await web.DisposeAsync();
            throw;
        }
    }

    /// <summary>Takes what begins with a length and a STUN header, as ICE over TCP does (RFC 4571, RFC 8489).</summary>
    private sealed class Marked(TaskCompletionSource<Socket> taken) : IConnectionTaker
    {
        public Match Look(ReadOnlySpan<byte> first) => first[0] == 0 ? first.Length < 4 ? Match.Perhaps : Match.Yes : Match.No;

        public void Take(AcceptedSocket socket) => taken.SetResult(socket.ToSocket());
    }
}
