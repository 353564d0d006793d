using Kapok.Events.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kapok.Events.Safety;

/// <summary>Ends a ban before its time. The entry stays, with who lifted it.</summary>
public sealed class LiftBan(IDbContextFactory<EventsContext> contexts, TimeProvider time)
{
    /// <summary>Rules: <see cref="EventsRule.NotAllowed"/> below moderator; <see cref="EventsRule.BanUnknown"/>; <see cref="EventsRule.BanAlreadyLifted"/>.</summary>
    public async Task<Outcome<Ban>> HandleAsync(Guid banId, Operator by, CancellationToken cancel = default)
    {
        if (!by.MayModerate) return EventsRule.NotAllowed;
        DateTimeOffset now = time.GetUtcNow();
        await using EventsContext context = await contexts.CreateDbContextAsync(cancel);
        int lifted = await context.Bans.Where(ban => ban.Id == banId && ban.LiftedAt == null).ExecuteUpdateAsync(set => set
            .SetProperty(ban => ban.LiftedAt, now)
            .SetProperty(ban => ban.LiftedBy, by.Label), cancel);
        Ban? found = await context.Bans.AsNoTracking().SingleOrDefaultAsync(ban => ban.Id == banId, cancel);
        if (found is null) return EventsRule.BanUnknown;
        return lifted == 0 ? EventsRule.BanAlreadyLifted : found;
    }
}
