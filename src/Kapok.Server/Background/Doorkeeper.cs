using System.Net;
using Kapok.Cluster;
using Kapok.Console.Access;
using Kapok.Events;
using Kapok.Events.Links;
using Kapok.Events.Safety;
using Kapok.Events.Storage;
using Kapok.Protocol.Messages;

namespace Kapok.Server.Background;

/// <summary>Decides at the door by the role links, bans and kicks that are kept.</summary>
/// <remarks>
/// A visitor's role comes from the link they name, or else from the role cookie of the request that is being answered, which
/// was checked against its link when the request came in. A cookie whose link has ended makes them an attendee, not a refused one.
/// </remarks>
public sealed partial class Doorkeeper(
    OpenLink links, CheckEntry entries, KickGuest kicks, BanGuest bans, PendingWrites queue, IHttpContextAccessor requests, ILogger<Doorkeeper> log) : IDoorkeeper
{
    private const string NoReason = "(no reason given)";

    public async ValueTask<Admission> AdmitAsync(Visitor visitor, CancellationToken cancellation = default)
    {
        Operator? known = RoleCookie.OperatorOf(requests.HttpContext?.User);
        (EventRole role, Guid? by) = (known?.Role ?? EventRole.Attendee, known?.LinkId);
        if (visitor.Link is not null)
        {
            Outcome<RoleLink> link = await links.HandleAsync(visitor.Link, counts: false, cancellation);
            if (!link.Succeeded(out RoleLink? found, out _)) return new Admission(Role.Attendee, "link-expired");
            if (found.Role > role) (role, by) = (found.Role, found.Id);
        }
        IPAddress? address = IPAddress.TryParse(visitor.Address, out IPAddress? parsed) ? parsed : null;
        CheckEntry.Answer entry = await entries.HandleAsync(visitor.Guest, address, role >= EventRole.Moderator, cancellation);
        return new Admission((Role)(int)role, entry.Verdict switch
        {
            CheckEntry.Verdict.Banned => "banned",
            CheckEntry.Verdict.Kicked => "kicked",
            _ => null,
        }, role > EventRole.Attendee ? by?.ToString("N") : null);
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
