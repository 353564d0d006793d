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

    /// <summary>The show that a room opens with. A room that is tried out begins anew.</summary>
    /// <param name="room">The room whose run of show it is.</param>
    /// <param name="isRehearsal">Whether it begins at its beginning.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<ShowSettings> OpenAsync(RoomKey room, bool isRehearsal, CancellationToken cancel)
    {
        IShowCatalogue catalogue = await shelves.OfAsync(room.Event, cancel);
        RoomShow? kept = await keep.FindAsync(room.Event, room.Room, cancel);
        try
        {
            return kept is null ? new(new(), null, catalogue)
                : new(Reader.Parse<RunOfShow>(kept.Run), isRehearsal ? null : KeptShow.Parser.ParseFrom(kept.State), catalogue);
        }
        catch (InvalidProtocolBufferException error) // also of JSON
        {
            Unreadable(log, room, error);
            return new(new(), null, catalogue);
        }
    }

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
    private readonly Lock _gate = new();
    private ShowChanged? _newest;
    private uint? _keptVersion; // of the run of show that is on disk; null: not known

    /// <summary>Something changed. Only queues.</summary>
    public void Keep(in ShowChanged changed)
    {
        lock (_gate)
        {
            bool isWriting = _newest is not null;
            _newest = changed;
            if (isWriting) return;
        }
        _ = WriteAsync();
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
            }
            if (rule is not null) return; // the next change is tried again
            _keptVersion = written.Run.Version;
            kept(written.Change);
        }
    }
}
