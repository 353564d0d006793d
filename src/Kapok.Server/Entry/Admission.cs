using Kapok.Cluster;
using Kapok.Protocol;
using Kapok.Protocol.Messages;
using Kapok.Protocol.Text;
using Kapok.Server.Rooms;
using Kapok.World;

namespace Kapok.Server.Entry;

/// <summary>Decides who comes in: once, by everything they bring. What it decided travels in the ticket.</summary>
/// <remarks>
/// Knows nothing of HTTP: whoever asks says what a request proved (<see cref="Identities.Caller"/>), and turns the answer into one of theirs. When the socket opens, only what was
/// revoked since is asked for, of the same identity (<see cref="Door.CheckAsync"/>). Thread-safe.
/// </remarks>
public sealed class Admission(LocalRooms rooms, Tickets tickets, Door door, AddressLimits addresses, IRoomJournal journal)
{
    private const int MaxTokenLength = 200, MaxRoomLength = 64;

    /// <summary>Takes an ask: the rules in the order in which they are told.</summary>
    public async ValueTask<EntryAnswer> AskAsync(EntryAsk ask, CancellationToken cancellation)
    {
        LocalRoom? open = ask.Room is { } key ? rooms.Find(key) : null;
        RoomHost? room = open?.Host;
        if (!IsCounted(ask.By, room, out Turn turn)) return new EntryTooFast(turn.Seconds, turn.Position);
        if (open is null || room is null) return new EntryRefused(EntryRefusal.UnknownRoom);
        if (!PlainText.TryCleanName(ask.Name, out string? name)) return new EntryRefused(EntryRefusal.NameInvalid);
        if (ask.Look is not null && !LookRules.IsValid(ask.Look)) return new EntryRefused(EntryRefusal.LookInvalid);
        if (!TryRoleOfBot(ask, out Role named)) return new EntryRefused(EntryRefusal.RoleRefused);
        if (ask.Link?.Length > MaxTokenLength || ask.Pass?.Length > MaxTokenLength || ask.Resume?.Length > MaxTokenLength) return new EntryRefused(EntryRefusal.LinkExpired);

        (string? link, string? passToken) = ask.Pass is null && ask.Link is not null && tickets.FindPass(ask.Link) is not null
            ? (null, ask.Link) // clients of version 1.0 send a pass as a link
            : (ask.Link, ask.Pass);
        Pass? pass = passToken is null ? null : tickets.FindPass(passToken);
        if (passToken is not null && !IsTheirs(pass, ask.By)) return new EntryRefused(EntryRefusal.LinkExpired);
        if (await IdentifyAsync(ask.By, link, pass, named, cancellation) is not { } brought) return new EntryRefused(EntryRefusal.LinkExpired);
        (Identity who, EntryBar bar) = await door.CheckAsync(brought, ask.By.Address, open.Key, cancellation);
        if (bar != EntryBar.None) return new EntryRefused(bar == EntryBar.Banned ? EntryRefusal.Banned : EntryRefusal.Kicked);

        QueueAnswer place = default;
        if (who.Role <= Role.Attendee && !room.IsReturning(who.Subject))
        {
            place = room.Queue.Ask(who.Subject);
            if (!place.HasPlace) return Wait(room, who, place, passToken);
        }
        if (passToken is not null) tickets.VoidPass(passToken);
        Newcomer newcomer = await NewcomerAsync(ask, open.Key, who, name, pass?.From, cancellation);
        string ticket = tickets.Issue(new Ticket(open.Key, who, newcomer, ask.By.Address, place.Promise));
        return new EntryGranted(ticket, new(room.Id, room.Title, room.Settings.Capacity, room.Scene));
    }

    /// <summary>Somebody gives up waiting before a room.</summary>
    public void Leave(RoomKey room, string guest) => rooms.Find(room)?.Host.Queue.Leave(guest);

    // Whoever waits asks every two seconds, and would soon have used up the joins of their address.
    private bool IsCounted(Identities.Caller by, RoomHost? room, out Turn turn)
    {
        turn = default;
        return by.IsBot || room?.Queue.IsDue(by.Guest) == true || addresses.TryJoin(by.Address, by.Guest, out turn);
    }

    // The token is for bots: it puts them on a stage, but it does not keep order among people. Who has read it gains no power over anybody.
    private static bool TryRoleOfBot(EntryAsk ask, out Role role)
    {
        role = ask.Role switch { null or "attendee" => Role.Attendee, "speaker" => Role.Speaker, "performer" => Role.Performer, _ => Role.Unspecified };
        return role != Role.Unspecified && (ask.By.IsBot || ask.Role is null);
    }

    // A bot is somebody else each time it asks, so its passes are whose they are by having them.
    private static bool IsTheirs(Pass? pass, Identities.Caller by) => pass is not null && (by.IsBot || pass.Who.Subject == by.Guest);

    /// <summary>Makes the identity of whoever asks: the highest role that anything they bring gives.</summary>
    /// <returns>Null when they name a link that does not hold.</returns>
    private async ValueTask<Identity?> IdentifyAsync(Identities.Caller by, string? link, Pass? pass, Role named, CancellationToken cancellation)
    {
        Identity who = by.IsBot ? Identity.Bot(by.Guest) : Identity.Visitor(by.Guest);
        RoleGrant? opened = null;
        if (link is { Length: > 0 } && (opened = await door.OpenLinkAsync(link, cancellation)) is null) return null;
        return who.AtLeast(by.Grant).AtLeast(opened).AtLeast(pass is null ? null : new(pass.Who.Role, pass.Who.Link)).AtLeast(new(named, null));
    }

    private EntryAnswer Wait(RoomHost room, Identity who, QueueAnswer place, string? pass)
    {
        if (who.Trust == Trust.Bot) room.Queue.Leave(who.Subject); // it is somebody else each time it asks
        if (who.Trust == Trust.Bot || place.Position == 0) return new EntryRefused(EntryRefusal.RoomFull);
        if (pass is not null) tickets.RenewPass(pass); // as good when it is their turn as it was when they came
        return new EntryWaits(place.Position);
    }

    private async ValueTask<Newcomer> NewcomerAsync(EntryAsk ask, RoomKey to, Identity who, string name, string? cameFrom, CancellationToken cancellation)
    {
        bool isBot = who.Trust == Trust.Bot;
        Look look = ask.Look ?? (isBot ? null : (await journal.LastLookAsync(who.Subject, cancellation))?.Look) ?? LookRules.Plain();
        if (!LookRules.IsValid(look)) look = LookRules.Plain(); // kept by a version whose kit had other parts
        IReadOnlyList<string> blocked = isBot ? [] : await journal.BlockedByAsync(who.Subject, cancellation);
        string from = cameFrom ?? (ask.From is { Length: <= MaxRoomLength } told && rooms.Find(to with { Room = told }) is not null ? told : "");
        return new(who.Subject, name, who.Role, look, isBot ? null : ask.By.Address, isBot, from, ask.Resume ?? "", who.Link, blocked);
    }
}
