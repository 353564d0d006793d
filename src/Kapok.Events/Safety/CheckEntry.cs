using System.Net;
using Kapok.Events.Organisations;
using Kapok.Events.Storage;
using Kapok.Protocol;
using Microsoft.EntityFrameworkCore;

namespace Kapok.Events.Safety;

/// <summary>Whether a guest may come in.</summary>
public sealed class CheckEntry(IDbContextFactory<EventsContext> contexts, AddressHasher addresses, TimeProvider time)
{
    public enum Verdict
    {
        Welcome,
        Banned,
        Kicked,
    }

    /// <param name="Verdict">May they come in.</param>
    /// <param name="Until">When they may come again; null is never, or no matter when welcome.</param>
    /// <param name="Reason">Why not; empty when welcome.</param>
    public sealed record Answer(Verdict Verdict, DateTimeOffset? Until, string Reason)
    {
        public static Answer Welcome { get; } = new(CheckEntry.Verdict.Welcome, null, "");
    }

    /// <summary>
    /// A ban counts before a kick. Neither counts against somebody who ranks above whoever took it (<see cref="Rank"/>), and an address that is banned does not keep out
    /// moderators and organisers: they may share it.
    /// </summary>
    /// <param name="place">The event they want to come to: kicks are of an event, bans of its organisation.</param>
    /// <param name="guestId">The guest's id.</param>
    /// <param name="address">Where they come from; null when unknown.</param>
    /// <param name="role">Their role.</param>
    /// <param name="cancel">Stops the look-up.</param>
    public async Task<Answer> HandleAsync(EventPlace place, string guestId, IPAddress? address, EventRole role = EventRole.Attendee, CancellationToken cancel = default)
    {
        DateTimeOffset now = time.GetUtcNow();
        byte[]? hash = Rank.KeepsOrder(role.ToRole()) ? null : addresses.Hash(address);
        await using EventsContext context = await contexts.CreateDbContextAsync(cancel);
        List<Ban> bans = await context.Bans.AsNoTracking()
            .Where(ban => ban.OrganisationId == place.OrganisationId && ban.LiftedAt == null && (ban.Until == null || ban.Until > now)
                && (ban.GuestId == guestId || (hash != null && ban.AddressHash == hash)))
            .ToListAsync(cancel);
        bans.RemoveAll(ban => !HoldsFor(ban.ByRole, role));
        if (bans.Count > 0)
        {
            Ban longest = bans.MaxBy(ban => ban.Until ?? DateTimeOffset.MaxValue)!;
            return new Answer(Verdict.Banned, longest.Until, longest.Reason);
        }
        List<Kick> kicks = await context.Kicks.AsNoTracking().Where(one => one.EventId == place.EventId && one.GuestId == guestId && one.Until > now && one.LiftedAt == null)
            .OrderByDescending(one => one.Until).ToListAsync(cancel);
        Kick? kick = kicks.Find(one => HoldsFor(one.ByRole, role));
        return kick is null ? Answer.Welcome : new Answer(Verdict.Kicked, kick.Until, kick.Reason);
    }

    private static bool HoldsFor(EventRole by, EventRole on) => Rank.MayActOn(by.ToRole(), on.ToRole());
}
