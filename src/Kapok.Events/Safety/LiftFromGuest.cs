using Kapok.Events.Organisations;
using Kapok.Events.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kapok.Events.Safety;

/// <summary>Ends what holds against a guest before its time: all mutes of a kind and all kicks in an event, all bans of its organisation. Doing it again changes nothing.</summary>
public sealed class LiftFromGuest(IDbContextFactory<EventsContext> contexts, EventPlaces places)
{
    /// <summary>Gives chat or voice back.</summary>
    public Task<EventsRule?> MutesAsync(string eventName, string guest, MuteKind kind, string by, DateTimeOffset at, CancellationToken cancel = default) =>
        InAsync(eventName, (context, place) => context.Mutes
            .Where(mute => mute.EventId == place.EventId && mute.GuestId == guest && mute.Kind == kind && mute.LiftedAt == null && mute.MutedAt <= at)
            .ExecuteUpdateAsync(set => set.SetProperty(mute => mute.LiftedAt, at).SetProperty(mute => mute.LiftedBy, by), cancel), cancel);

    /// <summary>Lets somebody back who was put out.</summary>
    public Task<EventsRule?> KicksAsync(string eventName, string guest, string by, DateTimeOffset at, CancellationToken cancel = default) =>
        InAsync(eventName, (context, place) => context.Kicks
            .Where(kick => kick.EventId == place.EventId && kick.GuestId == guest && kick.LiftedAt == null && kick.KickedAt <= at)
            .ExecuteUpdateAsync(set => set.SetProperty(kick => kick.LiftedAt, at).SetProperty(kick => kick.LiftedBy, by), cancel), cancel);

    /// <summary>Lets somebody back who was banned.</summary>
    public Task<EventsRule?> BansAsync(string eventName, string guest, string by, DateTimeOffset at, CancellationToken cancel = default) =>
        InAsync(eventName, (context, place) => context.Bans
            .Where(ban => ban.OrganisationId == place.OrganisationId && ban.GuestId == guest && ban.LiftedAt == null && ban.BannedAt <= at)
            .ExecuteUpdateAsync(set => set.SetProperty(ban => ban.LiftedAt, at).SetProperty(ban => ban.LiftedBy, by), cancel), cancel);

    private async Task<EventsRule?> InAsync(string eventName, Func<EventsContext, EventPlace, Task<int>> lift, CancellationToken cancel)
    {
        if (await places.FindAsync(eventName, cancel) is not { } place) return EventsRule.EventUnknown;
        await using EventsContext context = await contexts.CreateDbContextAsync(cancel);
        await lift(context, place);
        return null;
    }
}
