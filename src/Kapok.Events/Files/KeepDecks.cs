using Kapok.Events.Organisations;
using Kapok.Events.Storage;
using Kapok.Protocol.Text;
using Microsoft.EntityFrameworkCore;

namespace Kapok.Events.Files;

/// <summary>Decks of slides and their pages.</summary>
public sealed class KeepDecks(IDbContextFactory<EventsContext> contexts, EventPlaces places, TimeProvider time)
{
    /// <summary>The most decks of an event.</summary>
    public const int MostDecks = 200;

    /// <summary>Begins a deck whose pages are told one by one. Rules: <see cref="EventsRule.NotAllowed"/>; <see cref="EventsRule.FileNameMissing"/>;
    /// <see cref="EventsRule.DeckPageUnknown"/>
    /// unless it has 1 to 300 pages; <see cref="EventsRule.EventUnknown"/>; <see cref="EventsRule.DecksTooMany"/>.</summary>
    public async Task<Outcome<Deck>> BeginAsync(string eventName, string title, int pages, Operator by, CancellationToken cancel = default)
    {
        string clean = PlainText.CleanLine(title, KeepFiles.MaxNameLength);
        if (!by.MayBringFiles) return EventsRule.NotAllowed;
        if (clean.Length == 0) return EventsRule.FileNameMissing;
        if (pages is < 1 or > Deck.MostPages) return EventsRule.DeckPageUnknown;
        if (await places.FindAsync(eventName, cancel) is not { } place) return EventsRule.EventUnknown;
        await using EventsContext context = await contexts.CreateDbContextAsync(cancel);
        if (await context.Decks.CountAsync(one => one.EventId == place.EventId, cancel) >= MostDecks) return EventsRule.DecksTooMany;
        DateTimeOffset now = time.GetUtcNow();
        // Who knows the id may look at the slides, so it is random and not by the time alone.
        Deck deck = new() { Id = Guid.NewGuid(), EventId = place.EventId, Title = clean, PageCount = pages, Version = 1, AddedBy = by.Label, AddedAt = now };
        context.Decks.Add(deck);
        await context.SaveChangesAsync(cancel);
        return deck;
    }

    /// <summary>The decks of an event without their pages, the newest first, and of each how many pages are there.</summary>
    public async Task<IReadOnlyList<(Deck Deck, int Ready)>> ListAsync(string eventName, CancellationToken cancel = default)
    {
        if (await places.FindAsync(eventName, cancel) is not { } place) return [];
        await using EventsContext context = await contexts.CreateDbContextAsync(cancel);
        var all = await context.Decks.AsNoTracking().Where(one => one.EventId == place.EventId).OrderByDescending(one => one.AddedAt).Take(MostDecks)
            .Select(one => new { Deck = one, Ready = one.Pages.Count(page => page.Large != null) }).ToListAsync(cancel);
        return [.. all.Select(one => (one.Deck, one.Ready))];
    }

    /// <summary>A deck with its pages in their order; null when the event has none of this id.</summary>
    public async Task<Deck?> FindAsync(string eventName, Guid id, CancellationToken cancel = default)
    {
        if (await places.FindAsync(eventName, cancel) is not { } place) return null;
        await using EventsContext context = await contexts.CreateDbContextAsync(cancel);
        return await context.Decks.AsNoTracking().Include(one => one.Pages.OrderBy(page => page.Number))
            .SingleOrDefaultAsync(one => one.EventId == place.EventId && one.Id == id, cancel);
    }

    /// <summary>Gives a deck another title. Rules as for <see cref="ChangePageAsync"/>, and <see cref="EventsRule.FileNameMissing"/>.</summary>
    public async Task<Outcome<Deck>> RenameAsync(string eventName, Guid id, string title, Operator by, CancellationToken cancel = default)
    {
        string clean = PlainText.CleanLine(title, KeepFiles.MaxNameLength);
        if (!by.MayBringFiles) return EventsRule.NotAllowed;
        if (clean.Length == 0) return EventsRule.FileNameMissing;
        await using EventsContext context = await contexts.CreateDbContextAsync(cancel);
        if (await OfAsync(context, eventName, id, cancel) is not { } deck) return EventsRule.DeckUnknown;
        (deck.Title, deck.Version) = (clean, deck.Version + 1);
        await context.SaveChangesAsync(cancel);
        return deck;
    }

