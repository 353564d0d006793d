using CsCheck;
using Kapok.Media.Rtc;
using Kapok.Media.Rtc.Codecs;
using Kapok.Media.Rtc.Rtp;
using Kapok.Media.Rtc.Sdp;
using Kapok.Media.Rtc.Sessions;
using Kapok.Media.Voices;
using Kapok.Tests.Sockets;
using Xunit;

namespace Kapok.Tests.Media;

public sealed class SlotTests
{
    private static readonly RtcCore Core = new(new() { Handshakes = 1 }, TimeProvider.System, System.Buffers.ArrayPool<byte>.Shared, () => { });

    [Fact]
    public void Whatever_the_sources_do_a_slot_sends_no_number_twice_for_different_sound_and_repeats_to_the_bit() =>
        Gen.Select(Gen.Int[0, 60_000], Gen.Select(Gen.Int[0, 9], Gen.Int[1, 3], Gen.Int[0, 20]).Array[1, 150]).Sample((start, steps) =>
        {
            CountingPool pool = new();
            (Subscription slot, RtcTrack[] tracks) = Make(2);
            ulong[] next = [(ulong)start, 65_500];
            int playing = 0;
            double now = 1000;
            Dictionary<ulong, byte[]> sent = [];
            byte[] to = new byte[200], again = new byte[200];
            slot.Switch(tracks[0]);
            foreach ((int what, int step, int value) in steps)
            {
                now += 20 * step;
                if (what == 0) slot.Switch(tracks[playing = 1 - playing]);
                ulong index = what == 1 && next[playing] > 3 ? next[playing] - (ulong)step : next[playing] += (ulong)step; // sometimes one comes late
                byte[] payload = [(byte)value, (byte)index, (byte)(index >> 8), (byte)playing];
                tracks[playing].FanoutAt(0, pool).Cache.Keep(index, (uint)(index * 960), false, payload);
                int length = slot.Write(to, index, (uint)(index * 960), false, payload, now, out ulong outIndex);
                if (length == 0 || what == 1) continue; // a late one may be a second copy, which the replay window stops before
                Assert.True(sent.TryAdd(outIndex, to[..length]), "a number was used twice");
                int repeated = slot.Repeat(again, (ushort)outIndex, 0, out ulong repeatedIndex);
                Assert.Equal(outIndex, repeatedIndex);
                Assert.Equal(to[..length], again[..repeated]);
            }
            ulong[] numbers = [.. sent.Keys.Order()];
            Assert.True(numbers.Length == 0 || numbers[^1] == slot.Highest);
            uint[] timestamps = [.. numbers.Select(number => RtpHeader.TryRead(sent[number], out RtpHeader header) ? header.Timestamp : 0)];
            Assert.All(timestamps.Zip(timestamps.Skip(1)), pair => Assert.InRange((int)(pair.Second - pair.First), 1, int.MaxValue)); // time goes forward
            foreach (RtcTrack track in tracks) track.Fanouts[0]?.Cache.Clear();
            Assert.Equal(0, pool.Out);
        }, iter: 500);

    [Fact]
    public void Sequence_numbers_go_round_and_the_index_goes_on()
    {
        (Subscription slot, RtcTrack[] tracks) = Make(1);
        slot.Switch(tracks[0]);
        byte[] to = new byte[100];
        ulong first = 0, last = 0;
        for (ulong index = 40_000; index < 240_000; index++)
        {
            slot.Write(to, index, 0, false, [1], 1000 + index, out last);
            if (index == 40_000) first = last;
            Assert.True(RtpHeader.TryRead(to, out RtpHeader header) && header.Sequence == (ushort)last);
        }
        Assert.Equal(199_999ul, last - first);
    }

