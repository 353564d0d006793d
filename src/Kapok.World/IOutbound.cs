using Kapok.Protocol;

namespace Kapok.World;

/// <summary>What a room needs of one person's connection. Called by the room loop; none of it waits.</summary>
public interface IOutbound
{
    /// <summary>Queues a control message. The bytes are shared with others and never written to. A connection whose queue is full closes itself.</summary>
    void Send(byte[] message);

    /// <summary>Where the next state frame goes, <see cref="RoomSettings.SlotBytes"/> long; empty while the one before is still to be sent.</summary>
    Span<byte> StateSlot { get; }

    /// <summary>Sends what was written to the slot.</summary>
    /// <param name="length">Bytes of the frame.</param>
    void CommitState(int length);

    /// <summary>Says goodbye and closes. Later calls do nothing.</summary>
    void Close(Ending ending);
}
