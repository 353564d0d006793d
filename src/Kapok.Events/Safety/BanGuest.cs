using System.Net;
using Kapok.Events.Guests;
using Kapok.Events.Storage;
using Kapok.Protocol.Text;
using Microsoft.EntityFrameworkCore;

namespace Kapok.Events.Safety;

/// <summary>Bans a guest, their network address, or both. Who is in a room now is put out by the caller.</summary>
public sealed class BanGuest(IDbContextFactory<EventsContext> contexts, AddressHasher addresses, TimeProvider time)
{
    public const int MaxReasonLength = 500;

    /// <param name="GuestId">The guest; may be null when there is an address.</param>
    /// <param name="Address">The address they came from, to ban it too; null to leave it. Loopback is never banned.</param>
    /// <param name="Name">The name they had.</param>
    /// <param name="Reason">Why, 1 to 500 characters.</param>
    /// <param name="Until">When it ends by itself; null is never.</param>
    public sealed record Request(string? GuestId, IPAddress? Address, string Name, string Reason, DateTimeOffset? Until);

    /// <summary>
    /// Rules: <see cref="EventsRule.NotAllowed"/> below moderator; <see cref="EventsRule.BanTargetMissing"/> with neither guest nor
    /// address; <see cref="EventsRule.BanReasonMissing"/>; <see cref="EventsRule.BanEndPassed"/>.
    /// </summary>
    public async Task<Outcome<Ban>> HandleAsync(Request request, Operator by, CancellationToken cancel = default)
    {
        DateTimeOffset now = time.GetUtcNow();
        string? guest = request.GuestId is { Length: > 0 and <= GuestIdLength.Max } id ? id : null;
        byte[]? address = addresses.Hash(request.Address);
        string reason = PlainText.CleanLine(request.Reason, MaxReasonLength);
        if (!by.MayModerate) return EventsRule.NotAllowed;
        if (guest is null && address is null) return EventsRule.BanTargetMissing;
        if (reason.Length == 0) return EventsRule.BanReasonMissing;
        if (request.Until <= now) return EventsRule.BanEndPassed;

        Ban ban = new()
        {
            Id = Guid.CreateVersion7(now),
            GuestId = guest,
            AddressHash = address,
            Name = PlainText.CleanLine(request.Name, SaveLook.MaxNameLength),
            Reason = reason,
            BannedBy = by.Label,
            BannedAt = now,
            Until = request.Until,
        };
        await using EventsContext context = await contexts.CreateDbContextAsync(cancel);
        context.Bans.Add(ban);
        await context.SaveChangesAsync(cancel);
        return ban;
    }
}
