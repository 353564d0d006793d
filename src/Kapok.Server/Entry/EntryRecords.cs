using Kapok.Cluster;
using Kapok.Protocol.Messages;
using Kapok.Server.Identities;

namespace Kapok.Server.Entry;

/// <summary>Somebody asks to come in.</summary>
/// <param name="Room">Which room; null for one that there is not.</param>
/// <param name="By">Who asks.</param>
/// <param name="Name">Name, 1 to 24 characters after cleaning.</param>
/// <param name="Look">Look; null for the last one of this guest, or a plain one.</param>
public sealed record EntryAsk(RoomKey? Room, Caller By, string? Name, Look? Look)
{
    /// <summary>Token of a role link, or null.</summary>
    public string? Link { get; init; }

    /// <summary>Pass of a portal, or null.</summary>
    public string? Pass { get; init; }

    /// <summary>From the last Welcome, or null.</summary>
    public string? Resume { get; init; }

    /// <summary>Id of the room of this event that they come from, or null.</summary>
    public string? From { get; init; }

    /// <summary>Role of a bot: <c>attendee</c>, <c>speaker</c> or <c>performer</c>; null otherwise.</summary>
    public string? Role { get; init; }
}

/// <summary>Why an ask is refused.</summary>
public enum EntryRefusal
{
    /// <summary>There is no such room.</summary>
    UnknownRoom,

    /// <summary>Nothing to see is left of the name, or it is too long.</summary>
    NameInvalid,

    /// <summary>The look has a part or colour that does not exist.</summary>
    LookInvalid,

    /// <summary>Only a bot may name a role, and only a harmless one.</summary>
    RoleRefused,

    /// <summary>The link or pass is unknown, used or too old.</summary>
    LinkExpired,

    /// <summary>They are banned.</summary>
    Banned,

    /// <summary>They were asked to leave.</summary>
    Kicked,

    /// <summary>The room is full, and so is its line.</summary>
    RoomFull,

    /// <summary>The show has closed the doors.</summary>
    DoorsClosed,
}

/// <summary>What an ask came to: one of the records below.</summary>
public abstract record EntryAnswer;

/// <summary>They may come in.</summary>
/// <param name="Ticket">Token of the ticket.</param>
/// <param name="Room">What is behind the door.</param>
public sealed record EntryGranted(string Ticket, RoomFacts Room) : EntryAnswer;

/// <summary>They wait in the line of the room.</summary>
/// <param name="Position">Place in it, from 1.</param>
public sealed record EntryWaits(int Position) : EntryAnswer;

/// <summary>They may not come in.</summary>
/// <param name="Why">Why not.</param>
public sealed record EntryRefused(EntryRefusal Why) : EntryAnswer;

/// <summary>Too many come from their address at once; their turn is kept.</summary>
/// <param name="RetrySeconds">When it is their turn, from now; at least 1.</param>
/// <param name="Position">How many turns away that is, from 1.</param>
public sealed record EntryTooFast(int RetrySeconds, int Position) : EntryAnswer;
