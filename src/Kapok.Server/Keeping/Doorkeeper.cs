using System.Net;
using Kapok.Cluster;
using Kapok.Events;
using Kapok.Events.Links;
using Kapok.Events.Organisations;
using Kapok.Events.Safety;
using Kapok.Protocol.Messages;
using Kapok.Server.Identities;

namespace Kapok.Server.Keeping;

/// <summary>Decides at the door by the role links, bans and kicks that are kept.</summary>
/// <remarks>
/// An identity whose link has ended is an attendee's, not a refused one: whoever opened a moderator's link once may still visit.
/// </remarks>
public sealed class Doorkeeper(
    OpenLink links, CheckLink held, CheckEntry entries, EventPlaces places) : IDoorkeeper
{
    public async ValueTask<RoleGrant?> OpenLinkAsync(string link, CancellationToken cancellation = default)
    {
        Outcome<RoleLink> outcome = await links.HandleAsync(link, counts: false, cancellation);
        return outcome.Succeeded(out RoleLink? found, out _) ? new(found.Role.ToRole(), found.Id.ToString("N")) : null;
    }

    public async ValueTask<Standing> CheckAsync(Identity who, string address, RoomKey room, CancellationToken cancellation = default)
    {
        if (Guid.TryParse(who.Link, out Guid link) && (await held.HandleAsync(link, cancellation)).Broken is not null) who = who.As(Role.Attendee, null);
        IPAddress? from = IPAddress.TryParse(address, out IPAddress? parsed) ? parsed : null;
        if (await places.FindAsync(room.Event, cancellation) is not { } place) return new(who, EntryBar.None); // such a room opens for nobody
        CheckEntry.Answer entry = await entries.HandleAsync(place, who.Subject, from, who.Role.ToEventRole(), cancellation);
        return new(who, entry.Verdict switch
        {
            CheckEntry.Verdict.Banned => EntryBar.Banned,
            CheckEntry.Verdict.Kicked => EntryBar.Kicked,
            _ => EntryBar.None,
        });
    }
}
