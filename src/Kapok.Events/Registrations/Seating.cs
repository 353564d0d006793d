namespace Kapok.Events.Registrations;

/// <summary>What part of a hall comes with a ticket of a type.</summary>
public enum Seating
{
    /// <summary>None: people stand where they like.</summary>
    None = 1,

    /// <summary>A sector, within which people stand or sit where they like.</summary>
    Sector = 2,

    /// <summary>A seat of one's own.</summary>
    Seat = 3,
}
