using Kapok.Events.Organisations;

namespace Kapok.Events.Registrations;

/// <summary>What <see cref="TicketBook"/> decides on: rows of one event as they stand, all that the decisions at hand can touch. It writes to them.</summary>
public sealed class TicketRecords
{
    /// <summary>The event; only read.</summary>
    public required Event Event { get; init; }

    /// <summary>All its types of tickets.</summary>
    public required IReadOnlyCollection<TicketType> Types { get; init; }

    /// <summary>All its sectors.</summary>
    public IReadOnlyCollection<Sector> Sectors { get; init; } = [];

    /// <summary>Seats that are asked for by name, and of each type as many of the best free ones as may be given.</summary>
    public List<Seat> Seats { get; } = [];

    /// <summary>Codes that are shown.</summary>
    public List<InvitationCode> Codes { get; } = [];

    /// <summary>Registrations that are named by id or request, or have an address that is named. New ones come to it.</summary>
    public List<Registration> Registrations { get; } = [];
}
