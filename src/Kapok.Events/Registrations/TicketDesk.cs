using System.Threading.Channels;
using Kapok.Events.Outbox;
using Kapok.Events.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Logging;

namespace Kapok.Events.Registrations;

/// <summary>Gives tickets out: everything that changes what of an event is taken goes through it. Thread-safe.</summary>
/// <remarks>
/// What comes in while it writes is written together in the next transaction, so that a rush costs a commit for a hundred people and not for each. A transaction begins by
/// locking the event's row: nodes take turns, and <see cref="TicketBook"/> may count on what it reads. Nobody is answered before the commit.
/// </remarks>
public sealed partial class TicketDesk(IDbContextFactory<EventsContext> contexts, TimeProvider time, ILogger<TicketDesk> log)
{
    /// <summary>What the record says for who did what nobody pressed a button for.</summary>
    public const string Itself = "Kapok";

    private const int MostQueued = 4096, MostAtOnce = 128;

    private readonly Channel<Entry> _queue = Channel.CreateBounded<Entry>(new BoundedChannelOptions(MostQueued) { SingleReader = true });

    /// <summary>Asks for a ticket. Rules: those of <see cref="TicketBook.Register"/>, and <see cref="EventsRule.EventUnknown"/>, <see cref="EventsRule.StorageBehind"/>.</summary>
    public Task<Outcome<RegistrationFacts>> RegisterAsync(Guid eventId, TicketRequest request) => AskAsync(new(eventId) { Request = request });

    /// <summary>Takes a registration a step on.</summary>
    /// <remarks>Rules: those of <see cref="TicketBook.Step"/>, and <see cref="EventsRule.EventUnknown"/>, <see cref="EventsRule.StorageBehind"/>.</remarks>
    /// <param name="eventId">The event.</param>
    /// <param name="registration">Which.</param>
    /// <param name="step">What is done.</param>
    /// <param name="by">Who does it.</param>
    public Task<Outcome<RegistrationFacts>> StepAsync(Guid eventId, Guid registration, RegistrationStep step, string by) =>
        AskAsync(new(eventId) { RegistrationId = registration, Step = step, By = by });

    /// <summary>Ends what was not paid in time, and gives what is free to those who wait. Called once a minute, and by whoever has raised a limit.</summary>
    public async Task SweepAsync(CancellationToken cancel = default)
    {
        DateTimeOffset now = time.GetUtcNow();
        await using EventsContext context = await contexts.CreateDbContextAsync(cancel);
        var late = await context.Registrations.Where(one => one.State == RegistrationState.Unpaid && one.PayBy <= now)
            .OrderBy(one => one.PayBy).Take(MostQueued / 4).Select(one => new { one.EventId, one.Id }).ToListAsync(cancel);
        Guid[] free = await context.TicketTypes.Where(one => one.Waiting > 0 && (one.Limit == null || one.Taken < one.Limit))
            .Select(one => one.EventId).Distinct().ToArrayAsync(cancel);
        await Task.WhenAll([
            .. late.Select(one => StepAsync(one.EventId, one.Id, RegistrationStep.Expire, Itself)),
            .. free.Select(one => AskAsync(new(one))),
        ]).WaitAsync(cancel);
    }

