using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Kapok.Cluster;

/// <summary>A cluster inside of one process: one node in every server of today, several in tests. Thread-safe.</summary>
/// <param name="reach">How a node is reached, e.g. through something that writes down every call; null reaches it itself.</param>
public sealed class InProcessCluster(Func<INode, INode>? reach = null) : IRoomDirectory, INodes
{
    private readonly ConcurrentDictionary<RoomKey, INode> _rooms = new();
    private readonly Func<INode, INode> _reach = reach ?? (node => node);
    private ImmutableDictionary<string, INode> _nodes = ImmutableDictionary<string, INode>.Empty;

    /// <inheritdoc/>
    public IReadOnlyList<INode> All => [.. _nodes.Values];

    /// <inheritdoc/>
    public void Enter(INode node) => ImmutableInterlocked.TryAdd(ref _nodes, node.Id, _reach(node));

    /// <inheritdoc/>
    public void Leave(INode node)
    {
        ImmutableInterlocked.TryRemove(ref _nodes, node.Id, out _);
        foreach ((RoomKey room, INode at) in _rooms)
            if (at.Id == node.Id) _rooms.TryRemove(new(room, at));
    }

    /// <inheritdoc/>
    public bool TryClaim(RoomKey room, INode node) => _nodes.TryGetValue(node.Id, out INode? reached) && _rooms.GetOrAdd(room, reached) == reached;

    /// <inheritdoc/>
    public void Release(RoomKey room, INode node)
    {
        if (_rooms.TryGetValue(room, out INode? at) && at.Id == node.Id) _rooms.TryRemove(new(room, at));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<RoomKey>> ListAsync(CancellationToken cancellation = default) => new([.. _rooms.Keys]);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<RoomState>> StatesAsync(string eventId, CancellationToken cancellation = default)
    {
        List<RoomState> states = [];
        foreach (INode node in All)
        {
            try
            {
                states.AddRange((await node.RoomsAsync(cancellation)).Where(state => state.Room.Event == eventId));
            }
#pragma warning disable CA1031 // Whatever one node answers with, the others' rooms are there to be told of.
            catch (Exception) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
            {
                // It goes, or cannot be reached: as if it had no rooms.
            }
        }
        return states;
    }

    /// <inheritdoc/>
    public ValueTask<IRoomControl?> FindAsync(RoomKey room, CancellationToken cancellation = default) => new(_rooms.GetValueOrDefault(room)?.ControlOf(room));

    /// <inheritdoc/>
    public ValueTask<IRoomDoor?> DoorOfAsync(RoomKey room, CancellationToken cancellation = default) => new(_rooms.GetValueOrDefault(room)?.DoorOf(room));
}
