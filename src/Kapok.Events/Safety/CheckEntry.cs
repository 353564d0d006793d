using System.Net;
using Kapok.Events.Storage;
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

    /// <summary>A ban counts before a kick. An address that is banned does not keep out <paramref name="trusted"/> people: they may share it.</summary>
    /// <param name="guestId">The guest's id.</param>
    /// <param name="address">Where they come from; null when unknown.</param>
    /// <param name="trusted">Whether they hold a link of a moderator or organiser.</param>
    /// <param name="cancel">Stops the look-up.</param>
    public async Task<Answer> HandleAsync(string guestId, IPAddress? address, bool trusted = false, CancellationToken cancel = default)
    {
        DateTimeOffset now = time.GetUtcNow();
        byte[]? hash = trusted ? null : addresses.Hash(address);
        await using EventsContext context = await contexts.CreateDbContextAsync(cancel);
        List<Ban> bans = await context.Bans.AsNoTracking()
            .Where(ban => ban.LiftedAt == null && (ban.Until == null || ban.Until > now)
                && (ban.GuestId == guestId || (hash != null && ban.AddressHash == hash)))
            .ToListAsync(cancel);
        if (bans.Count > 0)
        {
            Ban longest = bans.MaxBy(ban => ban.Until ?? DateTimeOffset.MaxValue)!;
            return new Answer(Verdict.Banned, longest.Until, longest.Reason);
        }
        Kick? kick = await context.Kicks.AsNoTracking().Where(one => one.GuestId == guestId && one.Until > now)
            .OrderByDescending(one => one.Until).FirstOrDefaultAsync(cancel);
        return kick is null ? Answer.Welcome : new Answer(Verdict.Kicked, kick.Until, kick.Reason);
    }
}
