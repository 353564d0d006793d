namespace Kapok.Events.Safety;

/// <summary>What was taken from a person.</summary>
public enum MuteKind
{
    /// <summary>They may not write in chat.</summary>
    Chat = 1,

    /// <summary>Their voice is not heard.</summary>
    Voice = 2,
}

/// <summary>Someone may not write, or speak, in any room of the event; until it is lifted, for a day at most.</summary>
public sealed class Mute
{
    public required Guid Id { get; init; }

    /// <summary>The event in which it happened.</summary>
    public Guid EventId { get; internal set; }

    /// <summary>Who hosts that event.</summary>
    public Guid OrganisationId { get; internal set; }

    public required string GuestId { get; init; }

    /// <summary>The name they had, so that people recognise the entry.</summary>
    public required string Name { get; init; }

    public required MuteKind Kind { get; init; }

    public required string Reason { get; init; }

    public required string MutedBy { get; init; }

    /// <summary>Their role then: who ranks above it is not kept out by it.</summary>
    public required EventRole ByRole { get; init; }

    public required DateTimeOffset MutedAt { get; init; }

    /// <summary>When it ends by itself.</summary>
    public required DateTimeOffset Until { get; init; }

    public DateTimeOffset? LiftedAt { get; set; }

    public string? LiftedBy { get; set; }

    public bool HoldsAt(DateTimeOffset now) => LiftedAt is null && Until > now;
}
