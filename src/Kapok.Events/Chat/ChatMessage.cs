namespace Kapok.Events.Chat;

/// <summary>A line that was said in a room. It is deleted after the retention of <see cref="Storage.StorageOptions.ChatRetentionDays"/>.</summary>
public sealed class ChatMessage
{
    /// <summary>Grows in the order lines were written; given by the database.</summary>
    public long Id { get; init; }

    /// <summary>The event in which it happened.</summary>
    public Guid EventId { get; internal set; }

    /// <summary>Who hosts that event.</summary>
    public Guid OrganisationId { get; internal set; }

    public required string RoomId { get; init; }

    public required string GuestId { get; init; }

    public required string Name { get; init; }

    public required string Text { get; init; }

    public required DateTimeOffset SaidAt { get; init; }
}
