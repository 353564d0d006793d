namespace Kapok.Cluster;

/// <summary>Says where each room of the venue runs. In this process now; a cluster answers the same questions later.</summary>
public interface IRoomDirectory
{
    /// <summary>Ids of all rooms, in the order of the venue.</summary>
    ValueTask<IReadOnlyList<string>> ListAsync(CancellationToken cancellation = default);

    /// <summary>Live control of a room, wherever it runs.</summary>
    /// <returns>Null when no room has this id.</returns>
    ValueTask<IRoomControl?> FindAsync(string room, CancellationToken cancellation = default);
}
