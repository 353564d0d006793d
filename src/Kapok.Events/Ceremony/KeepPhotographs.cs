using Kapok.Events.Files;
using Kapok.Events.Organisations;
using Kapok.Events.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kapok.Events.Ceremony;

/// <summary>Keeps who stood for which photograph, and offers them the picture.</summary>
public sealed class KeepPhotographs(IDbContextFactory<EventsContext> contexts, EventPlaces places)
{
    /// <summary>Longest id.</summary>
    public const int MaxIdLength = 64;

    /// <summary>Longest title, as a cue's step may have it.</summary>
    public const int MaxTitleLength = 80;

    /// <summary>The most photographs of an event that are listed, the newest.</summary>
    public const int MostListed = 50;

    /// <summary>Keeps that it was taken; may be done twice. Rules: <see cref="EventsRule.EventUnknown"/>.</summary>
    /// <param name="eventName">The event.</param>
    /// <param name="room">The room.</param>
    /// <param name="id">Of the photograph.</param>
    /// <param name="title">What the step was called; may be empty.</param>
    /// <param name="guests">Who are in it.</param>
    /// <param name="at">When.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<EventsRule?> SaveAsync(
        string eventName, string room, string id, string title, IReadOnlyList<string> guests, DateTimeOffset at, CancellationToken cancel = default)
    {
        if (await places.FindAsync(eventName, cancel) is not { } place) return EventsRule.EventUnknown;
        await using EventsContext context = await contexts.CreateDbContextAsync(cancel);
        if (await context.Photographs.AnyAsync(one => one.EventId == place.EventId && one.Id == id, cancel)) return null;
        context.Photographs.Add(new() { Id = id, EventId = place.EventId, RoomId = room, Title = title, At = at });
        foreach (string guest in guests.Distinct(StringComparer.Ordinal)) context.PhotographGuests.Add(new() { EventId = place.EventId, PhotographId = id, GuestId = guest });
        await context.SaveChangesAsync(cancel);
        return null;
    }

    /// <summary>Gives a photograph its picture. The first one stays while its file is there.
    /// Rules: <see cref="EventsRule.FileUnknown"/> where there is no such photograph or no such picture.</summary>
    public async Task<EventsRule?> ShowAsync(string eventName, string id, string file, CancellationToken cancel = default)
    {
        if (await places.FindAsync(eventName, cancel) is not { } place) return EventsRule.EventUnknown;
        await using EventsContext context = await contexts.CreateDbContextAsync(cancel);
        Photograph? found = await context.Photographs.SingleOrDefaultAsync(one => one.EventId == place.EventId && one.Id == id, cancel);
        if (found is null || !await context.Files.AnyAsync(one => one.EventId == place.EventId && one.Id == file && one.Kind == FileKind.Picture, cancel))
            return EventsRule.FileUnknown;
        if (found.File is { } before && await context.Files.AnyAsync(one => one.EventId == place.EventId && one.Id == before, cancel)) return null;
        found.File = file;
        await context.SaveChangesAsync(cancel);
        return null;
    }

    /// <summary>The photographs that a guest is in and whose picture is there, the newest first.</summary>
    public async Task<IReadOnlyList<Photograph>> OfAsync(string eventName, string guest, CancellationToken cancel = default)
    {
        if (await places.FindAsync(eventName, cancel) is not { } place) return [];
        await using EventsContext context = await contexts.CreateDbContextAsync(cancel);
        IQueryable<string> own = context.PhotographGuests.Where(one => one.EventId == place.EventId && one.GuestId == guest).Select(one => one.PhotographId);
        return await context.Photographs.AsNoTracking()
            .Where(one => one.EventId == place.EventId && own.Contains(one.Id) && context.Files.Any(file => file.EventId == one.EventId && file.Id == one.File))
            .OrderByDescending(one => one.At).Take(MostListed).ToListAsync(cancel);
    }
}
