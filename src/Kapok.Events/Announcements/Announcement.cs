namespace Kapok.Events.Announcements;

/// <summary>A line that organisers showed to everyone in a room, or in all.</summary>
public sealed class Announcement
{
    public required Guid Id { get; init; }

    /// <summary>The event in which it happened.</summary>
    public Guid EventId { get; internal set; }

    /// <summary>Who hosts that event.</summary>
    public Guid OrganisationId { get; internal set; }

    /// <summary>The room; null is all.</summary>
    public string? RoomId { get; init; }

    public required string Text { get; init; }

    public required string MadeBy { get; init; }

    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>How many people were there to see it; 0 until it is known.</summary>
    public required int Reached { get; set; }
}
