using System.Buffers;
using System.Net;
using Kapok.Media.Rtc;
using Kapok.Media.Rtc.Client;
using Kapok.Media.Rtc.Codecs;
using Kapok.Media.Rtc.Dtls;
using Kapok.Media.Rtc.Rtp;
using Kapok.Media.Rtc.Sdp;
using Kapok.Media.Rtc.Sessions;
using Xunit;

namespace Kapok.Tests.Media;

/// <summary>Whoever comes late begins with the newest whole picture that is kept, and is soon in the present.</summary>
[Collection(nameof(Alone))]
public sealed class LateJoinTests
{
    private static readonly RtcClientOptions Viewer = new() { SendsVoice = false, VideoSlots = 1 };

    /// <summary>Any moment, spacing and size of whole pictures, losses, and packets that come late because they were asked for again.</summary>
    [Fact]
    [Trait(Fuzz.Category, Fuzz.Name)]
    public async Task At_any_moment_a_stream_begins_with_a_whole_picture_and_goes_on_without_a_hole()
    {
        await using RtcServer rtc = new(new() { Advertised = [IPAddress.Loopback] }, TimeProvider.System, ArrayPool<byte>.Shared);
        using LateRoom room = new(rtc);
        Random random = Fuzz.NewRandom(nameof(LateJoinTests));
        int begun = 0;
        long began = TimeProvider.System.GetTimestamp();
        for (int attempt = 0; Fuzz.GoesOn(began, attempt, 150); attempt++) begun += room.Try(random) ? 1 : 0;
        Assert.True(begun > 20, $"{begun} began with what was kept");
    }

    [Fact]
    public async Task A_viewer_sees_a_picture_though_no_other_whole_one_comes()
    {
        await using Studio studio = new();
        RtcCodecSource source = new(studio.Rtc);
        using (source.Source)
        {
            source.Track.KeepForLate();
            double next = 0;
            RtcClient early = studio.Connect("early", Viewer), late = studio.Connect("late", Viewer);
            studio.Sessions["early"].Subscribed[0].Carry(source.Track);
            List<(RtpHeader Header, byte[] Payload)> seen = [];
            late.Received = (int _, in RtpHeader header, ReadOnlySpan<byte> payload) => seen.Add((header, payload.ToArray()));
            while (seen.Count == 0)
            {
                // Whole pictures until one is kept; afterwards only such as build on it. If that took so long that it is too old, once more.
                long before = early.Packets;
                Play(early, () => early.Packets > before + 5, whole: true);
                Play(early, () => early.Packets > before + 25, whole: false);
                studio.Sessions["late"].Subscribed[0].Carry(source.Track);
                double since = late.NowMs;
                Play(late, () => seen.Count > 60 || (seen.Count == 0 && late.NowMs > since + (1.5 * CatchUp.OldestMs)), whole: false);
                if (seen.Count == 0) studio.Sessions["late"].Subscribed[0].Carry(null);
            }
            Assert.True(Keyframe.Begins(RtpCodec.H264, seen[0].Payload));
            Assert.DoesNotContain(seen.Skip(1), one => Keyframe.Begins(RtpCodec.H264, one.Payload));
            for (int at = 1; at < seen.Count; at++)
            {
                Assert.Equal((ushort)(seen[at - 1].Header.Sequence + 1), seen[at].Header.Sequence);
                Assert.InRange(seen[at].Header.Timestamp - seen[at - 1].Header.Timestamp, 1u, 3000u);
            }
            Assert.True(seen[1].Header.Timestamp - seen[0].Header.Timestamp < 3000, "what was before is closer together");
            Assert.Equal((0L, 0L), (late.Lost, late.Refused));
            // Who lost the picture gets the newest again, since nobody can be asked for another.
            double asksAt = 0, wholeAt = 0;
            Play(late, SeesOneAgain, whole: false);
            Assert.Equal(0L, late.Lost);

            bool SeesOneAgain()
            {
                if (late.NowMs >= wholeAt)
                {
                    wholeAt = late.NowMs + (CatchUp.OldestMs / 2);
                    source.Send(true);
                }
                if (late.NowMs >= asksAt)
                {
                    asksAt = late.NowMs + 100;
                    late.AskForKeyframe(0);
                }
                string[] whole = [.. seen.Where(one => Keyframe.Begins(RtpCodec.H264, one.Payload)).Select(one => Convert.ToHexString(one.Payload))];
                return whole.Distinct().Count() < whole.Length;
            }

            void Play(RtcClient viewer, Func<bool> until, bool whole) => Venue.Until(
                () =>
                {
                    if (viewer.NowMs >= next)
                    {
                        next = viewer.NowMs + 5;
                        source.Send(whole);
                    }
                    return until();
                },
                viewer,
                early);
        }
    }

