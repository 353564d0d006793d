using Kapok.Cluster;
using Kapok.Events.Links;
using Kapok.Events.Organisations;

namespace Kapok.Server.Background;

/// <summary>Where the organiser's link leads, for the line that a start prints.</summary>
public sealed class OrganiserLinkPath(OpeningNight opening, OrganiserLink link) : IOrganiserLink
{
    public async ValueTask<string?> PathAsync(CancellationToken cancellation = default)
    {
        Event current = await opening.EnsureAsync(cancellation);
        return await link.ReadOrCreateAsync(current.Id, cancellation) is { } token ? $"/link/{token}" : null;
    }
}
