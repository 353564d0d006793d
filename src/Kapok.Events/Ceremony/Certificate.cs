namespace Kapok.Events.Ceremony;

/// <summary>Says that somebody was there: one for each guest, room and title. Whoever has its number may check it.</summary>
public sealed class Certificate
{
    /// <summary>Its number: 128 random bits.</summary>
    public required Guid Id { get; init; }

    /// <summary>The event that was attended.</summary>
    public required Guid EventId { get; init; }

    /// <summary>The room, as <see cref="Organisations.EventRoom.Id"/> has it.</summary>
    public required string RoomId { get; init; }

    /// <summary>Who was there; told to nobody.</summary>
    public required string GuestId { get; init; }

    /// <summary>Their name, as they wore it.</summary>
    public required string Name { get; init; }

    /// <summary>What was attended; empty for the event as such.</summary>
    public required string Title { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }
}
