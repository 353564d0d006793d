using System.Threading.Channels;
using Kapok.Protocol;
using Kapok.World;

namespace Kapok.Server.Realtime;

/// <summary>A room's hold on a connection: a short queue of control messages and one slot for the newest state.</summary>
/// <remarks>
/// Any thread may call <see cref="Send"/> and <see cref="Close"/>; only the room loop that has the hold touches the slot, and only while it is
/// empty. Queue and slot belong to the hold and not to the connection, so a loop that was abandoned writes into what nobody reads any more; a
/// lock over each call could not promise that, for whoever abandons it would have to wait for a loop that hangs inside.
/// </remarks>
internal sealed class ConnectionHold(Connection connection) : IOutbound
{
    // A second of everything a full room may say. Who is further behind than this gets a new start, not the past.
    private const int QueueMessages = 512;

    private readonly Channel<byte[]> _control = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(QueueMessages) { SingleReader = true });
    private readonly byte[] _state = new byte[RoomSettings.SlotBytes];
    private int _stateLength;

    /// <inheritdoc/>
    public object Line => connection;

    /// <summary>Messages to be sent, in order.</summary>
    public ChannelReader<byte[]> Control => _control.Reader;

    /// <summary>The state to be sent; empty when there is none.</summary>
    public ReadOnlyMemory<byte> State => _state.AsMemory(0, Volatile.Read(ref _stateLength));

    /// <inheritdoc/>
    public Span<byte> StateSlot => Volatile.Read(ref _stateLength) == 0 && connection.Ending is null ? _state : default;

    /// <inheritdoc/>
    public void CommitState(int length)
    {
        Volatile.Write(ref _stateLength, length);
        connection.Wake();
    }

    /// <summary>The state is sent: the slot is the room's again.</summary>
    public void FreeSlot() => Volatile.Write(ref _stateLength, 0);

    /// <inheritdoc/>
    public void Send(byte[] message)
    {
        if (connection.Ending is not null) return;
        if (_control.Writer.TryWrite(message)) connection.Wake();
        else Close(Ending.TooSlow);
    }

    /// <inheritdoc/>
    public void Close(Ending ending) => connection.Close(this, ending);

    /// <inheritdoc/>
    public IOutbound? TakeOver() => connection.TakeOver(this);
}
