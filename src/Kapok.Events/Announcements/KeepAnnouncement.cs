using Kapok.Events.Storage;
using Kapok.Protocol.Text;
using Microsoft.EntityFrameworkCore;

namespace Kapok.Events.Announcements;

/// <summary>Keeps what was announced. The caller shows it in the live rooms.</summary>
public sealed class KeepAnnouncement(IDbContextFactory<EventsContext> contexts, TimeProvider time)
{
    public const int MaxTextLength = 400;

    /// <summary>Rules: <see cref="EventsRule.NotAllowed"/> below moderator; <see cref="EventsRule.AnnouncementEmpty"/>; <see cref="EventsRule.RoomUnknown"/>.</summary>
    public async Task<Outcome<Announcement>> HandleAsync(
        string? roomId, string text, int reached, Operator by, CancellationToken cancel = default)
    {
        string clean = PlainText.CleanLine(text, MaxTextLength);
        if (!by.MayModerate) return EventsRule.NotAllowed;
        if (clean.Length == 0) return EventsRule.AnnouncementEmpty;
        DateTimeOffset now = time.GetUtcNow();
        await using EventsContext context = await contexts.CreateDbContextAsync(cancel);
        if (roomId is not null && !await context.Rooms.AnyAsync(room => room.Id == roomId, cancel)) return EventsRule.RoomUnknown;
        Announcement made = new() { Id = Guid.CreateVersion7(now), RoomId = roomId, Text = clean, MadeBy = by.Label, MadeAt = now, Reached = reached };
        context.Announcements.Add(made);
        await context.SaveChangesAsync(cancel);
        return made;
    }
}
