using Kapok.Events.Organisations;
using Kapok.Events.Storage;
using Kapok.Protocol.Text;
using Microsoft.EntityFrameworkCore;

namespace Kapok.Events.Announcements;

/// <summary>Keeps what is announced, and knows what was. The caller shows it in the live rooms.</summary>
public sealed class KeepAnnouncement(IDbContextFactory<EventsContext> contexts, EventPlaces places, TimeProvider time)
{
    public const int MaxTextLength = 400;

    /// <summary>Keeps it before it is shown, so that none is shown that nobody can look up. Rules: <see cref="EventsRule.NotAllowed"/> below moderator; <see
    /// cref="EventsRule.AnnouncementEmpty"/>; <see cref="EventsRule.EventUnknown"/>; <see cref="EventsRule.RoomUnknown"/>.</summary>
    /// <param name="eventName">The event.</param>
    /// <param name="roomId">One of its rooms; null is all.</param>
    /// <param name="text">What is announced, 1 to 400 characters.</param>
    /// <param name="by">Who announces it.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<Outcome<Announcement>> HandleAsync(string eventName, string? roomId, string text, Operator by, CancellationToken cancel = default)
    {
        string clean = PlainText.CleanLine(text, MaxTextLength);
        if (!by.MayModerate) return EventsRule.NotAllowed;
        if (clean.Length == 0) return EventsRule.AnnouncementEmpty;
        DateTimeOffset now = time.GetUtcNow();
        if (await places.FindAsync(eventName, cancel) is not { } place) return EventsRule.EventUnknown;
        await using EventsContext context = await contexts.CreateDbContextAsync(cancel);
        if (roomId is not null && !await context.Rooms.AnyAsync(room => room.EventId == place.EventId && room.Id == roomId, cancel)) return EventsRule.RoomUnknown;
        Announcement made = new()
        {
            Id = Guid.CreateVersion7(now),
            EventId = place.EventId,
            OrganisationId = place.OrganisationId,
            RoomId = roomId,
            Text = clean,
            MadeBy = by.Label,
            MadeAt = now,
            Reached = 0,
        };
        context.Announcements.Add(made);
        await context.SaveChangesAsync(cancel);
        return made;
    }

    /// <summary>Notes how many people it was shown to.</summary>
    public async Task<EventsRule?> ReachedAsync(Guid id, int people, CancellationToken cancel = default)
    {
        await using EventsContext context = await contexts.CreateDbContextAsync(cancel);
        await context.Announcements.Where(one => one.Id == id).ExecuteUpdateAsync(set => set.SetProperty(one => one.Reached, people), cancel);
        return null;
    }

    /// <summary>What was announced in an event, the newest first, at most 50.</summary>
    public async Task<IReadOnlyList<Announcement>> PastAsync(string eventName, CancellationToken cancel = default)
    {
        if (await places.FindAsync(eventName, cancel) is not { } place) return [];
        await using EventsContext context = await contexts.CreateDbContextAsync(cancel);
        return await context.Announcements.AsNoTracking().Where(one => one.EventId == place.EventId).OrderByDescending(one => one.MadeAt).Take(50).ToListAsync(cancel);
    }
}
