using Kapok.Media.Stage;
using Kapok.Media.Stage.Flv;
using Kapok.Media.Stage.Rtmp;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Kapok.Tests.Media.Stage;

/// <summary>What an encoder sends becomes a stage's tracks and samples.</summary>
public sealed class RtmpIntakeTests
{
    private static readonly byte[] Card = File.ReadAllBytes(Path.Combine(Repository.Root, "tests", "vectors", "card.flv"));
    private static readonly byte[] VideoConfig = RtmpPeer.Tags(Card).First(tag => tag.Type == 9).Body, SoundConfig = RtmpPeer.Tags(Card).First(tag => tag.Type == 8).Body;
    private static readonly byte[] Picture = [0x17, 1, 0, 0, 0, 0, 0, 0, 2, 0x65, 1], Later = [0x27, 1, 0, 0, 40, 0, 0, 0, 2, 0x41, 1], Sound = [0xAF, 1, 7];

    private readonly FakeTimeProvider _time = new();
    private readonly LiveStage _live;
    private readonly StageLog _log = new();
    private readonly RtmpIntake _intake;

    public RtmpIntakeTests()
    {
        _live = new("a", _time);
        _live.Add(_log);
        _intake = new(_live.Publish()!);
    }

    [Fact]
    public void A_card_with_pictures_out_of_order_comes_whole()
    {
        foreach ((byte type, uint time, byte[] body) in RtmpPeer.Tags(Card)) Assert.True(_intake.Take(new(type, 1, time, body)));
        Assert.Equal("format H264 Aac", _log.Lines[0]);
        Assert.Single(_log.Lines, line => line.StartsWith("format", StringComparison.Ordinal));
        Assert.Equal(12, _log.Lines.Count(line => line.StartsWith("video", StringComparison.Ordinal)));
        Assert.Equal(2, _log.Lines.Count(line => line.StartsWith("video key", StringComparison.Ordinal)));
        Assert.Equal((160, 90, 48_000, 1), (_live.Format!.Width, _live.Format.Height, _live.Format.SampleRate, _live.Format.Channels));
        // A hundred milliseconds from picture to picture.
        Assert.Equal(["video key 0", "video 9000", "video 18000"], _log.Lines.Where(line => line.StartsWith("video", StringComparison.Ordinal)).Take(3));
    }

    [Fact]
    public void Samples_wait_until_both_tracks_are_known()
    {
        Take(9, 0, VideoConfig);
        Take(9, 0, Picture);
        Take(9, 33, Later);
        Assert.Empty(_log.Lines);
        Take(8, 40, SoundConfig);
        Take(8, 40, Sound);
        Assert.Equal(["format H264 Aac", "video key 0", "video 2970", "sound key 3600"], _log.Lines);
    }

    [Fact]
    public void A_picture_alone_waits_a_second_and_none_where_the_encoder_said_so()
    {
        Take(9, 0, VideoConfig);
        for (uint time = 0; time < 1000; time += 100) Take(9, time, Picture);
        Assert.Empty(_log.Lines);
        Take(9, 1000, Picture);
        Assert.Equal("format H264 None", _log.Lines[0]);
        Assert.Equal(12, _log.Lines.Count);
        // Sound that comes later after all is told, and heard.
        Take(8, 1010, SoundConfig);
        Take(8, 1010, Sound);
        Assert.Equal(["format H264 Aac", "sound key 90900"], _log.Lines.Skip(12));
    }

    [Theory]
    [InlineData("videocodecid", 9, "format H264 None")]
    [InlineData("audiocodecid", 8, "format None Aac")]
    public void Who_said_that_there_is_one_track_does_not_wait(string codec, byte type, string format)
    {
        Take(18, 0, RtmpPeer.Amf("@setDataFrame", "onMetaData", new object[] { codec, 7.0 }));
        Take(type, 0, type == 9 ? VideoConfig : SoundConfig);
        Take(type, 0, type == 9 ? Picture : Sound);
        Assert.Equal(2, _log.Lines.Count);
        Assert.Equal(format, _log.Lines[0]);
    }

