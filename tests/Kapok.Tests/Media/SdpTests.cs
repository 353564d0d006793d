using System.Net;
using Kapok.Media.Rtc.Codecs;
using Kapok.Media.Rtc.Ice;
using Kapok.Media.Rtc.Sdp;
using Xunit;

namespace Kapok.Tests.Media;

public sealed class SdpTests
{
    [Fact]
    public void Chromiums_offer_is_read()
    {
        Assert.Equal(SdpFault.None, SdpOffer.TryRead(Offers.Chromium, out SdpOffer offer));
        Assert.Equal([SdpDirection.SendOnly, SdpDirection.ReceiveOnly, SdpDirection.ReceiveOnly], offer.Media.Select(media => media.Direction));
        SdpMedia first = offer.Media[0];
        SdpFormat opus = first.Find(RtpCodec.Opus)!;
        Assert.Equal((111, 1, 3, 4), (opus.Type, first.AudioLevelId, first.CongestionId, first.MidId));
        Assert.Single(first.Formats); // of eight
        Assert.True(opus.Has(SdpFeedback.Nack) && first.TakesCongestion(opus) && first.HasRtcpMux && first.IsUsable);
        Assert.Equal([3570614608u], first.Sources);
        Assert.Equal((SdpSetup.Either, "zJHn"), (offer.Setup, offer.Credentials!.Fragment));
        Assert.Equal(0xAB, offer.Fingerprint[0]);
    }

    [Fact]
    public void Firefoxs_offer_is_read()
    {
        Assert.Equal(SdpFault.None, SdpOffer.TryRead(Offers.Firefox, out SdpOffer offer));
        Assert.Equal([109, 109], offer.Media.Select(media => media.Find(RtpCodec.Opus)!.Type));
        Assert.Contains("stereo=1", offer.Media[0].Formats[0].Parameters, StringComparison.Ordinal);
        Assert.True(offer.Media.All(media => media.IsUsable));
        Assert.Equal(1, offer.Media[0].AudioLevelId);
    }

    [Fact]
    public void Ffmpegs_offer_is_read_with_its_sound_and_pictures()
    {
        Assert.Equal(SdpFault.None, SdpOffer.TryRead(Offers.Ffmpeg, out SdpOffer offer));
        Assert.Equal([RtpCodec.Opus, RtpCodec.H264], offer.Media.Select(media => media.Formats[0].Codec));
        Assert.All(offer.Media, media => Assert.True(media.IsUsable));
        Assert.Equal(SdpSetup.Passive, offer.Setup);
    }

    [Fact]
    public void The_answer_says_what_is_needed_once_and_no_more_than_the_offer()
    {
        SdpOffer.TryRead(Offers.Chromium, out SdpOffer offer);
        string answer = Answer(offer, SdpSetup.Passive);
        string[] lines = answer.Split("\r\n");
        Assert.Equal(3, lines.Count(line => line == "m=audio 5080 UDP/TLS/RTP/SAVPF 111"));
        Assert.Contains("a=group:BUNDLE 0 1 2", lines);
        Assert.Contains("a=ice-lite", lines);
        Assert.Equal(["a=candidate:1 1 udp 2130706431 192.0.2.7 5080 typ host", "a=candidate:2 1 tcp 620756991 192.0.2.7 443 typ host tcptype passive",
            "a=candidate:3 1 udp 2130706175 2001:db8::7 5080 typ host", "a=candidate:4 1 tcp 620756735 2001:db8::7 443 typ host tcptype passive"],
            lines.Where(line => line.StartsWith("a=candidate", StringComparison.Ordinal)));
        Assert.Equal(1, lines.Count(line => line == "a=recvonly"));
        Assert.Equal(2, lines.Count(line => line == "a=sendonly"));
        Assert.Equal(1, lines.Count(line => line == "a=rtcp-fb:111 transport-cc"));
        Assert.Equal(3, lines.Count(line => line == "a=setup:passive"));
        Assert.Contains("a=fmtp:111 minptime=10;useinbandfec=1;usedtx=1", lines);
        Assert.Contains("a=fmtp:111 minptime=10;useinbandfec=1;stereo=1;sprop-stereo=1;maxaveragebitrate=128000", lines);
        Assert.All(lines, line => Assert.True(line.Length == 0 || line[1] == '='));
    }

