using System.Buffers.Binary;
using Kapok.Media.Stage.H264;
using Kapok.Media.Stage.WebRtc;
using Xunit;

namespace Kapok.Tests.Media.Stage;

/// <summary>Pictures to packets and back again, in the codecs of WebRTC.</summary>
public sealed class WebRtcPictureTests
{
    /// <summary>Parameters as x264 writes them for 1280×720, and those of its pictures.</summary>
    internal static readonly byte[] Sequence = Convert.FromHexString("6742C01FDA014016EC0440000003004000000F23C60CA8"), PictureParameters = Convert.FromHexString("68CE0FC8");

    [Theory]
    [InlineData("6742c01fda014016ec0440000003004000000f23c60ca8", 1280, 720, false)]
    [InlineData("6742c01eda0280bfe5c044000003000400000300f23c58ba80", 640, 360, false)]
    [InlineData("6742c028da01e0089f970110000003001000000303c8f1832a", 1920, 1080, false)] // 1,088 lines, of which eight are cropped
    [InlineData("67f4000d91968141fb0110000003001000000303c8f142aa", 320, 240, true)] // a colour for each pixel
    [InlineData("674d401ef405a126c044000003000400000300ca7c50aa80", 720, 576, false)] // every other line is a picture
    public void A_sequences_parameters_tell_the_size(string hex, int width, int height, bool hasFormat)
    {
        byte[] unit = Convert.FromHexString(hex);
        Assert.True(SequenceParameterSet.TryRead(unit, out SequenceParameterSet read));
        Assert.Equal((width, height, hasFormat), (read.Width, read.Height, read.HasFormat));
        for (int length = 0; length < 8; length++) Assert.False(SequenceParameterSet.TryRead(unit.AsSpan(0, length), out _));
    }