    [Fact]
    public void Nothing_is_repeated_that_was_never_sent_or_is_gone()
    {
        CountingPool pool = new();
        (Subscription slot, RtcTrack[] tracks) = Make(1);
        slot.Switch(tracks[0]);
        byte[] to = new byte[100];
        for (ulong index = 1; index <= 100; index++)
        {
            tracks[0].FanoutAt(0, pool).Cache.Keep(index, 0, false, [2]);
            slot.Write(to, index, 0, false, [2], 1000, out _);
        }
        Assert.NotEqual(0, slot.Repeat(to, (ushort)slot.Highest, 0, out _));
        Assert.NotEqual(0, slot.Repeat(to, (ushort)(slot.Highest - 63), 0, out _));
        Assert.Equal(0, slot.Repeat(to, (ushort)(slot.Highest - 64), 0, out _));
        Assert.Equal(0, slot.Repeat(to, (ushort)(slot.Highest + 1), 0, out _));
        Assert.Equal(0, slot.Repeat(to, (ushort)(slot.Highest - 200), 0, out _));
        tracks[0].Fanouts[0]!.Cache.Clear();
        Assert.Equal(0, pool.Out);
    }

    [Fact]
    public void What_waits_of_an_old_source_ends_its_feed_and_the_new_source_begins_its_own()
    {
        CountingPool pool = new();
        (Subscription slot, RtcTrack[] tracks) = Make(1);
        RtcTrack track = tracks[0];
        TrackFanout fanout = track.FanoutAt(0, pool);
        byte[] to = new byte[100];
        slot.Switch(track);
        fanout.Add(slot);
        track.Begin(1);
        Assert.True(fanout.Follow(track, 1));
        slot.Write(to, 50_000, 0, false, [1], 1000, out ulong first);
        track.Begin(2); // at the speaker's shard, while a packet of the first source still waits at the listener's
        Assert.True(fanout.Follow(track, 1));
        Assert.NotEqual(0, slot.Write(to, 50_001, 960, false, [1], 1020, out ulong second));
        Assert.True(fanout.Follow(track, 2));
        Assert.NotEqual(0, slot.Write(to, 7, 77, false, [1], 1040, out ulong third));
        Assert.NotEqual(0, slot.Write(to, 8, 1037, false, [1], 1060, out ulong fourth));
        Assert.Equal([first + 1, first + 2, first + 3], (ulong[])[second, third, fourth]);
        Assert.False(fanout.Follow(track, 1));
    }

    [Fact]
    public void A_speaker_is_told_of_what_the_listeners_lose_up_to_a_twentieth_and_for_ten_seconds()
    {
        RtcTrack track = Make(1).Tracks[0];
        Assert.Equal(0, track.Report(1000).FractionLost);
        track.TakeListenersLoss(5, 1000);
        track.TakeListenersLoss(2, 1500); // another, who loses less
        track.TakeListenersLoss(0, 2000);
        Assert.Equal(5, track.Report(2000).FractionLost);
        track.TakeListenersLoss(255, 3000); // whatever one listener claims, no browser is made to send less
        Assert.Equal((byte)13, track.Report(3000).FractionLost);
        Assert.Equal((13, 0), (track.Report(12_999).FractionLost, track.Report(12_999).CumulativeLost));
        Assert.Equal(0, track.Report(13_000).FractionLost);
        track.TakeListenersLoss(3, 14_000);
        Assert.Equal(3, track.Report(14_000).FractionLost);
    }

    private static (Subscription Slot, RtcTrack[] Tracks) Make(int tracks)
    {
        Assert.Equal(SdpFault.None, SdpOffer.TryRead(Offers.Chromium, out SdpOffer offer));
        SdpMedia hears = offer.Media[1], speaks = offer.Media[0];
        SdpSection heard = SdpSection.Subscribe(hears, [hears.Find(RtpCodec.Opus)!]), spoken = SdpSection.Publish(speaks, speaks.Find(RtpCodec.Opus)!);
        RtcSession session = new(Core, new Nobody(), 1, offer, [spoken, heard, SdpSection.Refuse(offer.Media[2])]);
        return (new(session, heard, 0, new Random(1)), [.. Enumerable.Range(0, tracks).Select(_ => new RtcTrack(session, spoken, 1))]);
    }

    private sealed class Nobody : IRtcOwner
    {
        public void Connected(RtcSession session)
        {
        }

        public void Ended(RtcSession session)
        {
        }
    }
}
