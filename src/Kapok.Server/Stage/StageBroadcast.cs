using Kapok.Cluster;
using Kapok.Media.Stage;
using Kapok.Media.Stage.Ffmpeg;

namespace Kapok.Server.Stage;

/// <summary>One broadcast of a stage: from its first publisher until nobody has been back for half a minute. Thread-safe.</summary>
internal sealed class StageBroadcast : IStageSink
{
    /// <summary>How long the audience is kept for a publisher who dropped.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // Whoever has sent nothing for so long is a connection that broke: the same performer who comes back need not wait until it times out.
    private const long Stale = 3L * StageSample.TicksPerSecond;

    private readonly ITimer _timer;
    private bool _hasBFrames;

    public StageBroadcast(StageKey key, LiveStage live, TimeProvider time)
    {
        (Key, Live, Monitor) = (key, live, new(live));
        _timer = time.CreateTimer(_ => Silent?.Invoke(this), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        live.Add(Monitor);
        StagePassage.Lay(live);
        live.Add(this);
        foreach (StageFeed feed in Enum.GetValues<StageFeed>()) live.Feed(feed).Add(new Bell(this));
    }

    /// <summary>The stage.</summary>
    public StageKey Key { get; }

    /// <summary>What is sent.</summary>
    public LiveStage Live { get; }

    /// <summary>How it goes.</summary>
    public StageMonitor Monitor { get; }

    /// <summary>What makes what some viewers lack; null where there is nothing.</summary>
    public FfmpegMaker? Maker { get; set; }

    /// <summary>How its newest publisher comes.</summary>
    public StageEntrance Entrance { get; private set; }

    /// <summary>Its newest publisher came when a second one was let in.</summary>
    public bool MayTakeOver { get; private set; }

    /// <summary>Its pictures are shown in another order than they are decoded.</summary>
    public bool HasBFrames => Volatile.Read(ref _hasBFrames);

    /// <summary>Nobody has been back for as long as the audience is kept.</summary>
    public required Action<StageBroadcast> Silent { get; init; }

    /// <summary>Something that its audience is told of changed. Called off the broadcast's lock.</summary>
    public required Action Changed { get; init; }

    /// <summary>Somebody goes on air. One call at a time.</summary>
    public StagePublication? Begin(StageEntrance entrance, bool mayTakeOver, out StageRefusal refusal)
    {
        refusal = StageRefusal.Occupied;
        if (Live.Publication is { } other && !mayTakeOver && Live.Now - other.LastArrival < Stale) return null;
        if (Live.Publish() is not { } publication) return null;
        (Entrance, MayTakeOver, refusal) = (entrance, mayTakeOver, StageRefusal.None);
        _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        return publication;
    }

    /// <summary>Ends it.</summary>
    public void End(StageOver why)
    {
        _timer.Dispose();
        Live.End(why);
    }

    public void Formatted(StageFormat format)
    {
        Volatile.Write(ref _hasBFrames, false);
        Tell();
    }

    public void Take(in StageSample sample)
    {
        if (sample.Shift <= 0 || HasBFrames) return;
        Volatile.Write(ref _hasBFrames, true);
        Tell();
    }

    public void Interrupted()
    {
        // Nobody has seen anything of it where its first publisher was refused for a codec, or never connected: there is no audience to be kept.
        if (Live.Format is null) ThreadPool.UnsafeQueueUserWorkItem(of => of.Silent(of), this, preferLocal: false);
        else _timer.Change(Patience, Timeout.InfiniteTimeSpan);
        Tell();
    }

    public void Ended()
    {
        // whoever ends it tells
    }

    private void Tell() => ThreadPool.UnsafeQueueUserWorkItem(changed => changed(), Changed, preferLocal: false);

    // Something comes by a feed, or nothing more does: the ways are others.
    private sealed class Bell(StageBroadcast of) : IStageSink
    {
        public void Formatted(StageFormat format) => of.Tell();

        public void Take(in StageSample sample)
        {
            // only what it is matters here
        }

        public void Interrupted()
        {
            // the broadcast tells
        }

        public void Ended()
        {
            // as above
        }
    }
}