    [Fact]
    public void The_decoders_configuration_is_made_of_what_comes_among_the_pictures()
    {
        H264Configuration configuration = new();
        Assert.False(configuration.TryWrite(out _));
        Assert.True(configuration.TryTake(Sequence));
        Assert.False(configuration.TryWrite(out _));
        Assert.True(configuration.TryTake(PictureParameters));
        Assert.True(configuration.TryWrite(out PictureFormat? format));
        Assert.Equal((1280, 720), (format.Width, format.Height));
        byte[] expected = [1, 0x42, 0xC0, 0x1F, 0xFF, 0xE1, 0, (byte)Sequence.Length, .. Sequence, 1, 0, 4, .. PictureParameters];
        Assert.Equal(expected, format.Config);
        Assert.True(new H264Packets().TryConfigure(format.Config));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1199)]
    [InlineData(1200)]
    [InlineData(1201)]
    [InlineData(2397)]
    [InlineData(2398)]
    [InlineData(70_000)]
    public void A_picture_of_H264_is_cut_and_comes_out_of_its_packets_as_it_was(int unitBytes)
    {
        byte[] picture = [.. Unit(0x65, unitBytes), .. Unit(0x65, 300), .. Unit(0x06, 20)];
        H264Packets packets = new();
        Assert.True(packets.TryConfigure(Configuration()));
        H264Builder builder = new();
        List<(int Length, bool IsLast)> given = [];
        Assert.True(packets.TryCut(picture, isKey: true, (payload, isLast) =>
        {
            given.Add((payload.Length, isLast));
            Assert.True(builder.TryTake(payload));
        }));
        Assert.True(builder.TryFinish(out Picture got));
        Assert.True(got.IsKey);
        Assert.Equal(picture, got.Data);
        Assert.Equal(Configuration(), builder.Format!.Config);
        Assert.All(given, one => Assert.InRange(one.Length, 1, 1200));
        Assert.Equal([given.Count - 1], Enumerable.Range(0, given.Count).Where(at => given[at].IsLast));
    }

    [Fact]
    public void Aggregated_units_are_taken_apart_and_delimiters_left_out()
    {
        byte[] unit = Unit(0x65, 40)[4..];
        byte[] aggregated = [0x78, .. Prefixed([0x09, 0xF0]), .. Prefixed(Sequence), .. Prefixed(PictureParameters), .. Prefixed(unit)];
        H264Builder builder = new();
        Assert.True(builder.TryTake(aggregated));
        Assert.True(builder.TryFinish(out Picture picture));
        Assert.Equal(Unit(0x65, 40), picture.Data);
        for (int length = 1; length < aggregated.Length; length++)
        {
            bool isWhole = length is 1 + 4 or 1 + 4 + 25 or 1 + 4 + 25 + 6; // cut between units: nothing is wrong with it
            Assert.Equal(isWhole, new H264Builder().TryTake(aggregated.AsSpan(0, length)));
        }
    }

    [Fact]
    public void A_fragment_without_its_beginning_or_its_end_is_no_picture()
    {
        H264Builder builder = new();
        Assert.False(builder.TryTake([0x7C, 0x05, 1, 2, 3]));
        builder.Clear();
        Assert.True(builder.TryTake([0x7C, 0x85, 1, 2, 3]));
        Assert.False(builder.TryFinish(out _));
        Assert.True(builder.TryTake([0x7C, 0x85, 1, 2, 3]));
        Assert.False(builder.TryTake([0x7C, 0x85, 1, 2, 3]));
        builder.Clear();
        Assert.True(builder.TryTake([0x7C, 0x85, 1, 2, 3]));
        Assert.False(builder.TryTake([0x41, 1, 2]));
    }

    [Fact]
    public void Other_ways_to_pack_H264_are_refused()
    {
        foreach (byte type in (byte[])[0, 25, 26, 27, 29, 30, 31]) Assert.False(new H264Builder().TryTake([(byte)(0x60 | type), 0, 1, 2, 3, 4]));
    }

    [Fact]
    public void A_picture_of_VP8_comes_out_of_its_packets_with_its_size()
    {
        byte[] data = [0x10, 2, 0, 0x9D, 0x01, 0x2A, 0x00, 0x05, 0xD0, 0x02, 1, 2, 3]; // 1280×720, a keyframe
        foreach (byte[] descriptor in (byte[][])[[0x10], [0x90, 0x80, 0x05], [0x90, 0x80, 0x81, 0x05], [0x90, 0xE0, 0x81, 0x05, 1, 2], [0x90, 0x10, 7]])
        {
            Vp8Builder builder = new();
            Assert.True(builder.TryTake([.. descriptor, .. data.AsSpan(0, 6)]));
            byte[] later = [.. descriptor, .. data.AsSpan(6)];
            later[0] &= 0xEF; // does not begin a partition
            Assert.True(builder.TryTake(later));
            Assert.True(builder.TryFinish(out Picture picture));
            Assert.True(picture.IsKey);
            Assert.Equal(data, picture.Data);
            Assert.Equal((1280, 720), (builder.Format!.Width, builder.Format.Height));
            Assert.False(builder.TryTake(later)); // not the beginning of a picture
            Assert.True(builder.TryTake([.. descriptor, 0x11, 9, 9]));
            Assert.True(builder.TryFinish(out picture));
            Assert.False(picture.IsKey);
        }
        Assert.False(new Vp8Builder().TryTake([0x90, 0x80, 0x81, 0x05])); // a descriptor and nothing else
    }

    internal static byte[] Configuration() => [1, 0x42, 0xC0, 0x1F, 0xFF, 0xE1, 0, (byte)Sequence.Length, .. Sequence, 1, 0, 4, .. PictureParameters];

    /// <summary>A unit with its length, whose bytes differ.</summary>
    internal static byte[] Unit(byte first, int bytes)
    {
        byte[] unit = new byte[4 + bytes];
        BinaryPrimitives.WriteInt32BigEndian(unit, bytes);
        for (int at = 1; at < bytes; at++) unit[4 + at] = (byte)((at * 7) + (at >> 8));
        unit[4] = first;
        return unit;
    }

    private static byte[] Prefixed(byte[] unit) => [(byte)(unit.Length >> 8), (byte)unit.Length, .. unit];
}
