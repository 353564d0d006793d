namespace Kapok.Events.Safety;

/// <summary>Someone was put out and may not come back for a while.</summary>
public sealed class Kick
{
    public required Guid Id { get; init; }

    public required string RoomId { get; init; }

    public required string GuestId { get; init; }

    public required string Name { get; init; }

    public required string Reason { get; init; }

    public required string KickedBy { get; init; }

    public required DateTimeOffset KickedAt { get; init; }

    /// <summary>When they may come back.</summary>
    public required DateTimeOffset Until { get; init; }
}
