using Kapok.Cluster;
using Kapok.Protocol;
using Kapok.Protocol.Messages;
using Kapok.Server.Entry;
using Kapok.Server.Show;
using Kapok.World;

namespace Kapok.Server.Rooms;

/// <summary>The door of a room of this process.</summary>
internal sealed class LocalRoomDoor(
    RoomKey key, RoomHost host, RoomOutlet outlet, LoadedScene scene, Tickets tickets, IRoomJournal journal, IRoomDirectory rooms, NodeAddress node) : IRoomDoor
{
    public ValueTask<bool> IsDueAsync(string guest, CancellationToken cancellation = default) => new(host.Queue.IsDue(guest));

    public ValueTask<Pass?> FindPassAsync(string token, CancellationToken cancellation = default) => new(tickets.FindPass(token, key));

    public async ValueTask<PlaceAnswer> PlaceAsync(PlaceAsk ask, CancellationToken cancellation = default)
    {
        RoomFacts facts = new(key, host.Title, host.Settings.Capacity, host.Scene, node.Id, node.Socket);
        if (Rehearsals.IsOne(key) && !Rehearsals.LetsIn(ask.Who.Role)) return new(null, 0, facts) { Refusal = PlaceRefusal.Private };
        if (outlet.KeepsOut(ask.Who.Subject, ask.Who.Role) && !host.IsReturning(ask.Who.Subject)) return new(null, 0, facts) { Refusal = PlaceRefusal.DoorsClosed };
        QueueAnswer place = default;
        if (ask.Who.Role <= Role.Attendee && !host.IsReturning(ask.Who.Subject))
        {
            place = host.Queue.Ask(ask.Who.Subject);
            if (!place.HasPlace) return new(null, Wait(ask, place.Position), facts);
        }
        if (ask.Pass is not null) tickets.VoidPass(ask.Pass);
        Newcomer newcomer = await NewcomerAsync(ask, cancellation);
        return new(tickets.Issue(new Ticket(key, ask.Who, newcomer, ask.Address, place.Promise)), 0, facts);
    }

    public ValueTask LeaveAsync(string guest, CancellationToken cancellation = default)
    {
        host.Queue.Leave(guest);
        return ValueTask.CompletedTask;
    }

    public ValueTask<string?> OpenPortalAsync(Pass pass, CancellationToken cancellation = default) =>
        new(pass.Who.Role <= Role.Attendee && host.Queue.IsFull ? null : tickets.Issue(pass, key));

    public ValueTask<byte[]> FloorAsync(CancellationToken cancellation = default) => new(scene.FloorFile);

    public ValueTask<byte[]> PlacesAsync(CancellationToken cancellation = default) => new(scene.PlacesFile);

    private int Wait(PlaceAsk ask, int position)
    {
        if (ask.Who.Trust == Trust.Bot)
        {
            host.Queue.Leave(ask.Who.Subject); // it is somebody else each time it asks
            return 0;
        }
        if (position > 0 && ask.Pass is not null) tickets.RenewPass(ask.Pass); // as good when it is their turn as it was when they came
        return position;
    }

    private async ValueTask<Newcomer> NewcomerAsync(PlaceAsk ask, CancellationToken cancellation)
    {
        bool isBot = ask.Who.Trust == Trust.Bot;
        string guest = ask.Who.Subject;
        Look look = ask.Look ?? (isBot ? null : (await journal.LastLookAsync(guest, cancellation))?.Look) ?? LookRules.Plain();
        if (!LookRules.IsValid(look)) look = LookRules.Plain(); // kept by a version whose kit had other parts
        IReadOnlyList<string> blocked = isBot ? [] : await journal.BlockedByAsync(guest, cancellation);
        bool isKnown = RoomKey.TryCreate(key.Event, ask.From, out RoomKey from) && await rooms.DoorOfAsync(from, cancellation) is not null;
        return new(guest, ask.Name, ask.Who.Role, look, isBot ? null : ask.Address, isBot, isKnown ? from.Room : "", ask.Resume ?? "", ask.Who.Link, blocked);
    }
}
