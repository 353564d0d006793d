using Kapok.Media.Stage;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Kapok.Tests.Media.Stage;

public sealed class LiveStageTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void What_plays_as_it_is_comes_by_the_feeds_with_the_same_times()
    {
        LiveStage live = new("a", _time);
        StagePassage.Lay(live);
        StageLog playable = new(), opus = new(), small = new();
        live.Feed(StageFeed.Playable).Add(playable);
        live.Feed(StageFeed.Opus).Add(opus);
        live.Feed(StageFeed.Small).Add(small);
        _time.Advance(TimeSpan.FromSeconds(2));
        StagePublication publication = live.Publish()!;
        Assert.True(publication.Format(new() { Video = StageCodec.H264, Audio = StageCodec.Opus, SampleRate = 48_000, Channels = 2 }));
        publication.Send(isVideo: true, isKey: true, 5_000_000, 0, new byte[] { 1 });
        publication.Send(isVideo: false, isKey: true, 5_000_900, 0, new byte[] { 2 });
        publication.End();

        Assert.Equal(["format H264 Opus", "video key 180000", "sound key 180900", "interrupted"], playable.Lines);
        Assert.Equal(["format None Opus", "sound key 180900", "interrupted"], opus.Lines);
        Assert.Empty(small.Lines);
    }

    [Fact]
    public void A_first_sample_that_came_late_does_not_make_the_others_seem_newer_than_they_are()
    {
        LiveStage live = new("a", _time);
        StageLog log = new();
        live.Add(log);
        StagePublication publication = live.Publish()!;
        publication.Format(new() { Video = StageCodec.H264 });
        _time.Advance(TimeSpan.FromMilliseconds(300)); // the keyframe was under way for so long
        publication.Send(isVideo: true, isKey: true, 0, 0, new byte[] { 1 });
        _time.Advance(TimeSpan.FromMilliseconds(100));
        publication.Send(isVideo: true, isKey: false, 36_000, 0, new byte[] { 1 }); // 400 ms later by the publisher's clock

        Assert.Equal(live.BeganAt.AddMilliseconds(-300), live.ProgrammeBeganAt);
        Assert.Equal(live.ProgrammeBeganAt, live.Feed(StageFeed.Playable).ProgrammeBeganAt);
        Assert.Equal(["format H264 None", "video key 27000", "video 63000"], log.Lines);
        StagePublication next = live.Publish()!;
        publication.Send(isVideo: true, isKey: false, 90_000, 0, new byte[] { 1 });
        next.Send(isVideo: true, isKey: true, 0, 0, new byte[] { 1 });
        Assert.Equal(live.BeganAt.AddMilliseconds(-300), live.ProgrammeBeganAt);
        Assert.Equal("video key 63000", log.Lines[^1]); // 400 ms after the beginning, and as early as the first was
    }

    [Fact]
    public void What_does_not_play_from_mp4_does_not_come_as_playable()
    {
        LiveStage live = new("a", _time);
        StagePassage.Lay(live);
        StageLog playable = new();
        live.Feed(StageFeed.Playable).Add(playable);
        StagePublication publication = live.Publish()!;
        publication.Format(new() { Video = StageCodec.Vp8, Audio = StageCodec.Opus, SampleRate = 48_000, Channels = 2 });
        publication.Send(isVideo: true, isKey: true, 0, 0, new byte[] { 1 });
        Assert.Empty(playable.Lines);
    }

    [Fact]
    public async Task Whoever_is_taken_over_is_told_and_sends_nothing_more()
    {
        LiveStage live = new("a", _time);
        StagePublication first = live.Publish()!;
        StagePublication second = live.Publish()!;
        Assert.Equal(StageOver.TakenOver, await first.Over);
        Assert.False(first.Send(isVideo: true, isKey: true, 0, 0, new byte[] { 1 }));
        first.End();
        Assert.True(live.IsPublished);
        live.End(StageOver.KeyVoid);
        Assert.Equal(StageOver.KeyVoid, await second.Over);
        Assert.Null(live.Publish());
        Assert.Null(live.Feed(StageFeed.Opus).Publish());
    }

    [Fact]
    public void A_clock_that_jumps_is_carried_on_and_never_goes_back()
    {
        LiveStage live = new("a", _time);
        StageLog log = new();
        live.Add(log);
        StagePublication publication = live.Publish()!;
        publication.Send(isVideo: true, isKey: true, 90_000, 0, new byte[] { 1 });
        publication.Send(isVideo: true, isKey: false, 45_000, 0, new byte[] { 1 });
        _time.Advance(TimeSpan.FromSeconds(1));
        publication.Send(isVideo: true, isKey: false, 90_000_000, 0, new byte[] { 1 });
        Assert.Equal(["video key 0", "video 1", "video 90000"], log.Lines);
        Assert.Equal(1, publication.Jumps);
    }
}
