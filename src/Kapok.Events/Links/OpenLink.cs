using Kapok.Events.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kapok.Events.Links;

/// <summary>Someone opens a link: finds it by its token and counts the use.</summary>
public sealed class OpenLink(IDbContextFactory<EventsContext> contexts, TimeProvider time)
{
    /// <summary>Rules: <see cref="EventsRule.LinkUnknown"/>, <see cref="EventsRule.LinkRevoked"/>, <see cref="EventsRule.LinkExpired"/>.</summary>
    public async Task<Outcome<RoleLink>> HandleAsync(string token, CancellationToken cancel = default)
    {
        byte[] hash = LinkToken.Hash(token);
        DateTimeOffset now = time.GetUtcNow();
        await using EventsContext context = await contexts.CreateDbContextAsync(cancel);
        RoleLink? link = await context.Links.AsNoTracking().SingleOrDefaultAsync(one => one.TokenHash == hash, cancel);
        if (link is null) return EventsRule.LinkUnknown;
        if (link.StoppedBy(now) is { } rule) return rule;
        // Counted by the database, so that two who open it at once are two.
        await context.Links.Where(one => one.Id == link.Id).ExecuteUpdateAsync(set => set
            .SetProperty(one => one.Uses, one => one.Uses + 1)
            .SetProperty(one => one.LastUsedAt, now), cancel);
        return link;
    }
}
