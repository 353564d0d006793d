using System.Net;
using Kapok.Cluster;
using Kapok.Events;
using Kapok.Events.Safety;
using Kapok.Events.Storage;
using Kapok.Protocol;

namespace Kapok.Server.Measures;

/// <summary>Keeps measures in the database, in the order in which they are given and until each is stored.</summary>
public sealed class MeasureStore(MuteGuest mutes, KickGuest kicks, BanGuest bans, LiftFromGuest lift, PendingWrites writes, TimeProvider time)
{
    private const string NoReason = "(no reason given)"; // in a room a reason is optional

    /// <summary>Keeps a measure that was judged. Only queues.</summary>
    /// <returns>Completes once it is committed, with null; or with the rule that refused it.</returns>
    public Task<EventsRule?> KeepAsync(MeasureKind kind, MeasureOn on, MeasureBy by) => kind switch
    {
        MeasureKind.Mute => MuteAsync(on, MuteKind.Chat, by),
        MeasureKind.Silence => MuteAsync(on, MuteKind.Voice, by),
        MeasureKind.Unmute => LiftAsync((at, stop) => lift.MutesAsync(on.Room.Event, on.Guest, MuteKind.Chat, by.Name, at, stop)),
        MeasureKind.Unsilence => LiftAsync((at, stop) => lift.MutesAsync(on.Room.Event, on.Guest, MuteKind.Voice, by.Name, at, stop)),
        MeasureKind.Kick => KickAsync(on, by),
        MeasureKind.Ban => BanAsync(on, by),
        MeasureKind.LiftKick => LiftAsync((at, stop) => lift.KicksAsync(on.Room.Event, on.Guest, by.Name, at, stop)),
        _ => LiftAsync((at, stop) => lift.BansAsync(on.Room.Event, on.Guest, by.Name, at, stop)),
    };

    private Task<EventsRule?> MuteAsync(MeasureOn on, MuteKind kind, MeasureBy by) =>
        mutes.Prepare(new(on.Guest, on.Name, kind, by.Reason), OperatorOf(by)).Succeeded(out Mute? mute, out EventsRule rule)
            ? writes.KeepAsync(stop => mutes.KeepAsync(mute, on.Room.Event, stop)) : Task.FromResult<EventsRule?>(rule);

    private Task<EventsRule?> KickAsync(MeasureOn on, MeasureBy by) =>
        kicks.Prepare(new(on.Room.Event, on.Room.Room, on.Guest, on.Name, ReasonOf(by)), OperatorOf(by)).Succeeded(out Kick? kick, out EventsRule rule)
            ? writes.KeepAsync(stop => kicks.KeepAsync(kick, on.Room.Event, stop)) : Task.FromResult<EventsRule?>(rule);

    private Task<EventsRule?> BanAsync(MeasureOn on, MeasureBy by)
    {
        IPAddress? address = IPAddress.TryParse(on.Address, out IPAddress? parsed) ? parsed : null;
        return bans.Prepare(new(on.Room.Event, on.Guest, address, on.Name, ReasonOf(by), Until: null), OperatorOf(by)).Succeeded(out Ban? ban, out EventsRule rule)
            ? writes.KeepAsync(stop => bans.KeepAsync(ban, on.Room.Event, stop)) : Task.FromResult<EventsRule?>(rule);
    }

    // Of the moment it was asked for: what is taken after it and stored before it stays.
    private Task<EventsRule?> LiftAsync(Func<DateTimeOffset, CancellationToken, Task<EventsRule?>> write)
    {
        DateTimeOffset at = time.GetUtcNow();
        return writes.KeepAsync(stop => write(at, stop));
    }

    private static string ReasonOf(MeasureBy by) => string.IsNullOrWhiteSpace(by.Reason) ? NoReason : by.Reason;

    private static Operator OperatorOf(MeasureBy by) => new(null, by.Name, by.Role.ToEventRole());
}
