using Kapok.Media.Stage.Flv;
using Kapok.Media.Stage.H264;
using Xunit;

namespace Kapok.Tests.Media.Stage;

/// <summary>Tags and configurations, with bytes written by hand from FLV 10.1, Enhanced RTMP v2 and ISO/IEC 14496.</summary>
public sealed class FlvTagTests
{
    // What x264 says of 160 × 90, as ffmpeg writes it.
    private static readonly byte[] Card = File.ReadAllBytes(Path.Combine(Repository.Root, "tests", "vectors", "card.flv"));
    private static readonly byte[] Avcc = RtmpPeer.Tags(Card).First(tag => tag.Type == 9).Body[5..];

    [Theory]
    [InlineData(new byte[] { 0x17, 0, 0, 0, 0, 1 }, "Config", true, 0, 5)]
    [InlineData(new byte[] { 0x17, 1, 0, 0, 40, 1 }, "Sample", true, 40, 5)]
    [InlineData(new byte[] { 0x27, 1, 0xFF, 0xFF, 0xF6, 1 }, "Sample", false, -10, 5)]
    [InlineData(new byte[] { 0x27, 2, 0, 0, 0 }, "Other", false, 0, 5)]
    [InlineData(new byte[] { 0x57, 0 }, "Other", false, 0, 0)] // an information frame
    [InlineData(new byte[] { 0x90, 0x61, 0x76, 0x63, 0x31, 9 }, "Config", true, 0, 5)] // enhanced: avc1, sequence start
    [InlineData(new byte[] { 0xA1, 0x61, 0x76, 0x63, 0x31, 0, 0, 33, 9 }, "Sample", false, 33, 8)] // coded frames
    [InlineData(new byte[] { 0x93, 0x61, 0x76, 0x63, 0x31, 9 }, "Sample", true, 0, 5)] // without a shift
    [InlineData(new byte[] { 0x97, 2, 1, 2, 3, 0x03, 0x61, 0x76, 0x63, 0x31, 9 }, "Sample", true, 0, 10)] // nanoseconds in front
    [InlineData(new byte[] { 0x94, 0x61, 0x76, 0x63, 0x31, 9 }, "Other", true, 0, 5)] // metadata
    public void A_picture(byte[] body, string content, bool isKey, int shiftMs, int offset)
    {
        Assert.True(FlvVideoTag.TryRead(body, out FlvVideoTag tag));
        Assert.Equal((content, isKey, shiftMs, offset), (tag.Content.ToString(), tag.IsKey, tag.ShiftMs, tag.Offset));
    }

    [Theory]
    [InlineData(new byte[] { 0x90, 0x68, 0x76, 0x63, 0x31, 1 }, "HEVC")]
    [InlineData(new byte[] { 0x91, 0x61, 0x76, 0x30, 0x31, 1 }, "AV1")]
    [InlineData(new byte[] { 0x91, 0x76, 0x70, 0x30, 0x39, 1 }, "VP9")]
    [InlineData(new byte[] { 0x96, 0x00 }, "Several pictures at once")]
    [InlineData(new byte[] { 0x1C, 0, 0, 0, 0 }, "HEVC")] // by the number that is in use beside the standard
    [InlineData(new byte[] { 0x12, 0 }, "Sorenson H.263")]
    public void A_foreign_picture_is_named(byte[] body, string codec)
    {
        Assert.True(FlvVideoTag.TryRead(body, out FlvVideoTag tag));
        Assert.Equal((FlvContent.Foreign, codec), (tag.Content, tag.Codec));
    }

    [Theory]
    [InlineData(new byte[] { 0xAF, 0, 0x11, 0x90 }, "Config", 2, "")]
    [InlineData(new byte[] { 0xAF, 1, 5 }, "Sample", 2, "")]
    [InlineData(new byte[] { 0x90, 0x6D, 0x70, 0x34, 0x61, 1 }, "Config", 5, "")]
    [InlineData(new byte[] { 0x91, 0x6D, 0x70, 0x34, 0x61, 1 }, "Sample", 5, "")]
    [InlineData(new byte[] { 0x91, 0x4F, 0x70, 0x75, 0x73, 1 }, "Foreign", 6, "Opus")]
    [InlineData(new byte[] { 0x2F, 1, 2 }, "Foreign", 3, "MP3")]
    [InlineData(new byte[] { 0x95, 0x10 }, "Foreign", 2, "Several sounds at once")]
    public void A_sound(byte[] body, string content, int offset, string codec)
    {
        Assert.True(FlvAudioTag.TryRead(body, out FlvAudioTag tag));
        Assert.Equal((content, offset, codec), (tag.Content.ToString(), tag.Offset, tag.Codec));
    }

