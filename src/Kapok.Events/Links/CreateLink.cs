using Kapok.Events.Storage;
using Kapok.Protocol.Text;
using Microsoft.EntityFrameworkCore;

namespace Kapok.Events.Links;

/// <summary>Makes a link that carries a role.</summary>
public sealed class CreateLink(IDbContextFactory<EventsContext> contexts, TimeProvider time)
{
    public const int MaxLabelLength = 80;

    /// <param name="EventId">The event the role is for.</param>
    /// <param name="Label">What it is for, 1 to 80 characters.</param>
    /// <param name="Role">The role it gives.</param>
    /// <param name="ExpiresAt">When it stops to work; null is never.</param>
    public sealed record Request(Guid EventId, string Label, EventRole Role, DateTimeOffset? ExpiresAt);

    /// <param name="Link">What is kept.</param>
    /// <param name="Token">The secret for the address. It is nowhere else: shown once, then only its hash remains.</param>
    public sealed record Created(RoleLink Link, string Token);

    /// <summary>
    /// Rules: <see cref="EventsRule.NotAllowed"/> below moderator; <see cref="EventsRule.LinkRoleAboveOwn"/> when a moderator
    /// makes a moderator or organiser; <see cref="EventsRule.LinkLabelMissing"/>; <see cref="EventsRule.LinkExpiryPassed"/>;
    /// <see cref="EventsRule.EventUnknown"/>.
    /// </summary>
    public async Task<Outcome<Created>> HandleAsync(Request request, Operator by, CancellationToken cancel = default)
    {
        DateTimeOffset now = time.GetUtcNow();
        string label = PlainText.CleanLine(request.Label, MaxLabelLength);
        if (!by.MayModerate) return EventsRule.NotAllowed;
        if (!Enum.IsDefined(request.Role) || !MayGive(by, request.Role)) return EventsRule.LinkRoleAboveOwn;
        if (label.Length == 0) return EventsRule.LinkLabelMissing;
        if (request.ExpiresAt <= now) return EventsRule.LinkExpiryPassed;

        await using EventsContext context = await contexts.CreateDbContextAsync(cancel);
        if (!await context.Events.AnyAsync(one => one.Id == request.EventId, cancel)) return EventsRule.EventUnknown;
        string token = LinkToken.Create();
        RoleLink link = new()
        {
            Id = Guid.CreateVersion7(now),
            EventId = request.EventId,
            Label = label,
            Role = request.Role,
            TokenHash = LinkToken.Hash(token),
            CreatedBy = by.Label,
            CreatedAt = now,
            ExpiresAt = request.ExpiresAt,
        };
        context.Links.Add(link);
        await context.SaveChangesAsync(cancel);
        return new Created(link, token);
    }

    /// <summary>Whether someone may hand on a role: an organiser any, a moderator those below moderator.</summary>
    public static bool MayGive(Operator by, EventRole role) => by.Role == EventRole.Organiser || (by.MayModerate && role is not (EventRole.Moderator or EventRole.Organiser));
}
