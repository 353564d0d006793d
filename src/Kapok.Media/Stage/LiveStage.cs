namespace Kapok.Media.Stage;

/// <summary>A stage on air: one publisher at a time, and all who take what it sends.</summary>
/// <remarks>
/// Its clock counts 1/90,000 s from the first sample of the broadcast and goes on over publishers: a publisher's own times, which begin anywhere and may jump,
/// are carried onto it by the moment at which they arrive. Thread-safe.
/// </remarks>
public sealed class LiveStage
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly long _began;
    private readonly List<IStageSink> _sinks = [];
    private StagePublication? _publication;
    private StageFormat? _format;
    private bool _isOver;

    /// <summary>Begins a broadcast.</summary>
    /// <param name="id">Names the broadcast, as addresses have it.</param>
    /// <param name="time">The clock.</param>
    public LiveStage(string id, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        (Id, _time, _began, BeganAt) = (id, time, time.GetTimestamp(), time.GetUtcNow());
    }

    /// <summary>Names the broadcast.</summary>
    public string Id { get; }

    /// <summary>When its clock was 0.</summary>
    public DateTimeOffset BeganAt { get; }

    /// <summary>Somebody publishes now.</summary>
    public bool IsPublished
    {
        get
        {
            lock (_lock) return _publication is not null;
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

    /// <summary>Begins to publish; whoever published before is told no more.</summary>
    /// <returns>Null when the broadcast is over.</returns>
    public StagePublication? Publish()
    {
        lock (_lock)
        {
            if (_isOver) return null;
            if (_publication is not null) Interrupt();
            return _publication = new(this);
        }
    }

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

    /// <summary>Ends the broadcast.</summary>
    public void End()
    {
        lock (_lock)
        {
            if (_isOver) return;
            (_isOver, _publication) = (true, null);
            foreach (IStageSink sink in _sinks) sink.Ended();
            _sinks.Clear();
        }
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

    internal void End(StagePublication by)
    {
        lock (_lock)
        {
            if (_publication != by) return;
            _publication = null;
            Interrupt();
        }
    }

    private void Interrupt()
    {
        foreach (IStageSink sink in _sinks) sink.Interrupted();
    }
}
