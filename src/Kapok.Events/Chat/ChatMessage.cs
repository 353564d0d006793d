namespace Kapok.Events.Chat;

/// <summary>A line that was said in a room. It is deleted after the retention of <see cref="Storage.StorageOptions.ChatRetentionDays"/>.</summary>
public sealed class ChatMessage
{
    /// <summary>Grows in the order lines were written; given by the database.</summary>
    public long Id { get; init; }

    public required string RoomId { get; init; }

    public required string GuestId { get; init; }

    public required string Name { get; init; }

    public required string Text { get; init; }

    public required DateTimeOffset SaidAt { get; init; }

    /// <summary>The same line, not yet written.</summary>
    internal ChatMessage Copy() => new() { RoomId = RoomId, GuestId = GuestId, Name = Name, Text = Text, SaidAt = SaidAt };
}
