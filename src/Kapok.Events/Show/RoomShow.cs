namespace Kapok.Events.Show;

/// <summary>The run of show of a room, and where it is.</summary>
public sealed class RoomShow
{
    /// <summary>The event it is of.</summary>
    public required Guid EventId { get; init; }

    /// <summary>The room, as <see cref="Organisations.EventRoom.Id"/> has it.</summary>
    public required string RoomId { get; init; }

    /// <summary>The run of show as JSON, as docs/stage.md has it.</summary>
    public required string Run { get; set; }

    /// <summary>Its version; rises with each change.</summary>
    public required long RunVersion { get; set; }

    /// <summary>Where it is, as the protocol's <c>KeptShow</c>.</summary>
    public required byte[] State { get; set; }

    /// <summary>When it was changed last.</summary>
    public required DateTimeOffset ChangedAt { get; set; }
}
