using Kapok.Media.Stage;
using Kapok.Media.Stage.Hls;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Kapok.Tests.Media.Stage;

/// <summary>Where there are two renditions the list of each says how far the other is (draft-pantos-hls-rfc8216bis, 4.4.5.4), as the other's own list has it.</summary>
public sealed class HlsReportTests : IDisposable
{
    private const int Frame = StageSample.TicksPerSecond / 30;

    private readonly FakeTimeProvider _time = new();
    private readonly LiveStage _live;
    private readonly HlsBroadcast _broadcast;
    private readonly HlsShelf _shelf;

    public HlsReportTests()
    {
        (_live, _shelf) = (new("x", _time), new(500, _time));
        _shelf.Put(_live);
        _broadcast = _shelf.Find("x")!;
    }

    public void Dispose() => _shelf.Dispose();

    [Theory]
    [InlineData(1, 30, 30)]
    [InlineData(3, 30, 90)] // what makes the small one is a little late, and has its whole pictures elsewhere
    [InlineData(40, 75, 30)]
    [InlineData(7, 200, 61)]
    public void A_list_reports_of_the_other_rendition_what_its_list_says(int lateFrames, int keyEach, int smallKeyEach)
    {
        StagePublication full = Begin(StageFeed.Playable, 1280), small = Begin(StageFeed.Small, 640);
        HlsRules fullRules = new(), smallRules = new();
        int reports = 0;
        for (int frame = 0; frame < 30 * 70; frame++)
        {
            Send(full, frame, keyEach);
            reports += Look(_broadcast.Full, fullRules, _broadcast.Small, "../360/index.m3u8");
            if (frame < lateFrames) continue;
            Send(small, frame - lateFrames, smallKeyEach);
            reports += Look(_broadcast.Small, smallRules, _broadcast.Full, "../full/index.m3u8");
        }
        Assert.True(reports > 200, $"{reports} lists had a report");
    }

    [Fact]
    public void Where_there_is_one_rendition_nothing_is_reported_and_a_list_that_has_ended_reports_nothing()
    {
        StagePublication full = Begin(StageFeed.Playable, 1280);
        for (int frame = 0; frame < 90; frame++) Send(full, frame, 30);
        Assert.Empty(Read(_broadcast.Full).Reports);
        StagePublication small = Begin(StageFeed.Small, 640);
        for (int frame = 90; frame < 180; frame++)
        {
            Send(full, frame, 30);
            Send(small, frame, 30);
        }
        Assert.Single(Read(_broadcast.Full).Reports);
        _live.End();
        Assert.True(Read(_broadcast.Full).IsOver);
        Assert.Empty(Read(_broadcast.Full).Reports);
    }

    private StagePublication Begin(StageFeed feed, int width)
    {
        StagePublication publication = _live.Feed(feed).PublishOnClock()!;
        publication.Format(new() { Video = StageCodec.H264, VideoConfig = StageMedia.AvcConfig, Width = width, Height = width * 9 / 16 });
        return publication;
    }

    private static void Send(StagePublication to, int frame, int keyEach) =>
        to.SendOnClock(isVideo: true, isKey: frame % keyEach == 0, (long)frame * Frame, new byte[frame % keyEach == 0 ? 200 : 20]);

    /// <summary>Only what changed just now: a list is as new as its newest part, and what it reports was read at that moment.</summary>
    private static int Look(HlsRendition one, HlsRules rules, HlsRendition other, string address)
    {
        if (!one.HasBegun) return 0;
        HlsReader list = Read(one);
        if (rules.Newest is { } before && IsSame(before, list)) return 0;
        rules.Check(list);
        if (!other.HasBegun)
        {
            Assert.Empty(list.Reports);
            return 0;
        }
        ReadSegment last = Read(other).Segments[^1];
        Assert.Equal([(address, last.Number, last.Parts.Count - 1)], list.Reports);
        Assert.Equal(list.Reports, Read(one, "?_HLS_skip=YES").Reports);
        return 1;
    }

    private static bool IsSame(HlsReader one, HlsReader other) => one.Hint == other.Hint && one.Segments.Count == other.Segments.Count && one.MediaSequence == other.MediaSequence
        && one.Segments[^1].Parts.Count == other.Segments[^1].Parts.Count;

    private static HlsReader Read(HlsRendition rendition, string query = "")
    {
        Assert.True(HlsRequest.TryRead(HlsRequest.PlaylistName, query, out HlsRequest request, out _));
        Task<HlsReply> reply = rendition.AnswerAsync(request).AsTask();
        Assert.True(reply.IsCompletedSuccessfully);
        return HlsReader.Read(reply.Result.Body[0]);
    }
}
