// What a message that throws costs: its sender's connection, and never the room.
using Kapok.Protocol;
using Kapok.Protocol.Frames;
using Kapok.World.Movement;

namespace Kapok.World;

public sealed partial class Room
{
    /// <summary>Does what a person's client asked for outside of <see cref="Hear"/>. What it throws costs them their connection, and leaves the room alone.</summary>
    /// <exception cref="RoomBrokenException">It threw in the middle of a change: the room is to be started again.</exception>
    public void DoFor(Resident who, Action<Room> action)
    {
        try
        {
            action(this);
        }
#pragma warning disable CA1031 // Whatever it throws, it is one person's doing.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Fail(who, error);
        }
    }

    /// <summary>Makes sure that whatever was broken off has left nothing half done.</summary>
    /// <remarks>
    /// What happened is not undone: undoing would need a copy of all state before each message. Instead it is looked at whether the room's tables still agree with
    /// each other; a room in which they do not would fail in one of its next ticks, for everyone and again and again, so it is started again at once.
    /// </remarks>
    /// <exception cref="RoomBrokenException">They do not.</exception>
    public void RequireSound(Exception why)
    {
        if (!IsSound()) throw new RoomBrokenException(Id, why);
    }

    private void Fail(Resident who, Exception error)
    {
        if (IsHere(ref who)) who.Outbound?.Close(Ending.Malformed);
        Tell(new MessageFailed(who, error));
        RequireSound(error);
    }

    private bool IsSound()
    {
        int known = 0, guests = 0, seated = 0, arriving = 0, changed = 0;
        foreach (Resident? who in _byId)
            if (who is not null) known++;
        if (known != _residents.Count) return false;
        for (int index = 0; index < _residents.Count; index++)
        {
            Resident who = _residents[index];
            ref readonly Body body = ref _bodies[index];
            if (who.Index != index || who.Home != this || _byId[who.Id] != who || _ids[index] != who.Id || _composer.Motions.IndexOf(who.Id) != index) return false;
            if ((body.Seat >= 0) != (body.Form == AvatarForm.Seated) || (body.Seat >= 0 && Seats.On(body.Seat) != who)) return false;
            if (!float.IsFinite(body.Position.X + body.Position.Y + body.Position.Z)) return false;
            if (!who.Bot && _guests.GetValueOrDefault(who.Guest) != who) return false;
            guests += who.Bot ? 0 : 1;
            seated += body.Seat >= 0 ? 1 : 0;
            arriving += who.IsArriving ? 1 : 0;
            changed += who.IsChanged ? 1 : 0;
        }
        return guests == _guests.Count && seated == Seats.Taken
            && arriving == _arriving.Count && _arriving.TrueForAll(who => who.IsArriving && who.Index >= 0)
            && changed == _changed.Count && _changed.TrueForAll(who => who.IsChanged && who.Index >= 0)
            && _prominent.TrueForAll(who => who.Index >= 0)
            && AreIdsSound();
    }

    private bool AreIdsSound()
    {
        HashSet<ushort> free = [.. _freeIds];
        return free.Count == _freeIds.Count && free.Count + _residents.Count == _settings.Ids && !_residents.Exists(who => free.Contains(who.Id));
    }
}

/// <summary>Something threw in the middle of a change, and the room's tables do not agree with each other any more.</summary>
public sealed class RoomBrokenException : Exception
{
    public RoomBrokenException()
    {
    }

    public RoomBrokenException(string message)
        : base(message)
    {
    }

    /// <summary>Names the room, and what threw.</summary>
    public RoomBrokenException(string room, Exception why)
        : base($"Room {room} is broken by what threw in the middle of a change.", why)
    {
    }
}
