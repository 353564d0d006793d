using Kapok.Events.Organisations;
using Kapok.Events.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kapok.Events.Show;

/// <summary>Keeps the show of a room, and tells what was kept.</summary>
public sealed class KeepShow(IDbContextFactory<EventsContext> contexts, EventPlaces places, TimeProvider time)
{
    /// <summary>Keeps it; may be done twice. Rules: <see cref="EventsRule.EventUnknown"/>.</summary>
    /// <param name="eventName">The event.</param>
    /// <param name="room">The room.</param>
    /// <param name="run">The run of show as JSON; null where the one that is kept is the newest.</param>
    /// <param name="runVersion">Its version.</param>
    /// <param name="state">Where it is.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<EventsRule?> SaveAsync(string eventName, string room, string? run, long runVersion, byte[] state, CancellationToken cancel = default)
    {
        if (await places.FindAsync(eventName, cancel) is not { } place) return EventsRule.EventUnknown;
        await using EventsContext context = await contexts.CreateDbContextAsync(cancel);
        RoomShow? kept = await context.Shows.SingleOrDefaultAsync(show => show.EventId == place.EventId && show.RoomId == room, cancel);
        DateTimeOffset now = time.GetUtcNow();
        if (kept is null)
        {
            context.Shows.Add(new() { EventId = place.EventId, RoomId = room, Run = run ?? "{}", RunVersion = runVersion, State = state, ChangedAt = now });
        }
        else
        {
            if (run is not null) (kept.Run, kept.RunVersion) = (run, runVersion);
            (kept.State, kept.ChangedAt) = (state, now);
        }
        await context.SaveChangesAsync(cancel);
        return null;
    }

    /// <summary>What was kept of a room's show; null when nothing was.</summary>
    public async Task<RoomShow?> FindAsync(string eventName, string room, CancellationToken cancel = default)
    {
        if (await places.FindAsync(eventName, cancel) is not { } place) return null;
        await using EventsContext context = await contexts.CreateDbContextAsync(cancel);
        return await context.Shows.AsNoTracking().SingleOrDefaultAsync(show => show.EventId == place.EventId && show.RoomId == room, cancel);
    }
}
