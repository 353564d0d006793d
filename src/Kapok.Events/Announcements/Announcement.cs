namespace Kapok.Events.Announcements;

/// <summary>A line that organisers showed to everyone in a room, or in all.</summary>
public sealed class Announcement
{
    public required Guid Id { get; init; }

    /// <summary>The room; null is all.</summary>
    public string? RoomId { get; init; }

    public required string Text { get; init; }

    public required string MadeBy { get; init; }

    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>How many people were there to see it.</summary>
    public required int Reached { get; init; }
}
