using System.Collections.Concurrent;
using Kapok.Cluster;
using Kapok.Media.Stage;
using Kapok.Server.Configuration;

namespace Kapok.Server.Stage;

/// <summary>The stages that are on air on this node.</summary>
public sealed class StageDirectory(IStageKeys keys, StageSettings settings, TimeProvider time, StageMakers? makers = null) : IStageDirectory, IDisposable
{
    private const int MostVoid = 256; // a ticket is used within seconds
    private static readonly TimeSpan RefusedFor = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new();
    private readonly Dictionary<StageKey, StageBroadcast> _onAir = [];
    private readonly ConcurrentDictionary<string, LiveStage> _lives = new(StringComparer.Ordinal);
    private readonly Dictionary<StageKey, StageRefused> _refused = []; // of stages whose key somebody had
    private readonly StageBegins _begins = new(time);
    private readonly Queue<string> _void = new(); // marks of keys that hold no more, against tickets that are on their way
    private bool _isStopped;

    /// <inheritdoc/>
    public event Action<LiveStage>? Began;

    /// <summary>What is on air changed: something began, was interrupted, went on, ended, or can be had in another way. Not under a lock.</summary>
    internal event Action? Changed;

    /// <inheritdoc/>
    public ValueTask<StageTicket?> AdmitAsync(string key, CancellationToken cancellation = default) => keys.FindAsync(key, cancellation);

    /// <inheritdoc/>
    public StagePublication? Begin(StageTicket ticket, StageEntrance entrance, out StageRefusal refusal)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        StageKey key = new(ticket.Event, ticket.Stage);
        StagePublication? publication;
        lock (_lock)
        {
            publication = Begin(key, ticket, entrance, out refusal);
            if (publication is not null) _refused.Remove(key);
            else if (CodeOf(refusal) is { } code) Note(key, new(code));
        }
        if (publication is not null) Changed?.Invoke();
        return publication;
    }

    /// <inheritdoc/>
    public void Turned(StageTicket ticket, StageFault why)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        lock (_lock) Note(new(ticket.Event, ticket.Stage), why);
    }

    /// <summary>Who was turned away from a stage last, and why; null when that is long ago, or somebody went on air since.</summary>
    internal StageRefused? RefusedOf(StageKey key)
    {
        lock (_lock) return _refused.TryGetValue(key, out StageRefused? last) && time.GetUtcNow() - last.At < RefusedFor ? last : null;
    }

    /// <inheritdoc/>
    public LiveStage? FindLive(string live) => _lives.GetValueOrDefault(live);

    /// <summary>The broadcast of a stage, if it is on air here.</summary>
    internal StageBroadcast? Find(StageKey key)
    {
        lock (_lock) return _onAir.GetValueOrDefault(key);
    }

    /// <summary>All that is on air here.</summary>
    internal IReadOnlyList<StageBroadcast> All()
    {
        lock (_lock) return [.. _onAir.Values];
    }

    /// <summary>Ends a broadcast.</summary>
    internal void End(StageKey key, StageOver why)
    {
        if (Find(key) is { } broadcast) Close(broadcast, why);
    }

    /// <summary>A key holds no more: whoever publishes by it is off air, and may be back with the new one while the audience is kept.</summary>
    internal void Void(StageKey key, string mark)
    {
        lock (_lock)
        {
            _void.Enqueue(mark);
            if (_void.Count > MostVoid) _void.Dequeue();
        }
        Find(key)?.Live.Interrupt(StageOver.KeyVoid);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock) _isStopped = true;
        foreach (StageBroadcast broadcast in All()) Close(broadcast, StageOver.Stopping);
    }

    private StagePublication? Begin(StageKey key, StageTicket ticket, StageEntrance entrance, out StageRefusal refusal)
    {
        refusal = StageRefusal.UnknownKey;
        if (_void.Contains(ticket.KeyMark)) return null;
        if (!_begins.MayBegin(key))
        {
            refusal = StageRefusal.TooOften;
            return null;
        }
        if (!_onAir.TryGetValue(key, out StageBroadcast? broadcast) && (broadcast = Open(key, out refusal)) is null) return null;
        StagePublication? publication = broadcast.Begin(entrance, ticket.MayTakeOver, out refusal);
        if (publication is not null) _begins.Note(key);
        return publication;
    }

    private void Note(StageKey key, StageFault why) =>
        _refused[key] = new(new($"stage.refused.{why.Code}", why.Value.Length == 0 ? [] : new Dictionary<string, string> { ["value"] = why.Value }), time.GetUtcNow());

    // A key that is no stage's tells nobody: there is no stage to tell it at.
    private static string? CodeOf(StageRefusal refusal) => refusal switch
    {
        StageRefusal.Occupied => "occupied",
        StageRefusal.TooOften => "too-often",
        StageRefusal.Full => "full",
        _ => null,
    };

    private StageBroadcast? Open(StageKey key, out StageRefusal refusal)
    {
        refusal = StageRefusal.Full;
        if (_isStopped || !settings.Enabled || _onAir.Count >= settings.MaxOnAir) return null;
        StageBroadcast broadcast = new(key, new(DataFolder.NewToken(), time), time) { Silent = gone => Close(gone, StageOver.Left), Changed = () => Changed?.Invoke() };
        broadcast.Maker = makers?.Attach(broadcast.Live);
        _onAir.Add(key, broadcast);
        _lives[broadcast.Live.Id] = broadcast.Live;
        Began?.Invoke(broadcast.Live);
        return broadcast;
    }

    private void Close(StageBroadcast broadcast, StageOver why)
    {
        lock (_lock)
        {
            // Somebody came back while the time ran out.
            if (why == StageOver.Left && broadcast.Live.IsPublished) return;
            if (_onAir.GetValueOrDefault(broadcast.Key) == broadcast) _onAir.Remove(broadcast.Key);
            _lives.TryRemove(broadcast.Live.Id, out _);
        }
        broadcast.End(why);
        Changed?.Invoke();
    }
}
