using Kapok.Protocol;

namespace Kapok.World;

/// <summary>What a room needs of one person's connection. Called by the room loop; none of it waits.</summary>
/// <remarks>
/// It is a hold on the connection, and only the newest hold moves it. A room whose loop hangs may wake at any time; what it then does
/// through its own, older hold reaches nobody.
/// </remarks>
public interface IOutbound
{
    /// <summary>The connection itself: the same for all holds on it.</summary>
    object Line => this;

    /// <summary>Takes the connection over from this hold.</summary>
    /// <returns>The new hold; null when the connection has ended, or this is no longer its newest hold.</returns>
    IOutbound? TakeOver() => this;

    /// <summary>Queues a control message. The bytes are shared with others and never written to. A connection whose queue is full closes itself.</summary>
    void Send(byte[] message);

    /// <summary>Where the messages of the next batch go, one after the other, <see cref="RoomSettings.SlotBytes"/> long; empty while the batch before is still
    /// to be sent.</summary>
    /// <remarks>It may be shared with other connections: fill and commit it before another one is asked for its own.</remarks>
    Span<byte> BatchSlot { get; }

    /// <summary>Sends what was written to the slot, after the control messages that were queued before: one write, whatever it holds.</summary>
    /// <param name="lengths">Bytes of each message, in order; at most <see cref="RoomSettings.BatchMessages"/>.</param>
    void CommitBatch(ReadOnlySpan<int> lengths);

    /// <summary>Says goodbye and closes. Later calls do nothing.</summary>
    void Close(Ending ending);
}
