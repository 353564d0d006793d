using Kapok.Events.Organisations;
using Kapok.Events.Storage;
using Kapok.Protocol.Text;
using Microsoft.EntityFrameworkCore;

namespace Kapok.Events.Files;

/// <summary>Which files events have. Their bytes are the caller's to keep.</summary>
public sealed class KeepFiles(IDbContextFactory<EventsContext> contexts, EventPlaces places, TimeProvider time)
{
    /// <summary>Characters of a file's name.</summary>
    public const int MaxNameLength = 120;

    /// <summary>The most files of an event, slides among them: bounds what a list of them costs.</summary>
    public const int MostFiles = 20_000;

    /// <summary>What is known of a file that came.</summary>
    /// <param name="Event">The event it is for.</param>
    /// <param name="Id">See <see cref="StoredFile.Id"/>.</param>
    /// <param name="Kind">What it is.</param>
    /// <param name="Type">Its media type.</param>
    /// <param name="Name">As its maker calls it; cleaned here.</param>
    /// <param name="Bytes">Its length.</param>
    /// <param name="DurationMs">How long it plays.</param>
    /// <param name="Width">Pixels.</param>
    /// <param name="Height">Pixels.</param>
    /// <param name="QuotaBytes">What all files of an event may have together.</param>
    public sealed record Request(string Event, string Id, FileKind Kind, string Type, string Name, long Bytes, int DurationMs, int Width, int Height, long QuotaBytes);

    /// <summary>
    /// Keeps a file; one that the event has already is the same file, which keeps its name.
    /// Rules: <see cref="EventsRule.NotAllowed"/> for attendees; <see cref="EventsRule.EventUnknown"/>;
    /// <see cref="EventsRule.FilesFull"/> where the quota would be exceeded.
    /// </summary>
    public async Task<Outcome<StoredFile>> AddAsync(Request request, Operator by, CancellationToken cancel = default)
    {
        if (!by.MayBringFiles) return EventsRule.NotAllowed;
        if (await places.FindAsync(request.Event, cancel) is not { } place) return EventsRule.EventUnknown;
        await using EventsContext context = await contexts.CreateDbContextAsync(cancel);
        StoredFile? known = await context.Files.SingleOrDefaultAsync(one => one.EventId == place.EventId && one.Id == request.Id, cancel);
        if (known is not null)
        {
            // A page of slides that somebody uploads as a picture too is in the list from now on.
            if (known.Kind == FileKind.Slide) known.Kind = request.Kind;
            await context.SaveChangesAsync(cancel);
            return known;
        }
        IQueryable<StoredFile> all = context.Files.Where(one => one.EventId == place.EventId);
        if (await all.CountAsync(cancel) >= MostFiles || await all.SumAsync(one => one.Bytes, cancel) + request.Bytes > request.QuotaBytes) return EventsRule.FilesFull;
        StoredFile added = Make(request, place.EventId, by);
        context.Files.Add(added);
        await context.SaveChangesAsync(cancel);
        return added;
    }

    /// <summary>The files of an event but slides, the newest first.</summary>
    public async Task<IReadOnlyList<StoredFile>> ListAsync(string eventName, CancellationToken cancel = default)
    {
        if (await places.FindAsync(eventName, cancel) is not { } place) return [];
        await using EventsContext context = await contexts.CreateDbContextAsync(cancel);
        return await context.Files.AsNoTracking().Where(one => one.EventId == place.EventId && one.Kind != FileKind.Slide)
            .OrderByDescending(one => one.AddedAt).Take(1000).ToListAsync(cancel);
    }

    /// <summary>A file of an event; null when it has none of this id.</summary>
    public async Task<StoredFile?> FindAsync(string eventName, string id, CancellationToken cancel = default)
    {
        if (!StoredFile.IsId(id) || await places.FindAsync(eventName, cancel) is not { } place) return null;
        await using EventsContext context = await contexts.CreateDbContextAsync(cancel);
        return await context.Files.AsNoTracking().SingleOrDefaultAsync(one => one.EventId == place.EventId && one.Id == id, cancel);
    }