    [Fact]
    public void What_is_cut_is_no_tag()
    {
        foreach (byte[] body in (byte[][])[[], [0x17], [0x17, 1, 0, 0], [0x90, 0x61, 0x76], [0xA1, 0x61, 0x76, 0x63, 0x31, 0], [0x97, 200, 1], [0x97, 255, 0]])
            Assert.False(FlvVideoTag.TryRead(body, out _));
        foreach (byte[] body in (byte[][])[[], [0xAF], [0x90, 0x6D], [0x97, 9]]) Assert.False(FlvAudioTag.TryRead(body, out _));
    }

    [Fact]
    public void A_configuration_of_h264_says_how_large_the_picture_is()
    {
        Assert.True(AvcConfig.TryRead(Avcc, out AvcConfig config));
        Assert.Equal((4, 160, 90, 1, 8), (config.LengthBytes, config.Picture.Width, config.Picture.Height, config.Picture.Chroma, config.Picture.BitDepth));
        for (int bytes = 0; bytes < Avcc.Length; bytes++)
            if (AvcConfig.TryRead(Avcc.AsSpan(0, bytes), out AvcConfig cut)) Assert.Equal(config, cut); // the extension at the end may be missing
        byte[] two = [.. Avcc];
        two[4] = 0xFD;
        Assert.True(AvcConfig.TryRead(two, out config));
        Assert.Equal(2, config.LengthBytes);
        Assert.Equal(Avcc, AvcConfig.WithFourBytes(two));
        two[4] = 0xFE; // three: there is no such length
        Assert.False(AvcConfig.TryRead(two, out _));
    }

    [Theory]
    [InlineData("67640028ACD940780227E5C044000003000400000300C83C60C658", 1920, 1080, 1, 8)]
    [InlineData("6742C01FD9005005BB011000000300100000030320F1832480", 1280, 720, 1, 8)] // Baseline
    [InlineData("6764001EACD940B424D8088000000300800000190F8A14CB", 720, 576, 1, 8)] // in fields
    [InlineData("67F4000C919B282833F1B808800000030080000019078A14CB", 320, 180, 3, 8)] // High 4:4:4
    [InlineData("677A000CBCD941419F8DC044000003000400000300C83C50A658", 320, 180, 2, 8)] // High 4:2:2
    [InlineData("676E000CA6CD941419F9F011000003000100000300320F142996", 320, 180, 1, 10)] // High 10
    [InlineData("6764000DF365054678F8FC05B2000003000200000300641E28532C", 322, 178, 0, 8)] // grey
    public void A_sequence_parameter_set_as_x264_writes_it(string hex, int width, int height, int chroma, int depth)
    {
        Assert.True(SequenceParameterSet.TryRead(Convert.FromHexString(hex), out SequenceParameterSet set));
        Assert.Equal((width, height, chroma, depth), (set.Width, set.Height, set.Chroma, set.BitDepth));
    }

    [Theory]
    [InlineData(new byte[] { 0x11, 0x90 }, 2, 48_000, 2)]
    [InlineData(new byte[] { 0x12, 0x08 }, 2, 44_100, 1)]
    [InlineData(new byte[] { 0x11, 0x88, 0x56, 0xE5, 0 }, 2, 48_000, 1)]
    [InlineData(new byte[] { 0x17, 0x80, 0x5D, 0xC0, 0x10 }, 2, 48_000, 2)] // the rate in full
    [InlineData(new byte[] { 0x2B, 0x11, 0x88, 0 }, 5, 24_000, 2)] // HE-AAC
    [InlineData(new byte[] { 0x11, 0xB0 }, 2, 48_000, 6)]
    public void A_configuration_of_aac(byte[] bytes, int kind, int rate, int channels)
    {
        Assert.True(AacConfig.TryRead(bytes, out AacConfig config));
        Assert.Equal(new AacConfig(kind, rate, channels), config);
        Assert.False(AacConfig.TryRead(bytes.AsSpan(0, 1), out _));
    }

    [Fact]
    public void Samples_are_whole_when_their_units_fill_them()
    {
        Assert.True(AvcSample.TryRead([0, 0, 0, 2, 0x65, 1, 0, 0, 0, 1, 0x41], 4, out bool isWhole, out int units));
        Assert.Equal((true, 2), (isWhole, units));
        Assert.True(AvcSample.TryRead([0, 2, 0x41, 1, 0, 1, 0x06], 2, out isWhole, out units));
        Assert.Equal((false, 2), (isWhole, units));
        Assert.Equal([0, 0, 0, 2, 0x41, 1, 0, 0, 0, 1, 0x06], AvcSample.WithFourBytes([0, 2, 0x41, 1, 0, 1, 0x06], 2, 2));
        foreach (byte[] bad in (byte[][])[[], [0, 0, 0, 0], [0, 0, 0, 3, 0x65, 1], [0xFF, 0xFF, 0xFF, 0xFF, 1], [0, 0, 0, 1, 0x65, 0]])
            Assert.False(AvcSample.TryRead(bad, 4, out _, out _));
    }
}
