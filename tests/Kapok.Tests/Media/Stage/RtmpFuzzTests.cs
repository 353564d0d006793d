using System.IO.Pipelines;
using System.Net;
using Kapok.Media.Stage;
using Kapok.Media.Stage.Flv;
using Kapok.Media.Stage.H264;
using Kapok.Media.Stage.Rtmp;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Kapok.Tests.Media.Stage;

/// <summary>Every parser of RTMP and FLV under cut and mutated bytes: nothing is thrown, nothing read past the end, and memory stays.</summary>
[Collection(nameof(Alone))] // what is kept is measured of the whole process
[Trait(Fuzz.Category, Fuzz.Name)]
public sealed class RtmpFuzzTests
{
    private const int Attempts = 20_000;

    private static readonly byte[] Card = File.ReadAllBytes(Path.Combine(Repository.Root, "tests", "vectors", "card.flv"));

    // All that ffmpeg 5.1 said to a server, from C0 on, when it published a second of a card.
    private static readonly byte[] Capture = File.ReadAllBytes(Path.Combine(Repository.Root, "tests", "vectors", "publish.rtmp"));

    [Fact]
    public void Chunks()
    {
        byte[] good = Capture[(1 + 1536 + 1536)..];
        for (int cut = 0; cut < Math.Min(good.Length, 3000); cut++) ReadAll(good.AsSpan(0, cut));
        Run("rtmp chunks", [good[..4000], good], bytes => ReadAll(bytes));
        Assert.InRange(ReadAll(good), 40, int.MaxValue);
    }

    [Fact]
    public void Values() => Run("amf0", [.. Messages(RtmpType.Command), .. Messages(RtmpType.Data)], bytes =>
    {
        RtmpCommand.TryRead(bytes, false, out _);
        FlvMetadata.TryRead(bytes, out _);
        Amf0Reader reader = new(bytes);
        int left = bytes.Length;
        while (reader.TrySkip())
        {
            Assert.InRange(reader.Left, 0, left - 1); // each takes something
            left = reader.Left;
        }
    });

    [Fact]
    public void Tags_and_configurations() => Run("flv", [.. RtmpPeer.Tags(Card).Select(tag => tag.Body).Take(40), [0x97, 2, 1, 2, 3, 0x03, 0x61, 0x76, 0x63, 0x31, 9]], bytes =>
    {
        if (FlvVideoTag.TryRead(bytes, out FlvVideoTag video)) Assert.InRange(video.Offset, 0, bytes.Length);
        if (FlvAudioTag.TryRead(bytes, out FlvAudioTag audio)) Assert.InRange(audio.Offset, 0, bytes.Length);
        ReadOnlySpan<byte> data = bytes.AsSpan(Math.Min(5, bytes.Length));
        if (AvcConfig.TryRead(data, out AvcConfig config)) Assert.InRange(config.Picture.Width, 1, 16_384);
        AacConfig.TryRead(data, out _);
        foreach (int lengthBytes in (int[])[1, 2, 4])
            if (AvcSample.TryRead(data, lengthBytes, out _, out int units) && lengthBytes != 4) AvcSample.WithFourBytes(data, lengthBytes, units);
    });

    [Fact]
    public void Parameter_sets()
    {
        string[] hex =
        [
            "67640028ACD940780227E5C044000003000400000300C83C60C658", "67F4000C919B282833F1B808800000030080000019078A14CB", "6764001EACD940B424D8088000000300800000190F8A14CB",
        ];
        byte[][] good = [.. hex.Select(Convert.FromHexString)];
        Run("sps", good, bytes =>
        {
            if (!SequenceParameterSet.TryRead(bytes, out SequenceParameterSet set)) return;
            Assert.InRange(set.Width, 1, 16_384);
            Assert.InRange(set.Height, 1, 32_768);
        });
    }

    [Fact]
    public async Task Whole_connections()
    {
        FakeTimeProvider time = new();
        Random random = Fuzz.NewRandom("rtmp connections");
        long began = TimeProvider.System.GetTimestamp(), before = GC.GetTotalMemory(true);
        byte[] opening = [.. RtmpPeer.Hello(), .. new byte[1536], .. RtmpPeer.Opening("key")];
        byte[] media = [.. RtmpPeer.Tags(Card).SelectMany(tag => RtmpPeer.Message(6, tag.Type, tag.TimeMs, 1, tag.Body))];
        int onAir = 0;
        for (int attempt = 0; Fuzz.GoesOn(began, attempt, 400); attempt++)
        {
            StageDesk desk = new(time);
            using FlvFeedOf feed = new(desk);
            using RtmpServer server = new(desk, new(), time);
            server.Ended += end => onAir += end.WasOnAir ? 1 : 0;
            byte[] said = attempt % 2 == 0 ? [.. opening, .. Fuzz.Mutate(random, media, 40_000)] : [.. opening[..3073], .. Fuzz.Mutate(random, opening[3073..], 40_000), .. media];
            Pipe answers = new(new PipeOptions(pauseWriterThreshold: 0));
            Task served = server.ServeAsync(new MemoryStream(said), answers.Writer.AsStream(), IPAddress.Loopback, () => { });
            while (!served.IsCompleted) // it waits only where it is ahead of time
            {
                time.Advance(TimeSpan.FromSeconds(1));
                await Task.Yield();
            }
            await served;
            Assert.False(desk.Live is { IsPublished: true });
        }
        Assert.InRange(onAir, 50, int.MaxValue);
        Assert.True(GC.GetTotalMemory(true) - before < 16 << 20);
    }

    private static List<byte[]> Messages(byte type)
    {
        ChunkReader reader = new() { MostBytes = ChunkReader.MostMessageBytes };
        List<byte[]> found = [];
        ReadOnlySpan<byte> rest = Capture.AsSpan(1 + 1536 + 1536);
        while (reader.Read(ref rest, out RtmpMessage message) == ChunkReading.Message)
            if (message.Type == type) found.Add(message.Body.ToArray());
        return found;
    }

    private static int ReadAll(ReadOnlySpan<byte> bytes)
    {
        ChunkReader reader = new() { MostBytes = ChunkReader.MostMessageBytes };
        int messages = 0, left = bytes.Length;
        while (reader.Read(ref bytes, out RtmpMessage message) == ChunkReading.Message)
        {
            messages++;
            Assert.InRange(bytes.Length, 0, left - 1);
            Assert.InRange(message.Body.Length, 0, ChunkReader.MostMessageBytes);
            left = bytes.Length;
        }
        return messages;
    }

    private static void Run(string name, byte[][] good, Action<byte[]> parse)
    {
        Random random = Fuzz.NewRandom(name);
        foreach (byte[] one in good)
            for (int cut = 0; cut < Math.Min(one.Length, 400); cut++) parse(one[..cut]);
        long began = TimeProvider.System.GetTimestamp();
        for (int attempt = 0; Fuzz.GoesOn(began, attempt, Attempts); attempt++) parse(Fuzz.Mutate(random, good[attempt % good.Length], 40_000));
    }

    // Somebody watches what a mutated encoder sends.
    private sealed class FlvFeedOf : IDisposable
    {
        private FlvViewer? _viewer;

        internal FlvFeedOf(StageDesk desk) => desk.Began += live =>
        {
            FlvFeed feed = new(live, _ => { });
            live.Add(feed);
            _viewer = feed.Enter();
        };

        public void Dispose() => _viewer?.Dispose();
    }
}
