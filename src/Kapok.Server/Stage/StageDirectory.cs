using System.Collections.Concurrent;
using Kapok.Cluster;
using Kapok.Media.Stage;
using Kapok.Server.Configuration;

namespace Kapok.Server.Stage;

/// <summary>The stages that are on air on this node.</summary>
public sealed class StageDirectory(StageKeys keys, StageSettings settings, TimeProvider time) : IStageDirectory, IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<StageKey, StageBroadcast> _onAir = [];
    private readonly ConcurrentDictionary<string, LiveStage> _lives = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public event Action<LiveStage>? Began;

    /// <summary>Something of a stage's broadcast changed: it began, was interrupted, went on, or ended. Not under a lock.</summary>
    internal event Action<StageKey>? Changed;

    /// <inheritdoc/>
    public ValueTask<StageTicket?> AdmitAsync(string key, CancellationToken cancellation = default) => new(keys.Find(key) is not var (stage, mark) ? null
        : new StageTicket(stage.Event, stage.Stage, mark, keys.SecondOf(stage) == SecondPublisher.TakesOver));

    /// <inheritdoc/>
    public StagePublication? Begin(StageTicket ticket, StageEntrance entrance, out StageRefusal refusal)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        StageKey key = new(ticket.Event, ticket.Stage);
        StagePublication? publication;
        lock (_lock) publication = Begin(key, ticket, entrance, out refusal);
        if (publication is not null) Changed?.Invoke(key);
        return publication;
    }

    /// <inheritdoc/>
    public LiveStage? FindLive(string live) => _lives.GetValueOrDefault(live);

    /// <summary>The broadcast of a stage, if it is on air here.</summary>
    internal StageBroadcast? Find(StageKey key)
    {
        lock (_lock) return _onAir.GetValueOrDefault(key);
    }

    /// <summary>Takes a stage off air: a publisher whose key is void may come back with the new one, after any other reason the broadcast is over.</summary>
    internal bool End(StageKey key, StageOver why)
    {
        if (Find(key) is not { } broadcast) return false;
        if (why == StageOver.KeyVoid) broadcast.Live.Interrupt(why);
        else Close(broadcast, why);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        List<StageBroadcast> all;
        lock (_lock) all = [.. _onAir.Values];
        foreach (StageBroadcast broadcast in all) Close(broadcast, StageOver.Stopping);
    }

    private StagePublication? Begin(StageKey key, StageTicket ticket, StageEntrance entrance, out StageRefusal refusal)
    {
        refusal = StageRefusal.UnknownKey;
        if (!keys.Holds(key, ticket.KeyMark)) return null;
        if (!_onAir.TryGetValue(key, out StageBroadcast? broadcast) && (broadcast = Open(key, out refusal)) is null) return null;
        refusal = StageRefusal.Occupied;
        return broadcast.Begin(entrance, ticket.MayTakeOver, out refusal);
    }

    private StageBroadcast? Open(StageKey key, out StageRefusal refusal)
    {
        refusal = StageRefusal.Full;
        if (_onAir.Count >= settings.MaxOnAir) return null;
        StageBroadcast broadcast = new(key, new(DataFolder.NewToken(), time), time) { Silent = gone => Close(gone, StageOver.Left), Changed = () => Changed?.Invoke(key) };
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
        Changed?.Invoke(broadcast.Key);
    }
}
