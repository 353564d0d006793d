using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Kapok.Sockets.Framing;
using Kapok.Sockets.Handshakes;
using Kapok.Sockets.Lines;
using Kapok.Sockets.Loops;
using Kapok.Sockets.Tls;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Kapok.Tests.Sockets;

/// <summary>The client's end of a line, in the clear.</summary>
public sealed class PlainClientLineTests() : ClientLineTests(isSecure: false);

/// <summary>The same through TLS, of which both ends are ours.</summary>
public sealed class TlsClientLineTests() : ClientLineTests(isSecure: true);

/// <summary>The client's end of a line.</summary>
public abstract class ClientLineTests(bool isSecure)
{
    private static UpgradeTarget To(IPEndPoint address, string path = "/rt", string? protocol = "echo") => new(address, address.ToString(), path, protocol, [new("X-Test", "1")]);

    [Fact]
    public async Task What_it_sends_comes_back()
    {
        await using EchoVenue venue = await EchoVenue.StartAsync(new() { MaxMessageBytes = 200_000 }, isSecure: isSecure);
        using Clients clients = new(isSecure);
        Client client = clients.Connect(To(venue.Address));
        await EchoVenue.UntilAsync(() => client.IsOpened);
        foreach (int size in (int[])[0, 1, 125, 126, 65_535, 65_536, 150_000])
        {
            byte[] message = [.. Enumerable.Range(0, size).Select(at => (byte)(at * 7))];
            await EchoVenue.UntilAsync(() => client.Line.TrySend(Opcode.Binary, message));
            await EchoVenue.UntilAsync(() => !client.Heard.IsEmpty);
            Assert.True(client.Heard.TryDequeue(out byte[]? heard));
            Assert.Equal(message, heard);
        }
        client.Line.Close(1000, "bye");
        await EchoVenue.UntilAsync(() => client.End == new LineEnd(1000, "bye"));
        Assert.Equal(new LineEnd(1000, "bye"), venue.Echoes.Single().End);
        Assert.False(client.Line.TrySend(Opcode.Binary, [1]));
    }

    [Fact]
    public async Task Many_open_at_once()
    {
        await using EchoVenue venue = await EchoVenue.StartAsync(isSecure: isSecure);
        using Clients clients = new(isSecure);
        int many = isSecure ? 200 : 1000;
        Client[] all = [.. Enumerable.Range(0, many).Select(_ => clients.Connect(To(venue.Address)))];
        await EchoVenue.UntilAsync(() => all.All(client => client.IsOpened));
        Assert.All(all, client => Assert.True(client.Line.TrySend(Opcode.Binary, [1, 2, 3])));
        await EchoVenue.UntilAsync(() => all.All(client => client.Heard.Count == 1));
        Assert.Equal(many, clients.Loop.Count);
    }

    [Fact]
    public async Task It_never_queues_and_says_so()
    {
        await using EchoVenue venue = await EchoVenue.StartAsync(isSecure: isSecure);
        using Clients clients = new(isSecure);
        Client client = clients.Connect(To(venue.Address));
        await EchoVenue.UntilAsync(() => client.IsOpened);
        venue.Echoes.Single().OnAny = venue.Echoes.Single().Line.Pause; // takes one message and reads no more
        byte[] message = new byte[1000];
        int sent = 0;
        while (client.Line.TrySend(Opcode.Binary, message)) sent++;
        Assert.InRange(sent, 1, 100_000);
        Assert.True(client.Line.IsStuck(TimeSpan.FromSeconds(-1)));
        venue.Echoes.Single().OnAny = () => { };
        venue.Echoes.Single().Line.Resume();
        await EchoVenue.UntilAsync(() => venue.Echoes.Single().Messages == sent);
        await EchoVenue.UntilAsync(() => client.Line.TrySend(Opcode.Binary, message));
    }

    [Theory]
    [InlineData("/rt?refuse", "HTTP/1.1 403 Forbidden")]
    [InlineData("/", "HTTP/1.1 200 OK")]
    public async Task A_refusal_is_told(string path, string reason)
    {
        await using EchoVenue venue = await EchoVenue.StartAsync(isSecure: isSecure);
        using Clients clients = new(isSecure);
        Client client = clients.Connect(To(venue.Address, path));
        await EchoVenue.UntilAsync(() => client.End is not null);
        Assert.Equal(new LineEnd(LineEnd.Lost, reason), client.End);
    }

    [Fact]
    public async Task Nobody_who_listens_and_nobody_who_answers_are_told_of()
    {
        FakeTimeProvider time = new(DateTimeOffset.UnixEpoch);
        using Clients clients = new(isSecure, time);
        using Socket holder = new(SocketType.Stream, ProtocolType.Tcp);
        holder.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Client refused = clients.Connect(To((IPEndPoint)holder.LocalEndPoint!));
        await EchoVenue.UntilAsync(() => refused.End is not null);
        Assert.Equal(LineEnd.Lost, refused.End!.Value.Code);
        holder.Listen();
        Client silent = clients.Connect(To((IPEndPoint)holder.LocalEndPoint!));
        await EchoVenue.UntilAsync(() => clients.Loop.Count == 1);
        time.Advance(TimeSpan.FromSeconds(11));
        await EchoVenue.UntilAsync(() => silent.End is not null);
    }

    [Theory]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: wrong\r\n\r\n")]
    [InlineData("nonsense\r\n\r\n")]
    [InlineData("")]
    public async Task An_answer_that_is_none_ends_the_line(string answer)
    {
        using Clients clients = new(isSecure);
        using Socket server = new(SocketType.Stream, ProtocolType.Tcp);
        server.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        server.Listen();
        Client client = clients.Connect(To((IPEndPoint)server.LocalEndPoint!));
        using (Socket accepted = await server.AcceptAsync())
        {
            foreach (byte one in Encoding.ASCII.GetBytes(answer)) await accepted.SendAsync((byte[])[one]);
        }
        await EchoVenue.UntilAsync(() => client.End is not null);
        Assert.False(client.IsOpened);
    }

    private sealed class Clients(bool isSecure, TimeProvider? time = null) : IDisposable
    {
        private readonly TlsContext? _tls = isSecure ? TlsContext.ForClient(takesAny: true) : null;
        private readonly ConcurrentQueue<Client> _all = new();

        public EpollLoop Loop { get; } = new(new("clients"), time ?? TimeProvider.System, NullLogger.Instance);

        public Client Connect(UpgradeTarget target)
        {
            Client client = new();
            client.Line = ClientLine.Connect(Loop, new() { MaxMessageBytes = 200_000 }, target, client, _tls);
            _all.Enqueue(client);
            return client;
        }

        public void Dispose()
        {
            Loop.Dispose();
            _tls?.Dispose();
            Assert.All(_all, client => Assert.NotNull(client.End));
            Assert.Equal(0, Loop.Buffers.Out);
        }
    }

    private sealed class Client : ILineEvents
    {
        public ClientLine Line { get; set; } = null!;

        public bool IsOpened { get; private set; }

        public LineEnd? End { get; private set; }

        public ConcurrentQueue<byte[]> Heard { get; } = new();

        public void Opened() => IsOpened = true;

        public void Received(Opcode kind, ReadOnlySpan<byte> message) => Heard.Enqueue(message.ToArray());

        public void Faulted(FrameFault fault) => Assert.Fail(fault.ToString());

        public void Ended(LineEnd end) => End = end;
    }
}
