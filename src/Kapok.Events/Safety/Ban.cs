namespace Kapok.Events.Safety;

/// <summary>Someone may not come to anything the organisation holds: by their guest id, by a hash of their network address, or by both.</summary>
public sealed class Ban
{
    public required Guid Id { get; init; }

    /// <summary>The event in which it happened.</summary>
    public Guid EventId { get; internal set; }

    /// <summary>Who hosts that event.</summary>
    public Guid OrganisationId { get; internal set; }

    /// <summary>The guest's id; null when only an address is banned.</summary>
    public string? GuestId { get; init; }

    /// <summary>HMAC of the address (<see cref="AddressHasher"/>); null when only a guest is banned.</summary>
    public byte[]? AddressHash { get; init; }

    /// <summary>The name they had, so that people recognise the entry.</summary>
    public required string Name { get; init; }

    public required string Reason { get; init; }

    public required string BannedBy { get; init; }

    /// <summary>Their role then: who ranks above it is not kept out by it.</summary>
    public required EventRole ByRole { get; init; }

    public required DateTimeOffset BannedAt { get; init; }

    /// <summary>When it ends by itself; null is never.</summary>
    public DateTimeOffset? Until { get; init; }

    public DateTimeOffset? LiftedAt { get; set; }

    public string? LiftedBy { get; set; }

    public bool HoldsAt(DateTimeOffset now) => LiftedAt is null && !(Until <= now);
}
