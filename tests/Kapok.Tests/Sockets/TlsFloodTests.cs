using System.Runtime.InteropServices;
using System.Security.Authentication;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Kapok.Tests.Sockets;

/// <summary>Who sends much of what carries nothing, and who comes in great number.</summary>
public sealed class TlsFloodTests
{
    [Fact]
    public async Task Keys_may_be_changed_now_and_then()
    {
        await using EchoVenue venue = await EchoVenue.StartAsync(isSecure: true);
        using TlsPeer peer = new(venue.Address, new());
        peer.OpenLine();
        for (int round = 0; round < 50; round++)
        {
            Assert.Null(peer.UpdateKeys(ofBoth: round % 2 == 0));
            Assert.Null(peer.Send(Wire.Frame(2, [(byte)round])));
            Assert.Equal([0x82, 1, (byte)round], peer.Receive(3));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1000)] // a message now and then does not make a flood less of one
    public async Task Whoever_changes_keys_without_end_is_cut_off(int messageEvery)
    {
        await using EchoVenue venue = await EchoVenue.StartAsync(isSecure: true);
        using RawPeer witness = await RawPeer.OpenAsync(venue.Address, isSecure: true);
        using TlsPeer peer = new(venue.Address, new());
        peer.OpenLine();
        int updates = 0;
        while (peer.UpdateKeys(ofBoth: false) is null)
        {
            updates++;
            Assert.InRange(updates, 0, 100_000);
            if (messageEvery > 0 && updates % messageEvery == 0 && peer.Send(Wire.Frame(2, [1])) is not null) break;
        }
        await EchoVenue.UntilAsync(() => venue.Echoes.ElementAt(1).End is not null);
        await witness.SendAsync(Wire.Frame(2, [42]));
        Assert.Equal("Binary:2a", await witness.NextAsync());
    }

    [Fact]
    public async Task Whoever_asks_for_new_handshakes_without_end_is_cut_off()
    {
        await using EchoVenue venue = await EchoVenue.StartAsync(isSecure: true);
        using RawPeer witness = await RawPeer.OpenAsync(venue.Address, isSecure: true);
        using TlsPeer peer = new(venue.Address, new() { Most = 0x0303 });
        peer.OpenLine();
        int asked = 0;
        while (peer.Renegotiate() is { } refused && refused.Contains("no renegotiation", StringComparison.Ordinal)) Assert.InRange(++asked, 0, 10_000);
        await witness.SendAsync(Wire.Frame(2, [42]));
        Assert.Equal("Binary:2a", await witness.NextAsync());
    }

    [Fact]
    public async Task Beyond_the_burst_handshakes_wait_for_their_turn_and_are_served_in_order()
    {
        FakeTimeProvider time = new(DateTimeOffset.UnixEpoch);
        await using EchoVenue venue = await EchoVenue.StartAsync(isSecure: true, time: time, rate: new() { PerSecond = 1, Burst = 2 });
        List<Task<RawPeer>> coming = [];
        for (int number = 0; number < 6; number++)
        {
            coming.Add(RawPeer.ConnectTlsAsync(venue.Address));
            if (number < 2) await coming[number];
            else await EchoVenue.UntilAsync(() => venue.Door!.Tls.Delayed == number - 1);
        }
        for (int number = 2; number < 6; number++)
        {
            Assert.All(coming[number..], one => Assert.False(one.IsCompleted));
            // Not a second of time for each: the door looks a few times a second, and what is left of one is the next one's.
            await EchoVenue.UntilAsync(() =>
            {
                if (venue.Door!.Tls.Full == number) time.Advance(TimeSpan.FromMilliseconds(250));
                return venue.Door.Tls.Full > number;
            });
            await coming[number];
        }
        // A visitor is done with a handshake a moment before the door is.
        await EchoVenue.UntilAsync(() => (venue.Door!.Tls.Delayed, venue.Door.Tls.Full, venue.Door.Tls.Failed) == (4, 6, 0));
        foreach (Task<RawPeer> one in coming) (await one).Dispose();
    }

    [Fact]
    public async Task Whoever_waits_longer_for_their_turn_than_a_handshake_may_take_goes()
    {
        FakeTimeProvider time = new(DateTimeOffset.UnixEpoch);
        await using EchoVenue venue = await EchoVenue.StartAsync(isSecure: true, time: time, rate: new() { PerSecond = 0.01f, Burst = 1 });
        using RawPeer first = await RawPeer.ConnectTlsAsync(venue.Address);
        Task<RawPeer> late = RawPeer.ConnectTlsAsync(venue.Address);
        await EchoVenue.UntilAsync(() => venue.Door!.Tls.Delayed == 1);
        time.Advance(TimeSpan.FromSeconds(11));
        await Assert.ThrowsAnyAsync<Exception>(() => late);
        await EchoVenue.UntilAsync(() => (venue.Door!.Tls.Full, venue.Door.Tls.Failed) == (1, 1));
    }

