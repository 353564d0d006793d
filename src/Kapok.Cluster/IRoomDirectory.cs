namespace Kapok.Cluster;

/// <summary>Says where each room of the venue runs, and leads there.</summary>
public interface IRoomDirectory
{
    /// <summary>Keys of all rooms that are open, in no order.</summary>
    ValueTask<IReadOnlyList<RoomKey>> ListAsync(CancellationToken cancellation = default);

    /// <summary>How the open rooms of an event are, in no order. One call to each node; a node that does not answer is left out.</summary>
    ValueTask<IReadOnlyList<RoomState>> StatesAsync(string eventId, CancellationToken cancellation = default);

    /// <summary>Live control of a room, wherever it runs.</summary>
    /// <returns>Null when it is not open.</returns>
    ValueTask<IRoomControl?> FindAsync(RoomKey room, CancellationToken cancellation = default);

    /// <summary>The door of a room, wherever it runs.</summary>
    /// <returns>Null when it is not open.</returns>
    ValueTask<IRoomDoor?> DoorOfAsync(RoomKey room, CancellationToken cancellation = default);
}
