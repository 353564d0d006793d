using System.Net.Sockets;
using Kapok.Sockets.Framing;
using Kapok.Sockets.Lines;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Kapok.Tests.Sockets;

/// <summary>Lines beyond framing, in the clear.</summary>
public sealed class PlainLineTests() : LineTests(isSecure: false);

/// <summary>The same, through TLS that the door ends.</summary>
public sealed class TlsLineTests() : LineTests(isSecure: true);

/// <summary>Lines beyond framing: batches, slow peers, pauses, ends of all kinds, and what they cost.</summary>
public abstract class LineTests(bool isSecure)
{
    private static readonly byte[] Large = [.. Enumerable.Range(0, 60_000).Select(at => (byte)(at * 13))];

    private Task<EchoVenue> StartAsync(LineOptions? lines = null, TimeProvider? time = null) => EchoVenue.StartAsync(lines, time: time, isSecure: isSecure);

    private Task<RawPeer> OpenAsync(EchoVenue venue) => RawPeer.OpenAsync(venue.Address, isSecure: isSecure);

    private Task<RawPeer> ConnectAsync(EchoVenue venue) => isSecure ? RawPeer.ConnectTlsAsync(venue.Address) : RawPeer.ConnectAsync(venue.Address);

    private static string Told(byte[] message) => $"Binary:{Convert.ToHexStringLower(message)}";

    [Fact]
    public async Task A_batch_goes_in_one_piece_behind_what_was_queued()
    {
        await using EchoVenue venue = await StartAsync();
        using RawPeer peer = await OpenAsync(venue);
        Echo echo = await venue.OpenedAsync();
        byte[][] messages = [[1], new byte[200], [3, 3], new byte[4000]];
        for (int queued = 0; queued <= 3; queued++)
        {
            for (int number = 0; number < queued; number++) Assert.True(echo.Outbox.TryAdd([(byte)(100 + number), (byte)queued]));
            Assert.True(echo.Batch(messages));
            for (int number = 0; number < queued; number++) Assert.Equal(Told([(byte)(100 + number), (byte)queued]), await peer.NextAsync());
            foreach (byte[] message in messages) Assert.Equal(Told(message), await peer.NextAsync());
        }
    }

    [Fact]
    public async Task More_than_fits_in_front_of_a_batch_goes_ahead_of_it()
    {
        await using EchoVenue venue = await StartAsync();
        using RawPeer peer = await OpenAsync(venue);
        Echo echo = await venue.OpenedAsync();
        byte[][] queued = [new byte[4090], [1], new byte[70_000], [2]];
        Assert.All(queued, message => Assert.True(echo.Outbox.TryAdd(message)));
        await EchoVenue.UntilAsync(() => echo.Batch([9]));
        foreach (byte[] message in (byte[][])[.. queued, [9]]) Assert.Equal(Told(message), await peer.NextAsync());
        Assert.Equal(0, echo.Outbox.WireBytes);
    }

    [Fact]
    public async Task What_is_queued_between_slot_and_send_still_goes_first()
    {
        await using EchoVenue venue = await StartAsync();
        using RawPeer peer = await OpenAsync(venue);
        Echo echo = await venue.OpenedAsync();
        foreach (int size in (int[])[10, 5000, 60_000])
        {
            echo.Line.BatchSlot(100)[0] = 9;
            Assert.True(echo.Outbox.TryAdd(new byte[size]));
            echo.Line.SendBatch(echo.Outbox, [1]);
            Assert.Equal(Told(new byte[size]), await peer.NextAsync());
            Assert.Equal(Told([9]), await peer.NextAsync());
        }
    }

