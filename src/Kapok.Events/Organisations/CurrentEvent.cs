using Kapok.Events.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kapok.Events.Organisations;

/// <summary>Says which event is current. Nothing else does.</summary>
public sealed class CurrentEvent(IDbContextFactory<EventsContext> contexts, TimeProvider time)
{
    /// <summary>The event that is on (of several, the one that began last), or else the next one, or else the one that ended last; with its rooms in their order.</summary>
    /// <exception cref="InvalidOperationException">There is no event at all; the first start makes one.</exception>
    public async Task<Event> FindAsync(CancellationToken cancel = default)
    {
        DateTimeOffset now = time.GetUtcNow();
        await using EventsContext context = await contexts.CreateDbContextAsync(cancel);
        IQueryable<Event> events = context.Events.AsNoTracking().Include(one => one.Rooms.OrderBy(room => room.Order));
        return await events.Where(one => one.StartsAt <= now && one.EndsAt > now).OrderByDescending(one => one.StartsAt).FirstOrDefaultAsync(cancel)
            ?? await events.Where(one => one.StartsAt > now).OrderBy(one => one.StartsAt).FirstOrDefaultAsync(cancel)
            ?? await events.OrderByDescending(one => one.EndsAt).FirstOrDefaultAsync(cancel)
            ?? throw new InvalidOperationException("There is no event.");
    }
}