    [Fact]
    public async Task What_is_kept_of_a_track_goes_with_it()
    {
        await using Studio studio = new(); // looks for memory that was not given back
        RtcCodecSource source = new(studio.Rtc);
        source.Track.KeepForLate();
        Venue.Until(() => source.Track.Fanouts[0]?.IsWanted == true);
        for (int at = 0; at < 100; at++) source.Send(at == 0);
        source.Source.Flush();
        Venue.Until(() => source.Track.Fanouts[0]!.Newest > 50);
        source.Source.Dispose();
        source.Send(false);
    }

    /// <summary>Pictures of one packet each, made by the process, no two the same.</summary>
    private sealed class RtcCodecSource(RtcServer rtc)
    {
        private uint _timestamp;

        public LocalSource Source { get; } = rtc.Publish(RtpCodec.H264);

        public RtcTrack Track => Source.Tracks[0];

        public void Send(bool whole)
        {
            (byte[] delta, byte[] key) = Studio.PacketsOf(RtpCodec.H264);
            Source.Send(0, _timestamp += 3000, true, [.. whole ? key : delta, .. BitConverter.GetBytes(_timestamp)]);
            Source.Flush();
        }
    }

    /// <summary>A fan-out and one who comes late, with a clock of their own.</summary>
    private sealed class LateRoom : IRtcOwner, IDisposable
    {
        private const int StepMs = 1, FrameMs = 33, FrameTicks = 3000, LongestMs = 9000, Shard = 0;

        private readonly RtcServer _rtc;
        private readonly RtcClient _client = new(Viewer, DtlsIdentity.Generate(TimeProvider.System), TimeProvider.System);
        private readonly SdpOffer _offer;
        private readonly byte[] _buffer = new byte[1500], _again = new byte[1500];

        public LateRoom(RtcServer rtc)
        {
            _rtc = rtc;
            Assert.Equal(SdpFault.None, SdpOffer.TryRead(_client.Offer(), out _offer));
        }

        /// <summary>One publisher, one viewer.</summary>
        /// <returns>Whether the viewer began with what was kept.</returns>
        public bool Try(Random random)
        {
            using LocalSource source = _rtc.Publish(RtpCodec.H264);
            RtcTrack track = source.Tracks[0];
            TrackFanout fanout = track.FanoutAt(Shard, ArrayPool<byte>.Shared);
            fanout.KeepForLate();
            RtcSession session = _rtc.Prepare(this, "late", _offer, [.. _offer.Media.Select(media => SdpSection.Subscribe(media, media.Formats))], out _);
            Subscription subscription = session.Subscriptions.Single(one => one.Kind == MediaKind.Video);
            List<Coming> coming = Script(random, out Dictionary<ulong, Coming> byIndex);
            Dictionary<ulong, byte[]> written = []; // by index in the viewer's stream
            List<(ulong Index, ulong OutIndex, uint Timestamp)> sent = [];
            double joinMs = random.Next(1, 6000), now = 1;
            bool? begun = null;
            double endedMs = double.NaN;
            for (int at = 0; now < LongestMs; now += StepMs)
            {
                for (; at < coming.Count && coming[at].Ms <= now; at++)
                {
                    Coming one = coming[at];
                    RtpHeader.Write(_buffer, 0, one.IsLast, (ushort)one.Index, one.Timestamp, 1);
                    Assert.True(RtpHeader.TryRead(_buffer.AsSpan(0, 12 + one.Payload.Length), out RtpHeader header));
                    fanout.Keep(one.Index, header, one.Payload, one.BeginsWhole, now);
                    if (begun == true && !subscription.GoesLater(one.Index)) Send(one);
                }
                if (begun is null && now >= joinMs)
                {
                    subscription.Switch(track);
                    begun = fanout.TryCatchUp(subscription, now);
                    if (begun == false) break;
                }
                while (begun == true && subscription.TryNextKept(fanout.Newest, now, out ulong index))
                {
                    if (fanout.Cache.TryFind(index, out _, out _, out _)) Send(byIndex[index]);
                }
                if (begun == true && !subscription.IsCatchingUp && double.IsNaN(endedMs)) endedMs = now;
            }
            fanout.Clear();
            if (begun != true) return false;
            Judge(sent, byIndex, coming, endedMs - joinMs);
            return true;

            void Send(Coming one)
            {
                int length = subscription.Write(_buffer, one.Index, one.Timestamp, one.IsLast, one.Payload, now, out ulong outIndex, (ushort)random.Next(65536));
                if (length == 0) return; // from before its beginning
                Assert.True(written.TryAdd(outIndex, _buffer[..length]), "a number twice");
                Assert.True(RtpHeader.TryRead(_buffer.AsSpan(0, length), out RtpHeader header));
                sent.Add((one.Index, outIndex, header.Timestamp));
                // What is sent again is the same to the bit.
                ulong lost = outIndex - (ulong)random.Next(0, 200);
                if (!written.TryGetValue(lost, out byte[]? before)) return;
                int repeated = subscription.Repeat(_again, (ushort)lost, Shard, out ulong found);
                Assert.Equal((lost, Convert.ToHexString(before)), (found, Convert.ToHexString(_again[..repeated])));
            }
        }

