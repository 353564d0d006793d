using Kapok.Events.Guests;
using Kapok.Events.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kapok.Events.Safety;

/// <summary>Keeps and lifts blocks, and tells whom a guest has blocked.</summary>
public sealed class KeepBlock(IDbContextFactory<EventsContext> contexts, TimeProvider time)
{
    /// <summary>The most whom one guest may block: bounds what one client can make the server keep.</summary>
    public const int Most = 1000;

    /// <summary>Blocks somebody, or lifts a block. Doing it again changes nothing.</summary>
    /// <remarks>Rules: <see cref="EventsRule.GuestUnknown"/> without both ids; <see cref="EventsRule.BlocksTooMany"/>.</remarks>
    public async Task<Outcome<bool>> HandleAsync(string guestId, string otherId, bool on, CancellationToken cancel = default)
    {
        if (guestId is not { Length: > 0 and <= GuestIdLength.Max } || otherId is not { Length: > 0 and <= GuestIdLength.Max }) return EventsRule.GuestUnknown;
        await using EventsContext context = await contexts.CreateDbContextAsync(cancel);
        IQueryable<Block> kept = context.Blocks.Where(block => block.GuestId == guestId);
        if (!on) return await kept.Where(block => block.BlockedGuestId == otherId).ExecuteDeleteAsync(cancel) > 0;
        if (await kept.AnyAsync(block => block.BlockedGuestId == otherId, cancel)) return false;
        if (await kept.CountAsync(cancel) >= Most) return EventsRule.BlocksTooMany;
        context.Blocks.Add(new() { GuestId = guestId, BlockedGuestId = otherId, Since = time.GetUtcNow() });
        await context.SaveChangesAsync(cancel);
        return true;
    }

    /// <summary>Whom a guest has blocked; at most <see cref="Most"/>.</summary>
    public async Task<IReadOnlyList<string>> OfAsync(string guestId, CancellationToken cancel = default)
    {
        await using EventsContext context = await contexts.CreateDbContextAsync(cancel);
        return await context.Blocks.AsNoTracking().Where(block => block.GuestId == guestId).OrderBy(block => block.BlockedGuestId).Select(block => block.BlockedGuestId)
            .Take(Most).ToListAsync(cancel);
    }
}
