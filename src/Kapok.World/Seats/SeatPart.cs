using System.Numerics;
using Kapok.Protocol.Messages;
using Kapok.World.Movement;
using Kapok.World.Scenes;

namespace Kapok.World.Seats;

/// <summary>Who sits where.</summary>
public sealed class SeatPart : RoomPart
{
    private const float ReachMetres = 3f;

    private readonly IReadOnlyList<Seat> _seats;
    private readonly Resident?[] _sitting;

    internal SeatPart(Room room)
        : base(room)
    {
        _seats = room.Layout.Seats;
        _sitting = new Resident?[_seats.Count];
    }

    /// <summary>The messages it takes.</summary>
    internal static void Messages(MessageTable table)
    {
        table.On(ClientMessage.BodyOneofCase.Sit, MessageLimit.Gestures, (room, who, message) => room.Seats.Sit(who, message.Sit.Seat));
        table.On(ClientMessage.BodyOneofCase.Stand, MessageLimit.Gestures, (room, who, _) => room.Seats.Stand(who));
    }

    /// <summary>Whether there is such a seat and nobody sits on it.</summary>
    internal bool IsFree(int seat) => (uint)seat < (uint)_sitting.Length && _sitting[seat] is null;

    /// <summary>Who sits on a seat; null for nobody, and where there is none.</summary>
    internal Resident? On(int seat) => (uint)seat < (uint)_sitting.Length ? _sitting[seat] : null;

    /// <summary>How many are taken.</summary>
    internal int Taken => _sitting.Count(who => who is not null);

    internal override void Placed(Resident who, int seatBefore, int seat)
    {
        if (seatBefore >= 0) _sitting[seatBefore] = null;
        if (seat >= 0) _sitting[seat] = who;
    }

    private bool Sit(Resident who, uint number)
    {
        if (number >= _sitting.Length) return false;
        Seat seat = _seats[(int)number];
        Vector3 apart = Room.BodyAt(who).Position - seat.Position;
        if (_sitting[number] is { } holder && holder != who) Room.Notify(who, "notice.seat-taken");
        else if (new Vector2(apart.X, apart.Z).Length() > ReachMetres || MathF.Abs(apart.Y) > ReachMetres) Room.Notify(who, "notice.seat-far");
        else if (!Room.Rules.MayEnter(who.Role, seat.Position)) Room.Notify(who, "notice.not-allowed");
        else Room.Place(who, seat.Position, seat.Yaw, (int)number, "");
        return true;
    }

    private void Stand(Resident who)
    {
        ref readonly Body body = ref Room.BodyAt(who);
        if (body.Seat < 0) return;
        Seat seat = _seats[body.Seat];
        bool found = Room.Places.TryBeforeSeat(seat, who.Role, out Vector3 place) || Room.Places.TryBeside(seat.Foot, 0f, who.Role, out place);
        if (!found) (place, _) = Room.Places.Arrival("", who.Role);
        Room.Place(who, place, seat.Yaw, -1, "");
    }
}
