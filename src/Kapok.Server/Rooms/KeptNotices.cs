using System.Globalization;
using Kapok.Cluster;
using Kapok.Events.Storage;
using Kapok.World;

namespace Kapok.Server.Rooms;

/// <summary>Tells whoever did something in a room what became of it: once it is kept, when that takes long, or when it cannot be kept.</summary>
internal sealed class KeptNotices(TimeProvider time)
{
    /// <summary>Tells, off the room's loop.</summary>
    /// <param name="host">The room they did it in; null tells nobody.</param>
    /// <param name="by">Who did it.</param>
    /// <param name="kept">What becomes of it.</param>
    /// <param name="done">Notice once it is kept.</param>
    /// <param name="held">Notice when it is not stored within <see cref="StorageHealth.Patience"/>; the other follows when it is.</param>
    /// <param name="whom">To whom it was done: the text may name them, the page knows by their id what is answered.</param>
    public async Task TellAsync(RoomHost? host, Resident by, Task<MeasureResult> kept, string done, string held, Resident whom)
    {
        if (host is null) return;
        (string, string)[] values = [("name", whom.Name), ("person", whom.Id.ToString(CultureInfo.InvariantCulture))];
        void Tell(string code) => host.Post(room => room.Notice(by, code, values));
        if (await Task.WhenAny(kept, Task.Delay(StorageHealth.Patience, time)) != kept) Tell(held);
        MeasureResult result = await kept;
        Tell(result.Done ? done : $"notice.{result.Code}");
    }
}
