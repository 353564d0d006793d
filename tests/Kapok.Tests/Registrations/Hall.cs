using Kapok.Events;
using Kapok.Events.Organisations;
using Kapok.Events.Planning;
using Kapok.Events.Registrations;
using Xunit;

namespace Kapok.Tests.Registrations;

/// <summary>A small hall with four sorts of tickets, and its book, as the desk would hold them.</summary>
internal sealed class Hall
{
    internal const string Code = "JADE-NIGHT-7";

    private const int SeatCount = 5;

    private readonly TicketRecords _records;
    private DateTimeOffset _now = new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero);

    internal Hall(int? limit = null)
    {
        Held = new()
        {
            Id = Guid.NewGuid(),
            OrganisationId = Guid.NewGuid(),
            Slug = "gala",
            Title = new("Gala", "晚会"),
            State = EventState.Published,
            StartsAt = _now.AddDays(90),
            EndsAt = _now.AddDays(91),
        };
        Free = Type(TicketAccess.Free, limit);
        Paid = Type(TicketAccess.Paid, limit);
        Paid.PayWithinHours = 24;
        Invited = Type(TicketAccess.Code, null);
        Seated = Type(TicketAccess.Free, limit is { } most ? most + 1 : null, Seating.Seat);
        Seated.Sectors.Add("arena/front");
        _records = new()
        {
            Event = Held,
            Types = [Free, Paid, Invited, Seated],
            Sectors = [new() { EventId = Held.Id, RoomId = "arena", Id = "front", Title = new("Front", "前区"), Limit = SeatCount - 1 }],
        };
        for (int seat = 1; seat <= SeatCount; seat++)
            _records.Seats.Add(new() { EventId = Held.Id, RoomId = "arena", Id = $"A-{seat}", SectorId = "front", Order = seat, X = seat, Z = 0 });
        _records.Codes.Add(new() { Id = Guid.NewGuid(), EventId = Held.Id, TypeId = Invited.Id, Hashed = InvitationCode.Hash(Code), Label = "Friends", Limit = 2 });
        Book = new(_records, _now);
    }

    internal Event Held { get; }

    internal TicketType Free { get; }

    internal TicketType Paid { get; }

    internal TicketType Invited { get; }

    internal TicketType Seated { get; }

    internal TicketBook Book { get; private set; }

    internal TicketRequest? Last { get; private set; }

    internal Outcome<Registration> Ask(TicketType type, string who, string room = "", string seat = "", string code = "")
    {
        Last = new(Guid.NewGuid(), type.Id, who, $"{who}@example.com", "en", Code: code, RoomId: room, SeatId: seat);
        Outcome<Registration> outcome = Book.Register(Last);
        MoveUp();
        return outcome;
    }

    internal Outcome<Registration> Step(Registration one, RegistrationStep step)
    {
        Outcome<Registration> outcome = Book.Step(one.Id, step, "Ann");
        MoveUp();
        return outcome;
    }

    /// <summary>Time goes on: another transaction.</summary>
    internal void Later(TimeSpan by) => Book = new(_records, _now += by);

    /// <summary>As the desk does at the end of a transaction.</summary>
    internal void MoveUp()
    {
        foreach (TicketType type in _records.Types)
        {
            if (type is not { Waiting: > 0, Free: > 0 }) continue;
            List<Registration> waiting = [.. _records.Registrations.Where(one => one.TypeId == type.Id && one.State == RegistrationState.Waiting).OrderBy(one => one.Number)];
            Book.MoveUp(type, waiting, "Kapok");
        }
    }

    /// <summary>One of many things that people do.</summary>
    internal void Do(int step)
    {
        TicketType[] types = [.. _records.Types];
        Registration? one = _records.Registrations.Count > 0 ? _records.Registrations[step % _records.Registrations.Count] : null;
        switch (step % 10)
        {
            case 0 when one is not null: Step(one, RegistrationStep.Cancel); break;
            case 1 when one is not null: Step(one, RegistrationStep.Pay); break;
            case 2 when one is not null: Step(one, (RegistrationStep)(1 + (step % 2))); break;
            case 3:
                Later(TimeSpan.FromHours(step % 30));
                foreach (Registration unpaid in _records.Registrations.Where(unpaid => unpaid.PayBy <= _now).ToList()) Step(unpaid, RegistrationStep.Expire);
                break;
            case 4 when one is not null: types[step % 4].NeedsApproval ^= true; break;
            case 5 when types[step % 4].Limit is { } limit:
                types[step % 4].Limit = limit + 1;
                MoveUp();
                break;
            default: Ask(types[step % 4], $"guest{step % 40}", step % 3 == 0 ? "arena" : "", step % 3 == 0 ? $"A-{1 + (step % 6)}" : "", step % 4 == 2 ? Code : ""); break;
        }
    }

    /// <summary>Counts anew what the book counts, from the registrations alone.</summary>
    internal void Check()
    {
        List<Registration> all = _records.Registrations;
        foreach (TicketType type in _records.Types)
        {
            Registration[] its = [.. all.Where(one => one.TypeId == type.Id)];
            Assert.Equal(its.Count(one => one.State.HoldsPlace()), type.Taken);
            Assert.Equal(its.Count(one => one.State == RegistrationState.Waiting), type.Waiting);
            Assert.True(type.Limit is not { } most || type.Taken <= most);
            Assert.True(type.Waiting == 0 || type.Free == 0 || type.Seating == Seating.Seat, "somebody waits while a ticket is free");
            Assert.Equal(its.Select(one => one.Number), Enumerable.Range(1, type.Asked));
        }
        foreach (Seat seat in _records.Seats)
            Assert.Equal(seat.RegistrationId, all.SingleOrDefault(one => one.SeatId == seat.Id)?.Id);
        Assert.All(all.Where(one => one.SeatId is not null), one => Assert.True(one.State.HoldsPlace()));
        Assert.All(all.Where(one => one.TypeId == Seated.Id && one.State.HoldsPlace()), one => Assert.NotNull(one.SeatId));
        Sector front = _records.Sectors.Single();
        Assert.Equal(all.Count(one => one.SectorId is not null), front.Taken);
        Assert.InRange(front.Taken, 0, SeatCount - 1);
        InvitationCode code = _records.Codes.Single();
        Assert.Equal(all.Count(one => one.InvitationId is not null && one.State.IsAlive()), code.Used);
        Assert.InRange(code.Used, 0, 2);
        Assert.Equal(all.Count(one => one.State.IsAlive()), all.Where(one => one.State.IsAlive()).DistinctBy(one => one.EmailKey).Count());
        Assert.All(all, one => Assert.Equal(one.State == RegistrationState.Unpaid, one.PayBy is not null));
    }

    private TicketType Type(TicketAccess access, int? limit, Seating seating = Seating.None) => new()
    {
        Id = Guid.NewGuid(),
        EventId = Held.Id,
        Title = new(access.ToString(), access.ToString()),
        Access = access,
        Limit = limit,
        HasWaitingList = true,
        Role = EventRole.Attendee,
        Seating = seating,
        Order = 0,
    };
}
