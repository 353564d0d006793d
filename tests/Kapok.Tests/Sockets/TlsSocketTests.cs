using CsCheck;
using Kapok.Sockets.Native;
using Kapok.Sockets.Tls;
using Xunit;

namespace Kapok.Tests.Sockets;

/// <summary>TLS between a server and a client of ours: every byte arrives, in order, whatever the sockets hold; and ends are what they are.</summary>
public sealed class TlsSocketTests : IDisposable
{
    private static readonly byte[] Bytes = [.. Enumerable.Range(0, 80_000).Select(at => (byte)(at * 31 / 7))];

    private readonly TrialCertificates _certificates = new();
    private readonly TlsContext _client = TlsContext.ForClient(takesAny: true);

    private TlsContext ServerContext => _certificates.Choose(null);

    public void Dispose()
    {
        _client.Dispose();
        _certificates.Dispose();
    }

    private TlsPair Shaken(int bufferBytes = 0) => TlsPair.Shaken(ServerContext, _client, bufferBytes);

    private static void AssertCrosses(TlsSocket from, TlsSocket to, int size, Func<int> room) =>
        Assert.True(Bytes.AsSpan(0, size).SequenceEqual(TlsPair.Carry(from, to, Bytes.AsSpan(0, size), room)), $"{size} bytes");

    private static (Outcome, int) Receive(TlsSocket from, int room = 100)
    {
        Outcome outcome = from.Receive(new byte[room], out int bytes, out _);
        return (outcome, bytes);
    }

    [Theory]
    [InlineData(0x0303)]
    [InlineData(0x0304)]
    public void Messages_of_every_size_arrive(int version)
    {
        _client.MostVersion = version;
        using TlsPair pair = Shaken();
        Assert.Equal((version, version), (pair.Server.Version, pair.Client.Version));
        // All small ones, and those around whole records.
        foreach (int size in Enumerable.Range(1, 1500).Concat(Enumerable.Range(1, 4).SelectMany(records => Enumerable.Range((records * 16384) - 30, 60))))
        {
            AssertCrosses(pair.Server, pair.Client, size, () => Bytes.Length);
            AssertCrosses(pair.Client, pair.Server, size, () => 4096);
        }
    }

    [Fact]
    public void However_little_the_sockets_hold_and_the_reader_takes_nothing_is_lost() =>
        Gen.Select(Gen.Int[1, 70_000].Array[1, 4], Gen.Int[1, 20_000].Array[1, 8], Gen.OneOf(Gen.Const(0), Gen.Int[2304, 9000]), Gen.Int[0x0303, 0x0304]).Sample(
            (sizes, rooms, bufferBytes, version) =>
        {
            using TlsContext client = TlsContext.ForClient(takesAny: true);
            client.MostVersion = version;
            using TlsPair pair = TlsPair.Shaken(ServerContext, client, bufferBytes);
            int next = 0;
            foreach (int size in sizes)
            {
                AssertCrosses(pair.Server, pair.Client, size, () => rooms[next++ % rooms.Length]);
                AssertCrosses(pair.Client, pair.Server, size, () => rooms[next++ % rooms.Length]);
            }
        }, iter: 40, threads: 1);

