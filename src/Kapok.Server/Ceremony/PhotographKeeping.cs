using Kapok.Cluster;
using Kapok.Events.Ceremony;
using Kapok.Events.Storage;
using Kapok.World.Ceremony;

namespace Kapok.Server.Ceremony;

/// <summary>Keeps who is in which photograph.</summary>
public sealed class PhotographKeeping(KeepPhotographs photographs, PendingWrites writes, TimeProvider time)
{
    /// <summary>A photograph was taken. Called by the room's loop: only queues.</summary>
    internal void Taken(RoomKey room, in PhotographTaken taken)
    {
        if (taken.Guests.Count == 0) return;
        (string id, string title, IReadOnlyList<string> guests, DateTimeOffset at) = (taken.Id, taken.Title, taken.Guests, time.GetUtcNow());
        _ = writes.KeepAsync(stop => photographs.SaveAsync(room.Event, room.Room, id, title, guests, at, stop));
    }
}
