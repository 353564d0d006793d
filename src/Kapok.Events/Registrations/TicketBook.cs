using System.Net.Mail;
using Kapok.Events.Planning;
using Kapok.Protocol.Text;

namespace Kapok.Events.Registrations;

/// <summary>Decides who gets a ticket: never more than there are, a seat never twice, in the order in which people came.</summary>
/// <remarks>
/// Pure: it reads and writes the rows that it is given and nothing else. Whoever calls it holds the event's lock in the database (<see cref="TicketDesk"/>), so that
/// what it counts on is so. A refused request changes nothing. After a batch of decisions <see cref="MoveUp"/> is called for each type of which tickets are free and waited for.
/// </remarks>
/// <param name="records">What it decides on.</param>
/// <param name="now">When.</param>
public sealed class TicketBook(TicketRecords records, DateTimeOffset now)
{
    private readonly List<(Registration Registration, string By)> _changed = [];

    /// <summary>Registrations that have come to another state since it was asked last, and by whom.</summary>
    public IReadOnlyList<(Registration Registration, string By)> TakeChanged()
    {
        (Registration, string)[] changed = [.. _changed];
        _changed.Clear();
        return changed;
    }

    /// <summary>
    /// Gives a ticket, or a place in the waiting list. Rules:
    /// <see cref="EventsRule.EventNotOpen"/>, <see cref="EventsRule.TicketUnknown"/>, <see cref="EventsRule.TicketNotOnSale"/>,
    /// <see cref="EventsRule.RegistrationNameMissing"/>, <see cref="EventsRule.RegistrationEmailInvalid"/>, <see cref="EventsRule.RegistrationAnswersTooLong"/>,
    /// <see cref="EventsRule.RegistrationAlready"/>, <see cref="EventsRule.CodeUnknown"/>, <see cref="EventsRule.CodeUsedUp"/>, <see cref="EventsRule.TicketsGone"/>,
    /// <see cref="EventsRule.SectorUnknown"/>, <see cref="EventsRule.SectorFull"/>, <see cref="EventsRule.SeatUnknown"/>, <see cref="EventsRule.SeatTaken"/>.
    /// </summary>
    public Outcome<Registration> Register(TicketRequest request)
    {
        if (records.Registrations.Find(one => one.RequestId == request.RequestId) is { } already) return already;
        if (Refuses(request, out TicketType? type, out InvitationCode? code) is { } broken) return broken;
        bool waits = type.Free == 0 || type.Waiting > 0; // whoever waits already comes first
        if (waits && !type.HasWaitingList) return EventsRule.TicketsGone;
        Registration made = new()
        {
            Id = Guid.CreateVersion7(now),
            EventId = records.Event.Id,
            TypeId = type.Id,
            Number = type.Asked + 1,
            RequestId = request.RequestId,
            Name = PlainText.CleanLine(request.Name, Registration.MaxNameLength),
            Email = request.Email.Trim(),
            EmailKey = request.EmailKey,
            Language = request.Language == "zh" ? "zh" : "en",
            Answers = request.Answers,
            State = RegistrationState.Waiting,
            Secret = Registration.NewSecret(),
            Code = Registration.NewCode(),
            InvitationId = code?.Id,
            CreatedAt = now,
            ChangedAt = now,
        };
        if (!waits && Seats(type).Take(made, request.RoomId, request.SectorId, request.SeatId) is { } taken) return taken;
        records.Registrations.Add(made);
        type.Asked++;
        if (code is not null) code.Used++;
        Enter(made, type, waits ? RegistrationState.Waiting : FirstState(type), made.Name);
        return made;
    }

    /// <summary>Takes a registration a step on. Rules: <see cref="EventsRule.RegistrationUnknown"/>, <see cref="EventsRule.RegistrationStepNotAllowed"/>.</summary>
    /// <param name="id">Which.</param>
    /// <param name="step">What is done.</param>
    /// <param name="by">Who does it.</param>
    public Outcome<Registration> Step(Guid id, RegistrationStep step, string by)
    {
        if (records.Registrations.Find(one => one.Id == id) is not { } registration) return EventsRule.RegistrationUnknown;
        TicketType type = records.Types.First(one => one.Id == registration.TypeId);
        if (step == RegistrationStep.Expire && !(registration.PayBy <= now)) return EventsRule.RegistrationStepNotAllowed;
        if (registration.State.After(step, type.Access == TicketAccess.Paid) is not { } next) return EventsRule.RegistrationStepNotAllowed;
        Enter(registration, type, next, by);
        return registration;
    }

