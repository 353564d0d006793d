using System.Net;
using System.Net.Sockets;
using Kapok.Protocol;
using Kapok.Server.Sockets;
using Kapok.Sockets.Buffers;
using Kapok.Sockets.Lines;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Kapok.Tests.Sockets;

/// <summary>Who says nothing is asked whether they are there before they are taken for gone; and what is called on a line after its end.</summary>
public sealed class LivenessTests : IAsyncLifetime
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch);
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly BufferPool _buffers = new();
    private RawPeer _peer = null!;
    private Socket _socket = null!;
    private StreamLine _line = null!;
    private Connection _connection = null!;
    private Task _serving = Task.CompletedTask;

    public async ValueTask InitializeAsync()
    {
        _listener.Start();
        _peer = await RawPeer.ConnectAsync(_listener.LocalEndpoint);
        _socket = await _listener.AcceptSocketAsync();
        _line = new(new NetworkStream(_socket), isServer: true, new(), _buffers, _time);
        _connection = new(_line, _time, connection => new WorldSocket(connection, null!, null!, null!), _ => { }, NullLogger.Instance);
        _serving = _line.RunAsync(_connection);
    }

    public async ValueTask DisposeAsync()
    {
        _line.Abort();
        await _serving;
        _line.Dispose();
        _peer.Dispose();
        _socket.Dispose();
        _listener.Dispose();
        Assert.Equal(0, _buffers.Out);
    }

    [Fact]
    public async Task A_hidden_tab_whose_browser_answers_is_there_for_as_long_as_it_does()
    {
        int asked = 0;
        for (int second = 0; second < 300; second++)
        {
            if (!await IsAskedAfterASecondAsync()) continue;
            asked++;
            await _peer.SendAsync(Wire.Frame(10, []));
            await EchoVenue.UntilAsync(() => _connection.HeardMs == _connection.NowMs);
        }
        Assert.Null(_connection.Ending);
        Assert.Equal(300 / 16, asked); // nobody is asked who was heard within fifteen seconds
    }

    [Fact]
    public async Task Whoever_answers_nothing_was_asked_three_times_and_is_gone_after_half_a_minute()
    {
        int asked = 0;
        for (int second = 0; second < 30; second++)
        {
            if (await IsAskedAfterASecondAsync()) asked++;
        }
        Assert.Equal((3, null), (asked, _connection.Ending));
        _time.Advance(Second);
        SocketEndpoint.LookAtSilence(_connection);
        Assert.Same(Ending.Silent, _connection.Ending);
    }

    private async Task<bool> IsAskedAfterASecondAsync()
    {
        _time.Advance(Second);
        SocketEndpoint.LookAtSilence(_connection);
        if (_connection.PingedMs != _connection.NowMs) return false;
        Assert.Equal("Ping:", await _peer.NextAsync());
        await NothingIsUnsentAsync();
        return true;
    }

    // The peer may have read what the line has not yet noted as sent; a ping that is asked for meanwhile is left out, as it should be.
    private Task NothingIsUnsentAsync() => EchoVenue.UntilAsync(() => !_line.IsStuck(TimeSpan.FromMilliseconds(-1)));

    [Fact]
    public async Task Asking_a_thousand_people_of_a_loop_allocates_nothing()
    {
        await using EchoVenue venue = await EchoVenue.StartAsync();
        using RawPeer peer = await RawPeer.OpenAsync(venue.Address);
        Echo echo = await venue.OpenedAsync();
        for (int round = 0; round < 100; round++) echo.Line.Ping();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int round = 0; round < 1000; round++) echo.Line.Ping();
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        for (int round = 0; round < 1100; round++) Assert.Equal("Ping:", await peer.NextAsync());
        Assert.Equal(0, allocated);
    }

    [Fact]
    public async Task What_a_room_calls_on_a_line_that_has_ended_throws_nothing()
    {
        ConnectionHold hold = _connection.Hold;
        _peer.Dispose();
        await _serving;
        _line.Dispose();
        hold.Send([1]); // Left: nothing is queued any more
        _line.Queued();
        _line.Queued();
        _line.Resume();
        _line.Flush();
        _line.Ping();
        _line.Close(1000, "late");
        _line.Abort();
        Assert.True(hold.BatchSlot.IsEmpty);
        hold.CommitBatch([1]);
        Assert.False(_line.IsStuck(TimeSpan.Zero));
    }

    [Fact]
    public async Task A_line_that_ends_while_a_room_speaks_costs_the_room_nothing()
    {
        // The room's thread has looked, and the line ends and is disposed of before it writes: whatever the order, nothing is thrown into the room.
        for (int round = 0; round < 50; round++)
        {
            using Socket client = new(SocketType.Stream, ProtocolType.Tcp);
            await client.ConnectAsync(_listener.LocalEndpoint);
            using Socket server = await _listener.AcceptSocketAsync();
            StreamLine line = new(new NetworkStream(server), isServer: true, new(), _buffers, _time);
            Connection connection = new(line, _time, one => new WorldSocket(one, null!, null!, null!), _ => { }, NullLogger.Instance);
            Task serving = ServeAsync(line, connection);
            Task room = Task.Run(() =>
            {
                while (!serving.IsCompleted) connection.Hold.Send([1, 2, 3]);
                for (int more = 0; more < 100; more++)
                {
                    connection.Hold.Send([4]);
                    line.Queued();
                    line.Resume();
                }
            });
            client.Dispose();
            await Task.WhenAll(serving, room);
        }

        static async Task ServeAsync(StreamLine line, ILineEvents events)
        {
            using (line) await line.RunAsync(events);
        }
    }
}
