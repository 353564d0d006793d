using System.Collections.Concurrent;
using System.Diagnostics;
using Kapok.Media.Stage;
using Kapok.Media.Stage.Ffmpeg;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Kapok.Tests.Media.Stage;

/// <summary>The child process that makes what some viewers lack: Debian's ffmpeg, and programs that only pretend to be it.</summary>
public sealed class FfmpegTests : IDisposable
{
    private const long Beginning = 2 * StageSample.TicksPerSecond; // an encoder's first block lies before what is sent first

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("kapok-ffmpeg-").FullName;
    private readonly FakeTimeProvider _time = new();
    private readonly ConcurrentQueue<string> _failures = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Aac_is_made_opus_of_the_same_times_and_the_picture_is_left_alone()
    {
        (StageFormat format, List<StageSample> samples) = await RecordAsync("-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-c:a", "aac", "-ac", "2");
        Assert.Equal((StageCodec.H264, StageCodec.Aac), (format.Video, format.Audio));
        LiveStage live = NewLive(Ffmpeg());
        Kept opus = Keep(live, StageFeed.Opus), playable = Keep(live, StageFeed.Playable), small = Keep(live, StageFeed.Small);
        await PublishAsync(live, format, samples, () => opus.Samples.Count >= 90);
        Assert.Equal((StageCodec.Opus, 48_000, 2), (opus.Format!.Audio, opus.Format.SampleRate, opus.Format.Channels));
        Assert.Equal("OpusHead"u8.ToArray(), opus.Format.AudioConfig[..8].ToArray());
        StageSample[] made = [.. opus.Samples];
        Assert.InRange(made[0].DecodeTime, Beginning - 4000, Beginning + 4000); // two blocks of AAC are 46 ms
        for (int at = 1; at < made.Length; at++) Assert.InRange(made[at].DecodeTime - made[at - 1].DecodeTime, 1700, 1900);
        Assert.True(small.Samples.IsEmpty);
        Assert.Equal(samples.Count, playable.Samples.Count);
        Assert.Empty(_failures);
        live.End();
    }

    [Fact]
    public async Task Vp8_is_made_h264_with_a_whole_picture_each_second_and_the_sound_goes_along_as_it_is()
    {
        (StageFormat format, List<StageSample> samples) = await RecordAsync("-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-g", "60", "-c:a", "libopus");
        LiveStage live = NewLive(Ffmpeg(), makesSmall: true);
        Kept playable = Keep(live, StageFeed.Playable), small = Keep(live, StageFeed.Small);
        await PublishAsync(live, format, samples, () => playable.Pictures.Length >= 50 && small.Pictures.Length >= 50);
        Assert.Equal((StageCodec.H264, StageCodec.Opus, 480, 270), (playable.Format!.Video, playable.Format.Audio, playable.Format.Width, playable.Format.Height));
        StageSample[] pictures = playable.Pictures, sent = [.. samples.Where(sample => sample.IsVideo)];
        for (int at = 0; at < 50; at++) Assert.InRange(pictures[at].DecodeTime - sent[at].DecodeTime, -100, 100); // Matroska has milliseconds
        Assert.Equal([0, 30], pictures.Take(50).Select((picture, at) => (picture, at)).Where(one => one.picture.IsKey).Select(one => one.at));
        StageSample[] sound = [.. playable.Samples.Where(sample => !sample.IsVideo)], sentSound = [.. samples.Where(sample => !sample.IsVideo)];
        Assert.Contains(sentSound, one => one.Data.Span.SequenceEqual(sound[5].Data.Span));
        Assert.Equal(480, small.Format!.Width); // it is small already
        Assert.Empty(_failures);
        live.End();
    }

