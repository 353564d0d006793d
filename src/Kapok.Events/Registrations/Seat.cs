namespace Kapok.Events.Registrations;

/// <summary>A seat that tickets are given for: never to two.</summary>
public sealed class Seat
{
    public required Guid EventId { get; init; }

    /// <summary>The room, as <see cref="Organisations.EventRoom.Id"/> has it.</summary>
    public required string RoomId { get; init; }

    /// <summary>What is written on it, e.g. <c>C-14</c>; unique in its room.</summary>
    public required string Id { get; init; }

    /// <summary>The sector it is in, as <see cref="Sector.Id"/> has it.</summary>
    public required string SectorId { get; init; }

    /// <summary>Better seats have a lower number: whoever does not choose gets the best that is free.</summary>
    public required int Order { get; init; }

    /// <summary>Metres from the middle of the room, to the right and towards the back.</summary>
    public required float X { get; init; }

    /// <summary>See <see cref="X"/>.</summary>
    public required float Z { get; init; }

    /// <summary>Whose it is; null while it is free.</summary>
    public Guid? RegistrationId { get; set; }
}
