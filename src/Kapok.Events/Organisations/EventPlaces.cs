using System.Collections.Concurrent;
using Kapok.Events.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kapok.Events.Organisations;

/// <summary>Finds the event that a room's key names. Thread-safe.</summary>
/// <remarks>An event keeps its name and its host for good, so what was found once is remembered; names that are no event's are not, or anybody could fill the memory.</remarks>
public sealed class EventPlaces(IDbContextFactory<EventsContext> contexts)
{
    private readonly ConcurrentDictionary<string, EventPlace> _known = new(StringComparer.Ordinal);

    /// <summary>The event of this name; null when there is none.</summary>
    public async ValueTask<EventPlace?> FindAsync(string slug, CancellationToken cancel = default)
    {
        if (_known.TryGetValue(slug, out EventPlace known)) return known;
        await using EventsContext context = await contexts.CreateDbContextAsync(cancel);
        var found = await context.Events.Where(one => one.Slug == slug).Select(one => new { one.Id, one.OrganisationId }).SingleOrDefaultAsync(cancel);
        if (found is null) return null;
        return _known[slug] = new(found.Id, found.OrganisationId);
    }
}