    [Fact]
    public async Task A_child_that_is_killed_comes_back_and_one_that_is_not_needed_ends()
    {
        (StageFormat format, List<StageSample> samples) = await RecordAsync("-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac");
        LiveStage live = new("a", _time);
        StagePassage.Lay(live);
        FfmpegMaker maker = FfmpegMaker.Attach(live, Ffmpeg(), makesSmall: false, _time, _failures.Enqueue);
        Kept opus = Keep(live, StageFeed.Opus);
        StagePublication publication = await PublishAsync(live, format, samples, () => opus.Samples.Count >= 20);
        int first = maker.ProcessId;
        Process.GetProcessById(first).Kill();
        await UntilAsync("the end", () => !_failures.IsEmpty);
        Assert.Equal(1, opus.Interruptions);
        await UntilAsync("another", () =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(250));
            return maker.ProcessId is > 0 and int now && now != first;
        });
        int before = opus.Samples.Count, second = maker.ProcessId;
        await SendAsync(live, publication, samples, () => opus.Samples.Count >= before + 20);
        Assert.Equal(StageMaking.Works, maker.State);
        publication.End();
        await UntilAsync("the end of the second", () => maker.ProcessId == 0 && IsGone(second));
        Assert.Single(_failures);
        live.End();
    }

    [Theory]
    [InlineData("head -c 300000 /dev/urandom; cat >/dev/null")]
    [InlineData("exit 3")]
    [InlineData("printf '\\032\\105\\337\\243'; head -c 9000000 /dev/zero; cat >/dev/null")]
    [InlineData("head -c 3000000 /dev/zero >&2; exit 1")]
    [InlineData("exec <&-; sleep 0.05; exit 1")]
    public async Task Whatever_a_child_does_the_publisher_never_notices_and_the_manager_is_told(string program)
    {
        LiveStage live = new("a", _time);
        string path = Path.Combine(_folder, "pretender");
        await File.WriteAllTextAsync(path, $"#!/bin/sh\n{program}\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        FfmpegMaker maker = FfmpegMaker.Attach(live, path, makesSmall: false, _time, _failures.Enqueue);
        StagePublication publication = live.Publish()!;
        publication.Format(new() { Audio = StageCodec.Aac, AudioConfig = new byte[] { 0x11, 0x90 }, SampleRate = 48_000, Channels = 2 });
        long time = 0;
        await UntilAsync("three failures", () =>
        {
            for (int i = 0; i < 200; i++) Assert.True(publication.Send(isVideo: false, isKey: true, time += 20, 0, new byte[20_000]));
            _time.Advance(TimeSpan.FromMilliseconds(500));
            return _failures.Count >= 3;
        });
        Assert.Equal(StageMaking.Failing, maker.State);
        Assert.All(_failures, words => Assert.InRange(words.Length, 0, 3000));
        live.End();
        await UntilAsync("its end", () => maker.ProcessId == 0);
    }

    [Fact]
    public void Only_what_is_lacking_is_made()
    {
        StageFormat Of(StageCodec video, StageCodec audio) => new() { Video = video, Audio = audio };
        Assert.True(FfmpegPlan.Of(Of(StageCodec.H264, StageCodec.Opus), makesSmall: false).IsEmpty);
        Assert.Equal(new(Opus: true, Picture: false, Small: false, CopiesSound: false), FfmpegPlan.Of(Of(StageCodec.H264, StageCodec.Aac), makesSmall: false));
        Assert.Equal(new(Opus: false, Picture: true, Small: false, CopiesSound: true), FfmpegPlan.Of(Of(StageCodec.Vp8, StageCodec.Opus), makesSmall: false));
        Assert.Equal(new(Opus: true, Picture: false, Small: true, CopiesSound: true), FfmpegPlan.Of(Of(StageCodec.H264, StageCodec.Aac), makesSmall: true));
        Assert.True(FfmpegPlan.Of(Of(StageCodec.None, StageCodec.Opus), makesSmall: true).IsEmpty);
    }

    [Fact]
    public void It_is_found_by_name_by_path_or_not_at_all()
    {
        Assert.Null(FfmpegTool.Find(FfmpegTool.None));
        Assert.Null(FfmpegTool.Find(Path.Combine(_folder, "nothing")));
        string path = Path.Combine(_folder, "mine");
        File.WriteAllText(path, "");
        Assert.Equal(path, FfmpegTool.Find(path));
    }

    private static string Ffmpeg()
    {
        string? program = FfmpegTool.Find(FfmpegTool.Auto);
        Assert.SkipWhen(program is null, "There is no ffmpeg on this machine: ./test.sh installs it.");
        return program!;
    }

    private LiveStage NewLive(string program, bool makesSmall = false)
    {
        LiveStage live = new("a", _time);
        StagePassage.Lay(live);
        FfmpegMaker.Attach(live, program, makesSmall, _time, _failures.Enqueue);
        return live;
    }

    private static Kept Keep(LiveStage live, StageFeed feed)
    {
        Kept kept = new();
        live.Feed(feed).Add(kept);
        return kept;
    }

    // Three seconds of a test card and a tone as a publisher would send them.
    private static async Task<(StageFormat Format, List<StageSample> Samples)> RecordAsync(params string[] codecs)
    {
        using Process process = new() { StartInfo = new(Ffmpeg()) { RedirectStandardOutput = true } };
        foreach (string argument in (string[])["-v", "error", "-f", "lavfi", "-i", "testsrc2=size=480x270:rate=30:duration=3",
            "-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000:duration=3", .. codecs, "-f", "matroska", "-live", "1", "pipe:1"])
            process.StartInfo.ArgumentList.Add(argument);
        process.Start();
        Recording recording = new();
        MatroskaReader reader = new(recording);
        byte[] buffer = new byte[32_000];
        while (await process.StandardOutput.BaseStream.ReadAsync(buffer) is > 0 and int count) Assert.True(reader.Feed(buffer.AsSpan(0, count)));
        await process.WaitForExitAsync();
        long first = recording.Samples.Min(sample => sample.DecodeTime);
        return (recording.Format, [.. recording.Samples.Select(sample => sample with { DecodeTime = sample.DecodeTime - first + Beginning }).OrderBy(sample => sample.DecodeTime)]);
    }

    private static async Task<StagePublication> PublishAsync(LiveStage live, StageFormat format, List<StageSample> samples, Func<bool> isEnough)
    {
        StagePublication publication = live.Publish()!;
        Assert.True(publication.Format(format));
        await SendAsync(live, publication, samples, isEnough);
        return publication;
    }

    // All at once, on a clock that stands: the child takes them as fast as it can. What an encoder holds back comes when its input ends, and is not waited for.
    private static async Task SendAsync(LiveStage live, StagePublication publication, List<StageSample> samples, Func<bool> isEnough)
    {
        foreach (StageSample sample in samples) live.Take(publication, sample);
        await UntilAsync("what is made", isEnough);
    }

    private static async Task UntilAsync(string what, Func<bool> holds)
    {
        using CancellationTokenSource limit = new(Limit);
        using PeriodicTimer look = new(TimeSpan.FromMilliseconds(20));
        try
        {
            while (!holds()) await look.WaitForNextTickAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"{what}: it never was");
        }
    }

    private static bool IsGone(int process)
    {
        try
        {
            return Process.GetProcessById(process).HasExited;
        }
        catch (ArgumentException)
        {
            return true;
        }
    }

    private sealed class Recording : IMatroskaSink
    {
        public StageFormat Format { get; private set; } = new();

        public List<StageSample> Samples { get; } = [];

        public void Tracks(IReadOnlyList<MatroskaTrack> tracks)
        {
            MatroskaTrack video = tracks.Single(track => track.Width > 0), audio = tracks.Single(track => track.SampleRate > 0);
            Format = new()
            {
                Video = video.Codec,
                VideoConfig = video.Config,
                Width = video.Width,
                Height = video.Height,
                Audio = audio.Codec,
                AudioConfig = audio.Config,
                SampleRate = audio.SampleRate,
                Channels = audio.Channels,
            };
        }

        public void Block(MatroskaTrack track, bool isKey, long time, ReadOnlyMemory<byte> data) => Samples.Add(new(track.Width > 0, isKey, time, 0, data));
    }

    private sealed class Kept : IStageSink
    {
        public volatile StageFormat? Format;
        public volatile int Interruptions;

        public ConcurrentQueue<StageSample> Samples { get; } = new();

        public StageSample[] Pictures => [.. Samples.Where(sample => sample.IsVideo)];

        public void Formatted(StageFormat format) => Format = format;

        public void Take(in StageSample sample) => Samples.Enqueue(sample);

        public void Interrupted() => Interruptions++;

        public void Ended()
        {
            // the test ends too
        }
    }
}
