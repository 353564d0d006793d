using CsCheck;
using Kapok.Media.Stage;
using Kapok.Media.Stage.Ffmpeg;
using Xunit;

namespace Kapok.Tests.Media.Stage;

/// <summary>What goes into a child process and what comes out of it.</summary>
public sealed class MatroskaTests
{
    private static readonly StageFormat Format = new()
    {
        Video = StageCodec.H264,
        VideoConfig = new byte[] { 1, 100, 0, 31 },
        Width = 1920,
        Height = 1080,
        Audio = StageCodec.Opus,
        AudioConfig = "OpusHead-------"u8.ToArray(),
        SampleRate = 48_000,
        Channels = 2,
    };

    [Fact]
    public void What_is_written_is_read_in_pieces_of_any_size()
    {
        byte[] stream = Written();
        foreach (int piece in (int[])[1, 7, 100, stream.Length])
        {
            Found found = new();
            MatroskaReader reader = new(found);
            for (int at = 0; at < stream.Length; at += piece) Assert.True(reader.Feed(stream.AsSpan(at, Math.Min(piece, stream.Length - at))));
            Assert.Equal(
            [
                "track 1 H264 4 bytes 1920x1080 0 Hz 0", "track 2 Opus 15 bytes 0x0 48000 Hz 2", "block 1 key 900000 of 5000", "block 2 key 900900 of 3", "block 1 903000 of 70000",
            ], found.Lines.Select(line => line.Replace("903006", "903000", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void Times_are_kept_to_a_tenth_of_a_millisecond() => Gen.Long[0, 90_000L * 3600 * 24 * 30].Sample(time =>
    {
        Found found = new();
        MatroskaReader reader = new(found);
        Assert.True(reader.Feed([.. MatroskaWriter.Head(Format, hasVideo: true, hasAudio: true), .. Block(new(true, true, time, 0, new byte[5]))]));
        Assert.InRange(found.Times.Single(), time - 9, time);
    }, iter: 500, seed: "0000000000001");

    [Fact]
    [Trait(Fuzz.Category, Fuzz.Name)]
    public void Whatever_comes_is_refused_or_read_and_never_thrown()
    {
        byte[] stream = Written();
        int refused = 0;
        Random random = Fuzz.NewRandom(nameof(MatroskaTests));
        long began = System.Diagnostics.Stopwatch.GetTimestamp();
        for (int round = 0; Fuzz.GoesOn(began, round, 3000); round++)
        {
            byte[] bytes = random.Next(4) == 0 ? Randoms(random) : Mutated(stream, random);
            MatroskaReader reader = new(new Found());
            for (int at = 0; at < bytes.Length;)
            {
                int piece = Math.Min(bytes.Length - at, random.Next(1, 4000));
                if (!reader.Feed(bytes.AsSpan(at, piece)))
                {
                    refused++;
                    break;
                }
                at += piece;
            }
        }
        Assert.True(refused > 100, $"only {refused} were refused: this tests nothing");
    }

    [Fact]
    public void An_element_that_is_larger_than_any_picture_is_refused_before_it_is_held()
    {
        byte[] head = MatroskaWriter.Head(Format, hasVideo: true, hasAudio: true);
        MatroskaReader reader = new(new Found());
        Assert.True(reader.Feed(head));
        Assert.False(reader.Feed([0x1F, 0x43, 0xB6, 0x75, 0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xA3, 0x11, 0, 0, 0]));
        MatroskaReader skipping = new(new Found());
        Assert.True(skipping.Feed([.. head, 0xEC, 0x11, 0, 0, 0])); // what is not needed is skipped and not held, however large
        byte[] void1 = new byte[1 << 20];
        for (int i = 0; i < 16; i++) Assert.True(skipping.Feed(void1));
        Assert.True(skipping.Feed(Block(new(true, true, 0, 0, new byte[5]))));
    }

    private static byte[] Written() =>
    [
        .. MatroskaWriter.Head(Format, hasVideo: true, hasAudio: true), .. Block(new(true, true, 900_000, 0, new byte[5000])),
        .. Block(new(false, true, 900_900, 0, new byte[3])), .. Block(new(true, false, 900_000, 3006, new byte[70_000])),
    ];

    private static byte[] Block(StageSample sample) => [.. MatroskaWriter.Before(sample), .. sample.Data.Span];

    private static byte[] Randoms(Random random)
    {
        byte[] bytes = new byte[random.Next(1, 5000)];
        random.NextBytes(bytes);
        if (random.Next(2) == 0) MatroskaWriter.Head(Format, hasVideo: true, hasAudio: true).AsSpan(0, Math.Min(bytes.Length, 40)).CopyTo(bytes);
        return bytes;
    }

    private static byte[] Mutated(byte[] stream, Random random)
    {
        byte[] bytes = [.. stream.AsSpan(0, random.Next(10, 9000))];
        for (int change = random.Next(1, 12); change > 0; change--) bytes[random.Next(Math.Min(bytes.Length, 400))] = (byte)random.Next(256);
        return bytes;
    }

    private sealed class Found : IMatroskaSink
    {
        public List<string> Lines { get; } = [];

        public List<long> Times { get; } = [];

        public void Tracks(IReadOnlyList<MatroskaTrack> tracks)
        {
            foreach (MatroskaTrack track in tracks)
                Lines.Add($"track {track.Number} {track.Codec} {track.Config.Length} bytes {track.Width}x{track.Height} {track.SampleRate} Hz {track.Channels}");
        }

        public void Block(MatroskaTrack track, bool isKey, long time, ReadOnlyMemory<byte> data)
        {
            Times.Add(time);
            Lines.Add($"block {track.Number}{(isKey ? " key" : "")} {time} of {data.Length}");
        }
    }
}
