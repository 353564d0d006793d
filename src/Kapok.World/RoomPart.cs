using Kapok.World.Movement;

namespace Kapok.World;

/// <summary>A capability of a room in a folder of its own, with the fields that are its own (docs/parts.md).</summary>
/// <remarks>
/// The room keeps who is here, where they are, the tick and what is sent; a part hears messages (<see cref="MessageTable"/>), is told here of what happens to
/// people, and tells what leaves the room as events. The room loop owns it. Parts are called in the order in which <see cref="Room"/> lists them.
/// </remarks>
/// <param name="room">The room it is of.</param>
public abstract class RoomPart(Room room)
{
    /// <summary>The room.</summary>
    private protected Room Room { get; } = room;

    /// <summary>Somebody is about to come in.</summary>
    /// <returns>What they come in as.</returns>
    internal virtual Newcomer Admit(Newcomer newcomer) => newcomer;

    /// <summary>Somebody has got a body; be it the first time, or in a room that was started again.</summary>
    internal virtual void Entered(Resident who)
    {
        // most parts care for messages alone
    }

    /// <summary>Somebody's body is put somewhere by the room, from one seat or to another; −1 is none.</summary>
    internal virtual void Placed(Resident who, int seatBefore, int seat)
    {
        // as above
    }

    /// <summary>Somebody was sent a Welcome, upon which their client forgets what it knew: tell them what is not as usual.</summary>
    internal virtual void Greeted(Resident who)
    {
        // as above
    }

    /// <summary>Of these everyone was told in this tick, for the first time.</summary>
    internal virtual void Introduced(List<Resident> arrived)
    {
        // as above
    }

    /// <summary>Somebody's new page begins where another one of theirs was: what the older page had is gone.</summary>
    internal virtual void BegunAnew(Resident who)
    {
        // as above
    }

    /// <summary>Somebody is leaving for good. They are out of the room's tables already.</summary>
    internal virtual void Left(Resident who)
    {
        // as above
    }

    /// <summary>The room closes, or its process ends: what was to be told with the next tick is told now.</summary>
    internal virtual void Closing()
    {
        // as above
    }

    /// <summary>The room takes over from one that failed or hangs, before anybody is in it.</summary>
    /// <remarks>The other room may be broken in any way and may even be changing: what is taken from it is only read, and checked.</remarks>
    internal virtual void Adopt(Room broken)
    {
        // as above
    }

    /// <summary>Everyone who could be taken over was; <paramref name="gone"/> are those who were not.</summary>
    internal virtual void Adopted(IReadOnlyList<Resident> gone)
    {
        // as above
    }

    /// <summary>Its step of the tick, when everyone's place of this tick is known (<see cref="Body.Position"/>) and before anybody is told of anything.
    /// Allocates nothing while nothing changes.</summary>
    internal virtual void Tick()
    {
        // as above
    }
}
