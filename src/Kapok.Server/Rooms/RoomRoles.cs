using Kapok.Cluster;
using Kapok.Events.Links;

namespace Kapok.Server.Rooms;

/// <summary>Takes the role of a revoked link from whoever is in a room by it, wherever the room runs.</summary>
/// <remarks>Asks for the directory at its first use: rooms, their door and the links behind it are made after the commands that change links.</remarks>
internal sealed class RoomRoles(IServiceProvider services) : ILinkObserver
{
    /// <inheritdoc/>
    public async ValueTask RevokedAsync(RoleLink link)
    {
        IRoomDirectory directory = services.GetRequiredService<IRoomDirectory>();
        foreach (RoomKey room in await directory.ListAsync())
        {
            if (await directory.FindAsync(room) is { } control) await control.EndLinkAsync(link.Id.ToString("N"));
        }
    }
}
