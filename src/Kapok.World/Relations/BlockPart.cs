using Kapok.Protocol.Messages;

namespace Kapok.World.Relations;

/// <summary>Who does not want to know of whom: neither reads what the other writes, nor hears them.</summary>
public sealed class BlockPart : RoomPart
{
    private const int MostBlocked = 1000; // bounds what one client can make the server remember

    internal BlockPart(Room room)
        : base(room)
    {
    }

    /// <summary>The messages it takes.</summary>
    internal static void Messages(MessageTable table) =>
        table.On(ClientMessage.BodyOneofCase.Block, MessageLimit.Requests, (room, who, message) => room.Blocks.Block(who, message.Block.Person, message.Block.On));

    // Who comes in does not know which of the people here they have blocked before, nor do others know it of who comes in.
    internal override void Introduced(List<Resident> arrived)
    {
        foreach (Resident who in Room.People)
        {
            if (who.Blocked.Count == 0) continue;
            Blocked blocked = new();
            foreach (Resident other in who.IsArriving ? Room.People : arrived)
                if (other != who && who.Blocked.Contains(other.Guest)) blocked.Ids.Add(other.Id);
            if (blocked.Ids.Count > 0) Room.SendTo(who, new ServerMessage { Blocked = blocked });
        }
    }

    private void Block(Resident who, uint id, bool on)
    {
        if (Room.Find(id) is not { } other || other == who) return;
        if (on && who.Blocked.Count >= MostBlocked && !who.Blocked.Contains(other.Guest))
        {
            Room.Notify(who, "notice.blocks-full");
            return;
        }
        bool changed = on ? who.Blocked.Add(other.Guest) : who.Blocked.Remove(other.Guest);
        if (changed)
        {
            Room.Voices.TellHidden(who, other);
            Room.Signing.Hide(who, other.Guest, on);
        }
        Room.Tell(new PersonBlocked(who, other, on)); // again too: whoever asks again has not been told yet that it is kept
    }
}
