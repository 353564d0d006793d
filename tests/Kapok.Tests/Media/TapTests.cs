using System.Collections.Concurrent;
using Kapok.Media.Rtc.Client;
using Kapok.Media.Rtc.Rtp;
using Kapok.Media.Rtc.Sessions;
using Kapok.Media.Rtc.Taps;
using Kapok.Media.Voices;
using Xunit;

namespace Kapok.Tests.Media;

/// <summary>Who listens to a track beside its subscriptions hears everything, and disturbs nobody.</summary>
[Collection(nameof(Alone))]
public sealed class TapTests
{
    private static readonly RtcClientOptions Speaker = new() { Slots = 0 }, Listener = new() { SendsVoice = false, Slots = 2 };

    [Fact]
    public async Task A_tap_on_a_voice_gets_every_packet_and_the_listeners_get_what_they_got_without_it()
    {
        await using Venue venue = new();
        RtcClient speaker = venue.Join(1, Speaker), listener = venue.Join(2, Listener);
        List<(ushort Sequence, uint Timestamp)> heard = [];
        listener.Received = (int _, in RtpHeader header, ReadOnlySpan<byte> _) => heard.Add((header.Sequence, header.Timestamp));
        using TrackTap tap = venue.Hall.Find(1)!.TrackOf(TrackKind.Voice)!.Tap();
        List<(ulong Index, byte[] Payload, double ArrivalMs, bool HasLevel)> tapped = [];
        byte number = 0;
        double next = 0;
        Venue.Until(
            () =>
            {
                if (speaker.NowMs >= next)
                {
                    next = speaker.NowMs + 10;
                    speaker.SendFrame(0, [++number, 2, 3, 4, 5], new(20, true));
                }
                Drain(tap, tapped);
                return tapped.Count >= 200 && listener.Packets >= 100;
            },
            speaker,
            listener);
        Assert.Equal(0, tap.Dropped);
        for (int at = 0; at < tapped.Count; at++)
        {
            Assert.Equal([(byte)(at + 1), 2, 3, 4, 5], tapped[at].Payload);
            Assert.True(tapped[at].HasLevel);
            if (at == 0) continue;
            Assert.Equal(tapped[at - 1].Index + 1, tapped[at].Index);
            Assert.True(tapped[at].ArrivalMs >= tapped[at - 1].ArrivalMs);
        }
        Assert.All(heard.Zip(heard.Skip(1)), pair => Assert.Equal(((ushort)(pair.First.Sequence + 1), pair.First.Timestamp + 960), pair.Second));
        Assert.Equal((0L, 0L), (listener.Lost, listener.Refused));
    }

    [Fact]
    public async Task A_tap_that_nobody_reads_loses_the_oldest_and_costs_nobody_else_anything()
    {
        await using Venue venue = new();
        RtcClient speaker = venue.Join(1, Speaker), listener = venue.Join(2, Listener);
        RtcTrack track = venue.Hall.Find(1)!.TrackOf(TrackKind.Voice)!;
        using TrackTap slow = track.Tap(20), quick = track.Tap(20);
        List<(ulong Index, byte[], double, bool)> seen = [], all = [];
        double next = 0;
        Venue.Until(
            () =>
            {
                if (speaker.NowMs >= next)
                {
                    next = speaker.NowMs + 5;
                    speaker.SendFrame(0, new byte[80], new(20, true));
                }
                Drain(quick, all);
                return listener.Packets >= 100 && slow.Dropped > 100;
            },
            speaker,
            listener);
        long last = slow.Taken;
        Drain(slow, seen);
        Assert.InRange(seen.Count, 1, 20);
        Assert.All(seen.Zip(seen.Skip(1)), pair => Assert.True(pair.Second.Index > pair.First.Index));
        Assert.True(seen[^1].Index > seen[0].Index + 1 || seen.Count == 1 || slow.Dropped >= last - 40); // what is left is of the newest
        Assert.Equal((0L, 0L, 0L), (quick.Dropped, listener.Lost, listener.Refused));
    }

