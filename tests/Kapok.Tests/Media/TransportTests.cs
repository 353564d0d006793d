using System.Net;
using System.Net.Sockets;
using Kapok.Media.Rtc;
using Kapok.Media.Rtc.Client;
using Kapok.Media.Rtc.Ice;
using Kapok.Media.Rtc.Sdp;
using Kapok.Media.Rtc.Sessions;
using Kapok.Media.Rtc.Stun;
using Kapok.Media.Rtc.Transport;
using Kapok.Media.Voices;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Kapok.Tests.Media;

public sealed class TransportTests
{
    private static readonly RtcClientOptions Speaker = new() { Slots = 0 };

    [Fact]
    public void ICE_TCP_is_told_from_everything_else_that_comes_to_a_web_port()
    {
        byte[] check = new byte[300];
        StunWriter writer = new(check.AsSpan(2), StunType.BindingRequest, new byte[12]);
        writer.Username("ours:theirs");
        int length = writer.Finish("secret"u8);
        (check[0], check[1]) = ((byte)(length >> 8), (byte)length);
        Assert.True(IceTcp.IsIceTcp(check.AsSpan(0, length + 2)));
        for (int cut = 0; cut < IceTcp.BytesToDecide; cut++)
        {
            Assert.False(IceTcp.IsIceTcp(check.AsSpan(0, cut)));
            Assert.True(IceTcp.MayBecomeIceTcp(check.AsSpan(0, cut)));
        }
        foreach (string other in (string[])["GET /rt HTTP/1.1\r\nHost: a\r\n\r\n", "POST /api HTTP/1.1\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001"])
        {
            byte[] bytes = System.Text.Encoding.Latin1.GetBytes(other.PadRight(20));
            Assert.False(IceTcp.IsIceTcp(bytes));
            Assert.False(IceTcp.MayBecomeIceTcp(bytes.AsSpan(0, 3)));
        }
    }

    [Fact]
    public void A_ring_gives_what_was_put_in_and_counts_what_did_not_fit()
    {
        Inbox inbox = new();
        for (int round = 0; round < 3; round++)
        {
            for (int at = 0; at < 600; at++) inbox.Post(Parcel.OfTrack, this, (ulong)at, 0, [(byte)at, 7]);
            int taken = 0;
            while (inbox.TryTake(out Inbox.Entry entry, out Span<byte> packet))
            {
                Assert.Equal(((ulong)taken, (byte)taken, 2), (entry.Index, packet[0], packet.Length));
                inbox.Done();
                taken++;
            }
            Assert.Equal(512, taken);
        }
        Assert.Equal(3 * 88, inbox.Lost);
        inbox.FallAsleep();
        Assert.True(inbox.MustWake());
        Assert.False(inbox.MustWake());
    }

    [Fact]
    public async Task Frames_come_out_of_a_connection_however_they_are_cut()
    {
        using Socket door = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        door.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        door.Listen();
        using Socket client = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await client.ConnectAsync(door.LocalEndPoint!);
        using TcpCarrier carrier = new(await door.AcceptAsync());
        byte[][] frames = [[1], [2, 3], new byte[1500], [4]];
        byte[] stream = [.. frames.SelectMany(frame => (byte[])[(byte)(frame.Length >> 8), (byte)frame.Length, .. frame]), 0, 0, 0xFF, 0xFF];
        List<byte[]> read = [];
        Task reading = carrier.ReadAsync(stream.AsMemory(0, 4), (_, frame) =>
        {
            read.Add(frame.ToArray());
            return true;
        });
        foreach (byte[] piece in stream.Skip(4).Chunk(37)) await client.SendAsync(piece);
        await reading; // the last frame is longer than any that is taken, which ends it
        Assert.Equal(frames, read);
        Assert.True(carrier.IsClosed);
    }

    [Fact]
    public async Task Sessions_that_never_connect_or_fall_silent_end_by_the_clock()
    {
        FakeTimeProvider time = new();
        await using Venue venue = new(new() { ConnectSeconds = 5, SilentSeconds = 10 }, time);
        venue.Hall.Join(9);
        Assert.Equal(ConnectFault.None, venue.Hall.Connect(9, Offers.Chromium, new(2, 0, true, false), out _, out _, out _));
        RtcClient speaker = venue.Join(1, Speaker);
        time.Advance(TimeSpan.FromSeconds(6));
        Venue.Until(() => venue.Ends.Contains((9u, SessionEnd.NeverConnected)));
        // One after the other, and none on its way when the clock is put on: it would be heard later than it was sent.
        for (int at = 0; at < 2; at++)
        {
            long checks = venue.Rtc.Count().Checks;
            speaker.Check();
            Venue.Until(() => venue.Rtc.Count().Checks > checks);
        }
        time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(SessionState.Connected, venue.Hall.Find(1)!.State);
        time.Advance(TimeSpan.FromSeconds(2));
        Venue.Until(() => venue.Ends.Contains((1u, SessionEnd.Silent)));
        Assert.Equal(0, venue.Rtc.Count().Sessions);
    }

