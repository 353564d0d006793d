using Kapok.Events.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kapok.Events.Links;

/// <summary>Finds a link by its token, for whoever opens it or joins by it.</summary>
public sealed class OpenLink(IDbContextFactory<EventsContext> contexts, PendingWrites writes, TimeProvider time)
{
    /// <summary>
    /// Rules: <see cref="EventsRule.LinkUnknown"/>, <see cref="EventsRule.LinkRevoked"/>, <see cref="EventsRule.LinkExpired"/>.
    /// </summary>
    /// <param name="token">The secret of the address.</param>
    /// <param name="counts">Whether this is a use to count; false when the same visit is only checked again.</param>
    /// <param name="cancel">Stops the look-up.</param>
    public async Task<Outcome<RoleLink>> HandleAsync(string token, bool counts = true, CancellationToken cancel = default)
    {
        byte[] hash = LinkToken.Hash(token);
        DateTimeOffset now = time.GetUtcNow();
        await using EventsContext context = await contexts.CreateDbContextAsync(cancel);
        RoleLink? link = await context.Links.AsNoTracking().SingleOrDefaultAsync(one => one.TokenHash == hash, cancel);
        if (link is null) return EventsRule.LinkUnknown;
        if (link.StoppedBy(now) is { } rule) return rule;
        if (!counts) return link;
        // Counted later: whoever brings a good link is let in although the storage cannot be written just now.
        _ = writes.KeepAsync(stop => CountAsync(link.Id, now, stop), isDispensable: true);
        return link;
    }

    // By the database, so that two who open it at once are two.
    private async Task<EventsRule?> CountAsync(Guid linkId, DateTimeOffset at, CancellationToken cancel)
    {
        await using EventsContext context = await contexts.CreateDbContextAsync(cancel);
        await context.Links.Where(one => one.Id == linkId).ExecuteUpdateAsync(set => set
            .SetProperty(one => one.Uses, one => one.Uses + 1)
            .SetProperty(one => one.LastUsedAt, at), cancel);
        return null;
    }
}