    [Fact]
    public async Task Both_ends_send_and_receive_at_the_same_time_each_on_a_thread_of_its_own()
    {
        using TlsPair pair = Shaken(9000);
        const int messages = 60, size = 40_000;
        await Task.WhenAll(Sending(pair.Server), Sending(pair.Client), Receiving(pair.Server), Receiving(pair.Client));

        Task Sending(TlsSocket to) => OnAThread(() =>
        {
            for (int message = 0; message < messages; message++)
                for (int sent = 0, more; sent < size; sent += more)
                    TlsPair.WaitUnlessDone(to, to.Send(Bytes.AsSpan(sent, size - sent), out more), TlsPair.PollOut);
        });

        Task Receiving(TlsSocket from) => OnAThread(() =>
        {
            byte[] message = new byte[size];
            for (int number = 0; number < messages; number++)
            {
                for (int got = 0, more; got < size; got += more)
                    TlsPair.WaitUnlessDone(from, from.Receive(message.AsSpan(got), out more, out _), Libc.PollIn);
                Assert.True(Bytes.AsSpan(0, size).SequenceEqual(message), $"message {number}");
            }
        });

        static Task OnAThread(Action work) => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    [Fact]
    public void What_was_looked_at_is_received_all_the_same()
    {
        using TlsPair pair = Shaken();
        Assert.Equal(Outcome.WouldBlock, pair.Server.Look(64, out _));
        Assert.Equal(Outcome.Done, pair.Client.Send(Bytes.AsSpan(0, 10), out _));
        Assert.Equal(Outcome.Done, pair.Server.Look(64, out ReadOnlySpan<byte> first));
        Assert.Equal(Bytes.AsSpan(0, 10), first);
        Assert.Equal(Outcome.Done, pair.Client.Send(Bytes.AsSpan(10, 1000), out _));
        Assert.Equal(Outcome.Done, pair.Server.Look(64, out first));
        Assert.Equal(Bytes.AsSpan(0, 64), first);
        Assert.True(pair.Server.HasHeld);
        byte[] all = new byte[1010];
        for (int got = 0, more; got < all.Length; got += more) Assert.Equal(Outcome.Done, pair.Server.Receive(all.AsSpan(got, Math.Min(50, all.Length - got)), out more, out _));
        Assert.Equal(Bytes[..1010], all);
        Assert.False(pair.Server.HasHeld);
    }

    [Fact]
    public void A_short_word_before_an_end_is_looked_at_and_received()
    {
        using TlsPair pair = Shaken();
        Assert.Equal(Outcome.Done, pair.Client.Send(Bytes.AsSpan(0, 18), out _));
        pair.Client.EndSending();
        for (int look = 0; look < 2; look++)
        {
            Assert.Equal(Outcome.Done, pair.Server.Look(64, out ReadOnlySpan<byte> first));
            Assert.Equal(Bytes.AsSpan(0, 18), first);
        }
        Assert.Equal((Outcome.Done, 18), Receive(pair.Server));
        Assert.Equal((Outcome.Ended, 0), Receive(pair.Server));
    }

    [Theory]
    [InlineData(40_000)]
    [InlineData(1002)] // with what TLS 1.3 adds a power of two: whatever is fetched at once ends with a record
    public void A_reader_is_told_of_all_that_no_notice_will_tell_of(int size)
    {
        using TlsPair pair = Shaken();
        const int all = 40_000;
        for (int sent = 0, bytes; sent < all; sent += bytes) Assert.Equal(Outcome.Done, pair.Client.Send(Bytes.AsSpan(sent, Math.Min(size, all - sent)), out bytes));
        int got = 0;
        bool isMore = true;
        for (byte[] room = new byte[700]; isMore;)
        {
            Assert.Equal(Outcome.Done, pair.Server.Receive(room, out int bytes, out isMore));
            Assert.Equal(Bytes.AsSpan(got, bytes), room.AsSpan(0, bytes));
            got += bytes;
        }
        Assert.Equal(all, got);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(40_000)]
    public void An_end_that_is_told_is_an_end_and_comes_behind_what_was_sent(int size)
    {
        foreach (bool isClosed in (bool[])[false, true])
            foreach (int room in (int[])[100_000, 1000, 7])
            {
                using TlsPair pair = Shaken();
                if (size > 0) Assert.Equal(Outcome.Done, pair.Client.Send(Bytes.AsSpan(0, size), out _));
                if (isClosed) pair.Client.Close();
                else pair.Client.EndSending();
                int got = 0;
                for ((Outcome outcome, int bytes) = Receive(pair.Server, room); outcome == Outcome.Done; (outcome, bytes) = Receive(pair.Server, room)) got += bytes;
                Assert.Equal(size, got);
                Assert.Equal((Outcome.Ended, 0), Receive(pair.Server));
                Assert.Equal((Outcome.Ended, 0), Receive(pair.Server));
                if (!isClosed) AssertCrosses(pair.Server, pair.Client, 100, () => 100); // the other half goes on
            }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(40_000)]
    public void A_connection_that_is_cut_has_no_end(int size)
    {
        using TlsPair pair = Shaken();
        if (size > 0) Assert.Equal(Outcome.Done, pair.Client.Send(Bytes.AsSpan(0, size), out _));
        Assert.Equal(0, Libc.Shutdown(pair.Client.Descriptor, Libc.ShutdownSending));
        int got = 0;
        for ((Outcome outcome, int bytes) = Receive(pair.Server); outcome == Outcome.Done; (outcome, bytes) = Receive(pair.Server)) got += bytes;
        Assert.Equal(size, got);
        Assert.Equal((Outcome.Broken, 0), Receive(pair.Server));
    }

    [Fact]
    public void A_record_that_is_cut_gives_nothing()
    {
        using TlsPair pair = Shaken(4096);
        Assert.Equal(Outcome.WouldBlock, pair.Client.Send(Bytes.AsSpan(0, 16_000), out int sent));
        Assert.Equal(0, sent);
        Assert.Equal(0, Libc.Shutdown(pair.Client.Descriptor, Libc.ShutdownSending));
        Assert.Equal((Outcome.WouldBlock, 0), Receive(pair.Server));
        Assert.Equal((Outcome.Broken, 0), Receive(pair.Server));
    }

    [Fact]
    public void Whoever_sends_rubbish_after_the_handshake_loses_their_own_socket_only()
    {
        using TlsPair bad = Shaken(), good = Shaken();
        Assert.Equal(Outcome.Done, bad.Client.Send([1, 2, 3], out _));
        Assert.Equal(Outcome.Done, Descriptor.Send(bad.Client.Descriptor, [23, 3, 3, 0, 30, .. Bytes[..30]], out _));
        Assert.Equal((Outcome.Done, 3), Receive(bad.Server));
        Assert.Equal((Outcome.Broken, 0), Receive(bad.Server));
        Assert.NotNull(bad.Server.Fault);
        Assert.NotEqual(Outcome.Done, bad.Server.Send([4], out _));
        Assert.Equal((Outcome.Broken, 0), Receive(bad.Client)); // it was told by an alert
        AssertCrosses(good.Server, good.Client, 5000, () => 999);
        AssertCrosses(good.Client, good.Server, 5000, () => 999);
    }

    [Fact]
    public void Whoever_sends_only_what_carries_nothing_is_not_listened_to_for_ever()
    {
        using TlsPair idle = Shaken(), busy = Shaken();
        const int recordBytes = 27, most = (49 * 1024) / recordBytes;
        int records = 0;
        while (Renewed(idle, ++records) == Outcome.WouldBlock) Assert.InRange(records, 0, most);
        Assert.InRange(records, (32 * 1024) / recordBytes, most);
        for (records = 1; records < 2 * most; records++)
        {
            TlsPair.UseNewKeys(busy.Client);
            AssertCrosses(busy.Client, busy.Server, 1, () => 1);
        }

        static Outcome Renewed(TlsPair pair, int number)
        {
            TlsPair.UseNewKeys(pair.Client);
            return number % 10 == 0 ? Receive(pair.Server).Item1 : Outcome.WouldBlock;
        }
    }

    [Fact]
    public void Whoever_sends_much_that_carries_nothing_in_one_go_keeps_nobody_waiting()
    {
        using TlsPair pair = Shaken();
        for (int record = 0; record < 100; record++)
        {
            TlsPair.UseNewKeys(pair.Client);
            Assert.Equal(Outcome.Done, pair.Client.Send([1], out _)); // what carries little does not hide them
        }
        Outcome last = Outcome.Done;
        int taken = 0;
        for (int asked = 0; asked < 100 && last == Outcome.Done; asked++)
        {
            (last, int bytes) = Receive(pair.Server);
            taken += bytes;
        }
        Assert.Equal(Outcome.Broken, last);
        Assert.InRange(taken, 1, 40);
    }

    [Fact]
    public void A_flood_of_records_with_a_byte_each_is_taken_in_small_parts()
    {
        const int records = 5000, recordBytes = 23;
        // Between the two, so that all of it is in the server's socket before it looks.
        ((int clients, int first), (int second, int servers)) = (TlsPair.Sockets(), TlsPair.Sockets());
        TlsSocket client = new(clients, _client, "localhost"), server = new(servers, ServerContext);
        byte[] between = new byte[records * recordBytes], room = new byte[64 * 1024];
        for (TlsHandshake shaken = TlsHandshake.Going; shaken != TlsHandshake.Done || client.Handshake() != TlsHandshake.Done; Pass(second, first))
        {
            _ = client.Handshake();
            Pass(first, second);
            shaken = server.Handshake();
        }
        int sent = 0, taken = 0;
        for (int record = 0; record < records; record++)
        {
            Assert.Equal(Outcome.Done, client.Send([(byte)record], out _));
            Assert.Equal(Outcome.Done, Descriptor.Receive(first, between.AsSpan(sent), out int bytes));
            sent += bytes;
        }
        Assert.Equal(between.Length, sent);
        Assert.Equal(Outcome.Done, Descriptor.Send(second, between, out sent));
        Assert.Equal(between.Length, sent);
        for (bool isMore = true; isMore;)
        {
            Assert.Equal(Outcome.Done, server.Receive(room, out int bytes, out isMore));
            Assert.InRange(bytes, 1, (2 * 16 * 1024 / recordBytes) + 1);
            for (int at = 0; at < bytes; at++) Assert.Equal((byte)taken++, room[at]);
        }
        Assert.Equal(records, taken);
        client.Close();
        server.Close();
        Assert.Equal((0, 0), (Libc.Close(first), Libc.Close(second)));

        void Pass(int from, int to)
        {
            if (Descriptor.Receive(from, room, out int bytes) == Outcome.Done) Descriptor.Send(to, room.AsSpan(0, bytes), out _);
        }
    }

    [Fact]
    public void A_socket_that_is_closed_takes_and_gives_nothing()
    {
        using TlsPair pair = Shaken();
        pair.Server.Close();
        pair.Server.Close();
        Assert.Equal((Outcome.Broken, 0), Receive(pair.Server));
        Assert.Equal(Outcome.Broken, pair.Server.Look(64, out _));
        Assert.Equal(Outcome.Broken, pair.Server.Send([1], out _));
        Assert.False(pair.Server.HasHeld);
        pair.Server.EndSending();
    }

    [Theory]
    [InlineData(0x0303)]
    [InlineData(0x0304)]
    public void A_client_that_comes_again_resumes(int version)
    {
        _client.Resumes = true;
        _client.MostVersion = version;
        for (int visit = 0; visit < 4; visit++)
        {
            using TlsPair pair = Shaken();
            Assert.Equal((visit > 0, visit > 0), (pair.Server.IsResumed, pair.Client.IsResumed));
            Assert.Equal([7], TlsPair.Carry(pair.Server, pair.Client, [7], () => 1));
        }
        using TrialCertificates other = new();
        using TlsPair elsewhere = TlsPair.Shaken(other.Choose(null), _client);
        Assert.False(elsewhere.Server.IsResumed);
    }

    [Fact]
    public void A_context_that_is_disposed_lets_its_connections_go_on()
    {
        using TlsContext client = TlsContext.ForClient(takesAny: true);
        TrialCertificates certificates = new();
        TlsContext server = certificates.Choose(null);
        using TlsPair pair = TlsPair.Shaken(server, client), early = TlsPair.Connect(server, client);
        certificates.Dispose();
        client.Dispose();
        early.Shake();
        foreach (TlsPair one in (TlsPair[])[pair, early]) AssertCrosses(one.Server, one.Client, 300, () => 99);
        Assert.Throws<ObjectDisposedException>(() => TlsPair.Connect(server, _client));
    }

    [Fact]
    public void A_client_that_believes_the_systems_roots_says_why_not_this_one()
    {
        using TlsContext strict = TlsContext.ForClient(takesAny: false);
        using TlsPair pair = TlsPair.Connect(ServerContext, strict);
        TlsHandshake client = TlsHandshake.Going, server = TlsHandshake.Going;
        for (int round = 0; client == TlsHandshake.Going && round < 20; round++) (client, server) = (pair.Client.Handshake(), pair.Server.Handshake());
        Assert.Equal(TlsHandshake.Failed, client);
        Assert.StartsWith("the certificate is not believed: ", pair.Client.Fault, StringComparison.Ordinal);
        if (server != TlsHandshake.Failed) server = pair.Server.Handshake();
        Assert.True(server == TlsHandshake.Failed || Receive(pair.Server).Item1 == Outcome.Broken);
    }

    [Theory]
    [InlineData(17)]
    [InlineData(1200)]
    [InlineData(30_000)]
    public void Nothing_is_allocated_in_a_steady_exchange(int size)
    {
        using TlsPair pair = Shaken();
        byte[] room = new byte[size];
        // A thread allocates something once, whenever it first waits for a lock: what a message costs is seen in every window, and such a thing in one.
        const int windows = 5, window = 50;
        long[] allocated = new long[windows];
        for (int at = 0; at < windows; at++)
        {
            long began = GC.GetAllocatedBytesForCurrentThread();
            for (int message = 0; message < window; message++)
            {
                if (!Goes(pair.Client, pair.Server) || !Goes(pair.Server, pair.Client)) Assert.Fail();
            }
            allocated[at] = GC.GetAllocatedBytesForCurrentThread() - began;
        }
        Assert.Equal(0, allocated.Min());

        bool Goes(TlsSocket from, TlsSocket to)
        {
            if (from.Send(Bytes.AsSpan(0, size), out int sent) != Outcome.Done || sent != size) return false;
            int got = 0;
            while (got < size && to.Receive(room.AsSpan(got), out int bytes, out _) == Outcome.Done) got += bytes;
            return got == size;
        }
    }
}
