using Kapok.Events.Guests;
using Kapok.Events.Storage;
using Kapok.Protocol.Text;
using Microsoft.EntityFrameworkCore;

namespace Kapok.Events.Safety;

/// <summary>Records that someone was put out, and keeps them out for a while. The caller puts them out of the live room.</summary>
public sealed class KickGuest(IDbContextFactory<EventsContext> contexts, StorageOptions options, TimeProvider time)
{
    /// <param name="RoomId">The room they were in.</param>
    /// <param name="GuestId">Who.</param>
    /// <param name="Name">The name they had.</param>
    /// <param name="Reason">Why, 1 to 500 characters.</param>
    public sealed record Request(string RoomId, string GuestId, string Name, string Reason);

    /// <summary>Rules: <see cref="EventsRule.NotAllowed"/> below moderator; <see cref="EventsRule.KickTargetMissing"/>; <see cref="EventsRule.KickReasonMissing"/>.</summary>
    public async Task<Outcome<Kick>> HandleAsync(Request request, Operator by, CancellationToken cancel = default)
    {
        DateTimeOffset now = time.GetUtcNow();
        string reason = PlainText.CleanLine(request.Reason, BanGuest.MaxReasonLength);
        if (!by.MayModerate) return EventsRule.NotAllowed;
        if (request.GuestId is not { Length: > 0 and <= GuestIdLength.Max }) return EventsRule.KickTargetMissing;
        if (reason.Length == 0) return EventsRule.KickReasonMissing;

        Kick kick = new()
        {
            Id = Guid.CreateVersion7(now),
            RoomId = request.RoomId,
            GuestId = request.GuestId,
            Name = PlainText.CleanLine(request.Name, SaveLook.MaxNameLength),
            Reason = reason,
            KickedBy = by.Label,
            KickedAt = now,
            Until = now + TimeSpan.FromMinutes(options.KickMinutes),
        };
        await using EventsContext context = await contexts.CreateDbContextAsync(cancel);
        context.Kicks.Add(kick);
        await context.SaveChangesAsync(cancel);
        return kick;
    }
}
