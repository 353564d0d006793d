using Kapok.Media.Rtc.Client;
using Kapok.Media.Rtc.Codecs;
using Kapok.Media.Rtc.Rtp;
using Kapok.Media.Rtc.Sdp;
using Kapok.Media.Rtc.Sessions;
using Kapok.Media.Rtc.Taps;
using Xunit;

namespace Kapok.Tests.Media;

/// <summary>Pictures from one publisher to several subscribers, none of whom is a person in a room.</summary>
[Collection(nameof(Alone))]
public sealed class VideoTests
{
    private static readonly RtcClientOptions Viewer = new() { SendsVoice = false, VideoSlots = 1 };

    public static TheoryData<int> Codecs => new(RtpCodec.All.Where(codec => codec.Kind == MediaKind.Video).Select(codec => codec.Id));

    [Theory]
    [MemberData(nameof(Codecs))]
    public async Task Pictures_pass_as_they_are_with_numbers_of_the_viewers_own_stream(int id)
    {
        RtpCodec codec = RtpCodec.All[id];
        await using Studio studio = new();
        RtcClient camera = studio.Connect("camera", Camera(codec));
        RtcClient[] viewers = [.. Enumerable.Range(0, 3).Select(at => studio.Connect($"viewer {at}", Viewer))];
        List<(RtpHeader Header, byte[] Payload)>[] seen = [[], [], []];
        for (int at = 0; at < viewers.Length; at++)
        {
            List<(RtpHeader, byte[])> mine = seen[at];
            viewers[at].Received = (int _, in RtpHeader header, ReadOnlySpan<byte> payload) => mine.Add((header, payload.ToArray()));
        }
        RtcTrack track = studio.Sessions["camera"].Published[0];
        Assert.Equal((codec, MediaKind.Video), (track.Codec, track.Kind));
        for (int at = 0; at < viewers.Length; at++) studio.Sessions[$"viewer {at}"].Subscribed[0].Carry(track);
        Studio.Film(camera, codec, () => seen.All(mine => mine.Count >= 60), viewers);
        foreach (List<(RtpHeader Header, byte[] Payload)> mine in seen)
        {
            Assert.Equal(Studio.PacketsOf(codec).Key, mine[0].Payload); // the first is a whole picture's, to the bit
            Assert.Contains(mine, one => one.Payload.AsSpan().SequenceEqual(Studio.PacketsOf(codec).Delta));
            Assert.All(mine, one => Assert.Equal((ClientSdp.ReceivedTypeOf(codec), true), (one.Header.PayloadType, one.Header.IsMarked)));
            for (int at = 1; at < mine.Count; at++)
            {
                Assert.Equal((ushort)(mine[at - 1].Header.Sequence + 1), mine[at].Header.Sequence);
                Assert.Equal(3000u, mine[at].Header.Timestamp - mine[at - 1].Header.Timestamp);
            }
        }
        Assert.Equal(3, seen.Select(mine => mine[0].Header.Ssrc).Distinct().Count());
        Assert.All(viewers, viewer => Assert.Equal((0L, 0L), (viewer.Lost, viewer.Refused)));
    }

    [Fact]
    public async Task Two_shards_send_pictures_to_each_others_viewers()
    {
        await using Studio studio = new(new() { Shards = 2 });
        RtcClient camera = studio.Connect("camera", Camera(RtpCodec.Vp8));
        RtcClient[] viewers = [.. Enumerable.Range(0, 8).Select(at => studio.Connect($"viewer {at}", Viewer))];
        for (int at = 0; at < viewers.Length; at++) studio.Sessions[$"viewer {at}"].Subscribed[0].Carry(studio.Sessions["camera"].Published[0]);
        Studio.Film(camera, RtpCodec.Vp8, () => viewers.All(viewer => viewer.Packets >= 50), viewers);
        Assert.All(viewers, viewer => Assert.Equal(0, viewer.Lost));
    }

