using Kapok.Events.Organisations;

namespace Kapok.Events.Registrations;

/// <summary>A sort of ticket of an event: who may have one, how many there are, and what comes with it.</summary>
public sealed class TicketType
{
    public required Guid Id { get; init; }

    public required Guid EventId { get; init; }

    public required LocalText Title { get; set; }

    /// <summary>What one must bring.</summary>
    public required TicketAccess Access { get; set; }

    /// <summary>The most there are, 0 or more; null is without a limit. It may be set below what is taken: nobody loses theirs.</summary>
    public int? Limit { get; set; }

    /// <summary>How many are held by somebody. <see cref="TicketBook"/> keeps it.</summary>
    public int Taken { get; set; }

    /// <summary>How many have ever been asked for. <see cref="TicketBook"/> keeps it.</summary>
    public int Asked { get; set; }

    /// <summary>How many wait for one. <see cref="TicketBook"/> keeps it.</summary>
    public int Waiting { get; set; }

    /// <summary>From when they can be had; null is at once.</summary>
    public DateTimeOffset? SalesFrom { get; set; }

    /// <summary>Until when; null is until the event ends.</summary>
    public DateTimeOffset? SalesUntil { get; set; }

    /// <summary>Whether an organiser looks at each before it counts.</summary>
    public bool NeedsApproval { get; set; }

    /// <summary>Whether people may wait for one once all are taken.</summary>
    public bool HasWaitingList { get; set; }

    /// <summary>How long a place is kept for somebody who has to pay, 1 to 720 hours.</summary>
    public int PayWithinHours { get; set; } = 48;

    /// <summary>The role in the rooms that it gives.</summary>
    public required EventRole Role { get; set; }

    /// <summary>What part of a hall comes with it.</summary>
    public required Seating Seating { get; set; }

    /// <summary>The sectors it is good for, each as <see cref="Sector.Key"/>; of no meaning where <see cref="Seating"/> is none.</summary>
    public List<string> Sectors { get; init; } = [];

    /// <summary>Its place in lists.</summary>
    public required int Order { get; set; }

    /// <summary>How many more may be given out now.</summary>
    public int Free => Limit is { } most ? Math.Max(0, most - Taken) : int.MaxValue;

    /// <summary>Whether it can be had at a moment.</summary>
    public bool IsOnSale(DateTimeOffset now) => !(now < SalesFrom) && !(now >= SalesUntil);
}
