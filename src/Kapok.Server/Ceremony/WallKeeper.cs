using Kapok.Cluster;
using Kapok.Events;
using Kapok.Events.Ceremony;
using Kapok.Events.Storage;
using Kapok.World.Ceremony;

namespace Kapok.Server.Ceremony;

/// <summary>Keeps the wall of one room: what comes while something is written goes into the next write, so that hundreds may sign at once. Thread-safe.</summary>
internal sealed class WallKeeper(RoomKey room, KeepWall keep, PendingWrites writes, Action<WallChange, bool> settled)
{
    private const int Most = 4096; // that wait while the storage is away

    private readonly Lock _gate = new();
    private List<WallChange> _waiting = [];
    private bool _isWriting;
    private Task _written = Task.CompletedTask;

    /// <summary>Something changed. Only queues.</summary>
    public void Keep(WallChange change)
    {
        lock (_gate)
        {
            if (_waiting.Count < Most)
            {
                _waiting.Add(change);
                if (_isWriting) return;
                _isWriting = true;
                _written = WriteAsync();
                return;
            }
        }
        settled(change, false);
    }

    /// <summary>Ends when all that was to be kept so far is on disk or given up.</summary>
    public Task WrittenAsync()
    {
        lock (_gate) return _written;
    }

    private async Task WriteAsync()
    {
        while (TryTake(out List<WallChange> batch))
        {
            (IReadOnlyList<KeepWall.Row> put, IReadOnlyList<long> taken) = SumOf(batch);
            EventsRule? rule = await writes.KeepAsync(stop => keep.SaveAsync(room.Event, room.Room, put, taken, stop));
            foreach (WallChange change in batch) settled(change, rule is null);
        }
    }

    private bool TryTake(out List<WallChange> batch)
    {
        lock (_gate)
        {
            (batch, _waiting) = (_waiting, []);
            return _isWriting = batch.Count > 0;
        }
    }

    // What is left of several changes, of which the later ones count.
    private static (IReadOnlyList<KeepWall.Row> Put, IReadOnlyList<long> Taken) SumOf(List<WallChange> batch)
    {
        Dictionary<uint, SigningMark?> last = [];
        foreach (WallChange change in batch)
        {
            foreach (SigningMark mark in change.Put) last[mark.Number] = mark;
            foreach (SigningMark mark in change.Taken) last[mark.Number] = null;
        }
        return ([.. last.Values.OfType<SigningMark>().Select(mark => new KeepWall.Row(mark.Number, mark.Guest, mark.Name, (int)mark.Colour, mark.Stroke))],
            [.. last.Where(one => one.Value is null).Select(one => (long)one.Key)]);
    }
}
