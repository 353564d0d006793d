namespace Kapok.Cluster;

/// <summary>Says where each room of the venue runs. In this process now; a cluster answers the same questions later.</summary>
public interface IRoomDirectory
{
    /// <summary>Keys of all rooms that are open, in no order.</summary>
    ValueTask<IReadOnlyList<RoomKey>> ListAsync(CancellationToken cancellation = default);

    /// <summary>Live control of a room, wherever it runs.</summary>
    /// <returns>Null when it is not open.</returns>
    ValueTask<IRoomControl?> FindAsync(RoomKey room, CancellationToken cancellation = default);
}