    [Fact]
    public async Task Whoever_would_not_be_served_in_time_is_refused_at_once_and_takes_nobodys_turn()
    {
        FakeTimeProvider time = new(DateTimeOffset.UnixEpoch);
        await using EchoVenue venue = await EchoVenue.StartAsync(isSecure: true, time: time, rate: new() { PerSecond = 0.25f, Burst = 1 });
        using RawPeer first = await RawPeer.ConnectTlsAsync(venue.Address);
        Task<RawPeer>[] inTime = [RawPeer.ConnectTlsAsync(venue.Address), RawPeer.ConnectTlsAsync(venue.Address)]; // in ten seconds two are served
        await EchoVenue.UntilAsync(() => venue.Door!.Tls.Delayed == 2);
        await Assert.ThrowsAnyAsync<Exception>(() => RawPeer.ConnectTlsAsync(venue.Address));
        await EchoVenue.UntilAsync(() => (venue.Door!.Tls.Full, venue.Door.Tls.Delayed, venue.Door.Tls.Failed) == (1, 2, 1));
        for (int served = 2; served <= 3; served++)
        {
            time.Advance(TimeSpan.FromSeconds(4.25)); // no more than the turn takes: who waits has ten seconds
            await EchoVenue.UntilAsync(() => venue.Door!.Tls.Full == served);
        }
        foreach (Task<RawPeer> one in inTime) (await one).Dispose();
        Assert.Equal(1, venue.Door!.Tls.Failed);
    }
}

/// <summary>Counts what the whole process has.</summary>
[Collection(nameof(Alone))]
public sealed partial class TlsLeakTests
{
    private const int Many = 1200;

    [Fact]
    public async Task Handshakes_of_every_kind_leave_no_descriptor_behind()
    {
        byte[] hello = await HelloBytes.OfFrameworkAsync("localhost", SslProtocols.Tls13, "http/1.1");
        await using EchoVenue venue = await EchoVenue.StartAsync(isSecure: true);
        int before = 0;
        for (int round = 0; round < 4; round++)
        {
            for (int number = 0; number < 40; number++) await SpoilAsync(venue, hello, number);
            await EverybodyIsGoneAsync(venue);
            if (round == 0) before = Descriptors();
        }
        Assert.InRange(Descriptors(), 0, before + 25); // what earlier tests left to the collector is closed when it likes
    }

    [Theory]
    [InlineData(0)] // cut in the middle of the handshake
    [InlineData(6)] // a world socket
    [InlineData(7)] // a page
    public async Task What_OpenSSL_had_for_a_connection_is_given_back(int kind)
    {
        byte[] hello = await HelloBytes.OfFrameworkAsync("localhost", SslProtocols.Tls13, "http/1.1");
        await using EchoVenue venue = await EchoVenue.StartAsync(isSecure: true);
        long before = 0;
        for (int number = 0; number < Many * 4 / 3; number += 40)
        {
            await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => SpoilAsync(venue, hello, kind)));
            await EverybodyIsGoneAsync(venue);
            if (number < Many / 3) before = MallInfo().InUse;
        }
        // A connection that is not freed has four times as much; what the C library and others keep on their own account is a part of it.
        Assert.InRange(MallInfo().InUse, 0, before + (Many * 8192L));
    }

    private static Task EverybodyIsGoneAsync(EchoVenue venue) =>
        EchoVenue.UntilAsync(() => venue.Loop.Count == 0 && venue.Door!.Waiting == 0 && venue.Door.Addresses == 0);

    private static async Task SpoilAsync(EchoVenue venue, byte[] hello, int number)
    {
        if (number % 8 < 3)
        {
            using RawPeer peer = await RawPeer.ConnectAsync(venue.Address);
            await peer.SendAsync(number % 8 == 0 ? hello : number % 8 == 1 ? hello.AsMemory(0, 1 + number) : (byte[])[0x16, 9, 9, 9, 9, 9]);
            peer.Socket.LingerState = new(number % 16 < 8, 0);
        }
        else if (number % 8 < 5)
        {
            using TlsPeer peer = new(venue.Address, number % 8 == 3 ? new() { Least = 0x0301, Most = 0x0302 } : new() { Protocols = ["none"] });
            Assert.NotNull(peer.Shake());
        }
        else if (number % 8 == 5)
        {
            using RawPeer peer = await RawPeer.ConnectTlsAsync(venue.Address);
        }
        else
        {
            using RawPeer peer = await RawPeer.ConnectTlsAsync(venue.Address);
            await peer.SendAsync(Encoding.ASCII.GetBytes(number % 8 == 6 ? RawPeer.Request() : "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"));
            Assert.NotEmpty(await peer.ReadHeadAsync());
        }
    }

    private static int Descriptors()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Directory.GetFiles("/proc/self/fd").Length;
    }

    // What OpenSSL has is the C library's memory, of which the collector knows nothing.
    [LibraryImport("libc", EntryPoint = "mallinfo2")]
    private static partial MallInfo2 MallInfo();

    [StructLayout(LayoutKind.Sequential)]
    private struct MallInfo2
    {
        public nint Arena, FreeChunks, FastChunks, Mapped, MappedBytes, MostInUse, FastBytes, InUse, Free, Kept;
    }
}
