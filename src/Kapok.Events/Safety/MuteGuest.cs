using Kapok.Events.Guests;
using Kapok.Events.Organisations;
using Kapok.Events.Storage;
using Kapok.Protocol.Text;
using Microsoft.EntityFrameworkCore;

namespace Kapok.Events.Safety;

/// <summary>Takes chat or voice from a guest in all rooms of an event. Who is in a room now is told by the caller.</summary>
public sealed class MuteGuest(IDbContextFactory<EventsContext> contexts, EventPlaces places, TimeProvider time)
{
    /// <summary>How long it holds unless it is lifted before: an evening and what follows it. Whoever is to be silent for longer is banned.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    /// <param name="GuestId">Who.</param>
    /// <param name="Name">The name they had.</param>
    /// <param name="Kind">What is taken from them.</param>
    /// <param name="Reason">Why, 0 to 500 characters.</param>
    public sealed record Request(string GuestId, string Name, MuteKind Kind, string Reason);

    /// <summary>Checks the rules and dates the mute, without keeping it yet. Rules: <see cref="EventsRule.NotAllowed"/> below moderator; <see
    /// cref="EventsRule.MuteTargetMissing"/>.</summary>
    public Outcome<Mute> Prepare(Request request, Operator by)
    {
        if (!by.MayModerate) return EventsRule.NotAllowed;
        if (request.GuestId is not { Length: > 0 and <= GuestIdLength.Max }) return EventsRule.MuteTargetMissing;
        DateTimeOffset now = time.GetUtcNow();
        return new Mute
        {
            Id = Guid.CreateVersion7(now),
            GuestId = request.GuestId,
            Name = PlainText.CleanLine(request.Name, SaveLook.MaxNameLength),
            Kind = request.Kind,
            Reason = PlainText.CleanLine(request.Reason, BanGuest.MaxReasonLength),
            MutedBy = by.Label,
            ByRole = by.Role,
            MutedAt = now,
            Until = now + Longest,
        };
    }

    /// <summary>Writes a prepared mute; again makes no second one. Rule: <see cref="EventsRule.EventUnknown"/>.</summary>
    public async Task<EventsRule?> KeepAsync(Mute mute, string eventName, CancellationToken cancel = default)
    {
        if (await places.FindAsync(eventName, cancel) is not { } place) return EventsRule.EventUnknown;
        (mute.EventId, mute.OrganisationId) = (place.EventId, place.OrganisationId);
        await contexts.AddOnceAsync(mute, mute.Id, cancel);
        return null;
    }

    /// <summary>Every mute that holds now, of all events, with the event's name: what a start of the server has to know.</summary>
    public async Task<IReadOnlyList<(Mute Mute, string Event)>> HoldingAsync(CancellationToken cancel = default)
    {
        DateTimeOffset now = time.GetUtcNow();
        await using EventsContext context = await contexts.CreateDbContextAsync(cancel);
        var holding = await context.Mutes.AsNoTracking().Where(mute => mute.LiftedAt == null && mute.Until > now)
            .Join(context.Events, mute => mute.EventId, one => one.Id, (mute, one) => new { Mute = mute, one.Slug }).ToListAsync(cancel);
        return [.. holding.Select(one => (one.Mute, one.Slug))];
    }
}