    [Fact]
    public void What_is_refused_keeps_its_place()
    {
        SdpOffer.TryRead(Offers.Ffmpeg, out SdpOffer offer);
        string[] lines = Answer(offer, SdpSetup.Active).Split("\r\n");
        Assert.Equal(["m=audio 5080 UDP/TLS/RTP/SAVPF 111", "m=video 0 UDP/TLS/RTP/SAVPF 106"], lines.Where(line => line.StartsWith("m=", StringComparison.Ordinal)));
        Assert.Contains("a=group:BUNDLE 0", lines);
        Assert.Contains("a=setup:active", lines);
        Assert.DoesNotContain(lines, line => line.Contains("transport-cc", StringComparison.Ordinal) || line.EndsWith(" nack", StringComparison.Ordinal)); // ffmpeg offers neither
    }

    [Theory]
    [InlineData("a=ice-ufrag:", SdpFault.NoIce)]
    [InlineData("a=ice-pwd:", SdpFault.NoIce)]
    [InlineData("a=fingerprint:", SdpFault.NoDtls)]
    [InlineData("a=setup:", SdpFault.NoDtls)]
    [InlineData("a=rtpmap:111", SdpFault.NoCodec)]
    [InlineData("a=rtcp-mux", SdpFault.NotBundled)]
    [InlineData("a=group:", SdpFault.NotBundled)]
    [InlineData("a=mid:", SdpFault.NotBundled)]
    [InlineData("m=", SdpFault.Malformed)]
    [InlineData("v=0", SdpFault.Malformed)]
    public void What_is_missing_is_named(string without, SdpFault expected)
    {
        string offer = string.Join("\r\n", Offers.Chromium.Split("\r\n").Where(line => !line.StartsWith(without, StringComparison.Ordinal)));
        Assert.Equal(expected, SdpOffer.TryRead(offer, out _));
    }

    [Fact]
    public void Limits_hold()
    {
        Assert.Equal(SdpFault.TooLarge, SdpOffer.TryRead(Offers.Chromium + new string('x', SdpOffer.MaxLength), out _));
        Assert.Equal(SdpFault.TooLarge, SdpOffer.TryRead(Offers.Chromium + "a=" + new string('x', 1100) + "\r\n", out _));
        Assert.Equal(SdpFault.TooLarge, SdpOffer.TryRead(Offers.Chromium + string.Concat(Enumerable.Repeat("a=x\r\n", 2000)), out _));
        Assert.Equal(SdpFault.TooLarge, SdpOffer.TryRead(Offers.Chromium + string.Concat(Enumerable.Repeat("m=audio 9 RTP/AVP 0\r\n", 64)), out _));
        Assert.Equal(SdpFault.TooLarge, SdpOffer.TryRead(Offers.Chromium + "m=audio 9 RTP/AVP" + string.Concat(Enumerable.Repeat(" 0", 70)) + "\r\n", out _));
    }

    [Fact]
    public void No_text_of_the_offer_makes_a_line_of_the_answer()
    {
        string offer = Offers.Chromium.Replace("a=mid:1", "a=mid:1\ta=evil", StringComparison.Ordinal)
            .Replace("a=group:BUNDLE 0 1 2", "a=group:BUNDLE 0 2", StringComparison.Ordinal);
        Assert.Equal(SdpFault.NotBundled, SdpOffer.TryRead(offer, out _));
        Assert.Equal(SdpFault.Malformed, SdpOffer.TryRead(Offers.Ffmpeg.Replace("m=video 9 UDP/TLS/RTP/SAVPF 106", "m=video 9 UDP\t/TLS 106", StringComparison.Ordinal), out _));
    }

    private static string Answer(SdpOffer offer, SdpSetup setup)
    {
        int slot = 0;
        List<SdpSection> sections = [.. offer.Media.Select(media => media.Find(RtpCodec.Opus) is not { } opus ? SdpSection.Refuse(media)
            : media.Direction == SdpDirection.SendOnly ? SdpSection.Publish(media, opus) : SdpSection.Subscribe(media, [opus], isMusic: slot++ > 0))];
        return SdpAnswer.Write(sections, new(IceCredentials.Generate(), "AA:BB", setup, [IPAddress.Parse("192.0.2.7"), IPAddress.Parse("2001:db8::7")], 5080, 443), 5);
    }
}