    [Fact]
    public async Task A_session_over_its_budget_is_cut_back_and_goes_on()
    {
        FakeTimeProvider time = new(); // no time passes, so nothing comes back to the bucket
        await using Venue venue = new(new() { PacketsPerSecond = 60 }, time);
        RtcClient speaker = venue.Join(1, Speaker);
        for (int at = 0; at < 100; at++) speaker.SendFrame(0, new byte[40], new(30, true));
        Venue.Until(() => venue.Rtc.Count().Limited >= 40, speaker);
        Assert.InRange(venue.Rtc.Count().Published, 30, 60);
        time.Advance(TimeSpan.FromSeconds(1));
        long before = venue.Rtc.Count().Published;
        speaker.SendFrame(0, new byte[40], new(30, true));
        Venue.Until(() => venue.Rtc.Count().Published == before + 1, speaker);
    }

    [Fact]
    public async Task Strangers_get_short_refusals_and_soon_none()
    {
        FakeTimeProvider time = new();
        await using Venue venue = new(new() { FailedChecksPerSecond = 5 }, time);
        using ClientLink stranger = new(new(IPAddress.Loopback, venue.Rtc.Port), isTcp: false);
        byte[] check = new byte[200], answer = new byte[300];
        StunWriter writer = new(check, StunType.BindingRequest, new byte[12]);
        writer.Username("ABCDEFGH:theirs");
        int length = writer.Finish("a password that is not known"u8);
        for (int at = 0; at < 30; at++) stranger.Send(check.AsSpan(0, length));
        Venue.Until(() => venue.Rtc.Count().Received == 30);
        Assert.Equal((10L, 20L), (venue.Rtc.Count().ChecksRefused, venue.Rtc.Count().Limited));
        int size = stranger.Receive(answer, TimeSpan.FromSeconds(60));
        Assert.True(size > 0 && size <= length);
        Assert.True(StunMessage.TryRead(answer.AsSpan(0, size), out StunMessage refusal));
        Assert.Equal((StunType.BindingError, 401), (refusal.Type, refusal.ErrorCode));
    }

    [Fact]
    public async Task A_peer_that_claims_to_be_controlled_too_is_told_of_the_conflict()
    {
        await using Venue venue = new();
        venue.Hall.Join(1);
        venue.Hall.Connect(1, Offers.Chromium, new(1, 0, true, false), out VoiceSession? session, out _, out _);
        using ClientLink peer = new(new(IPAddress.Loopback, venue.Rtc.Port), isTcp: false);
        byte[] check = new byte[200], answer = new byte[300];
        StunWriter writer = new(check, StunType.BindingRequest, new byte[12]);
        writer.Username($"{session!.Rtc.Credentials.Fragment}:zJHn");
        writer.Controlled(1);
        peer.Send(check.AsSpan(0, writer.Finish(session.Rtc.Credentials.PasswordBytes)));
        int size = peer.Receive(answer, TimeSpan.FromSeconds(60));
        Assert.True(StunMessage.TryRead(answer.AsSpan(0, size), out StunMessage refusal) && refusal.HasIntegrity(session.Rtc.Credentials.PasswordBytes));
        Assert.Equal(487, refusal.ErrorCode);
    }

    [Fact]
    public async Task IPv6_works_as_IPv4_does()
    {
        if (!Socket.OSSupportsIPv6) Assert.Skip("This machine has no IPv6.");
        await using Venue venue = new(new() { Advertised = [IPAddress.IPv6Loopback] });
        RtcClient speaker = venue.Join(1, Speaker), listener = venue.Join(2, new() { SendsVoice = false, Slots = 2 });
        Venue.Speak(speaker, () => listener.Packets > 10, listener);
    }

    [Fact]
    public void Options_out_of_range_are_named()
    {
        Assert.Empty(new RtcOptions().Problems());
        Assert.Contains(new RtcOptions { Shards = 17 }.Problems(), problem => problem.Contains("Shards must be 1 to 16, not 17", StringComparison.Ordinal));
        Assert.Contains(new RtcOptions { Profiles = [2] }.Problems(), problem => problem.Contains("Profiles", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Forwarding_allocates_nothing_for_a_packet()
    {
        await using Venue venue = new();
        RtcClient speaker = venue.Join(1, Speaker);
        RtcClient[] listeners = [.. Enumerable.Range(2, 10).Select(person => venue.Join((uint)person, new() { SendsVoice = false, Slots = 2 }))];
        Venue.Speak(speaker, () => listeners.All(one => one.Packets > 60), listeners); // warm: caches, queues, tiers of the compiler
        long forwarded = venue.Rtc.Count().Forwarded, before = venue.Rtc.AllocatedByShards();
        Venue.Speak(speaker, () => venue.Rtc.Count().Forwarded > forwarded + 1000, listeners);
        double each = (venue.Rtc.AllocatedByShards() - before) / (double)(venue.Rtc.Count().Forwarded - forwarded);
        Assert.True(each < 1, $"{each:F2} bytes a packet"); // what remains is the choice of voices five times a second, posted as a delegate
    }
}
