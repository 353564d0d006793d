namespace Kapok.Media.Stage.Hls;

/// <summary>A stream at a moment: what is listed, what can be had, and the playlists that say so. Nothing of it changes but who waits.</summary>
internal sealed record HlsSnapshot
{
    /// <summary>Segments that can be had and are not listed any more, oldest first.</summary>
    public HlsSegment[] Kept { get; init; } = [];

    /// <summary>Segments that are listed; the last may grow.</summary>
    public HlsSegment[] Listed { get; init; } = [];

    /// <summary>Initialisations that segments have, and the one that the next will have.</summary>
    public HlsReply[] Maps { get; init; } = [];

    /// <summary>Number of the first of them.</summary>
    public int FirstMap { get; init; }

    /// <summary>The playlists; null while nothing is in them.</summary>
    public HlsPlaylists? Playlists { get; init; }

    /// <summary>Number of the segment that grows, or of the next.</summary>
    public long NextNumber { get; init; }

    /// <summary>Number of the part that comes next in it.</summary>
    public int NextPart { get; init; }

    /// <summary>Discontinuities that have left the list.</summary>
    public long Discontinuities { get; init; }

    /// <summary>The next part is announced.</summary>
    public bool HasHint { get; init; }

    /// <summary>Nothing follows.</summary>
    public bool IsOver { get; init; }

    /// <summary>Those who wait for a newer one.</summary>
    public HlsQueue Next { get; init; } = new();

    /// <summary>A segment by its number; null when it is not there, or not yet.</summary>
    public HlsSegment? Find(long number) => FindIn(Listed, number) ?? FindIn(Kept, number);

    /// <summary>
    /// Whether a part, or a whole segment where <paramref name="part"/> is −1, is there or was. A part beyond a segment's last is the next segment's first (6.2.5.2).
    /// </summary>
    public bool Has(long number, int part)
    {
        if (number < NextNumber && part >= 0 && Find(number) is { } segment && part >= segment.Parts.Length) (number, part) = (number + 1, 0);
        return number < NextNumber || (number == NextNumber && part >= 0 && part < NextPart);
    }

    // Numbers follow each other without a gap.
    private static HlsSegment? FindIn(HlsSegment[] segments, long number)
    {
        if (segments.Length == 0) return null;
        long at = number - segments[0].Number;
        return at >= 0 && at < segments.Length ? segments[at] : null;
    }
}

/// <summary>How far a rendition is, as the list of another says it (EXT-X-RENDITION-REPORT): who changes over asks for the right part at once.</summary>
/// <param name="Folder">Its folder in addresses.</param>
/// <param name="Number">Number of its last segment.</param>
/// <param name="Part">Number of the last part of that.</param>
internal readonly record struct HlsReport(string Folder, long Number, int Part);

/// <summary>The playlists of a moment.</summary>
/// <param name="Whole">With every segment.</param>
/// <param name="Delta">A delta update; the whole one where nothing could be left out.</param>
internal sealed record HlsPlaylists(HlsReply Whole, HlsReply Delta)
{
    private readonly HlsReply _wholeWaited = Whole.ForWaiting(), _deltaWaited = Delta.ForWaiting();

    /// <summary>Which one a request gets.</summary>
    public HlsReply For(in HlsRequest request) => request.Number < 0 ? (request.MaySkip ? Delta : Whole) : request.MaySkip ? _deltaWaited : _wholeWaited;
}
