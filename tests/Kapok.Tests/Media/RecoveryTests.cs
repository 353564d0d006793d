using System.Buffers.Binary;
using System.Numerics;
using Kapok.Media.Rtc;
using Kapok.Media.Rtc.Client;
using Kapok.Media.Rtc.Rtp;
using Kapok.Media.Rtc.Sessions;
using Kapok.Media.Rtc.Srtp;
using Xunit;

namespace Kapok.Tests.Media;

/// <summary>Losses, changes of speaker, source, connection and network, with a real server and real clients.</summary>
[Collection(nameof(Alone))]
public sealed class RecoveryTests
{
    private static readonly RtcClientOptions Speaker = new() { Slots = 0 }, Listener = new() { SendsVoice = false, Slots = 4 };

    [Fact]
    public async Task What_is_lost_on_the_way_in_is_asked_for_and_comes()
    {
        await using Venue venue = new();
        RtcClient speaker = venue.Join(1, Speaker), listener = venue.Join(2, Listener);
        HashSet<ushort> lostOnce = [];
        speaker.LosesOutgoing = sequence => sequence % 7 == 3 && lostOnce.Add(sequence);
        HashSet<uint> timestamps = [];
        listener.Received = (int _, in RtpHeader header, ReadOnlySpan<byte> _) => timestamps.Add(header.Timestamp);
        Venue.Speak(speaker, () => listener.Packets >= 100 && listener.Lost == 0 && venue.Rtc.Count().Recovered >= 5, listener);
        Assert.True(speaker.Reports.Nacks > 0);
        Assert.Equal(timestamps.Count, listener.Packets); // nothing came twice
        uint[] order = [.. timestamps.Order()];
        Assert.Equal(order.Length - 1, (int)((order[^1] - order[0]) / 960)); // and nothing is missing
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_lost_on_the_way_out_is_sent_again_from_the_speakers_cache(bool rtx)
    {
        await using Venue venue = new();
        RtcClient speaker = venue.Join(1, Speaker), listener = venue.Join(2, Listener with { TakesRtx = rtx });
        HashSet<(uint, ushort)> lostOnce = [];
        listener.LosesIncoming = header => header.Sequence % 5 == 2 && lostOnce.Add((header.Ssrc, header.Sequence)) && lostOnce.Count % 2 == 0;
        Venue.Speak(speaker, () => listener.Packets >= 120 && listener.Recovered >= 5, listener);
        Venue.Speak(speaker, () => listener.Lost <= 1, listener);
        Assert.True(venue.Rtc.Count().Repeated >= 5);
        Assert.Equal(0, listener.Refused); // a repeated packet is the same packet, or one of the stream of repetitions
    }

    [Fact]
    public async Task Speakers_learn_what_arrives_and_listeners_when_it_was_said()
    {
        await using Venue venue = new();
        RtcClient speaker = venue.Join(1, Speaker), listener = venue.Join(2, Listener);
        Venue.Speak(speaker, () => speaker.Reports is { Receiver: >= 2, Congestion: >= 3 } && listener.Reports.Sender >= 1 && venue.Hall.Find(2)!.Rtc.RoundTripMs >= 0, listener);
        Assert.True(speaker.Confirmed > 20);
        Assert.Equal(0, speaker.LastBlock.CumulativeLost);
        Assert.InRange(speaker.LastBlock.Jitter, 0u, 48_000u);
        Assert.InRange(venue.Hall.Find(2)!.Rtc.RoundTripMs, 0, 5000);
    }

    [Fact]
    public async Task A_slot_goes_on_without_a_gap_when_its_speaker_changes()
    {
        await using Venue venue = new();
        RtcClient one = venue.Join(1, Speaker), two = venue.Join(2, Speaker), listener = venue.Join(3, new() { SendsVoice = false, Slots = 1 });
        List<(ushort Sequence, uint Timestamp, bool Marked)> heard = [];
        listener.Received = (int _, in RtpHeader header, ReadOnlySpan<byte> _) => heard.Add((header.Sequence, header.Timestamp, header.IsMarked));
        Venue.Speak(one, () => heard.Count >= 30, listener);
        int before = heard.Count;
        Venue.Speak(two, () => heard.Count >= before + 30, listener);
        for (int at = 1; at < heard.Count; at++)
        {
            Assert.Equal((ushort)(heard[at - 1].Sequence + 1), heard[at].Sequence);
            Assert.InRange(heard[at].Timestamp - heard[at - 1].Timestamp, 960u, 48_000u * 20);
        }
        Assert.Equal(2, heard.Count(packet => packet.Marked)); // each beginning is marked
    }

    [Fact]
    public async Task A_change_of_network_is_survived_even_when_another_shard_gets_the_packets()
    {
        await using Venue venue = new(new() { Shards = 2 });
        RtcClient speaker = venue.Join(1, Speaker), listener = venue.Join(2, Listener);
        for (int move = 0; move < 6; move++) // by chance, some of these addresses belong to the other socket
        {
            long before = listener.Packets;
            Venue.Speak(speaker, () => listener.Packets > before + 10, listener);
            if (move % 2 == 0) speaker.Move();
            else
            {
                listener.Move();
                listener.Check();
            }
            Venue.Until(() => venue.Rtc.Count().Checks > 0, speaker, listener);
            listener.Tick();
        }
        Assert.Empty(venue.Ends);
    }

    [Fact]
    public async Task A_speaker_with_a_new_source_or_a_new_connection_is_heard_again_in_the_same_slot()
    {
        await using Venue venue = new(new() { Shards = 2 });
        RtcClient speaker = venue.Join(1, Speaker);
        RtcClient[] listeners = [.. Enumerable.Range(2, 4).Select(person => venue.Join((uint)person, new() { SendsVoice = false, Slots = 1 }))];
        long[] before = new long[4];
        for (int round = 0; round < 4; round++)
        {
            Venue.Speak(speaker, () => listeners.Zip(before).All(pair => pair.First.Packets >= pair.Second + 20), listeners);
            before = [.. listeners.Select(listener => listener.Packets)];
            if (round % 2 == 0) speaker.ChangeSource(0);
            else speaker = Rejoin(venue);
        }
        Assert.All(listeners, listener => Assert.Equal((0L, 0L), (listener.Lost, listener.Refused)));
    }

    private static RtcClient Rejoin(Venue venue)
    {
        int before = venue.Connections.Count;
        RtcClient client = venue.Join(1, Speaker);
        Venue.Until(() => venue.Connections.Count > before, client);
        return client;
    }
}