    /// <summary>Gives what is free of a type to those who wait, the first first.</summary>
    /// <param name="type">One of the types it decides on.</param>
    /// <param name="waiting">Who waits for it, in the order in which they came.</param>
    /// <param name="by">What the record says for who did it.</param>
    /// <returns>How many have got one. It is fewer than could be where a hall has no place for them.</returns>
    public int MoveUp(TicketType type, IEnumerable<Registration> waiting, string by)
    {
        int moved = 0;
        foreach (Registration one in waiting)
        {
            if (type.Free == 0) break;
            if (one.State != RegistrationState.Waiting || one.TypeId != type.Id) continue;
            if (Seats(type).Take(one, "", "", "") is not null) break;
            Enter(one, type, FirstState(type), by);
            moved++;
        }
        return moved;
    }

    private EventsRule? Refuses(TicketRequest request, out TicketType type, out InvitationCode? code)
    {
        (type, code) = (null!, null);
        if (records.Event.State != EventState.Published || now >= records.Event.EndsAt) return EventsRule.EventNotOpen;
        if (records.Types.FirstOrDefault(one => one.Id == request.TypeId) is not { } found) return EventsRule.TicketUnknown;
        type = found;
        if (!type.IsOnSale(now)) return EventsRule.TicketNotOnSale;
        if (PlainText.CleanLine(request.Name, Registration.MaxNameLength).Length == 0) return EventsRule.RegistrationNameMissing;
        if (!IsAddress(request.Email.Trim())) return EventsRule.RegistrationEmailInvalid;
        if (request.Answers.Length > Registration.MaxAnswersLength) return EventsRule.RegistrationAnswersTooLong;
        string key = request.EmailKey;
        if (records.Registrations.Exists(one => one.EmailKey == key && one.State.IsAlive())) return EventsRule.RegistrationAlready;
        return request.Code.Length > 0 || type.Access == TicketAccess.Code ? RefusesCode(request, type, out code) : null;
    }

    private EventsRule? RefusesCode(TicketRequest request, TicketType type, out InvitationCode? code)
    {
        byte[] hashed = InvitationCode.Hash(request.Code);
        code = records.Codes.Find(one => one.TypeId == type.Id && one.Hashed.AsSpan().SequenceEqual(hashed));
        if (code is null) return EventsRule.CodeUnknown;
        return code.Used >= code.Limit ? EventsRule.CodeUsedUp : null;
    }

    // One address and nothing around it. Whether anybody reads mail there, only a mail can tell.
    private static bool IsAddress(string text) =>
        text.Length <= Registration.MaxEmailLength && MailAddress.TryCreate(text, out MailAddress? address) && address.Address == text && !text.Any(char.IsControl);

    private static RegistrationState FirstState(TicketType type) => type switch
    {
        { NeedsApproval: true } => RegistrationState.Pending,
        { Access: TicketAccess.Paid } => RegistrationState.Unpaid,
        _ => RegistrationState.Confirmed,
    };

    private void Enter(Registration one, TicketType type, RegistrationState state, string by)
    {
        bool isNew = one.Revision == 0, held = !isNew && one.State.HoldsPlace(), waited = !isNew && one.State == RegistrationState.Waiting;
        type.Taken += (state.HoldsPlace() ? 1 : 0) - (held ? 1 : 0);
        type.Waiting += (state == RegistrationState.Waiting ? 1 : 0) - (waited ? 1 : 0);
        if (!state.IsAlive())
        {
            Seats(type).GiveBack(one);
            if (one.InvitationId is { } invitation && records.Codes.Find(code => code.Id == invitation) is { } code) code.Used--;
        }
        (one.State, one.ChangedAt, one.Revision) = (state, now, one.Revision + 1);
        one.PayBy = state == RegistrationState.Unpaid ? now.AddHours(type.PayWithinHours) : null;
        _changed.Add((one, by));
    }

    private SeatBook Seats(TicketType type) => new(records, type);
}
