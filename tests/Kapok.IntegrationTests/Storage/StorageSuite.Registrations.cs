using Kapok.Events;
using Kapok.Events.Outbox;
using Kapok.Events.Registrations;
using Kapok.Events.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Kapok.IntegrationTests.Storage;

public abstract partial class StorageSuite
{
    [Fact]
    public async Task Two_nodes_give_every_ticket_and_every_seat_once_whatever_is_asked_at_once()
    {
        await using StorageHome home = await OpenAsync();
        const int people = 600, limit = 120, seats = 80;
        (TicketType standing, TicketType seated) = await SellAsync(home, limit, seats);
        await using Desks desks = new(home, nodes: 2);
        List<Task<Outcome<RegistrationFacts>>> asked = [];
        for (int person = 0; person < people; person++)
        {
            // Each sends the form twice, to either node; every third wants one of the same ten seats.
            string seat = person % 3 == 0 ? $"A-{1 + (person % 10)}" : "";
            TicketRequest request = new(
                Guid.NewGuid(), (person % 2 == 0 ? standing : seated).Id, $"Guest {person}", $"guest{person}@example.com", "en",
                RoomId: person % 2 == 0 || seat.Length == 0 ? "" : "arena", SeatId: person % 2 == 0 ? "" : seat);
            asked.Add(desks.At(person).RegisterAsync(home.Event.Id, request));
            asked.Add(desks.At(person + 1).RegisterAsync(home.Event.Id, request));
        }
        Outcome<RegistrationFacts>[] answers = await Task.WhenAll(asked);
        for (int person = 0; person < people; person++)
        {
            Guid[] given = [.. answers.AsSpan(person * 2, 2).ToArray().Where(one => one.Broken is null).Select(one => one.Value.Id)];
            Assert.InRange(given.Distinct().Count(), 0, 1); // whoever sends it twice has one
            Assert.All(answers.AsSpan(person * 2, 2).ToArray(), one => Assert.True(one.Broken is null or EventsRule.SeatTaken));
        }
        await CheckAsync(home, standing.Id, limit);
        await CheckAsync(home, seated.Id, seats);

        // A third of those who have one give it back, while others pay, wait and come.
        Guid[] have = await HaveAsync(home);
        Assert.Equal(limit + seats, have.Length);
        await Task.WhenAll(have.Where((_, at) => at % 3 == 0).Select((id, at) => desks.At(at).StepAsync(home.Event.Id, id, RegistrationStep.Cancel, "Ann")));
        await CheckAsync(home, standing.Id, limit);
        await CheckAsync(home, seated.Id, seats);
        Assert.Equal(limit + seats, (await HaveAsync(home)).Length); // others have moved up
    }

    [Fact]
    public async Task What_is_acknowledged_is_kept_with_its_record_and_survives_a_restart()
    {
        await using StorageHome home = await OpenAsync();
        (TicketType standing, _) = await SellAsync(home, limit: 1, seats: 0);
        TicketRequest mei = new(Guid.NewGuid(), standing.Id, "Mei", "mei@example.com", "zh", "{\"lunch\":\"yes\"}");
        TicketRequest tom = mei with { RequestId = Guid.NewGuid(), Email = "tom@example.com" };
        RegistrationFacts given, waits;
        await using (Desks desks = new(home, nodes: 1))
        {
            given = (await desks.At(0).RegisterAsync(home.Event.Id, mei)).Value;
            waits = (await desks.At(0).RegisterAsync(home.Event.Id, tom)).Value;
            Assert.Equal(EventsRule.EventUnknown, (await desks.At(0).RegisterAsync(Guid.NewGuid(), mei)).Broken);
            Assert.Equal(EventsRule.RegistrationUnknown, (await desks.At(0).StepAsync(home.Event.Id, Guid.NewGuid(), RegistrationStep.Cancel, "Ann")).Broken);
        }
        await home.RestartAsync();
        await using (Desks desks = new(home, nodes: 1))
        {
            Assert.Equal(given, (await desks.At(0).RegisterAsync(home.Event.Id, mei)).Value);
            Assert.Equal(RegistrationState.Waiting, waits.State);
            await using (EventsContext context = home.Context())
                await context.TicketTypes.Where(one => one.Id == standing.Id).ExecuteUpdateAsync(set => set.SetProperty(one => one.Limit, 2));
            await desks.At(0).SweepAsync();
        }
        await using EventsContext after = home.Context();
        OutboxMessage[] told = await after.Outbox.OrderBy(one => one.Id).ToArrayAsync();
        Assert.Equal(
            [("registration.confirmed", given.Id, "Mei"), ("registration.waiting", waits.Id, "Mei"), ("registration.confirmed", waits.Id, TicketDesk.Itself)],
            told.Select(one => (one.Kind, one.SubjectId, one.By)));
        Assert.All(told, one => Assert.Equal((home.Event.OrganisationId, home.Event.Id), (one.OrganisationId, one.EventId)));
    }

    [Fact]
    public async Task What_is_not_paid_in_time_goes_to_the_next()
    {
        await using StorageHome home = await OpenAsync();
        (TicketType type, _) = await SellAsync(home, limit: 1, seats: 0, TicketAccess.Paid);
        await using Desks desks = new(home, nodes: 1);
        RegistrationFacts first = (await desks.At(0).RegisterAsync(home.Event.Id, new(Guid.NewGuid(), type.Id, "A", "a@example.com", "en"))).Value;
        RegistrationFacts second = (await desks.At(0).RegisterAsync(home.Event.Id, new(Guid.NewGuid(), type.Id, "B", "b@example.com", "en"))).Value;
        await desks.At(0).SweepAsync();
        Assert.Equal([RegistrationState.Unpaid, RegistrationState.Waiting], await StatesAsync(home, first.Id, second.Id));
        home.Time.Step(TimeSpan.FromHours(48));
        await desks.At(0).SweepAsync();
        Assert.Equal([RegistrationState.Expired, RegistrationState.Unpaid], await StatesAsync(home, first.Id, second.Id));
    }

