using Kapok.Protocol;
using Kapok.Sockets.Lines;
using Kapok.World;

namespace Kapok.Server.Sockets;

/// <summary>A room's hold on a connection: a short queue of control messages and the right to send batches.</summary>
/// <remarks>
/// Any thread may call <see cref="Send"/> and <see cref="Close"/>; only the room loop that has the hold sends batches. The queue belongs to the
/// hold and not to the connection, and the slot to the thread that writes into it, so a loop that was abandoned writes what nobody sends any
/// more; a lock over each call could not promise that, for whoever abandons it would have to wait for a loop that hangs inside.
/// </remarks>
internal sealed class ConnectionHold(Connection connection) : IOutbound
{
    // A second of everything a full room may say. Who is further behind than this gets a new start, not the past.
    private const int QueueMessages = 512;

    /// <inheritdoc/>
    public object Line => connection;

    /// <summary>Messages to be sent, in order.</summary>
    public Outbox Control { get; } = new(QueueMessages);

    /// <inheritdoc/>
    public Span<byte> BatchSlot => connection.Ending is null ? connection.Line.BatchSlot(RoomSettings.SlotBytes) : default;

    /// <inheritdoc/>
    public void CommitBatch(ReadOnlySpan<int> lengths) => connection.Line.SendBatch(Control, lengths);

    /// <inheritdoc/>
    public void Send(byte[] message)
    {
        if (connection.Ending is not null) return;
        if (Control.TryAdd(message)) connection.Line.Queued();
        else Close(Ending.TooSlow);
    }

    /// <inheritdoc/>
    public void Close(Ending ending) => connection.Close(this, ending);

    /// <inheritdoc/>
    public IOutbound? TakeOver() => connection.TakeOver(this);
}