    /// <summary>Works until it is cancelled; whoever waits then is told <see cref="EventsRule.StorageBehind"/>.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        List<Entry> batch = new(MostAtOnce);
        try
        {
            while (await _queue.Reader.WaitToReadAsync(stop))
            {
                batch.Clear();
                while (batch.Count < MostAtOnce && _queue.Reader.TryRead(out Entry? entry)) batch.Add(entry);
                // SQLite blocks the thread that waits for its lock.
                await OwnThread.RunAsync(() => DoAsync(batch));
            }
        }
        catch (OperationCanceledException)
        {
            // the server stops
        }
        while (_queue.Reader.TryRead(out Entry? entry)) entry.Answer(EventsRule.StorageBehind);
    }

    private async Task<Outcome<RegistrationFacts>> AskAsync(Entry entry) =>
        _queue.Writer.TryWrite(entry) ? await entry.Answered.ConfigureAwait(false) : EventsRule.StorageBehind;

    private async Task DoAsync(List<Entry> batch)
    {
        foreach (IGrouping<Guid, Entry> some in batch.GroupBy(entry => entry.EventId))
        {
            Entry[] entries = [.. some];
            if (await TryAsync(entries)) continue;
            // One that the database will never take must not cost the others theirs.
            foreach (Entry entry in entries)
                if (!await TryAsync(entry)) entry.Answer(EventsRule.StorageBehind);
        }
    }

    private async Task<bool> TryAsync(params Entry[] entries)
    {
        try
        {
            await CommitAsync(entries);
            return true;
        }
#pragma warning disable CA1031 // Whatever the database throws is told to whoever asked, and the desk goes on.
        catch (Exception error)
#pragma warning restore CA1031
        {
            if (entries.Length == 1) Refused(log, error);
            return false;
        }
    }

    private async Task CommitAsync(Entry[] entries)
    {
        Guid eventId = entries[0].EventId;
        await using EventsContext context = await contexts.CreateDbContextAsync();
        await using IDbContextTransaction all = await context.Database.BeginTransactionAsync();
        TicketLoad load = new(context, eventId);
        if (await load.LockAsync() is not { } held)
        {
            foreach (Entry entry in entries) entry.Answer(EventsRule.EventUnknown);
            return;
        }
        TicketRecords records = await load.ForAsync(
            held, [.. entries.Select(entry => entry.Request).OfType<TicketRequest>()], [.. entries.Select(entry => entry.RegistrationId).OfType<Guid>()]);
        TicketBook book = new(records, time.GetUtcNow());
        Outcome<Registration>?[] outcomes = [.. entries.Select(entry => entry.Do(book))];
        await SaveAsync(context, records, book);
        bool isMore = await MoveUpAsync(context, load, records, book);
        await all.CommitAsync();
        for (int index = 0; index < entries.Length; index++)
        {
            Outcome<Registration> outcome = outcomes[index] ?? EventsRule.RegistrationUnknown;
            entries[index].Answer(outcome.Succeeded(out Registration? one, out EventsRule broken) ? RegistrationFacts.Of(one) : broken);
        }
        if (isMore) _queue.Writer.TryWrite(new(eventId)); // the next sweep does it otherwise
    }

    // Gives what is free now to those who wait. Whether there are more of them than one transaction takes.
    private static async Task<bool> MoveUpAsync(EventsContext context, TicketLoad load, TicketRecords records, TicketBook book)
    {
        bool isMore = false;
        foreach (TicketType type in records.Types)
        {
            if (type is { Waiting: 0 } or { Free: 0 }) continue;
            int most = Math.Min(Math.Min(type.Free, type.Waiting), MostAtOnce);
            List<Registration> waiting = await load.WaitingAsync(records, type, most);
            int moved = book.MoveUp(type, waiting, Itself);
            await SaveAsync(context, records, book);
            isMore |= moved == most && type is { Waiting: > 0, Free: > 0 };
        }
        return isMore;
    }

    private static async Task SaveAsync(EventsContext context, TicketRecords records, TicketBook book)
    {
        foreach ((Registration one, string by) in book.TakeChanged())
        {
            if (context.Entry(one).State == EntityState.Detached) context.Registrations.Add(one);
            context.Outbox.Add(new OutboxMessage
            {
                OrganisationId = records.Event.OrganisationId,
                EventId = records.Event.Id,
                Kind = $"registration.{one.State.ToString().ToLowerInvariant()}",
                SubjectId = one.Id,
                By = by,
                At = one.ChangedAt,
            });
        }
        await context.SaveChangesAsync();
    }

    // What is asked: a ticket, a step, or only to look who may move up.
    private sealed record Entry(Guid EventId)
    {
        private readonly TaskCompletionSource<Outcome<RegistrationFacts>> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal TicketRequest? Request { get; init; }

        internal Guid? RegistrationId { get; init; }

        internal RegistrationStep Step { get; init; }

        internal string By { get; init; } = "";

        internal Task<Outcome<RegistrationFacts>> Answered => _answer.Task;

        internal Outcome<Registration>? Do(TicketBook book) => Request is { } request ? book.Register(request)
            : RegistrationId is { } id ? book.Step(id, Step, By)
            : default(Outcome<Registration>?);

        internal void Answer(Outcome<RegistrationFacts> outcome) => _answer.TrySetResult(outcome);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The database refuses a change of a registration; whoever asked for it was told")]
    private static partial void Refused(ILogger log, Exception error);
}
