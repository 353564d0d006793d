using Kapok.Cluster;
using Kapok.Console.Texts;
using Kapok.Media.Stage;
using Kapok.Server.Stage;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Kapok.Tests.Stage;

/// <summary>What a performer is told of what they send, measured from the samples.</summary>
public sealed class StageWarningsTests
{
    private const int Seconds = 12;

    private static readonly StageFormat Usual = new()
    {
        Video = StageCodec.H264,
        Width = 1280,
        Height = 720,
        Audio = StageCodec.Aac,
        SampleRate = 48_000,
        Channels = 2,
    };

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void A_broadcast_as_it_should_be_is_measured_and_warned_of_nothing()
    {
        (StageReading reading, IReadOnlyList<StageWarning> warnings) = Send(Usual);
        Assert.Empty(warnings);
        Assert.Equal(30, reading.FramesPerSecond, 0.5);
        Assert.Equal(30 * 5000 * 8 / 1000, reading.VideoKilobits, 15d);
        Assert.Equal(50 * 300 * 8 / 1000, reading.AudioKilobits, 3d);
        Assert.Equal(1, reading.KeyframeSeconds, 0.05);
    }

    [Fact]
    public void Keyframes_that_are_far_apart_are_told_with_how_far()
    {
        StageWarning warning = Assert.Single(Send(Usual, keyEach: 8).Warnings);
        Assert.Equal(("stage.warning.keyframes", "8"), (warning.Code, warning.Values["seconds"]));
    }

    [Fact]
    public void A_track_that_stops_is_told() => Assert.Equal(["no-audio", "no-video"],
        Codes(Send(Usual, audioUntil: 6).Warnings).Concat(Codes(Send(Usual, videoUntil: 6).Warnings).Where(code => code != "keyframes")));

    [Fact]
    public void A_track_that_is_missing_is_told() =>
        Assert.Equal(["no-audio", "no-video"], Codes(Send(Usual with { Audio = StageCodec.None }).Warnings).Concat(Codes(Send(Usual with { Video = StageCodec.None }).Warnings)));

    [Fact]
    public void Silence_is_told_after_ten_seconds() => Assert.Equal(["silence"], Codes(Send(Usual, audioBytes: 9).Warnings));

    [Fact]
    public void More_than_the_venue_s_bitrate_is_told() => Assert.Equal(["bitrate"], Codes(Send(Usual, videoBytes: 60_000).Warnings));

    [Fact]
    public void B_frames_are_told() => Assert.Equal(["b-frames"], Codes(Send(Usual, shift: 3000).Warnings));

    [Fact]
    public void A_picture_larger_than_phones_play_is_told() => Assert.Equal(["resolution"], Codes(Send(Usual with { Width = 2560, Height = 1440 }).Warnings));

    [Fact]
    public void A_phone_held_upright_is_not_too_large() => Assert.Empty(Send(Usual with { Width = 1080, Height = 1920 }).Warnings);

    [Fact]
    public void Few_pictures_a_second_are_told() => Assert.Equal(["frame-rate"], Codes(Send(Usual, rate: 10).Warnings));

    [Fact]
    public void A_line_that_stalls_is_told() => Assert.Equal(["unsteady"], Codes(Send(Usual, stallAt: 8).Warnings));

    [Fact]
    public void A_clock_that_jumps_is_told() => Assert.Equal(["clock"], Codes(Send(Usual, jumpAt: 8).Warnings));

    [Fact]
    public void Whoever_cannot_be_reached_without_ffmpeg_is_told()
    {
        Assert.Equal(["no-ffmpeg-sound"], Codes(Send(Usual, making: StageMaking.None).Warnings));
        Assert.Equal(["no-ffmpeg-picture"], Codes(Send(Usual with { Video = StageCodec.Vp8, Audio = StageCodec.Opus }, making: StageMaking.None).Warnings));
        Assert.Equal(["ffmpeg-fails"], Codes(Send(Usual, making: StageMaking.Failing).Warnings));
        Assert.Equal("Unknown encoder 'libx264'", Send(Usual, making: StageMaking.Failing, words: "Unknown encoder\0 'libx264'\n").Warnings[0].Values["words"]);
        string end = Send(Usual, making: StageMaking.Failing, words: new string('x', 3000) + '!').Warnings[0].Values["words"];
        Assert.Equal((241, '…', '!'), (end.Length, end[0], end[^1])); // the end of many words is what counts
        Assert.Empty(Send(Usual with { Audio = StageCodec.Opus }, making: StageMaking.None).Warnings);
    }

    [Fact]
    public void Every_warning_has_its_text_in_both_languages()
    {
        string source = File.ReadAllText(Path.Combine(Repository.Root, "src", "Kapok.Server", "Stage", "StageWarnings.cs"));
        string[] codes = [.. System.Text.RegularExpressions.Regex.Matches(source, "(?:Plain|With|Said)\\(\"(?<code>[a-z-]+)\"").Select(match => match.Groups["code"].Value)];
        Assert.True(codes.Length >= 13, $"only {codes.Length} were found: does the pattern still fit?");
        string[] pages = [.. ((string[])["golive-en.ts", "golive-zh-hans.ts"]).Select(file => File.ReadAllText(Path.Combine(Repository.Root, "client", "src", "i18n", file)))];
        Assert.All(codes, code =>
        {
            Assert.True(Catalogue.In(Language.English).Has($"stage.warning.{code}") && Catalogue.In(Language.Chinese).Has($"stage.warning.{code}"), code);
            Assert.All(pages, page => Assert.Contains($"'stage.warning.{code}'", page, StringComparison.Ordinal));
        });
    }

    private static string[] Codes(IReadOnlyList<StageWarning> warnings) => [.. warnings.Select(warning => warning.Code["stage.warning.".Length..])];

    private (StageReading Reading, IReadOnlyList<StageWarning> Warnings) Send(
        StageFormat format, int keyEach = 1, int videoBytes = 5000, int audioBytes = 300, int shift = 0, int rate = 30,
        int audioUntil = Seconds, int videoUntil = Seconds, int stallAt = -1, int jumpAt = -1, StageMaking making = StageMaking.Works, string words = "")
    {
        LiveStage live = new("a", _time);
        StageMonitor monitor = new(live);
        live.Add(monitor);
        StagePublication publication = live.Publish()!;
        publication.Format(format);
        int pictures = 0;
        for (int step = 0; step < Seconds * 100; step++)
        {
            double now = step / 100d;
            if (step == stallAt * 100) _time.Advance(TimeSpan.FromSeconds(1.5)); // what was to come meanwhile comes late
            long time = (step * 900L) + (step >= jumpAt * 100 && jumpAt > 0 ? 90_000_000 : 0);
            if (format.Video != StageCodec.None && now * rate >= pictures && now < videoUntil)
            {
                publication.Send(isVideo: true, pictures % (keyEach * rate) == 0, time, pictures % 2 == 1 ? shift : 0, new byte[videoBytes]);
                pictures++;
            }
            if (format.Audio != StageCodec.None && step % 2 == 0 && now < audioUntil) publication.Send(isVideo: false, isKey: true, time, 0, new byte[audioBytes]);
            _time.Advance(TimeSpan.FromMilliseconds(10));
        }
        StageReading reading = monitor.Read();
        return (reading, StageWarnings.Of(reading, new(), making, words));
    }
}
