using Kapok.Media.Stage.Mp4;

namespace Kapok.Media.Stage.Hls;

/// <summary>One rendition as LL-HLS: its newest segments, its playlist, and all who wait for what comes next.</summary>
/// <remarks>
/// One thread at a time adds; any number ask, without a lock: they read a snapshot. All who wait get the same bytes, so that a part that comes costs the writing of one
/// playlist and not one for each viewer.
/// </remarks>
public sealed class HlsRendition
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(3 * HlsTiming.TargetSeconds); // 6.2.5.2

    private readonly Lock _writing = new();
    private readonly HlsTiming _timing;
    private readonly Func<DateTimeOffset> _beganAt;
    private readonly TimeProvider _time;
    private volatile HlsSnapshot _now = new();
    private long _peak, _released;
    private int _asked;
    private bool _isDiscontinuous;

    /// <summary>An empty stream.</summary>
    /// <param name="timing">How it is cut.</param>
    /// <param name="beganAt">Tells when the stage's clock was 0; asked for each segment as it begins.</param>
    /// <param name="time">The clock.</param>
    public HlsRendition(HlsTiming timing, Func<DateTimeOffset> beganAt, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        (_timing, _beganAt, _time, _released) = (timing, beganAt, time, time.GetTimestamp());
    }

    /// <summary>What is sent now; null before it is known.</summary>
    public Mp4Format? Format { get; private set; }

    /// <summary>Something of it can be had.</summary>
    public bool HasBegun => _now.Playlists is not null;

    /// <summary>Bits a second of the densest segment so far.</summary>
    public long Peak => Interlocked.Read(ref _peak);

    /// <summary>Pictures a second lately; 0 while not known.</summary>
    public double FrameRate { get; private set; }

    /// <summary>The other rendition of the broadcast and its folder, of which this one's list reports.</summary>
    internal (string Folder, HlsRendition Rendition)? Other { get; set; }

    /// <summary>Bytes that are kept.</summary>
    public long Bytes => _now.Listed.Sum(segment => segment.Bytes) + _now.Kept.Sum(segment => segment.Bytes);

    /// <summary>How many playlists were given since this was asked last.</summary>
    public int TakeAsked() => Interlocked.Exchange(ref _asked, 0);

    /// <summary>Answers a request; for what is to come it waits.</summary>
    public ValueTask<HlsReply> AnswerAsync(HlsRequest request)
    {
        if (request.Thing == HlsThing.Playlist) Interlocked.Increment(ref _asked);
        HlsSnapshot now = _now;
        return Look(now, request) is { } reply ? new(reply) : WaitAsync(now, request);
    }

    /// <summary>Is done when there is something, or it has taken too long.</summary>
    /// <returns>Whether there is.</returns>
    public async ValueTask<bool> UntilBegunAsync()
    {
        for (HlsSnapshot now = _now; ; now = _now)
        {
            if (now.Playlists is not null) return true;
            if (now.IsOver || !await now.Next.WaitAsync()) return false;
        }
    }

    /// <summary>Ends waiting where nothing new has come for three target durations. To be called now and then: a timer for each who waits would cost more than the wait.</summary>
    public void ReleaseLate()
    {
        HlsSnapshot now;
        lock (_writing)
        {
            if (_time.GetElapsedTime(_released) < LongestWait) return;
            now = _now;
            _now = now with { Next = new() };
            _released = _time.GetTimestamp();
        }
        now.Next.Release(isNewer: false);
    }

    /// <summary>What follows is in this format.</summary>
    internal void Begin(Mp4Format format)
    {
        bool isNew = Format is not { } old || !old.Initialisation.Span.SequenceEqual(format.Initialisation.Span);
        Format = format;
        if (!isNew) return;
        Publish(now =>
        {
            // One that no segment has was never told of: its number is free.
            int used = now.Listed.Length == 0 ? 0 : now.Listed[^1].Map + 1 - now.FirstMap;
            return now with { Maps = [.. now.Maps[..used], HlsReply.Media(format.Initialisation)] };
        });
    }

    /// <summary>Adds a part.</summary>
    /// <param name="part">The part.</param>
    /// <param name="start">When it begins, in 1/90,000 s of the stage's clock.</param>
    /// <param name="isLast">It ends its segment.</param>
    /// <param name="frames">Pictures in it.</param>
    internal void Add(HlsPart part, long start, bool isLast, int frames)
    {
        double rate = frames * (double)StageSample.TicksPerSecond / Math.Max(1, part.Duration);
        FrameRate += (rate - FrameRate) * (FrameRate == 0d ? 1d : 0.1d);
        Publish(now =>
        {
            HlsSegment? open = now.Listed.Length > 0 && !now.Listed[^1].IsClosed ? now.Listed[^1] : null;
            int map = now.FirstMap + now.Maps.Length - 1;
            HlsSegment segment = (open ?? new() { Number = now.NextNumber, Date = DateOf(start), Map = map, IsDiscontinuous = _isDiscontinuous }).With(part, isLast);
            _isDiscontinuous = false;
            if (isLast || segment.Duration >= HlsTiming.Segment) _peak = Math.Max(_peak, segment.Bytes * 8 * StageSample.TicksPerSecond / Math.Max(1, segment.Duration));
            return Trim(now with { HasHint = true }, [.. open is null ? now.Listed : now.Listed[..^1], segment]);
        });
    }

    /// <summary>Ends the segment that grows, if one does.</summary>
    /// <param name="isDiscontinuous">What follows does not go on from it.</param>
    internal void Close(bool isDiscontinuous)
    {
        _isDiscontinuous |= isDiscontinuous && _now.Listed.Length > 0;
        Publish(now => Trim(now with { HasHint = now.HasHint && !isDiscontinuous }, ClosedOf(now.Listed)));
    }

    /// <summary>Nothing follows.</summary>
    internal void End() => Publish(now => Trim(now with { HasHint = false, IsOver = true }, ClosedOf(now.Listed)));

    private DateTimeOffset DateOf(long start) => _beganAt().AddTicks((long)((Int128)start * TimeSpan.TicksPerSecond / StageSample.TicksPerSecond));

    private static HlsSegment[] ClosedOf(HlsSegment[] listed) => listed.Length == 0 || listed[^1].IsClosed ? listed : [.. listed[..^1], listed[^1] with { IsClosed = true }];

    /// <summary>What is answered now; null to wait.</summary>
    private HlsReply? Look(HlsSnapshot now, in HlsRequest request) => request.Thing switch
    {
        HlsThing.Map => request.Number >= now.FirstMap && request.Number < now.FirstMap + now.Maps.Length ? now.Maps[request.Number - now.FirstMap] : HlsReply.Missing,
        HlsThing.Segment => now.Find(request.Number) is { IsClosed: true } segment ? segment.Reply : HlsReply.Missing,
        HlsThing.Part => LookForPart(now, request),
        _ => LookForPlaylist(now, request),
    };

    // The announced part is waited for; whatever else is not there does not exist.
    private static HlsReply? LookForPart(HlsSnapshot now, in HlsRequest request)
    {
        if (now.Find(request.Number) is { } segment && request.Part < segment.Parts.Length) return segment.Parts[request.Part].Reply;
        return now.HasHint && request.Number == now.NextNumber && request.Part == now.NextPart ? null : HlsReply.Missing;
    }

    private HlsReply? LookForPlaylist(HlsSnapshot now, in HlsRequest request)
    {
        if (now.Playlists is not { } playlists) return now.IsOver ? HlsReply.Missing : IsTooFar(now, request) ? HlsReply.Senseless : null;
        if (request.Number < 0 || now.IsOver || now.Has(request.Number, request.Part)) return playlists.For(request);
        return IsTooFar(now, request) ? HlsReply.Senseless : null;
    }

    // 6.2.5.2: more than two segments beyond the last whole one, or more parts than three seconds have.
    private bool IsTooFar(HlsSnapshot now, in HlsRequest request)
    {
        if (request.Number > now.NextNumber + 1) return true;
        int last = request.Number == now.NextNumber ? now.NextPart - 1 : -1;
        return request.Part > last + (int)Math.Ceiling(3d * StageSample.TicksPerSecond / _timing.MostPart);
    }

    private async ValueTask<HlsReply> WaitAsync(HlsSnapshot now, HlsRequest request)
    {
        long began = _time.GetTimestamp();
        while (true)
        {
            if (!await now.Next.WaitAsync()) return HlsReply.Late;
            now = _now;
            if (Look(now, request) is { } reply) return reply;
            if (_time.GetElapsedTime(began) >= LongestWait) return HlsReply.Late;
        }
    }

    /// <summary>Lets the oldest go, by what is listed, and by what is kept for those who have an older list.</summary>
    private static HlsSnapshot Trim(HlsSnapshot now, HlsSegment[] listed)
    {
        long length = listed.Sum(segment => segment.Duration), bytes = listed.Sum(segment => segment.Bytes), discontinuities = now.Discontinuities;
        List<HlsSegment> kept = [.. now.Kept];
        int gone = 0;
        // Three target durations stay listed (6.2.2), unless a publisher who changes its format again and again makes segments of single pictures.
        while (gone < listed.Length - 1
            && (listed.Length - gone > HlsTiming.MostListed || length - listed[gone].Duration >= (bytes > HlsTiming.MostBytes ? HlsTiming.PartsListed : HlsTiming.Listed)))
        {
            if (listed[gone].IsDiscontinuous) discontinuities++;
            (length, bytes) = (length - listed[gone].Duration, bytes - listed[gone].Bytes);
            kept.Add(listed[gone++]);
        }
        long keptLength = kept.Sum(segment => segment.Duration), keptBytes = kept.Sum(segment => segment.Bytes);
        int old = 0;
        bool IsTooMuch() => kept.Count - old > HlsTiming.MostListed || keptLength - kept[old].Duration >= HlsTiming.KeptAfter || keptBytes + bytes > HlsTiming.MostBytes;
        for (; old < kept.Count && IsTooMuch(); old++)
            (keptLength, keptBytes) = (keptLength - kept[old].Duration, keptBytes - kept[old].Bytes);
        now = now with { Kept = [.. kept[old..]], Listed = listed[gone..], Discontinuities = discontinuities };
        int needed = now.Kept.Length > 0 ? now.Kept[0].Map : now.Listed.Length > 0 ? now.Listed[0].Map : now.FirstMap;
        return now with { Maps = now.Maps[(needed - now.FirstMap)..], FirstMap = needed };
    }

    /// <summary>Makes the next moment of this one, writes its playlists, and lets go of all who wait.</summary>
    private void Publish(Func<HlsSnapshot, HlsSnapshot> change)
    {
        HlsSnapshot before;
        lock (_writing)
        {
            before = _now;
            HlsSnapshot next = change(before);
            HlsSegment? last = next.Listed.Length == 0 ? null : next.Listed[^1];
            next = next with
            {
                Next = new(),
                NextNumber = last is null ? before.NextNumber : last.Number + (last.IsClosed ? 1 : 0),
                NextPart = last is { IsClosed: false } ? last.Parts.Length : 0,
            };
            _now = last is null ? next : next with { Playlists = Write(next) };
            _released = _time.GetTimestamp();
        }
        before.Next.Release(isNewer: true);
    }

    private HlsPlaylists Write(HlsSnapshot now)
    {
        HlsReport? other = Other is { } beside ? beside.Rendition.Report(beside.Folder) : null;
        HlsReply whole = HlsReply.Playlist(PlaylistWriter.Write(_timing, now, skipped: 0, other));
        int skipped = Skippable(now.Listed);
        return new(whole, skipped == 0 ? whole : HlsReply.Playlist(PlaylistWriter.Write(_timing, now, skipped, other)));
    }

    // Of a snapshot and without a lock: the other rendition writes at the same time.
    private HlsReport? Report(string folder) => _now.Listed is [.., HlsSegment last] ? new(folder, last.Number, last.Parts.Length - 1) : null;

    private static int Skippable(HlsSegment[] listed)
    {
        long behind = listed.Sum(segment => segment.Duration);
        int count = 0;
        while (count < listed.Length - 1 && (behind -= listed[count].Duration) >= HlsTiming.SkipBoundary) count++;
        return count;
    }
}
