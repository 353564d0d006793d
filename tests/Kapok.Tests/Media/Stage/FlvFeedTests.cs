using Kapok.Media.Stage;
using Kapok.Media.Stage.Flv;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Kapok.Tests.Media.Stage;

/// <summary>What those who watch by FLV are given.</summary>
public sealed class FlvFeedTests
{
    private static readonly StageFormat Format = new()
    {
        Video = StageCodec.H264,
        VideoConfig = new byte[] { 1, 2, 3 },
        Width = 640,
        Height = 360,
        Audio = StageCodec.Aac,
        AudioConfig = new byte[] { 0x11, 0x90 },
        SampleRate = 48_000,
        Channels = 2,
    };

    private readonly FakeTimeProvider _time = new(new(2026, 11, 30, 20, 0, 0, TimeSpan.Zero));
    private readonly LiveStage _live;
    private readonly FlvFeed _feed;
    private readonly StagePublication _publication;
    private FlvFeed? _over;
    private long _ms;

    public FlvFeedTests()
    {
        _live = new("live-1", _time);
        _feed = new(_live, over => _over = over);
        _live.Add(_feed);
        _publication = _live.Publish()!;
    }

    [Fact]
    public async Task A_newcomer_begins_with_the_newest_keyframe_and_what_is_needed_before_it()
    {
        _publication.Format(Format);
        Send(video: true, key: true);
        Send(video: false);
        Send(video: true, key: true, size: 9);
        Send(video: false);
        Send(video: true, shiftMs: 80);
        using FlvViewer viewer = _feed.Enter();
        byte[] flv = await TakeAsync(viewer);
        Assert.Equal([0x46, 0x4C, 0x56, 1, 5, 0, 0, 0, 9, 0, 0, 0, 0], flv[..13]);
        List<(byte Type, uint TimeMs, byte[] Body)> tags = [.. RtmpPeer.Tags(flv)];
        Assert.Equal([18, 9, 8, 9, 8, 9], tags.Select(tag => tag.Type));
        Assert.Equal([20, 20, 20, 20, 30, 40], tags.Select(tag => (int)tag.TimeMs));
        Assert.Equal([0x17, 0, 0, 0, 0, 1, 2, 3], tags[1].Body);
        Assert.Equal([0xAF, 0, 0x11, 0x90], tags[2].Body);
        Assert.Equal([0x17, 1, 0, 0, 0, .. new byte[9]], tags[3].Body);
        Assert.Equal([0xAF, 1, 0], tags[4].Body);
        Assert.Equal([0x27, 1, 0, 0, 80, 0], tags[5].Body);
        Assert.True(FlvMetadata.TryRead(tags[0].Body, out FlvMetadata metadata));
        Assert.Equal(new FlvMetadata(640, 360, 0, true, true), metadata);
    }

    [Fact]
    public async Task The_room_clock_can_be_told_from_the_metadata()
    {
        _publication.Format(Format);
        _time.Advance(TimeSpan.FromSeconds(3));
        _ms = 70_000; // the encoder's own, from anywhere
        Send(video: true, key: true);
        using FlvViewer viewer = _feed.Enter();
        (byte _, uint time, byte[] body) = RtmpPeer.Tags(await TakeAsync(viewer)).First();
        Assert.Equal(3000u, time);
        byte[] utc = [0, 10, .. "kapokUtcMs"u8, .. RtmpPeer.Amf((double)_live.BeganAt.ToUnixTimeMilliseconds())];
        byte[] start = [0, 12, .. "kapokStartMs"u8, .. RtmpPeer.Amf(3000.0)];
        Assert.True(body.AsSpan().IndexOf(utc) > 0);
        Assert.True(body.AsSpan().IndexOf(start) > 0);
    }

    [Fact]
    public async Task Nothing_comes_before_the_first_keyframe()
    {
        _publication.Format(Format);
        using FlvViewer viewer = _feed.Enter();
        Assert.Empty(await TakeAsync(viewer)); // it is woken once to look
        Send(video: true);
        Send(video: false);
        Assert.Equal(0, _feed.KeptBytes);
        Send(video: true, key: true);
        Assert.Equal([18, 9, 8, 9], RtmpPeer.Tags(await TakeAsync(viewer)).Select(tag => tag.Type));
    }

    [Fact]
    public async Task Who_is_too_slow_goes_on_at_a_keyframe_and_costs_no_memory()
    {
        _publication.Format(Format);
        Send(video: true, key: true);
        using FlvViewer slow = _feed.Enter();
        await TakeAsync(slow);
        for (int picture = 1; picture <= 1000; picture++) Send(video: true, key: picture % 100 == 0, size: 1000); // ten seconds
        byte[] late = await TakeAsync(slow);
        Assert.Equal(1, slow.Skips);
        Assert.Equal(10_000u, RtmpPeer.Tags([.. new byte[13], .. late]).First().TimeMs);
        Assert.InRange(_feed.KeptBytes, 300 * 1000, 420 * 1100); // three seconds and the newest keyframe
    }