    [Fact]
    public void The_same_configuration_again_is_no_news_and_another_is()
    {
        Begin();
        Take(9, 50, VideoConfig);
        Take(8, 50, SoundConfig);
        Assert.DoesNotContain(_log.Lines.Skip(1), line => line.StartsWith("format", StringComparison.Ordinal));
        Take(8, 60, [0xAF, 0, 0x11, 0x90]); // stereo
        Assert.Equal("format H264 Aac", _log.Lines[^1]);
        Assert.Equal(2, _live.Format!.Channels);
    }

    [Fact]
    public void Times_wrap_without_a_jump()
    {
        StagePublication publication = _live.Publish()!;
        RtmpIntake intake = new(publication);
        foreach ((byte type, byte[] body) in ((byte, byte[])[])[(9, VideoConfig), (8, SoundConfig), (9, Picture), (8, Sound)]) intake.Take(new(type, 1, uint.MaxValue - 9, body));
        intake.Take(new(9, 1, 30, Later));
        Assert.Equal(0, publication.Jumps);
        Assert.Equal("video 3600", _log.Lines[^1]); // forty milliseconds later
    }

    [Fact]
    public void A_picture_is_whole_only_if_it_is()
    {
        Begin();
        Take(9, 40, [0x17, 1, 0, 0, 0, 0, 0, 0, 2, 0x41, 1]); // says so, and is none
        Assert.Equal("video 3600", _log.Lines[^1]);
    }

    [Fact]
    public void Lengths_of_two_bytes_become_four()
    {
        byte[] config = [.. VideoConfig];
        config[5 + 4] = 0xFD;
        SampleKeeper keeper = new();
        _live.Add(keeper);
        Take(9, 0, config);
        Take(8, 0, SoundConfig);
        Take(9, 0, [0x17, 1, 0, 0, 0, 0, 2, 0x65, 1, 0, 1, 0x06]);
        Assert.Equal([0, 0, 0, 2, 0x65, 1, 0, 0, 0, 1, 0x06], keeper.Last);
        Assert.Equal(0xFF, _live.Format!.VideoConfig.Span[4]);
    }