    /// <summary>Changes a page, which is made where it is told for the first time. Rules: <see cref="EventsRule.NotAllowed"/>; <see cref="EventsRule.DeckUnknown"/>; <see
    /// cref="EventsRule.DeckPageUnknown"/>.</summary>
    /// <param name="eventName">The event.</param>
    /// <param name="id">The deck.</param>
    /// <param name="number">Its page, from 0.</param>
    /// <param name="change">What changes.</param>
    /// <param name="by">Who changes it.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<Outcome<DeckPage>> ChangePageAsync(string eventName, Guid id, int number, Action<DeckPage> change, Operator by, CancellationToken cancel = default)
    {
        if (!by.MayBringFiles) return EventsRule.NotAllowed;
        try
        {
            return await ChangeAsync(eventName, id, number, change, cancel);
        }
        catch (DbUpdateException)
        {
            // The deck went meanwhile; the second look says so.
            return await ChangeAsync(eventName, id, number, change, cancel);
        }
    }

    private async Task<Outcome<DeckPage>> ChangeAsync(string eventName, Guid id, int number, Action<DeckPage> change, CancellationToken cancel)
    {
        await using EventsContext context = await contexts.CreateDbContextAsync(cancel);
        if (await OfAsync(context, eventName, id, cancel) is not { } deck) return EventsRule.DeckUnknown;
        if (number < 0 || number >= deck.PageCount) return EventsRule.DeckPageUnknown;
        DeckPage? page = await context.Set<DeckPage>().SingleOrDefaultAsync(one => one.DeckId == id && one.Number == number, cancel);
        if (page is null)
        {
            // By the database, and only if nobody was faster: both pictures of a page come at once, and each finds no page.
            await context.Database.ExecuteSqlAsync($"""
                INSERT INTO deck_pages ("DeckId", "Number", "Width", "Height", "Text", "Notes", "Links") SELECT "Id", {number}, 0, 0, '', '', '[]' FROM decks WHERE "Id" = {id}
                ON CONFLICT DO NOTHING
                """, cancel);
            page = await context.Set<DeckPage>().SingleOrDefaultAsync(one => one.DeckId == id && one.Number == number, cancel);
            if (page is null) return EventsRule.DeckUnknown;
        }
        change(page);
        await context.SaveChangesAsync(cancel);
        // By the database: pages come several at a time.
        await context.Decks.Where(one => one.Id == id).ExecuteUpdateAsync(set => set.SetProperty(one => one.Version, one => one.Version + 1), cancel);
        return page;
    }

    /// <summary>Takes a deck from an event, with those of its pictures that nothing else shows.
    /// Rules: <see cref="EventsRule.NotAllowed"/>; <see cref="EventsRule.DeckUnknown"/>.</summary>
    /// <returns>Files that no event has any more, so that their bytes are to go.</returns>
    public async Task<Outcome<List<string>>> RemoveAsync(string eventName, Guid id, Operator by, CancellationToken cancel = default)
    {
        if (!by.MayBringFiles) return EventsRule.NotAllowed;
        await using EventsContext context = await contexts.CreateDbContextAsync(cancel);
        if (await OfAsync(context, eventName, id, cancel) is not { } deck) return EventsRule.DeckUnknown;
        List<DeckPage> pages = await context.Set<DeckPage>().AsNoTracking().Where(page => page.DeckId == id).ToListAsync(cancel);
        HashSet<string> shown = [.. pages.SelectMany(page => (string?[])[page.Large, page.Small]).OfType<string>()];
        context.Decks.Remove(deck);
        await context.SaveChangesAsync(cancel);
        List<string> gone = [];
        foreach (string file in shown)
        {
            if (await KeepFiles.IsShownAsync(context, deck.EventId, file, cancel)) continue;
            await context.Files.Where(one => one.EventId == deck.EventId && one.Id == file && one.Kind == FileKind.Slide).ExecuteDeleteAsync(cancel);
            if (!await context.Files.AnyAsync(one => one.Id == file, cancel)) gone.Add(file);
        }
        return gone;
    }

    private async Task<Deck?> OfAsync(EventsContext context, string eventName, Guid id, CancellationToken cancel) =>
        await places.FindAsync(eventName, cancel) is { } place ? await context.Decks.SingleOrDefaultAsync(one => one.EventId == place.EventId && one.Id == id, cancel) : null;
}
