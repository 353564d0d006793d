using System.Buffers.Binary;
using System.Text;
using Kapok.Media.Stage;
using Kapok.Media.Stage.Mp4;
using Xunit;

namespace Kapok.Tests.Media.Stage;

/// <summary>Fragmented MP4, read back.</summary>
public sealed class Mp4Tests
{
    private static readonly StageFormat Both = new()
    {
        Video = StageCodec.H264,
        VideoConfig = StageMedia.AvcConfig,
        Width = 1280,
        Height = 720,
        Audio = StageCodec.Aac,
        AudioConfig = StageMedia.AacConfig,
        SampleRate = 44_100,
        Channels = 2,
    };

    [Fact]
    public void The_initialisation_says_what_the_tracks_are()
    {
        Assert.True(Mp4Format.TryCreate(Both, out Mp4Format? format));
        Assert.Equal("avc1.64001f,mp4a.40.2", format.Codecs);
        List<(string Path, ReadOnlyMemory<byte> Body, int At)> boxes = Mp4Reader.Boxes(format.Initialisation);
        byte[][] clocks = [.. boxes.Where(box => box.Path == "moov/trak/mdia/mdhd").Select(box => box.Body.ToArray())];
        Assert.Equal([90_000u, 44_100u], clocks.Select(box => BinaryPrimitives.ReadUInt32BigEndian(box.AsSpan(12))));
        byte[][] entries = [.. boxes.Where(box => box.Path == "moov/trak/mdia/minf/stbl/stsd").Select(box => box.Body.ToArray())];
        Assert.Equal(["avc1", "mp4a"], entries.Select(box => Encoding.ASCII.GetString(box, 12, 4)));
        Assert.Equal((1280, 720), (BinaryPrimitives.ReadUInt16BigEndian(entries[0].AsSpan(40)), BinaryPrimitives.ReadUInt16BigEndian(entries[0].AsSpan(42))));
        Assert.True(entries[0].AsSpan().EndsWith(StageMedia.AvcConfig));
        Assert.True(entries[1].AsSpan().IndexOf((byte[])[5, 2, 0x12, 0x10, 6, 1, 2]) > 0, "the decoder's configuration, in its descriptors");
        Assert.Equal(2, boxes.Count(box => box.Path == "moov/mvex/trex"));
    }

    [Fact]
    public void Opus_keeps_its_head()
    {
        Assert.True(Mp4Format.TryCreate(new() { Audio = StageCodec.Opus, AudioConfig = StageMedia.OpusHead, SampleRate = 48_000, Channels = 2 }, out Mp4Format? format));
        Assert.Equal("opus", format.Codecs);
        byte[] entry = Mp4Reader.Boxes(format.Initialisation).Single(box => box.Path.EndsWith("stsd", StringComparison.Ordinal)).Body.ToArray();
        Assert.True(entry.AsSpan().EndsWith((byte[])[.. "dOps"u8, 0, 2, 0x01, 0x38, 0, 0, 0xBB, 0x80, 0, 0, 0]));
    }

    [Fact]
    public void What_does_not_play_from_MP4_is_refused()
    {
        Assert.False(Mp4Format.TryCreate(new(), out _));
        Assert.False(Mp4Format.TryCreate(new() { Video = StageCodec.Vp8, Width = 640, Height = 360 }, out _));
        Assert.False(Mp4Format.TryCreate(Both with { VideoConfig = new byte[] { 1, 2 } }, out _));
        Assert.False(Mp4Format.TryCreate(Both with { AudioConfig = new byte[] { 1 } }, out _));
        Assert.False(Mp4Format.TryCreate(Both with { Audio = StageCodec.Opus }, out _));
        Assert.False(Mp4Format.TryCreate(Both with { Width = 70_000 }, out _));
    }

    [Theory]
    [InlineData(new byte[] { }, 0)]
    [InlineData(new byte[] { 0xF8 }, 960)] // CELT, 20 ms, one frame
    [InlineData(new byte[] { 0xE0 }, 120)] // CELT, 2.5 ms
    [InlineData(new byte[] { 0x19 }, 5760)] // SILK, 60 ms, two frames
    [InlineData(new byte[] { 0x60 }, 480)] // hybrid, 10 ms
    [InlineData(new byte[] { 0xFB, 3 }, 2880)] // as many as the next byte says
    [InlineData(new byte[] { 0xFB, 63 }, 5760)] // never more than 120 ms
    public void The_length_of_an_Opus_packet_is_in_its_first_bytes(byte[] packet, int samples) => Assert.Equal(samples, AudioTimeline.OpusSamples(packet));

    [Fact]
    public void Sound_told_in_milliseconds_has_no_gaps()
    {
        AudioTimeline line = new(StageCodec.Aac, 44_100);
        long next = 0;
        for (int frame = 0; frame < 5000; frame++)
        {
            long start = line.Place((long)Math.Round(frame * 1024 / 44.1) * 90, [], out int length);
            Assert.Equal(next, start);
            next = start + length;
        }
        Assert.Equal(0, line.Corrections);
    }

    [Fact]
    public void Sound_that_has_really_moved_is_moved()
    {
        AudioTimeline line = new(StageCodec.Aac, 48_000);
        Assert.Equal(0, line.Place(0, [], out _));
        Assert.Equal(1024, line.Place(1024 * 90 / 48 + (30 * 90), [], out _));
        Assert.Equal(48_000, line.Place(90_000, [], out _));
        Assert.Equal(48_001, line.Place(0, [], out _));
        Assert.Equal(2, line.Corrections);
    }
}