    [Theory]
    [InlineData(9, new byte[] { 0x90, 0x68, 0x76, 0x63, 0x31, 1 }, "HEVC cannot be taken. This venue takes H.264 and AAC over RTMP. Choose H.264 under Output.")]
    [InlineData(9, new byte[] { 0x91, 0x61, 0x76, 0x30, 0x31, 1 }, "AV1 cannot be taken. This venue takes H.264 and AAC over RTMP. Choose H.264 under Output.")]
    [InlineData(8, new byte[] { 0x91, 0x4F, 0x70, 0x75, 0x73, 1 }, "Opus cannot be taken. This venue takes H.264 and AAC over RTMP. Choose AAC under Output.")]
    [InlineData(8, new byte[] { 0xAF, 0, 0x2B, 0x11, 0x88, 0 }, "HE-AAC cannot be taken. This venue takes H.264 and AAC over RTMP. Choose AAC under Output.")]
    [InlineData(8, new byte[] { 0xAF, 0, 0x11, 0xB0 }, "Sound of more than two channels cannot be taken. Choose stereo under Audio.")]
    [InlineData(8, new byte[] { 0xAF, 0, 0xFF }, "The sound's configuration cannot be read. Choose AAC under Output.")]
    [InlineData(9, new byte[] { 0x17, 0, 0, 0, 0, 1, 2 }, "The picture's configuration cannot be read. Choose H.264 under Output.")]
    public void What_cannot_be_taken_is_refused_with_its_reason(byte type, byte[] body, string why)
    {
        Assert.False(_intake.Take(new(type, 1, 0, body)));
        Assert.Equal(why, _intake.Refusal!.Words);
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public void Colours_that_browsers_do_not_show_are_refused()
    {
        Assert.Null(RtmpWords.OfPicture(new(100, 1280, 720, 1, 8, 8)));
        Assert.Contains("4:4:4 with 8 bits", RtmpWords.OfPicture(new(244, 1280, 720, 3, 8, 8))!.Words, StringComparison.Ordinal);
        Assert.Contains("4:2:0 with 10 bits", RtmpWords.OfPicture(new(110, 1280, 720, 1, 10, 10))!.Words, StringComparison.Ordinal);
    }

    [Fact]
    public void A_few_broken_pictures_are_left_out_and_many_end_it()
    {
        Begin();
        int lines = _log.Lines.Count;
        for (int picture = 0; picture < 50; picture++) Take(9, 40, [0x27, 1, 0, 0, 0, 0, 0, 0, 9, 0x41]);
        Assert.Equal(lines, _log.Lines.Count);
        Assert.False(_intake.Take(new(9, 1, 40, new byte[] { 0x27, 1, 0, 0, 0, 0, 0, 0, 9, 0x41 })));
        Assert.Equal("The pictures cannot be read: they are not as their configuration says.", _intake.Refusal!.Words);
    }

    [Fact]
    public void Configurations_that_change_again_and_again_end_it()
    {
        Begin();
        bool goesOn = true;
        for (int change = 0; change < 40 && goesOn; change++) goesOn = _intake.Take(new(8, 1, 0, new byte[] { 0xAF, 0, 0x11, (byte)(change % 2 == 0 ? 0x90 : 0x88) }));
        Assert.False(goesOn);
        Assert.Equal("Picture or sound changes its configuration again and again.", _intake.Refusal!.Words);
        Assert.Equal(32, _log.Lines.Count(line => line.StartsWith("format", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_waits_for_the_other_track_is_bounded_in_bytes()
    {
        Take(9, 0, VideoConfig);
        byte[] large = [0x17, 1, 0, 0, 0, 0, 0x0F, 0xFF, 0xFC, .. new byte[(1 << 20) - 4]];
        large[9] = 0x65;
        for (int picture = 0; picture < 4; picture++) Take(9, 0, large);
        Assert.Empty(_log.Lines);
        Take(9, 0, large);
        Assert.Equal("format H264 None", _log.Lines[0]);
    }

    [Fact]
    public void Whoever_is_off_air_is_told_by_the_next_sample()
    {
        Begin();
        _live.Publish();
        Assert.False(_intake.Take(new(9, 1, 50, Later)));
        Assert.Null(_intake.Refusal);
    }

    [Fact]
    public void Who_sends_a_file_at_once_is_held_to_real_time_and_who_was_held_up_catches_up()
    {
        RtmpPace pace = new(_time);
        Assert.Equal(TimeSpan.Zero, pace.Take(5_000_000));
        Assert.Equal(TimeSpan.Zero, pace.Take(5_001_000));
        Assert.Equal(500, pace.Take(5_001_500).TotalMilliseconds, 1.0);
        _time.Advance(TimeSpan.FromSeconds(4)); // nothing came for so long
        for (long late = 0; late <= 3500; late += 100) Assert.Equal(TimeSpan.Zero, pace.Take(5_001_500 + late));
        Assert.Equal(TimeSpan.Zero, pace.Take(9_000_000)); // a clock that was set is no hurry
        Assert.Equal(TimeSpan.Zero, pace.Take(9_000_000 - 40));
        // An encoder whose clock is a little fast is never held back.
        for (int second = 0; second < 20_000; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal(TimeSpan.Zero, pace.Take(9_000_000 + (second * 1000L) + (second / 5)));
        }
    }

    private void Begin()
    {
        Take(9, 0, VideoConfig);
        Take(8, 0, SoundConfig);
        Take(9, 0, Picture);
        Take(8, 0, Sound);
        Assert.Equal(["format H264 Aac", "video key 0", "sound key 0"], _log.Lines);
    }

    private void Take(byte type, uint time, byte[] body) => Assert.True(_intake.Take(new(type, 1, time, body)));

    private sealed class SampleKeeper : IStageSink
    {
        internal byte[] Last { get; private set; } = [];

        public void Formatted(StageFormat format)
        {
            // of no interest
        }

        public void Take(in StageSample sample) => Last = sample.Data.ToArray();

        public void Interrupted()
        {
            // of no interest
        }

        public void Ended()
        {
            // of no interest
        }
    }
}
