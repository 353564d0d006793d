using Kapok.Cluster;
using Kapok.Events.Ceremony;
using Kapok.Events.Storage;
using Kapok.World;
using Kapok.World.Ceremony;

namespace Kapok.Server.Ceremony;

/// <summary>Keeps the signing walls of rooms, and opens rooms with what was kept.</summary>
public sealed partial class WallStore(KeepWall keep, PendingWrites writes, ILogger<WallStore> log)
{
    /// <summary>What is on the wall of a room.</summary>
    public async Task<IReadOnlyList<SigningMark>> OpenAsync(RoomKey room, CancellationToken cancel)
    {
        List<SigningMark> marks = [];
        int unreadable = 0;
        foreach (WallStroke kept in await keep.ListAsync(room.Event, room.Room, seenBy: null, cancel))
        {
            if (kept.Number is > 0 and < uint.MaxValue && SigningStroke.TryRead(kept.Stroke, out _))
                marks.Add(new((uint)kept.Number, kept.GuestId, kept.Name, (uint)kept.Colour, kept.Stroke));
            else unreadable++;
        }
        if (unreadable > 0) Unreadable(log, unreadable, room);
        return marks;
    }

    /// <summary>Keeps what becomes of one room's wall.</summary>
    /// <param name="room">The room.</param>
    /// <param name="settled">Is told of each change whether it is on disk.</param>
    internal WallKeeper Of(RoomKey room, Action<WallChange, bool> settled) => new(room, keep, writes, settled);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Count} strokes that were kept of the wall of {Room} cannot be read; they are not shown")]
    private static partial void Unreadable(ILogger log, int count, RoomKey room);
}
