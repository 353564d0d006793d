using Kapok.Events;
using Kapok.Events.Links;
using Kapok.Events.Organisations;

namespace Kapok.Server.Files;

/// <summary>Who asks something of an event: by the cookie of a role link, or by the link's own token where a page was opened with it.</summary>
public sealed class EventOperators(CheckLink links, OpenLink tokens, EventPlaces places)
{
    /// <summary>Header that carries the token of a role link.</summary>
    public const string Header = "X-Kapok-Link";

    /// <summary>Reads it.</summary>
    /// <returns>Null for somebody without a role in this event.</returns>
    public async ValueTask<Operator?> OfAsync(HttpContext http, string eventName)
    {
        if (await LinkOfAsync(http) is not { } link || await places.FindAsync(eventName, http.RequestAborted) is not { } place) return null;
        return link.EventId == place.EventId ? new Operator(link.Id, link.Label, link.Role) : null;
    }

    private async Task<RoleLink?> LinkOfAsync(HttpContext http)
    {
        Outcome<RoleLink> found = http.Request.Headers[Header].ToString() is { Length: > 0 } token ? await tokens.HandleAsync(token, counts: false, http.RequestAborted)
            : OperatorClaims.LinkOf(http.User) is { } id ? await links.HandleAsync(id, http.RequestAborted)
            : EventsRule.LinkUnknown;
        return found.Succeeded(out RoleLink? link, out _) ? link : null;
    }
}
