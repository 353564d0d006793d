namespace Kapok.Media.Stage;

/// <summary>A stage on air: one publisher at a time, and all who take what it sends.</summary>
/// <remarks>
/// Its clock counts 1/90,000 s from the first sample of the broadcast and goes on over publishers: a publisher's own times, which begin anywhere and may jump,
/// are carried onto it by the moment at which they arrive. What is made of the publisher's tracks comes as feeds, which are stages of the same clock. Thread-safe.
/// </remarks>
public sealed class LiveStage
{
    private const long MostAhead = StageSample.TicksPerSecond; // or publishers who come late again and again would carry each other away

    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly long _began;
    private readonly List<IStageSink> _sinks = [];
    private readonly LiveStage[] _feeds = [];
    private readonly LiveStage? _whole;
    private StagePublication? _publication;
    private StageFormat? _format;
    private bool _isOver;
    private long _early;

    /// <summary>Begins a broadcast.</summary>
    /// <param name="id">Names the broadcast, as addresses have it.</param>
    /// <param name="time">The clock.</param>
    public LiveStage(string id, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        (Id, _time, _began, BeganAt, Viewers) = (id, time, time.GetTimestamp(), time.GetUtcNow(), new());
        _feeds = [.. Enum.GetValues<StageFeed>().Select(_ => new LiveStage(this))];
    }

    private LiveStage(LiveStage of) => (Id, _time, _began, BeganAt, Viewers, _whole) = (of.Id, of._time, of._began, of.BeganAt, of.Viewers, of);

    /// <summary>Names the broadcast.</summary>
    public string Id { get; }

    /// <summary>When its clock was 0.</summary>
    public DateTimeOffset BeganAt { get; }

    /// <summary>When, by the samples that came, its clock was 0: what viewers are told, since they hold what they show to that.</summary>
    /// <remarks>
    /// A first sample that came late, as a large keyframe on a narrow line does, makes all that follow seem to come before they were taken. By as much as the
    /// earliest of them this is before <see cref="BeganAt"/>. The samples' own times stay: they could go back only by a gap in what is packaged. It grows only, since a
    /// viewer by FLV is told once: whoever publishes next is laid as far ahead (<see cref="Ahead"/>), or that viewer would want what has not come.
    /// </remarks>
    public DateTimeOffset ProgrammeBeganAt =>
        BeganAt - TimeSpan.FromSeconds(Interlocked.Read(ref (_whole ?? this)._early) / (double)StageSample.TicksPerSecond);

    /// <summary>Who watches.</summary>
    public StageViewers Viewers { get; }

    /// <summary>Somebody publishes now.</summary>
    public bool IsPublished => Publication is not null;

    /// <summary>The broadcast has ended.</summary>
    public bool IsOver
    {
        get
        {
            lock (_lock) return _isOver;
        }
    }

    /// <summary>Who publishes now; null while nobody does.</summary>
    public StagePublication? Publication
    {
        get
        {
            lock (_lock) return _publication;
        }
    }

    /// <summary>What was told last of the tracks; null before the first publisher said.</summary>
    public StageFormat? Format
    {
        get
        {
            lock (_lock) return _format;
        }
    }

    /// <summary>The stage's clock now, in 1/90,000 s.</summary>
    public long Now => (long)(_time.GetElapsedTime(_began).TotalSeconds * StageSample.TicksPerSecond);

    /// <summary>What is made of it. Always there, with the same id, clock and viewers; it has a format only once, and while, something comes by it.</summary>
    /// <exception cref="IndexOutOfRangeException">This is a feed itself.</exception>
    public LiveStage Feed(StageFeed feed) => _feeds[(int)feed];

    /// <summary>Begins to publish; whoever published before is off air.</summary>
    /// <returns>Null when the broadcast is over.</returns>
    public StagePublication? Publish() => Publish(isOnClock: false);

    /// <summary>Begins to publish samples whose times are of the stage's clock already.</summary>
    /// <returns>As <see cref="Publish()"/>.</returns>
    public StagePublication? PublishOnClock() => Publish(isOnClock: true);

    /// <summary>Takes what is sent from now on; where the format is known it is told first.</summary>
    public void Add(IStageSink sink)
    {
        ArgumentNullException.ThrowIfNull(sink);
        lock (_lock)
        {
            if (_isOver)
            {
                sink.Ended();
                return;
            }
            _sinks.Add(sink);
            if (_format is { } format) sink.Formatted(format);
        }
    }

    /// <summary>Takes it no more.</summary>
    public void Remove(IStageSink sink)
    {
        lock (_lock) _sinks.Remove(sink);
    }

    /// <summary>Takes whoever publishes off air; the broadcast goes on if somebody comes back.</summary>
    public void Interrupt(StageOver why)
    {
        if (Publication is { } publication) End(publication, why);
    }

    /// <summary>Ends the broadcast.</summary>
    public void End(StageOver why = StageOver.Ended)
    {
        lock (_lock)
        {
            if (_isOver) return;
            _publication?.Finish(why);
            (_isOver, _publication) = (true, null);
            foreach (IStageSink sink in _sinks) sink.Ended();
            _sinks.Clear();
        }
        foreach (LiveStage feed in _feeds) feed.End(why);
    }

    internal bool Formatted(StagePublication by, StageFormat format)
    {
        lock (_lock)
        {
            if (_publication != by) return false;
            _format = format;
            foreach (IStageSink sink in _sinks) sink.Formatted(format);
            return true;
        }
    }

    internal bool Take(StagePublication by, in StageSample sample)
    {
        lock (_lock)
        {
            if (_publication != by) return false;
            foreach (IStageSink sink in _sinks) sink.Take(sample);
            return true;
        }
    }

    /// <summary>How far ahead of its arrival a first sample is laid, in 1/90,000 s.</summary>
    internal long Ahead => Math.Min(MostAhead, Interlocked.Read(ref _early));

    /// <summary>A sample came so long before its time, in 1/90,000 s.</summary>
    internal void CameEarly(StagePublication by, long ticks)
    {
        if (ticks <= Interlocked.Read(ref _early)) return;
        lock (_lock)
        {
            if (_publication == by) Interlocked.Exchange(ref _early, ticks);
        }
    }

    internal void End(StagePublication by, StageOver why)
    {
        lock (_lock)
        {
            if (_publication != by) return;
            by.Finish(why);
            _publication = null;
            Interrupt();
        }
    }

    private StagePublication? Publish(bool isOnClock)
    {
        lock (_lock)
        {
            if (_isOver) return null;
            if (_publication is not null)
            {
                _publication.Finish(StageOver.TakenOver);
                Interrupt();
            }
            return _publication = new(this, isOnClock);
        }
    }

    private void Interrupt()
    {
        foreach (IStageSink sink in _sinks) sink.Interrupted();
    }
}
