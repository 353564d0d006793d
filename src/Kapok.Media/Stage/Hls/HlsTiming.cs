namespace Kapok.Media.Stage.Hls;

/// <summary>How a stream is cut, and for how long it is kept. Times are in 1/90,000 s unless they say otherwise.</summary>
public sealed class HlsTiming
{
    /// <summary>Range of the length of a part, in milliseconds.</summary>
    public const int LeastPartMs = 200, MostPartMs = 1000;

    /// <summary>
    /// The longest segment, in seconds: EXT-X-TARGETDURATION, which must be known before the first keyframe interval is and never changes. A segment is cut here even where no
    /// keyframe comes; to wait for one would hold back the whole stream for as long as some encoder pleases.
    /// </summary>
    public const int TargetSeconds = 6;

    /// <summary>From which length on the next keyframe ends a segment.</summary>
    public const long Segment = 2 * Second;

    private const long Second = StageSample.TicksPerSecond;

    // What parts may be longer than asked for: as publishers tell times in milliseconds, a frame is now and then a little late.
    private const long PartSlack = Second / 50;

    /// <summary>Timing for parts of some length.</summary>
    /// <param name="partMs">Milliseconds, 200 to 1000.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is less or more.</exception>
    public HlsTiming(int partMs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(partMs, LeastPartMs);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(partMs, MostPartMs);
        Part = partMs * Second / 1000;
        MostPart = Part + PartSlack;
        LeastPart = ((MostPart * 85) + 99) / 100;
        MostPartBytes = (int)(MostBytesPerSecond * partMs / 1000);
    }

    /// <summary>The length that parts are cut to where no frame says better.</summary>
    public long Part { get; }

    /// <summary>The longest part: PART-TARGET.</summary>
    public long MostPart { get; }

    /// <summary>The shortest part that is not a segment's last: 85 % of the longest (draft-pantos-hls-rfc8216bis, 4.4.3.7).</summary>
    public long LeastPart { get; }

    /// <summary>Bytes of a part from which on a publisher sends more than is packaged.</summary>
    public int MostPartBytes { get; }

    /// <summary>Samples of a part, likewise: a clock that stands still would collect them without end.</summary>
    public const int MostPartSamples = 4000;

    /// <summary>The longest segment in ticks.</summary>
    public const long LongestSegment = TargetSeconds * Second;

    /// <summary>
    /// What the list of segments covers at least, once it has lasted so long. The draft asks for three target durations; more lets a viewer who was away for half a minute go on.
    /// </summary>
    public const long Listed = 40 * Second;

    /// <summary>How far from the end a segment must be to be left out of a delta update: six target durations, the least that is allowed.</summary>
    public const long SkipBoundary = 6 * LongestSegment;

    /// <summary>How far from the end parts are listed by themselves.</summary>
    public const long PartsListed = 3 * LongestSegment;

    /// <summary>How long a segment can be had after it was listed last: as long as a list that names it may be in somebody's hands.</summary>
    public const long KeptAfter = Listed + (2 * LongestSegment);

    /// <summary>Segments that are listed at the most, and as many more that are kept; forty seconds of them are twenty.</summary>
    public const int MostListed = 128;

    /// <summary>Bytes of a stream that are kept; beyond it the oldest go, listed or not, down to three target durations.</summary>
    public const long MostBytes = 96L << 20;

    /// <summary>What is packaged of a stream at the most.</summary>
    private const long MostBytesPerSecond = 8L << 20;
}
