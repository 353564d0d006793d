namespace Kapok.Cluster;

/// <summary>One server process among those that hold the venue together: what the others may ask of it.</summary>
/// <remarks>
/// Calls may cross a network, so every one but the two that name a room's contract takes and gives plain records. A node answers for its own rooms
/// only; <see cref="IRoomDirectory"/> knows which node has which.
/// </remarks>
public interface INode
{
    /// <summary>Names the node as long as it runs; another one after a restart.</summary>
    string Id { get; }

    /// <summary>The rooms that are open on it.</summary>
    ValueTask<IReadOnlyList<RoomState>> RoomsAsync(CancellationToken cancellation = default);

    /// <summary>Live control of one of its rooms; null when it is not open.</summary>
    IRoomControl? ControlOf(RoomKey room);

    /// <summary>The door of one of its rooms; null when it is not open.</summary>
    IRoomDoor? DoorOf(RoomKey room);

    /// <summary>Makes a measure hold here: for whoever is in the rooms, and for whoever comes in from now on. Doing it again changes nothing. Asks nobody
    /// whether it may: <see cref="IMeasures"/> has.</summary>
    ValueTask MeasureAsync(TakenMeasure taken, CancellationToken cancellation = default);

    /// <summary>A measure is kept where all nodes read it: whoever comes is judged by that again.</summary>
    /// <param name="measure">Its id.</param>
    /// <param name="cancellation">Gives up.</param>
    ValueTask SettleAsync(Guid measure, CancellationToken cancellation = default);

    /// <summary>What is on air on it, of all events.</summary>
    ValueTask<IReadOnlyList<OnAir>> OnAirAsync(CancellationToken cancellation = default);

    /// <summary>How a stage goes that is on air on it; null when it is not.</summary>
    ValueTask<StageHealth?> StageHealthAsync(StageKey stage, CancellationToken cancellation = default);

    /// <summary>Who was turned away from a stage there in the last minutes; null for nobody since it went on air.</summary>
    ValueTask<StageRefused?> StageRefusedAsync(StageKey stage, CancellationToken cancellation = default);

    /// <summary>Takes a stage off air, if it is on air there.</summary>
    /// <param name="stage">Which.</param>
    /// <param name="voidMark">Stands for the key that holds no more, which is the reason; null when a manager ends it.</param>
    /// <param name="cancellation">Gives up.</param>
    ValueTask EndStageAsync(StageKey stage, string? voidMark, CancellationToken cancellation = default);

    /// <summary>What is on air changed, on whichever node: its rooms are to be told.</summary>
    ValueTask StagesChangedAsync(CancellationToken cancellation = default);
}

/// <summary>The nodes that hold the venue now.</summary>
public interface INodes
{
    /// <summary>All of them, this one included.</summary>
    IReadOnlyList<INode> All { get; }

    /// <summary>A node comes; its rooms follow one by one.</summary>
    void Enter(INode node);

    /// <summary>A node goes, and its rooms with it.</summary>
    void Leave(INode node);

    /// <summary>A room is to be open on a node and nowhere else.</summary>
    /// <returns>False when another node has it.</returns>
    bool TryClaim(RoomKey room, INode node);

    /// <summary>A room closed.</summary>
    void Release(RoomKey room, INode node);
}
