using Kapok.Events.Organisations;

namespace Kapok.Events.Registrations;

/// <summary>A part of a room that tickets are given for.</summary>
public sealed class Sector
{
    public required Guid EventId { get; init; }

    /// <summary>The room, as <see cref="EventRoom.Id"/> has it.</summary>
    public required string RoomId { get; init; }

    /// <summary>Its name among the sectors of the room, e.g. <c>balcony</c>.</summary>
    public required string Id { get; init; }

    public required LocalText Title { get; set; }

    /// <summary>The most people in it, 0 or more; null is without a limit.</summary>
    public int? Limit { get; set; }

    /// <summary>How many tickets hold a place in it. <see cref="TicketBook"/> keeps it.</summary>
    public int Taken { get; set; }

    /// <summary>Room and name, as <see cref="TicketType.Sectors"/> has them.</summary>
    public string Key => KeyOf(RoomId, Id);

    /// <summary>Room and name in one.</summary>
    public static string KeyOf(string room, string sector) => $"{room}/{sector}";
}
