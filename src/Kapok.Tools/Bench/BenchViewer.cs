using System.Numerics;
using Kapok.Protocol;
using Kapok.Protocol.Messages;
using Kapok.Tools.Bots;
using Kapok.World;

namespace Kapok.Tools.Bench;

/// <summary>One viewer of a bench: counts what it is sent, and decodes it when asked to.</summary>
internal sealed class BenchViewer(bool decodes, Func<int, Vector2> seatPlace) : IOutbound
{
    private readonly byte[] _slot = new byte[RoomSettings.SlotBytes];
    private int _pendingStart;

    /// <summary>What it knows, when it decodes.</summary>
    public SeenCrowd? Seen { get; } = decodes ? new(seatPlace) : null;

    /// <summary>Bytes of state frames and control messages.</summary>
    public long Bytes { get; private set; }

    /// <summary>State frames.</summary>
    public int Frames { get; private set; }

    /// <summary>Frames or messages that could not be read.</summary>
    public int Malformed { get; private set; }

    /// <summary>Whether the room closed it.</summary>
    public bool IsClosed { get; private set; }

    /// <inheritdoc/>
    public Span<byte> BatchSlot => _slot;

    /// <inheritdoc/>
    public void Send(byte[] message)
    {
        Bytes += message.Length;
        if (Seen is null) return;
        if (!ControlMessage.TryRead(message, out ServerMessage read)) Malformed++;
        else if (read.BodyCase == ServerMessage.BodyOneofCase.Welcome) Seen.Begin(read.Welcome);
        else if (read.BodyCase == ServerMessage.BodyOneofCase.Left)
        {
            foreach (uint id in read.Left.Ids) Seen.Forget(id);
        }
    }

    /// <inheritdoc/>
    public void CommitBatch(ReadOnlySpan<int> lengths)
    {
        int start = 0;
        foreach (int length in lengths[..^1]) start += length;
        Bytes += start + lengths[^1];
        Frames++;
        (_pendingStart, PendingLength) = (start, lengths[^1]);
    }

    /// <summary>Bytes of the frame that waits to be decoded, 0 for none. Decoding is not the room's work, so it waits until the tick is over.</summary>
    public int PendingLength { get; private set; }

    /// <summary>Decodes the frame that waits.</summary>
    public void Decode()
    {
        if (PendingLength > 0 && Seen?.Take(_slot.AsSpan(_pendingStart, PendingLength)) == false) Malformed++;
        PendingLength = 0;
    }

    /// <inheritdoc/>
    public void Close(Ending ending) => IsClosed = true;
}
