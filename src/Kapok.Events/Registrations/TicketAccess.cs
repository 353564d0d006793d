namespace Kapok.Events.Registrations;

/// <summary>What somebody must bring to have a ticket of a type.</summary>
public enum TicketAccess
{
    /// <summary>Nothing.</summary>
    Free = 1,

    /// <summary>An invitation code.</summary>
    Code = 2,

    /// <summary>Money: the organiser's shop says when it has come.</summary>
    Paid = 3,
}
