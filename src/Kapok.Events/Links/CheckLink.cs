using Kapok.Events.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kapok.Events.Links;

/// <summary>Whether a role that was given by a link still holds. Asked at every use of the role, so that revoking ends it at once.</summary>
public sealed class CheckLink(IDbContextFactory<EventsContext> contexts, TimeProvider time)
{
    /// <summary>Rules: <see cref="EventsRule.LinkUnknown"/>, <see cref="EventsRule.LinkRevoked"/>, <see cref="EventsRule.LinkExpired"/>.</summary>
    public async Task<Outcome<RoleLink>> HandleAsync(Guid linkId, CancellationToken cancel = default)
    {
        await using EventsContext context = await contexts.CreateDbContextAsync(cancel);
        RoleLink? link = await context.Links.AsNoTracking().SingleOrDefaultAsync(one => one.Id == linkId, cancel);
        if (link is null) return EventsRule.LinkUnknown;
        return link.StoppedBy(time.GetUtcNow()) is { } rule ? rule : link;
    }

    /// <summary>The links of an event: those that work first, of each the newest first; at most 500.</summary>
    public async Task<IReadOnlyList<RoleLink>> AllAsync(Guid eventId, CancellationToken cancel = default)
    {
        await using EventsContext context = await contexts.CreateDbContextAsync(cancel);
        List<RoleLink> all = await context.Links.AsNoTracking().Where(link => link.EventId == eventId).OrderByDescending(link => link.CreatedAt).Take(500).ToListAsync(cancel);
        return [.. all.OrderBy(link => link.StoppedBy(time.GetUtcNow()) is null ? 0 : 1)];
    }
}
