using Kapok.Media.Stage;
using Kapok.Media.Stage.Hls;
using Xunit;

namespace Kapok.Tests.Media.Stage;

/// <summary>Whatever a publisher's timing: the playlists keep the draft's rules, and the media is whole.</summary>
[Trait(Fuzz.Category, Fuzz.Name)]
public sealed class HlsPackagerTests
{
    private const int Plans = 2000;

    [Fact]
    public void The_rules_are_kept_and_the_media_is_whole_whatever_a_publisher_does()
    {
        Random random = Fuzz.NewRandom("hls-publisher");
        long began = TimeProvider.System.GetTimestamp();
        for (int plans = 0; Fuzz.GoesOn(began, plans, Plans); plans++)
        {
            PublisherPlan plan = AnyPlan(random);
            try
            {
                Watch(plan);
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"With {plan}: {error.Message}", error);
            }
        }
    }

    [Fact]
    public void A_publisher_at_leisure_gets_even_parts_and_segments_of_two_seconds()
    {
        HlsRules rules = Watch(new(1, 500, 60, 30, 1, 1, 0, 0, 44_100, false, 0));
        HlsReader list = rules.Newest!;
        Assert.All(list.Segments.SkipLast(1), segment => Assert.Equal(2d, segment.Duration!.Value, 0.03));
        Assert.All(list.Segments.SkipLast(1).SelectMany(segment => segment.Parts), part => Assert.InRange(part.Duration, 0.44, 0.52));
        Assert.All(list.Segments.SkipLast(1).Where(segment => segment.Parts.Count > 0), segment => Assert.True(segment.Parts[0].IsIndependent && segment.Parts.Count is 4 or 5));
        Assert.Equal(0, list.DiscontinuitySequence);
    }

    [Fact]
    public void Keyframes_every_thirty_seconds_still_give_segments_of_six()
    {
        HlsReader list = Watch(new(1, 500, 70, 30, 30, 0, 0, 0, 44_100, false, 0)).Newest!;
        Assert.All(list.Segments.SkipLast(1), segment => Assert.InRange(segment.Duration!.Value, 0.1, 6));
        Assert.Contains(list.Segments, segment => segment.Duration > 5);
    }

    [Fact]
    public void Sound_alone_is_cut_by_itself()
    {
        HlsReader list = Watch(new(1, 500, 60, 0, 1, 1, 0, 0, 44_100, false, 0)).Newest!;
        Assert.All(list.Segments.SkipLast(1), segment => Assert.InRange(segment.Duration!.Value, 1.7, 2.2));
        Assert.All(list.Segments.SelectMany(segment => segment.Parts), part => Assert.True(part.IsIndependent));
    }

    [Fact]
    public void Memory_stays_whatever_a_publisher_sends()
    {
        HlsTiming timing = new(500);
        HlsRendition rendition = new(timing, () => DateTimeOffset.UnixEpoch, TimeProvider.System);
        HlsPackager packager = new(timing, rendition);
        packager.Formatted(new() { Video = StageCodec.H264, VideoConfig = StageMedia.AvcConfig, Width = 1280, Height = 720 });
        byte[] big = new byte[200_000];
        long most = 0;
        for (int frame = 0; frame < 30 * 90; frame++) // 48 Mbit/s
        {
            packager.Take(new(true, frame % 60 == 0, frame * 3000L, 0, big));
            most = Math.Max(most, rendition.Bytes);
        }
        Assert.InRange(most, 80L << 20, 170L << 20);
        // A clock that stands still, and one keyframe that is more than a part may be.
        for (int frame = 0; frame < 20_000; frame++) packager.Take(new(true, true, 90_000_000L + frame, 0, new byte[100]));
        packager.Take(new(true, true, 100_000_000L, 0, new byte[30 << 20]));
        packager.Take(new(true, true, 100_003_000L, 0, new byte[30 << 20]));
        packager.Take(new(true, true, 100_006_000L, 0, new byte[100]));
        Assert.True(rendition.Bytes < 170L << 20);
    }

    [Fact]
    public async Task A_publisher_who_changes_the_format_with_each_picture_makes_no_list_without_end()
    {
        HlsTiming timing = new(500);
        HlsRendition rendition = new(timing, () => DateTimeOffset.UnixEpoch, TimeProvider.System);
        HlsPackager packager = new(timing, rendition);
        for (int picture = 0; picture < 1000; picture++)
        {
            packager.Formatted(new() { Video = StageCodec.H264, VideoConfig = StageMedia.AvcConfig, Width = 100 + (picture % 2), Height = 100 });
            packager.Take(new(true, true, picture * 3000L, 0, new byte[10]));
        }
        HlsReader list = HlsReader.Read(Get(rendition, "index.m3u8").Body[0]);
        Assert.InRange(list.Segments.Count, 100, 130);
        Assert.All(list.Segments, segment => Assert.Equal(200, Get(rendition, segment.Map!).Status));
        Assert.True(HlsRequest.TryRead("i0.mp4", "", out HlsRequest first, out _));
        Assert.Equal(404, (await rendition.AnswerAsync(first)).Status);
    }

    private static PublisherPlan AnyPlan(Random random)
    {
        bool isOpus = random.Next(3) == 0;
        int rate = Pick(random, 0, 1, 5, 10, 15, 24, 25, 30, 30, 60), audio = Pick(random, 0, 44_100, 44_100, 48_000, 8_000);
        if (rate == 0 && audio == 0) audio = 44_100;
        return new(
            random.Next(1_000_000),
            PartMs: Pick(random, 200, 333, 500, 500, 500, 1000),
            Seconds: Pick(random, 3, 5, 8, 8, 12, 20, 60),
            rate,
            KeySeconds: Pick(random, 0.2, 0.5, 1, 1, 2, 2.5, 4, 7, 8.33, 30),
            JitterMs: Pick(random, 0, 0, 1, 5, 20),
            DropPercent: Pick(random, 0, 0, 0, 2, 10),
            BFrames: Pick(random, 0, 0, 2),
            isOpus && audio > 0 ? 48_000 : audio,
            isOpus && audio > 0,
            Accidents: Pick(random, 0, 0, 1, 4));
    }

    private static T Pick<T>(Random random, params T[] values) => values[random.Next(values.Length)];

    /// <summary>Publishes, and reads each list and each part as a client does.</summary>
    private static HlsRules Watch(PublisherPlan plan)
    {
        HlsPublisher publisher = new(plan);
        HlsRules rules = new();
        HlsMedia media = new(uri => [.. Get(publisher.Rendition, uri).Body.SelectMany(piece => piece.ToArray())], plan.IsOpus ? 48_000 : plan.AudioRate);
        HlsReply? last = null;
        publisher.Sent = hasBroken =>
        {
            if (hasBroken) rules.MayMissHint = true;
            if (!publisher.Rendition.HasBegun) return;
            HlsReply reply = Get(publisher.Rendition, "index.m3u8");
            if (ReferenceEquals(reply, last)) return;
            last = reply;
            HlsReader list = HlsReader.Read(reply.Body[0]);
            if (rules.Newest is { } before) SameByDelta(publisher.Rendition, before, list);
            rules.Check(list);
            media.Follow(list);
        };
        publisher.Run();
        media.Compare(publisher.Samples, plan);
        return rules;
    }

    private static void SameByDelta(HlsRendition rendition, HlsReader before, HlsReader list)
    {
        HlsReader delta = HlsReader.Read(Get(rendition, "index.m3u8", "?_HLS_skip=YES").Body[0]);
        if (delta.Skipped == 0) return;
        double skipped = list.Segments.Take(delta.Skipped).Sum(segment => segment.Duration!.Value);
        Assert.True(skipped <= list.Duration - list.SkipBoundary + 0.001, "nothing nearer than the skip boundary (4.4.5.2)");
        // Whoever had no list for a while may not ask for a delta; all others have what is skipped.
        if (delta.MediaSequence + delta.Skipped > before.MediaSequence + before.Segments.Count) return;
        HlsReader whole = delta.Onto(before);
        Assert.Equal(list.Segments.Select(Said), whole.Segments.Select(Said));
        static (long, string?, double?) Said(ReadSegment segment) => (segment.Number, segment.Uri, segment.Duration);
    }

    private static HlsReply Get(HlsRendition rendition, string file, string query = "")
    {
        Assert.True(HlsRequest.TryRead(file, query, out HlsRequest request, out _));
        Task<HlsReply> reply = rendition.AnswerAsync(request).AsTask();
        Assert.True(reply.IsCompletedSuccessfully, $"{file}{query} waits");
        Assert.Equal(200, reply.Result.Status);
        return reply.Result;
    }
}
