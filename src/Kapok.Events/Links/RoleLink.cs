namespace Kapok.Events.Links;

/// <summary>An address that gives whoever opens it a role. The secret in it is known only to who made it: its hash is kept.</summary>
public sealed class RoleLink
{
    public required Guid Id { get; init; }

    public required Guid EventId { get; init; }

    /// <summary>What it is for, as its maker wrote it.</summary>
    public required string Label { get; init; }

    public required EventRole Role { get; init; }

    /// <summary>SHA-256 of the token: 32 bytes. The token has 160 random bits, so that no salt or slow hash is needed.</summary>
    public required byte[] TokenHash { get; init; }

    public required string CreatedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it stops to work; null is never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    public DateTimeOffset? RevokedAt { get; set; }

    public string? RevokedBy { get; set; }

    /// <summary>How often it was opened.</summary>
    public int Uses { get; set; }

    public DateTimeOffset? LastUsedAt { get; set; }

    /// <summary>The rule that keeps it from working at a moment; null when it works.</summary>
    public EventsRule? StoppedBy(DateTimeOffset now) =>
        RevokedAt is not null ? EventsRule.LinkRevoked : ExpiresAt <= now ? EventsRule.LinkExpired : null;
}
