using Kapok.Protocol.Messages;

namespace Kapok.Cluster;

/// <summary>The door of one room: places in it, tickets, passes, and what whoever comes has to know of it. Kept where the room runs, so that whoever has a
/// ticket has a place.</summary>
/// <remarks>It does not decide who may come in: whoever asks it has done so.</remarks>
public interface IRoomDoor
{
    /// <summary>Whether somebody waits here and asks no oftener than they were told to.</summary>
    ValueTask<bool> IsDueAsync(string guest, CancellationToken cancellation = default);

    /// <summary>Looks at a pass that a portal to this room gave.</summary>
    /// <returns>Null when it is unknown, used or too old.</returns>
    ValueTask<Pass?> FindPassAsync(string token, CancellationToken cancellation = default);

    /// <summary>Gives somebody a place and the ticket to it, or puts them in line.</summary>
    ValueTask<PlaceAnswer> PlaceAsync(PlaceAsk ask, CancellationToken cancellation = default);

    /// <summary>Somebody gives up waiting.</summary>
    ValueTask LeaveAsync(string guest, CancellationToken cancellation = default);

    /// <summary>Somebody stands in a portal to this room.</summary>
    /// <returns>Token of their pass; null when they would have to wait.</returns>
    ValueTask<string?> OpenPortalAsync(Pass pass, CancellationToken cancellation = default);

    /// <summary>Its floor as KFL1.</summary>
    ValueTask<byte[]> FloorAsync(CancellationToken cancellation = default);

    /// <summary>Its places as JSON in UTF-8.</summary>
    ValueTask<byte[]> PlacesAsync(CancellationToken cancellation = default);
}

/// <summary>Carries somebody through a portal.</summary>
/// <param name="Who">Who goes through.</param>
/// <param name="From">Id of the room they leave, in the same event.</param>
public sealed record Pass(Identity Who, string From);

/// <summary>Somebody who may come in asks for a place.</summary>
/// <param name="Who">Who they are, as it was decided.</param>
/// <param name="Name">Cleaned, 1 to 24 characters.</param>
/// <param name="Look">A valid look; null for the last one of this guest, or a plain one.</param>
/// <param name="Address">Address they come from, as counted.</param>
public sealed record PlaceAsk(Identity Who, string Name, Look? Look, string Address)
{
    /// <summary>Token of the pass they came by; it is void once they have a place, and lasts while they wait.</summary>
    public string? Pass { get; init; }

    /// <summary>From the last Welcome, or null.</summary>
    public string? Resume { get; init; }

    /// <summary>Id of the room of this event that they say they come from, or null.</summary>
    public string? From { get; init; }
}

/// <summary>What an ask for a place came to.</summary>
/// <param name="Ticket">Token of the ticket; null without a place.</param>
/// <param name="Position">Place in the line, from 1; 0 with a place, or when the line is full too.</param>
/// <param name="Room">What is behind the door.</param>
public sealed record PlaceAnswer(string? Ticket, int Position, RoomFacts Room)
{
    /// <summary>Why there is no place, where waiting does not help.</summary>
    public PlaceRefusal Refusal { get; init; }
}

/// <summary>Why somebody gets no place however long they wait.</summary>
public enum PlaceRefusal
{
    /// <summary>The room is full, and so is the line.</summary>
    Full,

    /// <summary>The show has closed the doors.</summary>
    DoorsClosed,

    /// <summary>It is a rehearsal, of which nobody without a part in the show is to know.</summary>
    Private,
}

/// <summary>What a client has to know of a room before it opens the socket.</summary>
/// <param name="Key">Which room.</param>
/// <param name="Title">As shown.</param>
/// <param name="Capacity">The most people.</param>
/// <param name="Scene">Name of the scene.</param>
/// <param name="Node">Where it runs, as <see cref="INode.Id"/> has it.</param>
/// <param name="Socket">Address of the world socket there, for those whose page another node serves, e.g. <c>wss://b.example/rt</c>.</param>
public sealed record RoomFacts(RoomKey Key, string Title, int Capacity, string Scene, string Node, string Socket);