    [Fact]
    public async Task What_is_queued_leaves_without_a_batch()
    {
        await using EchoVenue venue = await StartAsync();
        using RawPeer peer = await OpenAsync(venue), other = await OpenAsync(venue);
        Echo echo = await venue.OpenedAsync(), second = await venue.OpenedAsync(1);
        foreach (Echo one in (Echo[])[echo, second])
        {
            Assert.True(one.Outbox.TryAdd([5]));
            one.Line.Queued();
            one.Line.Queued();
        }
        Assert.Equal(Told([5]), await peer.NextAsync());
        Assert.Equal(Told([5]), await other.NextAsync());
    }

    [Fact]
    public async Task Only_the_newest_outbox_is_sent_from()
    {
        await using EchoVenue venue = await StartAsync();
        using RawPeer peer = await OpenAsync(venue);
        Echo echo = await venue.OpenedAsync();
        Outbox newer = new(8);
        Assert.True(echo.Outbox.TryAdd([1]));
        echo.Line.Outbox = newer;
        echo.Line.BatchSlot(8)[0] = 2;
        echo.Line.SendBatch(echo.Outbox, [1]); // of somebody whom another has replaced
        Assert.True(newer.TryAdd([3]));
        echo.Line.Flush();
        Assert.Equal(Told([3]), await peer.NextAsync());
    }

    [Fact]
    public void An_outbox_takes_only_so_many()
    {
        Outbox outbox = new(2);
        Assert.True(outbox.TryAdd([1]));
        Assert.True(outbox.TryAdd([2]));
        Assert.False(outbox.TryAdd([3]));
        Assert.Equal(6, outbox.WireBytes);
        Assert.False(outbox.TryTake(2, out _));
        Assert.True(outbox.TryTake(3, out byte[]? first));
        Assert.Equal([1], first);
        Assert.True(outbox.TryAdd([3]));
    }

    [Fact]
    public async Task A_slow_peer_gets_whole_messages_in_order_and_nothing_more_until_it_has_read()
    {
        FakeTimeProvider time = new(DateTimeOffset.UnixEpoch);
        await using EchoVenue venue = await StartAsync(time: time);
        using RawPeer peer = await OpenAsync(venue);
        Echo echo = await venue.OpenedAsync();
        List<byte[]> sent = [];
        do sent.Add([.. BitConverter.GetBytes(sent.Count), .. Large[..12_000]]);
        while (echo.Batch(sent[^1], [.. BitConverter.GetBytes(-sent.Count)]));
        Assert.True(venue.Loop.Buffers.Out > 0);
        Assert.False(echo.Line.IsStuck(TimeSpan.FromSeconds(10)));
        time.Advance(TimeSpan.FromSeconds(11));
        Assert.True(echo.Line.IsStuck(TimeSpan.FromSeconds(10)));
        Assert.True(echo.Outbox.TryAdd(Large)); // waits outside of the socket until there is room
        for (int number = 0; number < sent.Count - 1; number++)
        {
            Assert.Equal(Told(sent[number]), await peer.NextAsync());
            Assert.Equal(Told(BitConverter.GetBytes(-number - 1)), await peer.NextAsync());
        }
        Assert.Equal(Told(Large), await peer.NextAsync());
        await EchoVenue.UntilAsync(() => echo.Batch([1]));
        Assert.Equal(Told([1]), await peer.NextAsync());
        Assert.False(echo.Line.IsStuck(TimeSpan.Zero));
    }

    [Fact]
    public async Task A_kernel_holds_little_for_a_peer_who_reads_nothing()
    {
        await using EchoVenue venue = await StartAsync();
        using RawPeer peer = await ConnectAsync(venue);
        peer.Socket.ReceiveBufferSize = 32 * 1024;
        await peer.SendAsync(System.Text.Encoding.ASCII.GetBytes(RawPeer.Request()));
        Echo echo = await venue.OpenedAsync();
        int sent = 0;
        while (echo.Batch(new byte[1000])) sent += 1000;
        Assert.InRange(sent, 1000, 1_000_000); // without a limit it is more than 2.5 MB here
    }