    [Fact]
    public async Task Who_is_a_little_late_misses_nothing()
    {
        _publication.Format(Format);
        Send(video: true, key: true);
        using FlvViewer viewer = _feed.Enter();
        await TakeAsync(viewer);
        for (int picture = 1; picture <= 250; picture++) Send(video: true, key: picture % 100 == 0);
        List<uint> times = [];
        while (times.Count < 250) times.AddRange(RtmpPeer.Tags([.. new byte[13], .. await TakeAsync(viewer)]).Select(tag => tag.TimeMs));
        Assert.Equal(Enumerable.Range(1, 250).Select(picture => (uint)(picture * 10)), times);
        Assert.Equal(0, viewer.Skips);
    }

    [Fact]
    public async Task Keyframes_that_are_too_far_apart_bound_memory_and_a_newcomer_waits_for_the_next()
    {
        _publication.Format(Format);
        Send(video: true, key: true);
        using FlvViewer early = _feed.Enter();
        await TakeAsync(early);
        for (int picture = 1; picture <= 3000; picture++)
        {
            Send(video: true, size: 5000); // thirty seconds of four megabits
            if (picture % 50 == 0) Assert.NotEmpty(await TakeAsync(early));
        }
        Assert.Equal(0, early.Skips);
        Assert.InRange(_feed.KeptBytes, 1, 8 << 20);
        using FlvViewer newcomer = _feed.Enter();
        Assert.Empty(await TakeAsync(newcomer));
        Send(video: true, key: true);
        Assert.NotEmpty(await TakeAsync(newcomer));
    }

    [Fact]
    public async Task A_performer_who_is_back_goes_on_with_a_keyframe_and_is_told_anew()
    {
        _publication.Format(Format);
        Send(video: true, key: true);
        using FlvViewer viewer = _feed.Enter();
        await TakeAsync(viewer);
        _publication.End();
        using FlvViewer between = _feed.Enter();
        Assert.Empty(await TakeAsync(between)); // nothing old is shown
        _time.Advance(TimeSpan.FromSeconds(9));
        StagePublication again = _live.Publish()!;
        again.Format(Format with { Width = 320 });
        again.Send(true, false, 0, 0, new byte[] { 1 });
        again.Send(true, true, 900, 0, new byte[] { 2 });
        foreach ((FlvViewer one, int start) in ((FlvViewer, int)[])[(viewer, 0), (between, 13)])
        {
            byte[] flv = await TakeAsync(one);
            if (start == 0) flv = [.. new byte[13], .. flv];
            Assert.Equal([18, 9, 8, 9], RtmpPeer.Tags(flv).Select(tag => tag.Type));
            Assert.Equal(9020u, RtmpPeer.Tags(flv).Last().TimeMs);
        }
    }

    [Fact]
    public async Task Sound_alone_begins_anywhere_and_wakes_a_few_times_a_second()
    {
        _publication.Format(Format with { Video = StageCodec.None, VideoConfig = default });
        using FlvViewer viewer = _feed.Enter();
        Assert.Empty(await TakeAsync(viewer));
        for (int sound = 0; sound < 20; sound++) Send(video: false);
        byte[] flv = await TakeAsync(viewer);
        Assert.Equal(4, flv[4]); // sound only
        Assert.Equal([18, 8, 8], RtmpPeer.Tags(flv).Select(tag => tag.Type)); // what is newest
    }

    [Fact]
    public async Task What_flv_cannot_carry_ends_it()
    {
        using FlvViewer viewer = _feed.Enter();
        _publication.Format(Format with { Audio = StageCodec.Opus });
        List<ReadOnlyMemory<byte>> to = [];
        Assert.True(_feed.IsForeign);
        Assert.False(await viewer.TakeAsync(to, CancellationToken.None));
        Assert.Empty(to);
    }

    [Fact]
    public async Task The_end_comes_after_what_was_sent_and_viewers_are_counted()
    {
        _publication.Format(Format);
        Send(video: true, key: true);
        FlvViewer viewer = _feed.Enter();
        Assert.Equal(1, _live.Viewers.Of(StageExit.Flv));
        _live.End();
        Assert.Same(_feed, _over);
        Assert.NotEmpty(await TakeAsync(viewer));
        viewer.Dispose();
        Assert.Equal(0, _live.Viewers.Of(StageExit.Flv));
        using FlvViewer late = _feed.Enter();
        List<ReadOnlyMemory<byte>> to = [];
        while (await late.TakeAsync(to, CancellationToken.None)) to.Clear();
    }

    private static async Task<byte[]> TakeAsync(FlvViewer viewer)
    {
        List<ReadOnlyMemory<byte>> to = [];
        Assert.True(await viewer.TakeAsync(to, CancellationToken.None));
        return [.. to.SelectMany(piece => piece.ToArray())];
    }

    private void Send(bool video, bool key = false, int size = 1, int shiftMs = 0)
    {
        Assert.True(_publication.Send(video, key || !video, _ms * 90, shiftMs * 90, new byte[size]));
        _ms += 10;
        _time.Advance(TimeSpan.FromMilliseconds(10));
    }
}
