namespace Kapok.Events.Registrations;

/// <summary>Gives sectors and seats out, and takes them back: <see cref="TicketBook"/>'s part for halls.</summary>
/// <param name="records">What it decides on.</param>
/// <param name="type">The type of ticket.</param>
internal sealed class SeatBook(TicketRecords records, TicketType type)
{
    /// <summary>Gives a registration the part of the hall that its ticket comes with: what was chosen, or the best that is free. Nothing is changed when there is a rule.</summary>
    internal EventsRule? Take(Registration one, string room, string sector, string seat) => type.Seating switch
    {
        Seating.Sector => TakeSector(one, room, sector),
        Seating.Seat => TakeSeat(one, room, sector, seat),
        _ => null,
    };

    /// <summary>Takes back what a registration has of the hall.</summary>
    internal void GiveBack(Registration one)
    {
        (string? room, string? sector, string? seat) = (one.RoomId, one.SectorId, one.SeatId);
        if (Sector(room, sector) is { } held) held.Taken--;
        if (seat is not null && records.Seats.Find(found => found.RoomId == room && found.Id == seat) is { } place && place.RegistrationId == one.Id) place.RegistrationId = null;
        (one.RoomId, one.SectorId, one.SeatId) = (null, null, null);
    }

    private EventsRule? TakeSector(Registration one, string room, string sector)
    {
        Sector? chosen = sector.Length > 0 ? Sector(room, sector) : null;
        if (sector.Length > 0 && (chosen is null || !IsGood(chosen))) return EventsRule.SectorUnknown;
        chosen ??= records.Sectors.Where(IsGood).Where(HasPlace).OrderBy(found => type.Sectors.IndexOf(found.Key)).FirstOrDefault();
        if (chosen is null || !HasPlace(chosen)) return EventsRule.SectorFull;
        chosen.Taken++;
        (one.RoomId, one.SectorId) = (chosen.RoomId, chosen.Id);
        return null;
    }

    private EventsRule? TakeSeat(Registration one, string room, string sector, string seat)
    {
        Seat? chosen = seat.Length > 0 ? records.Seats.Find(found => found.RoomId == room && found.Id == seat) : null;
        if (seat.Length > 0 && (chosen is null || Sector(room, chosen.SectorId) is not { } its || !IsGood(its))) return EventsRule.SeatUnknown;
        if (chosen?.RegistrationId is not null) return EventsRule.SeatTaken;
        string wanted = sector.Length > 0 ? Registrations.Sector.KeyOf(room, sector) : "";
        if (wanted.Length > 0 && !type.Sectors.Contains(wanted)) return EventsRule.SectorUnknown;
        chosen ??= Best(wanted);
        if (chosen is null || Sector(chosen.RoomId, chosen.SectorId) is not { } held || !HasPlace(held)) return EventsRule.SectorFull;
        held.Taken++;
        chosen.RegistrationId = one.Id;
        (one.RoomId, one.SectorId, one.SeatId) = (chosen.RoomId, chosen.SectorId, chosen.Id);
        return null;
    }

    // In the order of the sectors as the ticket has them, then by the seats' own.
    private Seat? Best(string wanted)
    {
        Seat? best = null;
        int bestRank = int.MaxValue;
        foreach (Seat one in records.Seats)
        {
            if (one.RegistrationId is not null || Sector(one.RoomId, one.SectorId) is not { } its || !HasPlace(its) || (wanted.Length > 0 && its.Key != wanted)) continue;
            int rank = type.Sectors.IndexOf(its.Key);
            if (rank < 0 || rank > bestRank || (rank == bestRank && one.Order >= best!.Order)) continue;
            (best, bestRank) = (one, rank);
        }
        return best;
    }

    private bool IsGood(Sector one) => type.Sectors.Contains(one.Key);

    private static bool HasPlace(Sector one) => one.Limit is not { } most || one.Taken < most;

    private Sector? Sector(string? room, string? sector) => records.Sectors.FirstOrDefault(one => one.RoomId == room && one.Id == sector);
}
