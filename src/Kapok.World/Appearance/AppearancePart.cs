using Kapok.Protocol;
using Kapok.Protocol.Messages;
using Kapok.World.Movement;

namespace Kapok.World.Appearance;

/// <summary>How people look and what they do with their hands: emotes, glow sticks, looks.</summary>
public sealed class AppearancePart : RoomPart
{
    private const uint Emotes = 8;

    internal AppearancePart(Room room)
        : base(room)
    {
    }

    /// <summary>The messages it takes.</summary>
    internal static void Messages(MessageTable table)
    {
        table.On(ClientMessage.BodyOneofCase.Emote, MessageLimit.Gestures, (room, who, message) => room.Appearance.Emote(who, message.Emote.Kind), isQuiet: true);
        table.On(ClientMessage.BodyOneofCase.SetStick, MessageLimit.Gestures,
            (room, who, message) => room.Appearance.SetStick(who, message.SetStick.On, message.SetStick.Colour), isQuiet: true);
        table.On(ClientMessage.BodyOneofCase.SetLook, MessageLimit.Gestures, (room, who, message) => room.Appearance.SetLook(who, message.SetLook.Look));
    }

    private bool Emote(Resident who, uint kind)
    {
        if (kind is 0 or > Emotes) return false;
        ref readonly Body body = ref Room.BodyAt(who);
        Room.Composer.Gesture(who.Id, (byte)kind, new(body.Position.X, body.Position.Z));
        return true;
    }

    private bool SetStick(Resident who, bool on, uint colour)
    {
        if (colour > 0xFFFFFF) return false;
        who.StickOn = on;
        Room.ShowStick(who);
        if (who.Look.Stick == colour) return true;
        who.Look = who.Look.Clone();
        who.Look.Stick = colour;
        Room.MarkChanged(who);
        return true;
    }

    private bool SetLook(Resident who, Look? look)
    {
        if (look is null || !LookRules.IsValid(look)) return false;
        who.Look = look;
        Room.MarkChanged(who);
        Room.Tell(new LookChanged(who));
        return true;
    }
}