    [Theory]
    [InlineData(SdpFeedback.PictureLoss, false)]
    [InlineData(SdpFeedback.FullIntra, true)]
    public async Task Who_asks_for_a_whole_picture_by_either_message_gets_one_and_the_publisher_is_asked_as_it_offered(SdpFeedback offered, bool byFullIntra)
    {
        await using Studio studio = new();
        RtcClient camera = studio.Connect("camera", Camera(RtpCodec.Vp8) with { VideoFeedback = offered });
        RtcClient[] viewers = [.. Enumerable.Range(0, 4).Select(at => studio.Connect($"viewer {at}", Viewer))];
        RtcTrack track = studio.Sessions["camera"].Published[0];
        for (int at = 0; at < viewers.Length; at++) studio.Sessions[$"viewer {at}"].Subscribed[0].Carry(track);
        Studio.Film(camera, RtpCodec.Vp8, () => viewers.All(viewer => viewer.Packets >= 20), viewers);
        (int pictureLoss, int fullIntra) = camera.KeyframeRequests;
        (long requests, long _) = track.KeyframeRequests;
        foreach (RtcClient viewer in viewers)
        {
            for (int again = 0; again < 5; again++) viewer.AskForKeyframe(0, byFullIntra);
        }
        Studio.Film(camera, RtpCodec.Vp8, () => track.KeyframeRequests.Requests >= requests + 20 && camera.KeyframeRequests != (pictureLoss, fullIntra), viewers);
        Assert.Equal(offered == SdpFeedback.PictureLoss ? (true, false) : (false, true), (camera.KeyframeRequests.PictureLoss > 0, camera.KeyframeRequests.FullIntra > 0));
        Assert.True(track.KeyframeRequests.Sent < track.KeyframeRequests.Requests);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_lost_packet_of_a_picture_comes_again_the_same_to_the_bit_or_in_the_stream_of_repetitions(bool rtx)
    {
        await using Studio studio = new();
        RtcClient camera = studio.Connect("camera", Camera(RtpCodec.Vp8)), viewer = studio.Connect("viewer", Viewer with { TakesRtx = rtx });
        HashSet<(uint, ushort)> lostOnce = [];
        viewer.LosesIncoming = header => header.Sequence % 6 == 1 && lostOnce.Add((header.Ssrc, header.Sequence)) && lostOnce.Count % 2 == 0;
        studio.Sessions["viewer"].Subscribed[0].Carry(studio.Sessions["camera"].Published[0]);
        Studio.Film(camera, RtpCodec.Vp8, () => viewer.Packets >= 200 && viewer.Recovered >= 10, viewer);
        Assert.True(studio.Rtc.Count().Repeated >= 10);
        Assert.Equal(0, viewer.Refused);
    }

    [Fact]
    public async Task What_the_publisher_loses_is_asked_for_and_its_packets_arrival_is_told()
    {
        await using Studio studio = new();
        RtcClient camera = studio.Connect("camera", Camera(RtpCodec.H264) with { SendsVoice = true }), viewer = studio.Connect("viewer", Viewer);
        RtcSession session = studio.Sessions["camera"];
        Assert.Equal([MediaKind.Audio, MediaKind.Video], session.Published.Select(track => track.Kind));
        HashSet<ushort> lostOnce = [];
        camera.LosesOutgoing = sequence => sequence % 9 == 3 && lostOnce.Add(sequence);
        studio.Sessions["viewer"].Subscribed[0].Carry(session.Published[1]);
        (byte[] _, byte[] key) = Studio.PacketsOf(RtpCodec.H264);
        Venue.Until(
            () =>
            {
                camera.SendFrame(0, [1, 2, 3, 4], new(30, true));
                camera.SendPicture(1, key, true);
                return viewer.Packets >= 100 && studio.Rtc.Count().Recovered >= 5 && camera.Confirmed > 100;
            },
            camera,
            viewer);
        Assert.True(camera.Reports.Congestion >= 1);
    }

    [Fact]
    public async Task The_way_to_a_viewer_is_estimated_by_what_it_tells_and_a_session_of_sound_has_no_such_thing()
    {
        await using Studio studio = new();
        RtcClient camera = studio.Connect("camera", Camera(RtpCodec.Vp8)), viewer = studio.Connect("viewer", Viewer);
        RtcSession session = studio.Sessions["viewer"];
        session.Subscribed[0].Carry(studio.Sessions["camera"].Published[0]);
        Studio.Film(camera, RtpCodec.Vp8, () => session.Outlet!.Estimator.ReceivedBitsPerSecond > 0, viewer);
        Assert.InRange(session.EstimatedBitsPerSecond, 50_000, 50_000_000);
        Assert.Null(studio.Sessions["camera"].Outlet);
        Assert.Equal(0, studio.Sessions["camera"].EstimatedBitsPerSecond);
    }

    [Fact]
    public async Task A_viewer_who_turns_to_another_camera_begins_with_a_whole_picture_of_it_and_without_a_gap()
    {
        await using Studio studio = new();
        RtcClient one = studio.Connect("one", Camera(RtpCodec.Vp8)), two = studio.Connect("two", Camera(RtpCodec.H264)), viewer = studio.Connect("viewer", Viewer);
        List<(RtpHeader Header, byte[] Payload)> seen = [];
        viewer.Received = (int _, in RtpHeader header, ReadOnlySpan<byte> payload) => seen.Add((header, payload.ToArray()));
        Subscription subscription = studio.Sessions["viewer"].Subscribed[0];
        subscription.Carry(studio.Sessions["one"].Published[0]);
        Studio.Film(one, RtpCodec.Vp8, () => seen.Count >= 20, viewer);
        subscription.Carry(studio.Sessions["two"].Published[0]);
        int before = seen.Count;
        Studio.Film(two, RtpCodec.H264, () => seen.Count >= before + 20, viewer);
        int turn = seen.FindIndex(packet => packet.Header.PayloadType == ClientSdp.ReceivedTypeOf(RtpCodec.H264));
        Assert.Equal(Studio.PacketsOf(RtpCodec.H264).Key, seen[turn].Payload);
        for (int at = 1; at < seen.Count; at++) Assert.Equal((ushort)(seen[at - 1].Header.Sequence + 1), seen[at].Header.Sequence);
        Assert.InRange(seen[turn].Header.Timestamp - seen[turn - 1].Header.Timestamp, 3000u, 90_000u * 20);
    }

    [Fact]
    public async Task A_burst_is_spread_and_arrives_whole()
    {
        await using Studio studio = new();
        RtcClient camera = studio.Connect("camera", Camera(RtpCodec.Vp8)), viewer = studio.Connect("viewer", Viewer);
        RtcSession session = studio.Sessions["viewer"];
        session.Subscribed[0].Carry(studio.Sessions["camera"].Published[0]);
        Studio.Film(camera, RtpCodec.Vp8, () => viewer.Packets >= 10, viewer);
        long before = viewer.Packets;
        byte[] large = new byte[1100];
        Studio.PacketsOf(RtpCodec.Vp8).Delta.CopyTo(large, 0);
        for (int at = 0; at < 60; at++) camera.SendPicture(0, large, at == 59); // 66 KB at once
        bool waited = false;
        Venue.Until(
            () =>
            {
                waited |= session.Outlet!.Pacer.Count > 0;
                return viewer.Packets >= before + 60;
            },
            camera,
            viewer);
        Assert.True(waited);
        Assert.Equal((0L, 0L), (viewer.Lost, session.Outlet!.Pacer.Dropped));
    }

    [Fact]
    public async Task A_codec_that_the_viewer_does_not_take_is_not_carried()
    {
        await using Studio studio = new();
        RtcClient speaker = studio.Connect("speaker", new() { Slots = 0 });
        studio.Connect("viewer", Viewer);
        Subscription subscription = studio.Sessions["viewer"].Subscribed[0];
        Assert.Equal((true, false), (subscription.Takes(RtpCodec.Av1), subscription.Takes(RtpCodec.Opus)));
        subscription.Carry(studio.Sessions["speaker"].Published[0]);
        Venue.Speak(speaker, () => studio.Rtc.Count().Published > 20);
        Assert.Equal(0, studio.Rtc.Count().Forwarded);
    }

    [Fact]
    public async Task Forwarding_pictures_allocates_nothing_for_a_packet_with_or_without_a_tap()
    {
        await using Studio studio = new();
        RtcClient camera = studio.Connect("camera", Camera(RtpCodec.Vp8));
        RtcClient[] viewers = [.. Enumerable.Range(0, 6).Select(at => studio.Connect($"viewer {at}", Viewer))];
        RtcTrack track = studio.Sessions["camera"].Published[0];
        for (int at = 0; at < viewers.Length; at++) studio.Sessions[$"viewer {at}"].Subscribed[0].Carry(track);
        using TrackTap tap = track.Tap();
        Studio.Film(camera, RtpCodec.Vp8, () => viewers.All(viewer => viewer.Packets >= 600), viewers); // warm: every place of the caches has its memory
        (long forwarded, long before) = (studio.Rtc.Count().Forwarded, studio.Rtc.AllocatedByShards());
        Studio.Film(camera, RtpCodec.Vp8, () => studio.Rtc.Count().Forwarded > forwarded + 1500, viewers);
        double each = (studio.Rtc.AllocatedByShards() - before) / (double)(studio.Rtc.Count().Forwarded - forwarded);
        Assert.True(each < 1, $"{each:F2} bytes a packet");
    }

    private static RtcClientOptions Camera(RtpCodec codec) => new() { SendsVoice = false, SendsVideo = codec };
}
