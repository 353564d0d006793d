using Kapok.Cluster;
using Kapok.Protocol;
using Kapok.Protocol.Messages;
using Kapok.Protocol.Text;

namespace Kapok.Server.Entry;

/// <summary>Decides who comes in: once, by everything they bring. What it decided travels in the ticket.</summary>
/// <remarks>
/// Knows nothing of HTTP: whoever asks says what a request proved (<see cref="Identities.Caller"/>), and turns the answer into one of theirs. When the socket opens, only what was
/// revoked since is asked for, of the same identity (<see cref="Door.CheckAsync"/>). Thread-safe.
/// </remarks>
public sealed class Admission(IRoomDirectory rooms, Door door, AddressLimits addresses)
{
    private const int MaxTokenLength = 200;

    /// <summary>Takes an ask: the rules in the order in which they are told.</summary>
    public async ValueTask<EntryAnswer> AskAsync(EntryAsk ask, CancellationToken cancellation)
    {
        IRoomDoor? room = ask.Room is { } there ? await rooms.DoorOfAsync(there, cancellation) : null;
        bool isDue = room is not null && !ask.By.IsBot && await room.IsDueAsync(ask.By.Guest, cancellation);
        if (!IsCounted(ask.By, isDue, out Turn turn)) return new EntryTooFast(turn.Seconds, turn.Position);
        if (room is null || ask.Room is not { } key) return new EntryRefused(EntryRefusal.UnknownRoom);
        if (!PlainText.TryCleanName(ask.Name, out string? name)) return new EntryRefused(EntryRefusal.NameInvalid);
        if (ask.Look is not null && !LookRules.IsValid(ask.Look)) return new EntryRefused(EntryRefusal.LookInvalid);
        if (!TryRoleOfBot(ask, out Role named)) return new EntryRefused(EntryRefusal.RoleRefused);
        if (ask.Link?.Length > MaxTokenLength || ask.Pass?.Length > MaxTokenLength || ask.Resume?.Length > MaxTokenLength) return new EntryRefused(EntryRefusal.LinkExpired);

        string? passToken = ask.Pass ?? ask.Link; // clients of version 1.0 send a pass as a link
        Pass? pass = passToken is null ? null : await room.FindPassAsync(passToken, cancellation);
        if (pass is null ? ask.Pass is not null : !IsTheirs(pass, ask.By)) return new EntryRefused(EntryRefusal.LinkExpired);
        string? link = pass is not null && ask.Pass is null ? null : ask.Link;
        if (await IdentifyAsync(ask.By, link, pass, named, cancellation) is not { } brought) return new EntryRefused(EntryRefusal.LinkExpired);
        (Identity who, EntryBar bar) = await door.CheckAsync(brought, ask.By.Address, key, cancellation);
        if (bar != EntryBar.None) return new EntryRefused(bar == EntryBar.Banned ? EntryRefusal.Banned : EntryRefusal.Kicked);

        PlaceAsk wanted = new(who, name, ask.Look, ask.By.Address) { Pass = pass is null ? null : passToken, Resume = ask.Resume, From = pass?.From ?? ask.From };
        PlaceAnswer place = await room.PlaceAsync(wanted, cancellation);
        if (place.Ticket is { } ticket) return new EntryGranted(ticket, place.Room);
        if (place.Position > 0) return new EntryWaits(place.Position);
        return new EntryRefused(place.Refusal switch
        {
            PlaceRefusal.DoorsClosed => EntryRefusal.DoorsClosed,
            PlaceRefusal.Private => EntryRefusal.UnknownRoom,
            _ => EntryRefusal.RoomFull,
        });
    }

    /// <summary>Somebody gives up waiting before a room.</summary>
    public async ValueTask LeaveAsync(RoomKey room, string guest, CancellationToken cancellation)
    {
        if (await rooms.DoorOfAsync(room, cancellation) is { } open) await open.LeaveAsync(guest, cancellation);
    }

    // Whoever waits asks every two seconds, and would soon have used up the joins of their address.
    private bool IsCounted(Identities.Caller by, bool isDue, out Turn turn)
    {
        turn = default;
        return by.IsBot || isDue || addresses.TryJoin(by.Address, by.Guest, out turn);
    }

    // The token is for bots: it puts them on a stage, but it does not keep order among people. Who has read it gains no power over anybody.
    private static bool TryRoleOfBot(EntryAsk ask, out Role role)
    {
        role = ask.Role switch { null or "attendee" => Role.Attendee, "speaker" => Role.Speaker, "performer" => Role.Performer, _ => Role.Unspecified };
        return role != Role.Unspecified && (ask.By.IsBot || ask.Role is null);
    }

    // A bot is somebody else each time it asks, so its passes are whose they are by having them.
    private static bool IsTheirs(Pass pass, Identities.Caller by) => by.IsBot || pass.Who.Subject == by.Guest;

    /// <summary>Makes the identity of whoever asks: the highest role that anything they bring gives.</summary>
    /// <returns>Null when they name a link that does not hold.</returns>
    private async ValueTask<Identity?> IdentifyAsync(Identities.Caller by, string? link, Pass? pass, Role named, CancellationToken cancellation)
    {
        Identity who = by.IsBot ? Identity.Bot(by.Guest) : Identity.Visitor(by.Guest);
        RoleGrant? opened = null;
        if (link is { Length: > 0 } && (opened = await door.OpenLinkAsync(link, cancellation)) is null) return null;
        return who.AtLeast(by.Grant).AtLeast(opened).AtLeast(pass is null ? null : new(pass.Who.Role, pass.Who.Link)).AtLeast(new(named, null));
    }
}