        public void Connected(RtcSession session)
        {
            // never is
        }

        public void Ended(RtcSession session)
        {
            // nor this
        }

        public void Dispose() => _client.Dispose();

        private static void Judge(List<(ulong Index, ulong OutIndex, uint Timestamp)> sent, Dictionary<ulong, Coming> byIndex, List<Coming> coming, double tookMs)
        {
            Assert.InRange(tookMs, 0, 1000); // no test of the machine: this clock goes by steps
            (ulong first, ulong outFirst, uint _) = sent[0];
            Assert.True(byIndex[first].BeginsWhole);
            Assert.All(sent, one => Assert.Equal(first - outFirst, one.Index - one.OutIndex));
            Assert.Equal(coming.Where(one => one.Index >= first && one.Ms < LongestMs).Select(one => one.Index).Order(), sent.Select(one => one.Index).Order());
            (uint From, uint To)[] pictures = [.. sent.OrderBy(one => one.Index).GroupBy(one => byIndex[one.Index].Timestamp)
                .Select(group => (group.Key, Assert.Single(group.Select(one => one.Timestamp).Distinct())))];
            for (int at = 1; at < pictures.Length; at++)
            {
                uint apart = pictures[at].From - pictures[at - 1].From;
                Assert.InRange(pictures[at].To - pictures[at - 1].To, apart / CatchUp.Haste, apart);
            }
            ulong last = sent.Max(one => one.Index);
            uint newest = byIndex[last].Timestamp;
            uint[] live = [.. sent.Where(one => newest - byIndex[one.Index].Timestamp < 90_000).Select(one => one.Timestamp - byIndex[one.Index].Timestamp).Distinct()];
            Assert.Single(live); // the last second goes as it came
        }

        // Pictures in order of their coming. Whole pictures have parameters, and one to a hundred packets.
        private static List<Coming> Script(Random random, out Dictionary<ulong, Coming> byIndex)
        {
            int spacing = random.Next(1, 150), least = random.Next(1, 12), whole = random.Next(1, 100), lostOf100 = random.Next(3) == 0 ? random.Next(1, 8) : 0;
            ulong index = (ulong)random.Next(1, 1 << 17);
            uint timestamp = (uint)random.NextInt64(1L << 32); // may begin anew soon
            List<Coming> coming = [];
            for (int frame = 0; frame * FrameMs < LongestMs; frame++, timestamp += FrameTicks)
            {
                bool isWhole = frame % spacing == 0;
                int count = isWhole ? whole : random.Next(1, least + 1);
                double ms = 1 + (frame * FrameMs) + (random.NextDouble() * 20);
                for (int at = 0; at < count; at++, index++)
                {
                    bool begins = isWhole && at == 0, isLost = !begins && random.Next(100) < lostOf100;
                    byte[] payload = [(byte)(begins ? 0x67 : isWhole ? 0x68 : 0x41), .. BitConverter.GetBytes(index)];
                    // A lost packet comes when it was asked for again, or never; never all of a picture.
                    if (isLost && at > 0 && random.Next(3) == 0) continue;
                    coming.Add(new(ms + (isLost ? 60 : 0), index, timestamp, begins, at == count - 1, payload));
                }
            }
            byIndex = coming.ToDictionary(one => one.Index);
            return [.. coming.OrderBy(one => one.Ms).ThenBy(one => one.Index)];
        }
    }

    private sealed record Coming(double Ms, ulong Index, uint Timestamp, bool BeginsWhole, bool IsLast, byte[] Payload);
}
