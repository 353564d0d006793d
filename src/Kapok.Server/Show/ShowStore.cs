using Google.Protobuf;
using Kapok.Cluster;
using Kapok.Events;
using Kapok.Events.Show;
using Kapok.Events.Storage;
using Kapok.Protocol.Messages;
using Kapok.World;
using Kapok.World.Show;

namespace Kapok.Server.Show;

/// <summary>Keeps the shows of rooms, and opens rooms with what was kept.</summary>
public sealed partial class ShowStore(KeepShow keep, PendingWrites writes, EventShelves shelves, ILogger<ShowStore> log)
{
    // Whatever a newer version wrote is passed over: the rest is better than an empty list.
    private static readonly JsonParser Reader = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    /// <summary>The show that a room opens with.</summary>
    /// <param name="room">The room.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<ShowSettings> OpenAsync(RoomKey room, CancellationToken cancel)
    {
        IShowCatalogue catalogue = await shelves.OfAsync(room.Event, cancel);
        RoomShow? kept = await keep.FindAsync(room.Event, room.Room, cancel);
        try
        {
            return kept is null ? new(new(), null, catalogue)
                : new(Reader.Parse<RunOfShow>(kept.Run), KeptShow.Parser.ParseFrom(kept.State), catalogue);
        }
        catch (InvalidProtocolBufferException error) // also of JSON
        {
            Unreadable(log, room, error);
            return new(new(), null, catalogue);
        }
    }

    /// <summary>The show of a room in which a run of show is tried: from its beginning.</summary>
    /// <param name="room">The room, of whose event the cues can name files and stages.</param>
    /// <param name="run">What is tried.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<ShowSettings> TryAsync(RoomKey room, RunOfShow run, CancellationToken cancel) => new(run, null, await shelves.OfAsync(room.Event, cancel));

    /// <summary>Keeps what becomes of one room's show.</summary>
    /// <param name="room">The room.</param>
    /// <param name="kept">Is told the change that is on disk.</param>
    internal RoomShowKeeper Of(RoomKey room, Action<long> kept) => new(room, keep, writes, kept);

    [LoggerMessage(Level = LogLevel.Error, Message = "The show that was kept of {Room} cannot be read; it begins without cues")]
    private static partial void Unreadable(ILogger log, RoomKey room, Exception error);
}

/// <summary>Keeps the show of one room: the newest, and no more than one write waits, however many cues are played.</summary>
internal sealed class RoomShowKeeper(RoomKey room, KeepShow keep, PendingWrites writes, Action<long> kept)
{
    private const int MostWaiting = 256;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(3);

    private readonly Lock _gate = new();
    private readonly List<(long Change, TaskCompletionSource<bool> IsKept)> _waiting = [];
    private ShowChanged? _newest;
    private long _kept;
    private Task _written = Task.CompletedTask;
    private uint? _keptVersion; // of the run of show that is on disk; null: not known

    /// <summary>Something changed. Only queues.</summary>
    public void Keep(in ShowChanged changed)
    {
        lock (_gate)
        {
            bool isWriting = _newest is not null;
            _newest = changed;
            if (!isWriting) _written = WriteAsync();
        }
    }

    /// <summary>Ends when all that was to be kept so far is on disk or given up.</summary>
    public Task WrittenAsync()
    {
        lock (_gate) return _written;
    }

    /// <summary>Waits until a change is on disk, for as long as somebody who asked waits for an answer.</summary>
    /// <returns>False while it is not: the storage is away or behind. It is tried again with the next change at the latest.</returns>
    public async Task<bool> IsKeptAsync(long change, TimeProvider time)
    {
        TaskCompletionSource<bool> kept = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (change <= _kept) return true;
            if (_waiting.Count >= MostWaiting) return false;
            _waiting.Add((change, kept));
        }
        if (await Task.WhenAny(kept.Task, Task.Delay(LongestWait, time)) == kept.Task) return await kept.Task;
        lock (_gate) _waiting.RemoveAll(one => one.IsKept == kept);
        return false;
    }

    private async Task WriteAsync()
    {
        for (bool isMore = true; isMore;)
        {
            ShowChanged written = default;
            EventsRule? rule = await writes.KeepAsync(async stop =>
            {
                lock (_gate) written = _newest!.Value;
                string? run = written.Run.Version == _keptVersion ? null : JsonFormatter.Default.Format(written.Run);
                return await keep.SaveAsync(room.Event, room.Room, run, written.Run.Version, written.Kept.ToByteArray(), stop);
            });
            lock (_gate)
            {
                isMore = rule is null && _newest?.Change != written.Change;
                if (!isMore) _newest = null;
                if (rule is null) _kept = written.Change;
                foreach ((_, TaskCompletionSource<bool> asked) in _waiting.Where(one => rule is not null || one.Change <= _kept)) asked.TrySetResult(rule is null);
                _waiting.RemoveAll(one => one.IsKept.Task.IsCompleted);
            }
            if (rule is not null) return; // the next change is tried again
            _keptVersion = written.Run.Version;
            kept(written.Change);
        }
    }
}