    [Fact]
    public async Task A_pause_keeps_what_comes_and_loses_nothing()
    {
        await using EchoVenue venue = await StartAsync();
        using RawPeer peer = await OpenAsync(venue);
        Echo echo = await venue.OpenedAsync();
        List<byte> heard = [];
        echo.OnMessage = message =>
        {
            heard.Add(message[0]);
            if (message[0] % 3 == 0) echo.Line.Pause();
        };
        await peer.SendAsync((byte[])[.. Enumerable.Range(1, 4).SelectMany(number => Wire.Frame(2, [(byte)number]))]);
        await EchoVenue.UntilAsync(() => heard.Count == 3);
        await peer.SendAsync((byte[])[.. Enumerable.Range(5, 4).SelectMany(number => Wire.Frame(2, [(byte)number]))]);
        Assert.Equal([1, 2, 3], heard);
        echo.Line.Resume();
        await EchoVenue.UntilAsync(() => heard.Count == 6);
        peer.Dispose(); // its end is noticed after the pause
        echo.Line.Resume();
        await EchoVenue.UntilAsync(() => echo.End is not null);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], heard);
    }

    [Fact]
    public async Task A_close_sends_what_is_queued_and_waits_for_the_answer()
    {
        await using EchoVenue venue = await StartAsync();
        using RawPeer peer = await OpenAsync(venue);
        Echo echo = await venue.OpenedAsync();
        Assert.True(echo.Outbox.TryAdd([1]));
        echo.Line.Close(4004, "kicked");
        echo.Line.Close(1000, "later calls do nothing");
        Assert.False(echo.Batch([2]));
        Assert.Equal(Told([1]), await peer.NextAsync());
        Assert.Equal("Close:0fa46b69636b6564", await peer.NextAsync());
        await peer.SendAsync((byte[])[.. Wire.Frame(2, [3]), .. Wire.Frame(8, [0x0F, 0xA4])]);
        Assert.Equal("end", await peer.NextAsync());
        await EchoVenue.UntilAsync(() => echo.End == new LineEnd(4004, "kicked"));
        Assert.Equal(0, echo.Messages);
    }

    [Fact]
    public async Task A_peer_that_does_not_answer_a_close_is_let_go()
    {
        FakeTimeProvider time = new(DateTimeOffset.UnixEpoch);
        await using EchoVenue venue = await StartAsync(time: time);
        using RawPeer silent = await OpenAsync(venue), deaf = await OpenAsync(venue);
        Echo first = await venue.OpenedAsync(), second = await venue.OpenedAsync(1);
        while (second.Batch(Large[..16_000]))
        {
            // until the socket is full
        }
        first.Line.Close(1001, "stopping");
        second.Line.Close(1001, "stopping");
        Assert.Equal("Close:03e973746f7070696e67", await silent.NextAsync());
        time.Advance(TimeSpan.FromSeconds(1));
        time.Advance(TimeSpan.FromSeconds(2));
        await EchoVenue.UntilAsync(() => first.End == new LineEnd(1001, "stopping") && second.End == new LineEnd(1001, "stopping"));
    }

    [Fact]
    public async Task Whoever_takes_too_long_to_ask_is_let_go()
    {
        FakeTimeProvider time = new(DateTimeOffset.UnixEpoch);
        await using EchoVenue venue = await StartAsync(time: time);
        using RawPeer slow = await ConnectAsync(venue);
        await slow.SendAsync("GET /rt HTTP/1.1\r\nHost: loc"u8.ToArray());
        await EchoVenue.UntilAsync(() => venue.Loop.Count == 1);
        time.Advance(TimeSpan.FromSeconds(9));
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("", await slow.ReadHeadAsync());
        Assert.Empty(venue.Echoes);
    }

    [Theory]
    [InlineData("end")]
    [InlineData("half")]
    [InlineData("reset")]
    public async Task A_connection_that_is_lost_is_told_of(string how)
    {
        await using EchoVenue venue = await StartAsync();
        using RawPeer peer = await OpenAsync(venue);
        Echo echo = await venue.OpenedAsync();
        byte[] last = Wire.Frame(2, [7]);
        await peer.SendAsync(last);
        if (how == "half") peer.Socket.Shutdown(SocketShutdown.Send);
        if (how == "reset") peer.Socket.LingerState = new(true, 0);
        if (how != "half") peer.Dispose();
        await EchoVenue.UntilAsync(() => echo.End is not null);
        Assert.Equal(LineEnd.Lost, echo.End!.Value.Code);
        if (how == "half") Assert.Equal((1, Told([7])), (echo.Messages, await peer.NextAsync()));
    }

    [Fact]
    public async Task Aborted_lines_and_a_loop_that_ends_tell_so()
    {
        await using EchoVenue venue = await StartAsync();
        using RawPeer first = await OpenAsync(venue), second = await OpenAsync(venue);
        Echo aborted = await venue.OpenedAsync(), left = await venue.OpenedAsync(1);
        aborted.Line.Abort();
        aborted.Line.Abort();
        Assert.Contains(await first.NextAsync(), (string[])["end", "reset"]);
        venue.Loop.Dispose();
        Assert.Equal(LineEnd.Lost, left.End!.Value.Code);
        left.Line.Abort();
        left.Line.Close(1000, "");
        Assert.False(left.Batch([1]));
    }

    [Fact]
    public async Task Whoever_throws_loses_their_own_line_only()
    {
        await using EchoVenue venue = await StartAsync();
        using RawPeer bad = await OpenAsync(venue), good = await OpenAsync(venue);
        (await venue.OpenedAsync()).OnAny = () => throw new InvalidOperationException("a test breaks it");
        await bad.SendAsync(Wire.Frame(2, [1]));
        Assert.Contains(await bad.NextAsync(), (string[])["end", "reset"]);
        await good.SendAsync(Wire.Frame(2, [1]));
        Assert.Equal(Told([1]), await good.NextAsync());
    }

    [Fact]
    public async Task Nothing_is_allocated_for_a_message_that_is_received_or_sent()
    {
        await using EchoVenue venue = await StartAsync();
        using RawPeer peer = await OpenAsync(venue);
        Echo echo = await venue.OpenedAsync();
        // A thread allocates something once, whenever it first waits for a lock: what a message costs is seen in every window, and such a thing in one.
        const int window = 500, windows = 4, messages = window * windows;
        long[] received = new long[windows + 1], allocated = new long[windows];
        echo.OnAny = () =>
        {
            if (echo.Messages % window == 0) received[echo.Messages / window] = GC.GetAllocatedBytesForCurrentThread();
        };
        byte[] frame = Wire.Frame(2, new byte[17]);
        for (int number = 0; number < messages; number++)
        {
            await peer.SendAsync(frame);
            if (number % 50 == 0) await EchoVenue.UntilAsync(() => echo.Messages > number); // in many rounds, not one
        }
        await EchoVenue.UntilAsync(() => echo.Messages == messages);
        Assert.Equal(0, Enumerable.Range(1, windows - 1).Min(at => received[at + 1] - received[at]));

        Task<int> reading = Task.Run(async () =>
        {
            int frames = 0;
            while (await peer.NextAsync() != Told([0xFF])) frames++;
            return frames;
        });
        byte[] message = new byte[1000];
        for (int sent = 0; sent < messages;)
        {
            long began = GC.GetAllocatedBytesForCurrentThread();
            int at = sent / window;
            if (echo.BatchOne(message)) sent++;
            allocated[at] += GC.GetAllocatedBytesForCurrentThread() - began;
        }
        Assert.Equal(0, allocated.Min());
        await EchoVenue.UntilAsync(() => echo.Batch([0xFF]));
        Assert.Equal(messages, await reading);
    }
}
