using Kapok.Cluster;
using Kapok.Events.Links;
using Kapok.Events.Organisations;

namespace Kapok.Server.Keeping;

/// <summary>Where the organiser's link leads, for the line that a start prints.</summary>
public sealed class OrganiserLinkPath(CurrentEvent current, OrganiserLink link) : IOrganiserLink
{
    public async ValueTask<string?> PathAsync(CancellationToken cancellation = default)
    {
        Event now = await current.FindAsync(cancellation);
        return await link.ReadOrCreateAsync(now.Id, cancellation) is { } token ? $"/link/{token}" : null;
    }
}
