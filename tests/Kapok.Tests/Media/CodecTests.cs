using Kapok.Media.Rtc.Codecs;
using Kapok.Media.Rtc.Ice;
using Kapok.Media.Rtc.Sdp;
using Kapok.Media.Rtc.Sessions;
using Kapok.Tests.Sockets;
using Xunit;

namespace Kapok.Tests.Media;

public sealed class CodecTests
{
    [Theory]
    [InlineData("opus/48000/2", "opus")]
    [InlineData("OPUS/48000/2", "opus")]
    [InlineData("VP8/90000", "VP8")]
    [InlineData("h264/90000", "H264")]
    [InlineData("VP9/90000", "VP9")]
    [InlineData("AV1/90000", "AV1")]
    [InlineData("opus/48000", null)]
    [InlineData("PCMU/8000", null)]
    [InlineData("VP8/8000", null)]
    public void A_map_names_a_row_of_the_table(string map, string? name) => Assert.Equal(name, RtpCodec.OfMap(map)?.Name);

    [Theory]
    [InlineData("level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f", true)]
    [InlineData("packetization-mode = 1", true)]
    [InlineData("packetization-mode=0;profile-level-id=42e01f", false)]
    [InlineData("profile-level-id=42e01f", false)]
    public void H264_is_taken_only_where_a_picture_may_have_several_packets(string parameters, bool taken) => Assert.Equal(taken, RtpCodec.H264.Takes(parameters));

    [Fact]
    public void VP9_and_AV1_are_taken_in_their_main_profile()
    {
        Assert.True(RtpCodec.Vp9.Takes("") && RtpCodec.Vp9.Takes("profile-id=0") && RtpCodec.Av1.Takes("level-idx=5;profile=0;tier=0"));
        Assert.False(RtpCodec.Vp9.Takes("profile-id=2") || RtpCodec.Av1.Takes("profile=1"));
    }

    [Fact]
    public void The_table_has_each_row_at_its_number() => Assert.Equal(Enumerable.Range(0, RtpCodec.Count), RtpCodec.All.Select(codec => codec.Id));

    [Theory]
    [InlineData("VP8", "100000", true)]            // S, partition 0, no extension, and the payload's first bit 0: a keyframe
    [InlineData("VP8", "100100", false)]           // predicted
    [InlineData("VP8", "000000", false)]           // in the middle of a picture
    [InlineData("VP8", "90808102" + "00", true)]   // with a picture number of 15 bits
    [InlineData("VP8", "9080017F00", false)]       // with one of 7 bits; the frame behind it is predicted
    [InlineData("VP8", "90F0810203" + "0400", true)] // number, TL0PICIDX and TID
    [InlineData("VP8", "90", false)]
    [InlineData("VP8", "9080", false)]
    [InlineData("H264", "6742C01F", true)]         // parameters
    [InlineData("H264", "65888400", true)]         // a whole picture in one packet
    [InlineData("H264", "419A0000", false)]
    [InlineData("H264", "7C8588", true)]           // the first fragment of a whole picture
    [InlineData("H264", "7C0588", false)]          // a later one
    [InlineData("H264", "7C81", false)]            // of a predicted one
    [InlineData("H264", "78000467420A0A000268CE", true)] // parameters in an aggregate
    [InlineData("H264", "78000241" + "00000241AA", false)]
    [InlineData("H264", "7800FF", false)]
    [InlineData("VP9", "88", true)]
    [InlineData("VP9", "C8", false)]
    [InlineData("VP9", "80", false)]
    [InlineData("AV1", "18", true)]
    [InlineData("AV1", "10", false)]
    [InlineData("opus", "7800", false)]
    public void The_packet_with_which_a_whole_picture_begins_is_told(string codec, string payload, bool begins) =>
        Assert.Equal(begins, Keyframe.Begins(RtpCodec.All.Single(one => one.Name == codec), Convert.FromHexString(payload)));

    [Fact]
    public void No_payload_is_read_past_its_end()
    {
        Random random = Fuzz.NewRandom("keyframes");
        byte[] payload = new byte[40];
        for (int at = 0; at < 100_000; at++)
        {
            random.NextBytes(payload);
            foreach (RtpCodec codec in RtpCodec.All) Keyframe.Begins(codec, payload.AsSpan(0, random.Next(payload.Length + 1)));
        }
    }

    [Fact]
    public void A_browsers_offer_of_pictures_is_read_and_answered_with_what_passes_here()
    {
        Assert.Equal(SdpFault.None, SdpOffer.TryRead(Offers.ChromiumVideo, out SdpOffer offer));
        SdpMedia camera = offer.Media[1], screen = offer.Media[2];
        Assert.Equal([RtpCodec.Vp8, RtpCodec.H264, RtpCodec.H264, RtpCodec.Av1, RtpCodec.Vp9], camera.Formats.Select(format => format.Codec));
        Assert.Equal([96, 103, 107, 45, 98], camera.Formats.Select(format => format.Type)); // not 109 and 100: one packet a picture, ten bits
        SdpFormat vp8 = camera.Find(RtpCodec.Vp8)!;
        Assert.Equal((97, true), (vp8.RtxType, vp8.Has(SdpFeedback.Nack) && vp8.Has(SdpFeedback.PictureLoss) && vp8.Has(SdpFeedback.FullIntra) && vp8.Has(SdpFeedback.Congestion)));
        SdpSection[] sections = [SdpSection.Refuse(offer.Media[0]), SdpSection.Publish(camera, camera.Find(RtpCodec.H264)!), SdpSection.Subscribe(screen, screen.Formats)];
        string[] lines = SdpAnswer.Write(sections, new(IceCredentials.Generate(), "AA:BB", SdpSetup.Passive, [], 5080, 0), 5).Split("\r\n");
        Assert.Contains("m=audio 0 UDP/TLS/RTP/SAVPF 111", lines);
        Assert.Contains("m=video 5080 UDP/TLS/RTP/SAVPF 103", lines);
        Assert.Contains("m=video 5080 UDP/TLS/RTP/SAVPF 96 97 103 104 107 108 45 46 98 99", lines);
        Assert.Equal(2, lines.Count(line => line == "a=fmtp:103 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42001f"));
        Assert.Contains("a=rtpmap:97 rtx/90000", lines);
        foreach (string feedback in (string[])["nack", "nack pli", "ccm fir", "transport-cc"]) Assert.Equal(2, lines.Count(line => line == $"a=rtcp-fb:103 {feedback}"));
        Assert.DoesNotContain(lines, line => line.Contains("goog-remb", StringComparison.Ordinal) || line.Contains("ssrc-audio-level", StringComparison.Ordinal));
        Assert.Equal(2, lines.Count(line => line.StartsWith("a=extmap:3 ", StringComparison.Ordinal))); // numbers both ways
    }

    [Fact]
    public void Requests_for_whole_pictures_become_one_each_half_second_until_one_comes()
    {
        KeyframeRequester requester = new();
        Assert.False(requester.IsDue(1000));
        for (int at = 0; at < 300; at++) requester.Ask(1000);
        Assert.True(requester.IsDue(1000));
        requester.Ask(1010);
        Assert.False(requester.IsDue(1499));
        Assert.True(requester.IsDue(1500)); // none came: the request may be lost
        requester.Came();
        Assert.False(requester.IsDue(3000));
        requester.Ask(3000);
        Assert.True(requester.IsDue(3000));
        Assert.False(requester.IsDue(13_001)); // whoever publishes sends none
        Assert.False(requester.IsDue(14_000));
        Assert.Equal((302, 3), (requester.Requests, requester.Sent));
    }
}
