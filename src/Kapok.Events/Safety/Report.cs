namespace Kapok.Events.Safety;

public enum ReportStatus
{
    Open = 1,
    Closed = 2,
}

/// <summary>One attendee says that another did wrong, with what the server itself had seen shortly before.</summary>
public sealed class Report
{
    public required Guid Id { get; init; }

    /// <summary>The event in which it happened.</summary>
    public Guid EventId { get; internal set; }

    /// <summary>Who hosts that event.</summary>
    public Guid OrganisationId { get; internal set; }

    public required string RoomId { get; init; }

    public required string ReporterId { get; init; }

    public required string ReporterName { get; init; }

    public required string SubjectId { get; init; }

    public required string SubjectName { get; init; }

    /// <summary>Their role then: what may be done about them when they are not there depends on it.</summary>
    public required EventRole SubjectRole { get; init; }

    /// <summary>What the reporter wrote; may be empty.</summary>
    public required string Reason { get; init; }

    /// <summary>Recent chat and moves the server held, as JSON: evidence that nobody in the browser could have made up.</summary>
    public required string Context { get; init; }

    public required DateTimeOffset FiledAt { get; init; }

    public required ReportStatus Status { get; set; }

    public DateTimeOffset? ClosedAt { get; set; }

    public string? ClosedBy { get; set; }

    /// <summary>What was done about it.</summary>
    public string? Outcome { get; set; }
}
