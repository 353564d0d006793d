using System.Net;
using Kapok.Events.Guests;
using Kapok.Events.Organisations;
using Kapok.Events.Storage;
using Kapok.Protocol.Text;
using Microsoft.EntityFrameworkCore;

namespace Kapok.Events.Safety;

/// <summary>Bans a guest, their network address, or both. Who is in a room now is put out by the caller.</summary>
public sealed class BanGuest(IDbContextFactory<EventsContext> contexts, EventPlaces places, AddressHasher addresses, TimeProvider time)
{
    public const int MaxReasonLength = 500;

    /// <param name="Event">Name of the event in which it happened; the ban holds in all of its organisation.</param>
    /// <param name="GuestId">The guest; may be null when there is an address.</param>
    /// <param name="Address">The address they came from, to ban it too; null to leave it. Loopback is never banned.</param>
    /// <param name="Name">The name they had.</param>
    /// <param name="Reason">Why, 1 to 500 characters.</param>
    /// <param name="Until">When it ends by itself; null is never.</param>
    public sealed record Request(string Event, string? GuestId, IPAddress? Address, string Name, string Reason, DateTimeOffset? Until);

    /// <summary>
    /// Rules: <see cref="EventsRule.NotAllowed"/> below moderator; <see cref="EventsRule.BanTargetMissing"/> with neither guest nor
    /// address; <see cref="EventsRule.BanReasonMissing"/>; <see cref="EventsRule.BanEndPassed"/>; <see cref="EventsRule.EventUnknown"/>.
    /// </summary>
    public async Task<Outcome<Ban>> HandleAsync(Request request, Operator by, CancellationToken cancel = default)
    {
        Outcome<Ban> made = Prepare(request, by);
        return made.Succeeded(out Ban? ban, out _) && await KeepAsync(ban, request.Event, cancel) is { } broken ? broken : made;
    }

    /// <summary>Writes a prepared ban; again makes no second one. Rule: <see cref="EventsRule.EventUnknown"/>.</summary>
    public async Task<EventsRule?> KeepAsync(Ban ban, string eventName, CancellationToken cancel = default)
    {
        if (await places.FindAsync(eventName, cancel) is not { } place) return EventsRule.EventUnknown;
        (ban.EventId, ban.OrganisationId) = (place.EventId, place.OrganisationId);
        await contexts.AddOnceAsync(ban, ban.Id, cancel);
        return null;
    }

    /// <summary>Checks the rules and dates the ban, without keeping it yet: it holds from now, whenever the storage takes it.</summary>
    public Outcome<Ban> Prepare(Request request, Operator by)
    {
        DateTimeOffset now = time.GetUtcNow();
        string? guest = request.GuestId is { Length: > 0 and <= GuestIdLength.Max } id ? id : null;
        byte[]? address = addresses.Hash(request.Address);
        string reason = PlainText.CleanLine(request.Reason, MaxReasonLength);
        if (!by.MayModerate) return EventsRule.NotAllowed;
        if (guest is null && address is null) return EventsRule.BanTargetMissing;
        if (reason.Length == 0) return EventsRule.BanReasonMissing;
        if (request.Until <= now) return EventsRule.BanEndPassed;

        return new Ban
        {
            Id = Guid.CreateVersion7(now),
            GuestId = guest,
            AddressHash = address,
            Name = PlainText.CleanLine(request.Name, SaveLook.MaxNameLength),
            Reason = reason,
            BannedBy = by.Label,
            ByRole = by.Role,
            BannedAt = now,
            Until = request.Until,
        };
    }
}
