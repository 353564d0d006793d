namespace Kapok.Events.Ceremony;

/// <summary>A group photograph that was taken in a room.</summary>
public sealed class Photograph
{
    /// <summary>Its id, which cannot be guessed.</summary>
    public required string Id { get; init; }

    /// <summary>The event.</summary>
    public required Guid EventId { get; init; }

    /// <summary>The room, as <see cref="Organisations.EventRoom.Id"/> has it.</summary>
    public required string RoomId { get; init; }

    /// <summary>What the step was called; may be empty.</summary>
    public required string Title { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The picture, as <see cref="Files.StoredFile.Id"/> has it; null until a stage manager's page has uploaded it.</summary>
    public string? File { get; set; }
}

/// <summary>Somebody who is in a photograph.</summary>
public sealed class PhotographGuest
{
    /// <summary>The event.</summary>
    public required Guid EventId { get; init; }

    /// <summary>The photograph.</summary>
    public required string PhotographId { get; init; }

    /// <summary>The guest.</summary>
    public required string GuestId { get; init; }
}
