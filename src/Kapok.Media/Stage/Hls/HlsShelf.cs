using System.Collections.Concurrent;

namespace Kapok.Media.Stage.Hls;

/// <summary>A broadcast as LL-HLS: what plays everywhere, and a smaller rendition where one is made.</summary>
public sealed class HlsBroadcast
{
    /// <summary>Folder of a rendition in addresses: the whole picture, and one of 360 lines.</summary>
    public const string FullFolder = "full", SmallFolder = "360";

    private volatile Made? _made;

    internal HlsBroadcast(LiveStage live, HlsTiming timing, TimeProvider time)
    {
        Live = live;
        (Full, Small) = (new(timing, () => live.ProgrammeBeganAt, time), new(timing, () => live.ProgrammeBeganAt, time));
        (Full.Other, Small.Other) = ((SmallFolder, Small), (FullFolder, Full));
        live.Feed(StageFeed.Playable).Add(new HlsPackager(timing, Full));
        live.Feed(StageFeed.Small).Add(new HlsPackager(timing, Small));
    }

    /// <summary>The broadcast.</summary>
    public LiveStage Live { get; }

    /// <summary>As published, or as made to play.</summary>
    public HlsRendition Full { get; }

    /// <summary>Smaller; empty where none is made.</summary>
    public HlsRendition Small { get; }

    /// <summary>A rendition by its folder.</summary>
    public HlsRendition? Find(ReadOnlySpan<char> folder) => folder is FullFolder ? Full : folder is SmallFolder ? Small : null;

    /// <summary>The playlist of renditions; waits until there is one.</summary>
    public async ValueTask<HlsReply> RenditionsAsync()
    {
        if (!await Full.UntilBegunAsync()) return Full.Format is null && Live.IsOver ? HlsReply.Missing : HlsReply.Late;
        // It says how much a rendition takes, which changes a little all the time: written once for each whole megabit.
        int shape = HashCode.Combine(Full.Format, Small.Format, Small.HasBegun, Full.Peak >> 20, Small.Peak >> 20);
        if (_made is { } made && made.Shape == shape) return made.Reply;
        HlsReply reply = HlsReply.Playlist(PlaylistWriter.WriteRenditions(new[] { (FullFolder, Full), (SmallFolder, Small) }
            .Where(one => one.Item2.HasBegun && one.Item2.Format is not null).Select(one => (one.Item1, one.Item2.Format!, PeakOf(one.Item2), one.Item2.FrameRate))));
        _made = new(shape, reply);
        return reply;
    }

    // BANDWIDTH is an upper bound (4.4.6.2), and the densest segment is still to come.
    private static long PeakOf(HlsRendition rendition) => Math.Max(128_000, rendition.Peak * 5 / 4);

    private sealed record Made(int Shape, HlsReply Reply);
}

/// <summary>All broadcasts as LL-HLS, by the id that their addresses have.</summary>
public sealed class HlsShelf : IDisposable
{
    /// <summary>How long a broadcast that is over can be had: its last part is still to be played, and whoever waits is to be told of the end.</summary>
    public static readonly TimeSpan KeptAfterEnd = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private readonly HlsTiming _timing;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly ConcurrentDictionary<string, Entry> _all = new(StringComparer.Ordinal);

    /// <summary>An empty shelf.</summary>
    /// <param name="partMs">Length of a part in milliseconds; see <see cref="HlsTiming"/>.</param>
    /// <param name="time">The clock.</param>
    public HlsShelf(int partMs, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        (_timing, _time) = (new(partMs), time);
        _timer = time.CreateTimer(_ => Sweep(), null, Look, Look);
    }

    /// <summary>Broadcasts on it.</summary>
    public int Count => _all.Count;

    /// <summary>Packages a broadcast from now on.</summary>
    public void Put(LiveStage live)
    {
        ArgumentNullException.ThrowIfNull(live);
        _all[live.Id] = new(new(live, _timing, _time));
    }

    /// <summary>Finds a broadcast.</summary>
    /// <param name="id">As an address has it; anything of any length.</param>
    public HlsBroadcast? Find(ReadOnlySpan<char> id) => _all.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(id, out Entry? entry) ? entry.Broadcast : null;

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Sweep()
    {
        foreach ((string id, Entry entry) in _all)
        {
            entry.Broadcast.Full.ReleaseLate();
            entry.Broadcast.Small.ReleaseLate();
            entry.Count(_timing);
            if (!entry.Broadcast.Live.IsOver) continue;
            if (entry.OverAt is not { } over) entry.OverAt = _time.GetTimestamp();
            else if (_time.GetElapsedTime(over) >= KeptAfterEnd) _all.TryRemove(id, out _);
        }
    }

    private sealed class Entry(HlsBroadcast broadcast)
    {
        private double _rate;

        public HlsBroadcast Broadcast => broadcast;

        public long? OverAt { get; set; }

        // Whoever watches asks for one list with each part. Behind a cache it is the cache that asks.
        public void Count(HlsTiming timing)
        {
            int asked = broadcast.Full.TakeAsked() + broadcast.Small.TakeAsked();
            _rate += (asked - _rate) / 4;
            broadcast.Live.Viewers.Estimate(StageExit.LlHls, (int)Math.Round(_rate * timing.Part / StageSample.TicksPerSecond));
        }
    }
}
