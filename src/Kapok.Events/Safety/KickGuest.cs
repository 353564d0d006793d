using Kapok.Events.Guests;
using Kapok.Events.Organisations;
using Kapok.Events.Storage;
using Kapok.Protocol.Text;
using Microsoft.EntityFrameworkCore;

namespace Kapok.Events.Safety;

/// <summary>Records that someone was put out, and keeps them out for a while. The caller puts them out of the live room.</summary>
public sealed class KickGuest(IDbContextFactory<EventsContext> contexts, EventPlaces places, StorageOptions options, TimeProvider time)
{
    /// <param name="Event">Name of the event; the kick holds in all of its rooms.</param>
    /// <param name="RoomId">The room they were in.</param>
    /// <param name="GuestId">Who.</param>
    /// <param name="Name">The name they had.</param>
    /// <param name="Reason">Why, 1 to 500 characters.</param>
    public sealed record Request(string Event, string RoomId, string GuestId, string Name, string Reason);

    /// <summary>Rules: <see cref="EventsRule.NotAllowed"/> below moderator; <see cref="EventsRule.KickTargetMissing"/>; <see cref="EventsRule.KickReasonMissing"/>.</summary>
    public async Task<Outcome<Kick>> HandleAsync(Request request, Operator by, CancellationToken cancel = default)
    {
        Outcome<Kick> made = Prepare(request, by);
        return made.Succeeded(out Kick? kick, out _) && await KeepAsync(kick, request.Event, cancel) is { } broken ? broken : made;
    }

    /// <summary>Writes a prepared kick; again makes no second one. Rule: <see cref="EventsRule.EventUnknown"/>.</summary>
    public async Task<EventsRule?> KeepAsync(Kick kick, string eventName, CancellationToken cancel = default)
    {
        if (await places.FindAsync(eventName, cancel) is not { } place) return EventsRule.EventUnknown;
        (kick.EventId, kick.OrganisationId) = (place.EventId, place.OrganisationId);
        await contexts.AddOnceAsync(kick, kick.Id, cancel);
        return null;
    }

    /// <summary>Checks the rules and dates the kick, without keeping it yet: its time runs from now, whenever the storage takes it.</summary>
    public Outcome<Kick> Prepare(Request request, Operator by)
    {
        DateTimeOffset now = time.GetUtcNow();
        string reason = PlainText.CleanLine(request.Reason, BanGuest.MaxReasonLength);
        if (!by.MayModerate) return EventsRule.NotAllowed;
        if (request.GuestId is not { Length: > 0 and <= GuestIdLength.Max }) return EventsRule.KickTargetMissing;
        if (reason.Length == 0) return EventsRule.KickReasonMissing;

        return new Kick
        {
            Id = Guid.CreateVersion7(now),
            RoomId = request.RoomId,
            GuestId = request.GuestId,
            Name = PlainText.CleanLine(request.Name, SaveLook.MaxNameLength),
            Reason = reason,
            KickedBy = by.Label,
            ByRole = by.Role,
            KickedAt = now,
            Until = now + TimeSpan.FromMinutes(options.KickMinutes),
        };
    }
}
