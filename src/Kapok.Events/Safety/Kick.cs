namespace Kapok.Events.Safety;

/// <summary>Someone was put out and may not come back to any room of the event for a while.</summary>
public sealed class Kick
{
    public required Guid Id { get; init; }

    /// <summary>The event in which it happened.</summary>
    public Guid EventId { get; internal set; }

    /// <summary>Who hosts that event.</summary>
    public Guid OrganisationId { get; internal set; }

    public required string RoomId { get; init; }

    public required string GuestId { get; init; }

    public required string Name { get; init; }

    public required string Reason { get; init; }

    public required string KickedBy { get; init; }

    /// <summary>Their role then: who ranks above it is not kept out by it.</summary>
    public required EventRole ByRole { get; init; }

    public required DateTimeOffset KickedAt { get; init; }

    /// <summary>When they may come back.</summary>
    public required DateTimeOffset Until { get; init; }

    public DateTimeOffset? LiftedAt { get; set; }

    public string? LiftedBy { get; set; }

    public bool HoldsAt(DateTimeOffset now) => LiftedAt is null && Until > now;
}
