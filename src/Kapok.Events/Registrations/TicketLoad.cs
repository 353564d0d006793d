using Kapok.Events.Organisations;
using Kapok.Events.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kapok.Events.Registrations;

/// <summary>Reads for <see cref="TicketDesk"/> what a batch of changes can touch. Within one transaction.</summary>
internal sealed class TicketLoad(EventsContext context, Guid eventId)
{
    /// <summary>Waits for the event's lock, which ends with the transaction; null where there is no such event.</summary>
    internal async Task<Event?> LockAsync()
    {
        // A write that changes nothing: the row's lock on PostgreSQL, the database's on SQLite.
        await context.Events.Where(one => one.Id == eventId).ExecuteUpdateAsync(set => set.SetProperty(one => one.Slug, one => one.Slug));
        return await context.Events.AsNoTracking().SingleOrDefaultAsync(one => one.Id == eventId);
    }

    /// <summary>All that these requests and these registrations can touch.</summary>
    internal async Task<TicketRecords> ForAsync(Event held, IReadOnlyList<TicketRequest> requests, IReadOnlyList<Guid> named)
    {
        List<TicketType> types = await context.TicketTypes.Where(one => one.EventId == eventId).OrderBy(one => one.Order).ToListAsync();
        bool hasHall = types.Exists(one => one.Seating != Seating.None);
        TicketRecords records = new()
        {
            Event = held,
            Types = types,
            Sectors = hasHall ? await context.Sectors.Where(one => one.EventId == eventId).ToListAsync() : [],
        };
        if (named.Count > 0) await AddAsync(records, context.Registrations.Where(one => one.EventId == eventId && named.Contains(one.Id)));
        if (requests.Count > 0)
        {
            Guid[] made = [.. requests.Select(one => one.RequestId)];
            await AddAsync(records, context.Registrations.Where(one => one.EventId == eventId && made.Contains(one.RequestId)));
            string[] addresses = [.. requests.Select(one => one.EmailKey)];
            await AddAsync(records, context.Registrations.Where(one => one.EventId == eventId && addresses.Contains(one.EmailKey) && one.State <= RegistrationState.Waiting));
        }
        await AddCodesAsync(records, requests);
        if (hasHall) await AddSeatsAsync(records, requests);
        return records;
    }

    /// <summary>The first who wait for tickets of a type, and the seats that they may get.</summary>
    internal async Task<List<Registration>> WaitingAsync(TicketRecords records, TicketType type, int most)
    {
        List<Registration> waiting = await context.Registrations.Where(one => one.TypeId == type.Id && one.State == RegistrationState.Waiting)
            .OrderBy(one => one.Number).Take(most).ToListAsync();
        Note(records, waiting);
        if (type.Seating == Seating.Seat) await AddBestAsync(records, type, most);
        return waiting;
    }

    private async Task AddCodesAsync(TicketRecords records, IReadOnlyList<TicketRequest> requests)
    {
        byte[][] shown = [.. requests.Where(one => one.Code.Length > 0).Select(one => InvitationCode.Hash(one.Code))];
        Guid[] used = [.. records.Registrations.Select(one => one.InvitationId).OfType<Guid>()];
        if (shown.Length > 0) records.Codes.AddRange(await context.InvitationCodes.Where(one => one.EventId == eventId && shown.Contains(one.Hashed)).ToListAsync());
        if (used.Length == 0) return;
        foreach (InvitationCode code in await context.InvitationCodes.Where(one => one.EventId == eventId && used.Contains(one.Id)).ToListAsync())
            if (!records.Codes.Contains(code)) records.Codes.Add(code);
    }

    private async Task AddSeatsAsync(TicketRecords records, IReadOnlyList<TicketRequest> requests)
    {
        string[] named = [.. requests.Select(one => one.SeatId).Where(one => one.Length > 0)]; // of whichever room: there are few of a name
        if (named.Length > 0) Note(records, await context.Seats.Where(one => one.EventId == eventId && named.Contains(one.Id)).ToListAsync());
        Guid?[] holders = [.. records.Registrations.Where(one => one.SeatId is not null).Select(one => (Guid?)one.Id)];
        if (holders.Length > 0) Note(records, await context.Seats.Where(one => one.EventId == eventId && holders.Contains(one.RegistrationId)).ToListAsync());
        foreach (TicketType type in records.Types)
        {
            int most = requests.Count(one => one.TypeId == type.Id);
            if (type.Seating == Seating.Seat && most > 0) await AddBestAsync(records, type, requests.Count);
        }
    }

    // Of each sector as many as may be given out: another type of the batch may take some of them.
    private async Task AddBestAsync(TicketRecords records, TicketType type, int most)
    {
        foreach (Sector sector in records.Sectors.Where(one => type.Sectors.Contains(one.Key)))
        {
            Note(records, await context.Seats
                .Where(one => one.EventId == eventId && one.RoomId == sector.RoomId && one.SectorId == sector.Id && one.RegistrationId == null)
                .OrderBy(one => one.Order).Take(most).ToListAsync());
        }
    }

    private static async Task AddAsync(TicketRecords records, IQueryable<Registration> asked) => Note(records, await asked.ToListAsync());

    // The context gives the same object for the same row, so that it is known by itself.
    private static void Note(TicketRecords records, List<Registration> found)
    {
        foreach (Registration one in found)
            if (!records.Registrations.Contains(one)) records.Registrations.Add(one);
    }

    private static void Note(TicketRecords records, List<Seat> found)
    {
        foreach (Seat one in found)
            if (!records.Seats.Contains(one)) records.Seats.Add(one);
    }
}
