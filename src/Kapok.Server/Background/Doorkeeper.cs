using System.Net;
using Kapok.Cluster;
using Kapok.Events;
using Kapok.Events.Links;
using Kapok.Events.Safety;
using Kapok.Events.Storage;
using Kapok.Protocol.Messages;
using Kapok.Server.Identities;

namespace Kapok.Server.Background;

/// <summary>Decides at the door by the role links, bans and kicks that are kept.</summary>
/// <remarks>
/// An identity whose link has ended is an attendee's, not a refused one: whoever opened a moderator's link once may still visit.
/// </remarks>
public sealed partial class Doorkeeper(
    OpenLink links, CheckLink held, CheckEntry entries, KickGuest kicks, BanGuest bans, PendingWrites queue, ILogger<Doorkeeper> log) : IDoorkeeper
{
    private const string NoReason = "(no reason given)";

    public async ValueTask<RoleGrant?> OpenLinkAsync(string link, CancellationToken cancellation = default)
    {
        Outcome<RoleLink> outcome = await links.HandleAsync(link, counts: false, cancellation);
        return outcome.Succeeded(out RoleLink? found, out _) ? new(found.Role.ToRole(), found.Id.ToString("N")) : null;
    }

    public async ValueTask<Standing> CheckAsync(Identity who, string address, RoomKey room, CancellationToken cancellation = default)
    {
        if (Guid.TryParse(who.Link, out Guid link) && (await held.HandleAsync(link, cancellation)).Broken is not null) who = who.As(Role.Attendee, null);
        IPAddress? from = IPAddress.TryParse(address, out IPAddress? parsed) ? parsed : null;
        CheckEntry.Answer entry = await entries.HandleAsync(who.Subject, from, who.Trust == Trust.Steward, cancellation);
        return new(who, entry.Verdict switch
        {
            CheckEntry.Verdict.Banned => EntryBar.Banned,
            CheckEntry.Verdict.Kicked => EntryBar.Kicked,
            _ => EntryBar.None,
        });
    }

    public async Task<MeasureResult> DismissAsync(Dismissal dismissal)
    {
        // The room has checked that they may; in the world a reason is optional.
        Operator by = new(null, dismissal.By.Name, EventRole.Moderator);
        string reason = string.IsNullOrWhiteSpace(dismissal.By.Reason) ? NoReason : dismissal.By.Reason;
        EventsRule? broken = dismissal.Kind == DismissalKind.Kick
            ? await KeepAsync(kicks.Prepare(new(dismissal.Room.Room, dismissal.Guest, dismissal.Name, reason), by), kicks.KeepAsync)
            : await KeepAsync(bans.Prepare(new(dismissal.Guest, AddressOf(dismissal), dismissal.Name, reason, Until: null), by), bans.KeepAsync);
        if (broken is not { } rule) return MeasureResult.Ok;
        NotKept(log, dismissal.Kind, rule);
        return Keeping.NotKept;
    }

    private async Task<EventsRule?> KeepAsync<T>(Outcome<T> prepared, Func<T, CancellationToken, Task> keep) =>
        !prepared.Succeeded(out T? row, out EventsRule rule) ? rule : await queue.KeepAsync(async cancel =>
        {
            await keep(row, cancel);
            return null;
        });

    private static IPAddress? AddressOf(Dismissal dismissal) =>
        IPAddress.TryParse(dismissal.Address, out IPAddress? address) ? address : null;

    [LoggerMessage(Level = LogLevel.Error, Message = "A {Kind} could not be kept: {Rule}")]
    private static partial void NotKept(ILogger log, DismissalKind kind, EventsRule rule);
}
