using Kapok.Events.Storage;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Kapok.Events.Links;

/// <summary>Ends a link and the role of everyone who came by it: in the rooms at once, elsewhere at its next use.</summary>
public sealed class RevokeLink(IDbContextFactory<EventsContext> contexts, TimeProvider time, IEnumerable<ILinkObserver> observers)
{
    private const int MaxAttempts = 8;

    /// <summary>
    /// Rules: <see cref="EventsRule.NotAllowed"/> below moderator; <see cref="EventsRule.LinkUnknown"/>;
    /// <see cref="EventsRule.LinkRevoked"/> already; <see cref="EventsRule.LinkRoleAboveOwn"/> when a moderator revokes one they
    /// could not make; <see cref="EventsRule.LinkLastOrganiser"/> when nobody could organise any more.
    /// </summary>
    public async Task<Outcome<RoleLink>> HandleAsync(Guid linkId, Operator by, CancellationToken cancel = default)
    {
        if (!by.MayModerate) return EventsRule.NotAllowed;
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                Outcome<RoleLink> outcome = await RevokeAsync(linkId, by, cancel);
                // Told after it is kept: who comes in from now on is checked against what is kept, who came before is told of.
                if (outcome.Succeeded(out RoleLink? link, out _))
                    foreach (ILinkObserver observer in observers) await observer.RevokedAsync(link);
                return outcome;
            }
            catch (Exception error) when (attempt < MaxAttempts && error.GetBaseException() is PostgresException { SqlState: PostgresErrorCodes.SerializationFailure })
            {
                // Another revocation was first. The next attempt sees what it did.
            }
        }
    }

    private async Task<Outcome<RoleLink>> RevokeAsync(Guid linkId, Operator by, CancellationToken cancel)
    {
        DateTimeOffset now = time.GetUtcNow();
        await using EventsContext context = await contexts.CreateDbContextAsync(cancel);
        // Serializable: two organisers who revoke each other's link at once must not both succeed.
        await using var transaction = await context.Database.BeginTransactionAsync(System.Data.IsolationLevel.Serializable, cancel);
        RoleLink? link = await context.Links.SingleOrDefaultAsync(one => one.Id == linkId, cancel);
        if (link is null) return EventsRule.LinkUnknown;
        if (link.RevokedAt is not null) return EventsRule.LinkRevoked;
        if (!CreateLink.MayGive(by, link.Role)) return EventsRule.LinkRoleAboveOwn;
        if (link.Role == EventRole.Organiser && !await HasOtherOrganiserAsync(context, link, now, cancel)) return EventsRule.LinkLastOrganiser;
        (link.RevokedAt, link.RevokedBy) = (now, by.Label);
        await context.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return link;
    }

    private static Task<bool> HasOtherOrganiserAsync(EventsContext context, RoleLink link, DateTimeOffset now, CancellationToken cancel) =>
        context.Links.AnyAsync(other => other.EventId == link.EventId && other.Id != link.Id && other.Role == EventRole.Organiser
            && other.RevokedAt == null && (other.ExpiresAt == null || other.ExpiresAt > now), cancel);
}
