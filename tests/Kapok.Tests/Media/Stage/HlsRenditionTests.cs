using Kapok.Media.Stage;
using Kapok.Media.Stage.Hls;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Kapok.Tests.Media.Stage;

/// <summary>Waiting for what is to come.</summary>
public sealed class HlsRenditionTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly HlsTiming _timing = new(500);
    private readonly HlsRendition _rendition;
    private readonly HlsPackager _packager;
    private int _frames;

    public HlsRenditionTests()
    {
        DateTimeOffset began = _time.GetUtcNow();
        _rendition = new(_timing, () => began, _time);
        _packager = new(_timing, _rendition);
        _packager.Formatted(new() { Video = StageCodec.H264, VideoConfig = StageMedia.AvcConfig, Width = 1280, Height = 720 });
    }

    [Fact]
    public async Task Thousands_wait_for_one_part_and_get_the_same_bytes()
    {
        Send(31); // the first second, and a frame that is held
        Task<HlsReply>[] waiting = [.. Enumerable.Range(0, 3000).Select(_ => Ask("?_HLS_msn=0&_HLS_part=2"))];
        Assert.All(waiting, one => Assert.False(one.IsCompleted));
        Send(15);
        HlsReply[] replies = await Task.WhenAll(waiting);
        Assert.Single(replies.Distinct());
        Assert.EndsWith("p0.2.m4s", HlsReader.Read(replies[0].Body[0]).Segments[^1].Parts[^1].Uri, StringComparison.Ordinal);
        Assert.Contains("max-age=36", replies[0].CacheControl, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_announced_part_is_waited_for_and_no_other()
    {
        Send(31);
        Task<HlsReply> announced = Ask("", "p0.2.m4s");
        Assert.False(announced.IsCompleted);
        Assert.Equal(404, (await Ask("", "p0.3.m4s")).Status);
        Assert.Equal(404, (await Ask("", "p1.0.m4s")).Status);
        Assert.Equal(404, (await Ask("", "s0.m4s")).Status);
        Assert.Equal(404, (await Ask("", "i1.mp4")).Status);
        Send(15);
        Assert.Equal("video/mp4", (await announced).ContentType);
    }

    [Fact]
    public async Task An_announced_part_that_never_comes_is_missing_and_those_who_wait_for_it_get_the_next_segment()
    {
        Send(31);
        Task<HlsReply> part = Ask("", "p0.3.m4s"), list = Ask("?_HLS_msn=0&_HLS_part=3");
        _packager.Interrupted(); // the frame that was held makes part 2, and nothing more comes of this segment
        Assert.Equal(404, (await part).Status);
        Assert.False(list.IsCompleted);
        _frames = 60; // a keyframe
        Send(16);
        Assert.Equal(1, HlsReader.Read((await list).Body[0]).Segments[^1].Number);
    }

    [Fact]
    public async Task A_whole_segment_is_waited_for_until_it_is_whole()
    {
        Send(50);
        Task<HlsReply> whole = Ask("?_HLS_msn=0");
        Assert.False(whole.IsCompleted);
        Send(11); // the keyframe at two seconds
        Assert.NotNull(HlsReader.Read((await whole).Body[0]).Segments[0].Duration);
    }

    [Theory]
    [InlineData("?_HLS_msn=2")]
    [InlineData("?_HLS_msn=0&_HLS_part=8")]
    [InlineData("?_HLS_msn=1&_HLS_part=6")]
    public async Task Who_asks_for_what_is_too_far_is_refused_at_once(string query)
    {
        Send(31); // parts 0 and 1
        Assert.Equal(400, (await Ask(query)).Status);
    }

    [Theory]
    [InlineData("?_HLS_msn=0&_HLS_part=7")]
    [InlineData("?_HLS_msn=1")]
    public void Who_asks_for_what_is_soon_waits(string query)
    {
        Send(31);
        Assert.False(Ask(query).IsCompleted);
    }

    [Fact]
    public async Task Who_has_waited_for_three_target_durations_in_vain_is_told()
    {
        Send(31);
        Task<HlsReply> waiting = Ask("?_HLS_msn=0&_HLS_part=2");
        _time.Advance(TimeSpan.FromSeconds(17.9));
        _rendition.ReleaseLate();
        Assert.False(waiting.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.2));
        _rendition.ReleaseLate();
        Assert.Equal(503, (await waiting).Status);
        Assert.Equal("no-store", (await waiting).CacheControl);
        Assert.False(Ask("?_HLS_msn=0&_HLS_part=2").IsCompleted);
    }

    [Fact]
    public async Task The_end_lets_everyone_go()
    {
        Send(31);
        Task<HlsReply> list = Ask("?_HLS_msn=1&_HLS_part=0");
        _packager.Ended();
        Assert.True(HlsReader.Read((await list).Body[0]).IsOver);
        Assert.Equal(404, (await Ask("", "p1.0.m4s")).Status);
    }

    [Fact]
    public async Task A_publisher_who_is_back_goes_on_after_a_discontinuity_with_the_same_initialisation()
    {
        Send(70);
        _packager.Interrupted();
        _frames += 300;
        Send(70);
        HlsReader list = HlsReader.Read((await Ask("")).Body[0]);
        Assert.Equal([false, false, true], list.Segments.Select(segment => segment.IsDiscontinuous));
        Assert.Single(list.Segments.Select(segment => segment.Map).Distinct());
        Assert.InRange((list.Segments[2].Time - list.Segments[1].Time)!.Value.TotalSeconds, 10, 12);
    }

    [Fact]
    public async Task Another_format_brings_another_initialisation()
    {
        Send(70);
        _packager.Formatted(new() { Video = StageCodec.H264, VideoConfig = StageMedia.AvcConfig, Width = 640, Height = 360 });
        Send(70);
        HlsReader list = HlsReader.Read((await Ask("")).Body[0]);
        Assert.Equal(["i0.mp4", "i1.mp4"], list.Segments.Select(segment => segment.Map).Distinct());
        Assert.Equal(200, (await Ask("", "i1.mp4")).Status);
    }

    [Fact]
    public async Task What_has_left_the_list_can_still_be_had_for_a_while()
    {
        Send(30 * 60);
        HlsReader list = HlsReader.Read((await Ask("")).Body[0]);
        Assert.True(list.MediaSequence > 5);
        Assert.Equal(200, (await Ask("", "s2.m4s")).Status);
        Assert.Equal(200, (await Ask("", "p2.0.m4s")).Status);
        Send(30 * 60);
        Assert.Equal(404, (await Ask("", "s2.m4s")).Status);
    }

    private Task<HlsReply> Ask(string query, string file = "index.m3u8")
    {
        Assert.True(HlsRequest.TryRead(file, query, out HlsRequest request, out _));
        return _rendition.AnswerAsync(request).AsTask();
    }

    private void Send(int frames)
    {
        for (; frames > 0; frames--, _frames++) _packager.Take(new(true, _frames % 30 == 0, _frames * 3000L, 0, new byte[50]));
    }
}