    [Fact]
    public async Task A_tap_ends_with_its_track_after_what_was_said_last()
    {
        await using Venue venue = new();
        RtcClient speaker = venue.Join(1, Speaker);
        TrackTap tap = venue.Hall.Find(1)!.TrackOf(TrackKind.Voice)!.Tap();
        RtcTrack track = venue.Hall.Find(1)!.TrackOf(TrackKind.Voice)!;
        for (int at = 0; at < 30; at++) speaker.SendFrame(0, [(byte)at, 0, 0, 0], new(20, true));
        Venue.Until(() => tap.Taken == 30, speaker);
        venue.Hall.Leave(1);
        int packets = 0;
        while (await tap.WaitAsync(TestContext.Current.CancellationToken)) packets += tap.Drain((in TappedPacket _) => { });
        Assert.Equal((30, true), (packets, tap.HasEnded));
        using TrackTap late = track.Tap(); // on what is over already
        Assert.False(await late.WaitAsync(TestContext.Current.CancellationToken));
        tap.Dispose();
        tap.Dispose();
    }

    [Fact]
    public async Task Whatever_reader_and_shard_do_at_once_packets_come_in_order_and_each_is_read_or_counted_as_lost()
    {
        await using Studio studio = new();
        studio.Connect("speaker", new() { Slots = 0 });
        RtcTrack track = studio.Sessions["speaker"].Published[0];
        TrackTap tap = new(track, System.Buffers.ArrayPool<byte>.Shared, 16, 100);
        ConcurrentQueue<ulong> read = new();
        const int Packets = 200_000;
        Thread reader = new(() =>
        {
            Random random = new(5);
            while (!tap.HasEnded || read.Count + tap.Dropped < tap.Taken)
            {
                tap.Drain((in TappedPacket packet) => read.Enqueue(packet.Index));
                Thread.SpinWait(random.Next(200));
            }
        });
        reader.Start();
        byte[] bytes = new byte[30];
        RtpHeader.Write(bytes, 111, false, 1, 2, 3);
        Assert.True(RtpHeader.TryRead(bytes, out RtpHeader header));
        for (int at = 0; at < Packets; at++) tap.Take(header, bytes, bytes.Length - header.HeaderBytes, (ulong)at, at);
        tap.End();
        Assert.True(reader.Join(TimeSpan.FromSeconds(60)));
        ulong[] order = [.. read];
        Assert.All(order.Zip(order.Skip(1)), pair => Assert.True(pair.Second > pair.First));
        Assert.Equal(Packets, read.Count + tap.Dropped);
        tap.Dispose();
    }

    [Fact]
    public async Task Taps_that_come_and_go_while_somebody_speaks_leave_no_memory()
    {
        await using Venue venue = new();
        RtcClient speaker = venue.Join(1, Speaker), listener = venue.Join(2, Listener);
        RtcTrack track = venue.Hall.Find(1)!.TrackOf(TrackKind.Voice)!;
        int rounds = 0;
        TrackTap tap = track.Tap();
        Venue.Speak(
            speaker,
            () =>
            {
                if (tap.Taken == 0) return false;
                if (rounds % 2 == 0) tap.Drain((in TappedPacket _) => { });
                tap.Dispose();
                if (++rounds == 40) return true;
                tap = track.Tap(2 + rounds);
                return false;
            },
            listener);
        Assert.Equal(0, listener.Lost);
    }

    private static void Drain(TrackTap tap, List<(ulong, byte[], double, bool)> to) => tap.Drain((in TappedPacket packet) =>
        to.Add((packet.Index, packet.Payload.ToArray(), packet.ArrivalMs,
            RtpExtensions.TryFind(packet.Header.ExtensionProfile, packet.Header.Extensions(packet.Packet), ClientSdp.LevelId, out _))));
}
