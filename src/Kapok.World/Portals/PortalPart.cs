using System.Numerics;
using Kapok.Protocol.Messages;
using Kapok.World.Scenes;

namespace Kapok.World.Portals;

/// <summary>The ways into other rooms.</summary>
public sealed class PortalPart : RoomPart
{
    private const float MarginMetres = 1f;

    internal PortalPart(Room room)
        : base(room)
    {
    }

    /// <summary>The messages it takes.</summary>
    internal static void Messages(MessageTable table) =>
        table.On(ClientMessage.BodyOneofCase.EnterPortal, MessageLimit.Requests, (room, who, message) => room.Portals.Enter(who, message.EnterPortal.Portal));

    /// <summary>Tells somebody that their portal is open.</summary>
    public void Travel(Resident who, string toRoom, string pass)
    {
        if (Room.IsHere(ref who)) Room.SendTo(who, new ServerMessage { Travel = new() { Room = toRoom, Arrive = pass } });
    }

    private bool Enter(Resident who, uint number)
    {
        if (number >= Room.Layout.Portals.Count) return false;
        Portal portal = Room.Layout.Portals[(int)number];
        Vector3 hips = Room.BodyAt(who).Position + new Vector3(0f, 0.9f, 0f);
        if (portal.Box.Contains(hips, MarginMetres)) Room.Tell(new PortalTaken(who, portal.Room));
        else Room.Notify(who, "notice.portal-far");
        return true;
    }
}
