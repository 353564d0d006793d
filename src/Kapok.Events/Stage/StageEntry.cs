namespace Kapok.Events.Stage;

/// <summary>What is kept of a stage: its key, and what a second publisher meets. There is one once somebody asked for the key.</summary>
public sealed class StageEntry
{
    public Guid EventId { get; internal init; }

    /// <summary>Who hosts that event.</summary>
    public Guid OrganisationId { get; internal init; }

    /// <summary>Id of the stage in its event: that of its room.</summary>
    public required string Stage { get; init; }

    /// <summary>The key, encrypted by whoever made it, so that a copy of the database opens no stage.</summary>
    public required string SealedKey { get; set; }

    /// <summary>SHA-256 of the key in hexadecimal, by which it is found. A key is random and long enough that this needs no secret of its own.</summary>
    public required string KeyMark { get; set; }

    /// <summary>A second publisher takes over; otherwise they are refused.</summary>
    public bool TakesOver { get; set; }

    public DateTimeOffset ChangedAt { get; set; }
}