    [Fact]
    public async Task Registrations_go_with_their_event_and_its_record_stays()
    {
        await using StorageHome home = await OpenAsync();
        (TicketType type, TicketType seated) = await SellAsync(home, limit: 5, seats: 5);
        await using (Desks desks = new(home, nodes: 1))
        {
            Assert.Null((await desks.At(0).RegisterAsync(home.Event.Id, new(Guid.NewGuid(), type.Id, "A", "a@example.com", "en"))).Broken);
            Assert.Null((await desks.At(0).RegisterAsync(home.Event.Id, new(Guid.NewGuid(), seated.Id, "B", "b@example.com", "en"))).Broken);
        }
        await using EventsContext context = home.Context();
        await context.Events.Where(one => one.Id == home.Event.Id).ExecuteDeleteAsync();
        Assert.Equal(0, await context.Registrations.CountAsync() + await context.TicketTypes.CountAsync() + await context.Seats.CountAsync() + await context.Sectors.CountAsync());
        Assert.Equal(2, await context.Outbox.CountAsync(one => one.EventId == null));
    }

    private static async Task<(TicketType Standing, TicketType Seated)> SellAsync(StorageHome home, int limit, int seats, TicketAccess access = TicketAccess.Free)
    {
        TicketType Type(Seating seating) => new()
        {
            Id = Guid.NewGuid(),
            EventId = home.Event.Id,
            Title = new("Ticket", "门票"),
            Access = access,
            Limit = limit,
            HasWaitingList = true,
            Role = EventRole.Attendee,
            Seating = seating,
            Order = 0,
        };
        (TicketType standing, TicketType seated) = (Type(Seating.None), Type(Seating.Seat));
        seated.Limit = seats;
        seated.Sectors.Add("arena/stalls");
        await using EventsContext context = home.Context();
        context.AddRange(standing, seated, new Sector { EventId = home.Event.Id, RoomId = "arena", Id = "stalls", Title = new("Stalls", "池座") });
        for (int seat = 1; seat <= seats; seat++)
            context.Add(new Seat { EventId = home.Event.Id, RoomId = "arena", Id = $"A-{seat}", SectorId = "stalls", Order = seat, X = seat, Z = 0 });
        await context.SaveChangesAsync();
        return (standing, seated);
    }

    private static async Task<Guid[]> HaveAsync(StorageHome home)
    {
        await using EventsContext context = home.Context();
        return await context.Registrations.Where(one => one.State == RegistrationState.Confirmed).OrderBy(one => one.Code).Select(one => one.Id).ToArrayAsync();
    }

    private static async Task<RegistrationState[]> StatesAsync(StorageHome home, params Guid[] ids)
    {
        await using EventsContext context = home.Context();
        List<Registration> found = await context.Registrations.AsNoTracking().Where(one => ids.Contains(one.Id)).ToListAsync();
        return [.. ids.Select(id => found.Single(one => one.Id == id).State)];
    }

    // Counted anew from the rows alone.
    private static async Task CheckAsync(StorageHome home, Guid typeId, int limit)
    {
        await using EventsContext context = home.Context();
        TicketType type = await context.TicketTypes.AsNoTracking().SingleAsync(one => one.Id == typeId);
        List<Registration> all = await context.Registrations.AsNoTracking().Where(one => one.TypeId == typeId).OrderBy(one => one.Number).ToListAsync();
        Assert.Equal(limit, type.Taken);
        Assert.Equal(limit, all.Count(one => one.State == RegistrationState.Confirmed));
        Assert.Equal(type.Waiting, all.Count(one => one.State == RegistrationState.Waiting));
        Assert.Equal(Enumerable.Range(1, all.Count), all.Select(one => one.Number));
        Assert.Equal(all.Count, all.DistinctBy(one => one.RequestId).Count());
        if (type.Seating != Seating.Seat) return;
        List<Seat> seats = await context.Seats.AsNoTracking().ToListAsync();
        Assert.Equal(limit, all.Where(one => one.SeatId is not null).DistinctBy(one => one.SeatId).Count());
        Assert.All(seats, seat => Assert.Equal(seat.RegistrationId, all.Single(one => one.SeatId == seat.Id).Id));
        Assert.Equal(limit, (await context.Sectors.AsNoTracking().SingleAsync()).Taken);
        int told = await context.Outbox.CountAsync(one => all.Select(registration => registration.Id).Contains(one.SubjectId));
        Assert.Equal(all.Sum(one => one.Revision), told); // a record for each change, and no other
    }

    // Desks of several nodes on one database.
    private sealed class Desks : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly TicketDesk[] _nodes;
        private readonly Task _working;

        internal Desks(StorageHome home, int nodes)
        {
            _nodes = [.. Enumerable.Range(0, nodes).Select(_ => new TicketDesk(home.Get<IDbContextFactory<EventsContext>>(), home.Time, NullLogger<TicketDesk>.Instance))];
            _working = Task.WhenAll(_nodes.Select(node => node.RunAsync(_stop.Token)));
        }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _working;
            _stop.Dispose();
        }

        internal TicketDesk At(int node) => _nodes[node % _nodes.Length];
    }
}
