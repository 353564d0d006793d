using Kapok.Cluster;
using Kapok.Protocol.Messages;

namespace Kapok.Server.Show;

/// <summary>The shows of all rooms, wherever they run.</summary>
public sealed class VenueShows(IRoomDirectory rooms) : IShows
{
    /// <inheritdoc/>
    public async ValueTask<ShowRecord?> FindAsync(RoomKey room, CancellationToken cancellation = default) =>
        await rooms.FindAsync(room, cancellation) is { } control ? await control.ShowAsync(cancellation) : null;

    /// <inheritdoc/>
    public async ValueTask<ShowResult?> CommandAsync(RoomKey room, ShowCommand command, MeasureBy by, CancellationToken cancellation = default) =>
        await rooms.FindAsync(room, cancellation) is { } control ? await control.CommandShowAsync(command, by, cancellation) : null;

    /// <inheritdoc/>
    public async ValueTask<RoomKey?> RehearseAsync(RoomKey room, CancellationToken cancellation = default) =>
        await rooms.FindAsync(room, cancellation) is { } control ? await control.RehearseAsync(cancellation) : null;
}