    /// <summary>The media type of a file that any event has; null when none has it.</summary>
    public async Task<string?> TypeOfAsync(string id, CancellationToken cancel = default)
    {
        await using EventsContext context = await contexts.CreateDbContextAsync(cancel);
        return await context.Files.Where(one => one.Id == id).Select(one => one.Type).FirstOrDefaultAsync(cancel);
    }

    /// <summary>What all files of an event have together, slides among them.</summary>
    public async Task<long> UsedBytesAsync(string eventName, CancellationToken cancel = default)
    {
        if (await places.FindAsync(eventName, cancel) is not { } place) return 0;
        await using EventsContext context = await contexts.CreateDbContextAsync(cancel);
        return await context.Files.Where(one => one.EventId == place.EventId).SumAsync(one => one.Bytes, cancel);
    }

    /// <summary>Gives a file another name. Rules: <see cref="EventsRule.NotAllowed"/>; <see cref="EventsRule.FileNameMissing"/>; <see cref="EventsRule.FileUnknown"/>.</summary>
    public async Task<Outcome<StoredFile>> RenameAsync(string eventName, string id, string name, Operator by, CancellationToken cancel = default)
    {
        string clean = PlainText.CleanLine(name, MaxNameLength);
        if (!by.MayBringFiles) return EventsRule.NotAllowed;
        if (clean.Length == 0) return EventsRule.FileNameMissing;
        if (await places.FindAsync(eventName, cancel) is not { } place) return EventsRule.FileUnknown;
        await using EventsContext context = await contexts.CreateDbContextAsync(cancel);
        StoredFile? file = await context.Files.SingleOrDefaultAsync(one => one.EventId == place.EventId && one.Id == id && one.Kind != FileKind.Slide, cancel);
        if (file is null) return EventsRule.FileUnknown;
        file.Name = clean;
        await context.SaveChangesAsync(cancel);
        return file;
    }

    /// <summary>Takes a file from an event. Rules: <see cref="EventsRule.NotAllowed"/>; <see cref="EventsRule.FileUnknown"/>.</summary>
    /// <returns>Whether no event has it any more, so that its bytes are to go.</returns>
    public async Task<Outcome<bool>> RemoveAsync(string eventName, string id, Operator by, CancellationToken cancel = default)
    {
        if (!by.MayBringFiles) return EventsRule.NotAllowed;
        if (await places.FindAsync(eventName, cancel) is not { } place) return EventsRule.FileUnknown;
        await using EventsContext context = await contexts.CreateDbContextAsync(cancel);
        StoredFile? file = await context.Files.SingleOrDefaultAsync(one => one.EventId == place.EventId && one.Id == id && one.Kind != FileKind.Slide, cancel);
        if (file is null) return EventsRule.FileUnknown;
        // Slides that show the same picture go on showing it.
        if (await IsShownAsync(context, place.EventId, id, cancel)) file.Kind = FileKind.Slide;
        else context.Files.Remove(file);
        await context.SaveChangesAsync(cancel);
        return !await context.Files.AnyAsync(one => one.Id == id, cancel);
    }

    /// <summary>Which of these files no event has.</summary>
    public async Task<IReadOnlyList<string>> UnknownOfAsync(IReadOnlyList<string> ids, CancellationToken cancel = default)
    {
        await using EventsContext context = await contexts.CreateDbContextAsync(cancel);
        List<string> known = await context.Files.Where(one => ids.Contains(one.Id)).Select(one => one.Id).Distinct().ToListAsync(cancel);
        return [.. ids.Except(known)];
    }

    internal static Task<bool> IsShownAsync(EventsContext context, Guid eventId, string id, CancellationToken cancel) =>
        context.Decks.Where(deck => deck.EventId == eventId).SelectMany(deck => deck.Pages).AnyAsync(page => page.Large == id || page.Small == id, cancel);

    private StoredFile Make(Request request, Guid eventId, Operator by) => new()
    {
        EventId = eventId,
        Id = request.Id,
        Kind = request.Kind,
        Type = request.Type,
        Name = PlainText.CleanLine(request.Name, MaxNameLength) is { Length: > 0 } name ? name : request.Kind.ToString(),
        Bytes = request.Bytes,
        DurationMs = request.DurationMs,
        Width = request.Width,
        Height = request.Height,
        AddedBy = by.Label,
        AddedAt = time.GetUtcNow(),
    };
}
