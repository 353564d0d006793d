using Xunit;

namespace Kapok.Tests.Media.Stage;

/// <summary>What draft-pantos-hls-rfc8216bis demands of a live playlist by itself, and of each that follows another. Numbers are those of its sections.</summary>
internal sealed class HlsRules
{
    private const double Rounding = 0.00002; // lists have five decimals

    private readonly Dictionary<long, long> _discontinuities = [];
    private HlsReader? _before;

    /// <summary>Lists that were looked at.</summary>
    internal int Lists { get; private set; }

    /// <summary>Whether announced parts must have come: not where the publisher has gone meanwhile.</summary>
    internal bool MayMissHint { get; set; }

    /// <summary>The newest list.</summary>
    internal HlsReader? Newest => _before;

    /// <summary>Looks at the next list.</summary>
    internal void Check(HlsReader list)
    {
        Lists++;
        OfItself(list);
        if (_before is { } before) After(before, list);
        _before = list;
        MayMissHint = false;
    }

    private static void OfItself(HlsReader list)
    {
        Assert.True(list.Version >= 9);
        Assert.True(list.CanBlock);
        Assert.NotEmpty(list.Segments);
        Assert.True(list.PartHoldBack >= (3 * list.PartTarget) - Rounding, "PART-HOLD-BACK (4.4.3.8)");
        Assert.True(list.SkipBoundary >= 6 * list.TargetDuration, "CAN-SKIP-UNTIL (4.4.3.8)");
        double behind = list.Duration;
        for (int at = 0; at < list.Segments.Count; at++)
        {
            ReadSegment segment = list.Segments[at];
            bool isNewest = at == list.Segments.Count - 1;
            double length = segment.Duration ?? segment.Parts.Sum(part => part.Duration);
            behind -= length;
            Assert.NotNull(segment.Map); // 4.4.4.5: fragmented MP4 needs one
            Assert.NotNull(segment.Time);
            Assert.True(isNewest || segment.Duration is not null, "only the newest segment may be without its end");
            Assert.True(Math.Round(segment.Duration ?? 0, MidpointRounding.AwayFromZero) <= list.TargetDuration, $"EXTINF {segment.Duration} (4.4.3.1)");
            if (behind <= 3 * list.TargetDuration - Rounding) Assert.True(segment.Parts.Count > 0, "parts stay for three target durations (4.4.4.9)");
            for (int part = 0; part < segment.Parts.Count; part++)
            {
                double duration = segment.Parts[part].Duration;
                Assert.True(duration <= list.PartTarget + Rounding, $"a part of {duration} s, PART-TARGET is {list.PartTarget} (4.4.3.7)");
                if (part < segment.Parts.Count - 1) Assert.True(duration >= (0.85 * list.PartTarget) - Rounding, $"a part of {duration} s is not its segment's last (4.4.3.7)");
            }
            if (segment.Duration is { } whole && segment.Parts.Count > 0) Assert.Equal(whole, segment.Parts.Sum(part => part.Duration), 0.0005);
            if (at > 0 && !segment.IsDiscontinuous)
            {
                ReadSegment last = list.Segments[at - 1];
                Assert.Equal(last.Time!.Value.AddSeconds(last.Duration!.Value).ToUnixTimeMilliseconds(), segment.Time!.Value.ToUnixTimeMilliseconds(), 2d);
                Assert.Equal(last.Map, segment.Map);
            }
        }
        Assert.False(list.IsOver && list.Hint is not null);
        if (list.MediaSequence > 0) Assert.True(list.Duration >= 3 * list.TargetDuration, "three target durations stay (6.2.2)");
    }

    private void After(HlsReader before, HlsReader list)
    {
        Assert.False(before.IsOver, "a list that has ended changes no more (6.2.1)");
        Assert.Equal(before.TargetDuration, list.TargetDuration);
        Assert.Equal(before.PartTarget, list.PartTarget);
        Assert.True(list.MediaSequence >= before.MediaSequence, "EXT-X-MEDIA-SEQUENCE never goes back (6.2.2)");
        Assert.True(list.DiscontinuitySequence >= before.DiscontinuitySequence);
        Assert.True(list.MediaSequence <= before.MediaSequence + before.Segments.Count, "no segment is left out");
        foreach (ReadSegment segment in list.Segments)
        {
            long at = segment.Number - before.MediaSequence;
            if (at >= 0 && at < before.Segments.Count) Same(before.Segments[(int)at], segment);
        }
        long discontinuity = list.DiscontinuitySequence;
        foreach (ReadSegment segment in list.Segments)
        {
            if (segment.IsDiscontinuous) discontinuity++;
            if (_discontinuities.TryGetValue(segment.Number, out long known)) Assert.Equal(known, discontinuity); // 6.2.2: a segment's number of discontinuity never changes
            else _discontinuities[segment.Number] = discontinuity;
        }
        if (before.Hint is not { } hint || MayMissHint) return;
        string[] had = [.. before.Segments.SelectMany(segment => segment.Parts).Select(part => part.Uri)];
        string? first = list.Segments.SelectMany(segment => segment.Parts).Select(part => part.Uri).FirstOrDefault(uri => !had.Contains(uri));
        if (first is not null) Assert.Equal(hint, first);
    }

    // What was said of a segment stays; it may get more parts and its end, and lose its list of parts.
    private static void Same(ReadSegment was, ReadSegment segment)
    {
        Assert.Equal(was.Map, segment.Map);
        Assert.Equal(was.Time, segment.Time);
        Assert.Equal(was.IsDiscontinuous, segment.IsDiscontinuous);
        if (was.Duration is not null) Assert.Equal((was.Uri, was.Duration), (segment.Uri, segment.Duration));
        if (segment.Parts.Count > 0) Assert.Equal(was.Parts, segment.Parts.Take(was.Parts.Count));
        if (was.Duration is not null && segment.Parts.Count > 0) Assert.Equal(was.Parts.Count, segment.Parts.Count);
    }
}
