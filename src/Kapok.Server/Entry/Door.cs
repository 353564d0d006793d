using Kapok.Cluster;
using Kapok.Server.Measures;
using Kapok.World;

namespace Kapok.Server.Entry;

/// <summary>Asks the doorkeeper, and keeps those out who were sent away although that is not stored yet. Thread-safe.</summary>
public sealed class Door(IDoorkeeper doorkeeper, MeasureBook book)
{
    /// <summary>The role that a link gives; null when it does not hold.</summary>
    public ValueTask<RoleGrant?> OpenLinkAsync(string link, CancellationToken cancellation) => doorkeeper.OpenLinkAsync(link, cancellation);

    /// <summary>
    /// Looks what was revoked of an identity. A bot is a new guest each time, against whom nothing can have been kept: asking costs two queries, twice for each of the
    /// thousands that a rehearsal sends.
    /// </summary>
    /// <param name="who">Who comes.</param>
    /// <param name="address">Address they joined from, as counted.</param>
    /// <param name="room">Where they want to go.</param>
    /// <param name="cancellation">Gives up.</param>
    public async ValueTask<Standing> CheckAsync(Identity who, string address, RoomKey room, CancellationToken cancellation)
    {
        if (who is { Trust: Trust.Bot, Link: null }) return new(who, EntryBar.None);
        // Before the storage is asked as well: what is stored meanwhile is forgotten by the book, and the storage's answer may be older than that.
        EntryBar pending = book.BarOf(who, address, room);
        Standing standing = await doorkeeper.CheckAsync(who, address, room, cancellation);
        if (pending == EntryBar.None) pending = book.BarOf(standing.Who, address, room);
        return pending != EntryBar.None && standing.Bar != EntryBar.Banned ? standing with { Bar = pending } : standing;
    }

    /// <summary>Somebody who comes in, with what moderators have taken from them. Ask in the room's loop.</summary>
    public Newcomer Mark(RoomKey room, Newcomer newcomer) => book.Mark(room.Event, newcomer);
}
