using System.Numerics;
using Kapok.Protocol;
using Kapok.Protocol.Messages;
using Kapok.Tools.Bots;
using Kapok.World;

namespace Kapok.Tools.Bench;

/// <summary>One viewer of a bench: counts what it is sent, and decodes it when asked to.</summary>
/// <param name="slot">Where the room writes its batches. One serves all viewers, as one serves all lines of a server: a batch is sent before the next is written.</param>
/// <param name="decodes">Whether it decodes.</param>
/// <param name="seatPlace">Where a seat is.</param>
internal sealed class BenchViewer(byte[] slot, bool decodes, Func<int, Vector2> seatPlace) : IOutbound
{
    private readonly byte[] _pending = decodes ? new byte[RoomSettings.SlotBytes] : [];
    private int _takenSince;

    /// <summary>What it knows, when it decodes.</summary>
    public SeenCrowd? Seen { get; } = decodes ? new(seatPlace) : null;

    /// <summary>Bytes of state frames and control messages.</summary>
    public long Bytes { get; private set; }

    /// <summary>Control messages that came alone.</summary>
    public int Sent { get; private set; }

    /// <summary>State frames.</summary>
    public int Frames { get; private set; }

    /// <summary>Frames or messages that could not be read.</summary>
    public int Malformed { get; private set; }

    /// <summary>Whether the room closed it.</summary>
    public bool IsClosed { get; private set; }

    /// <inheritdoc/>
    public Span<byte> BatchSlot
    {
        get
        {
            if (StandsStillFor == 0)
            {
                _takenSince++;
                return slot;
            }
            StandsStillFor--;
            _takenSince = 0;
            return default;
        }
    }

    /// <summary>Its connection has taken every frame for two seconds: by then nothing of a standstill is to be seen.</summary>
    public bool IsSteady => _takenSince >= Room.TickRate;

    /// <summary>Frames for which its connection takes nothing.</summary>
    public int StandsStillFor { get; set; }

    /// <summary>Is told where the room put its owner.</summary>
    public Action<Placement>? OnPutBack { get; set; }

    /// <inheritdoc/>
    public void Send(byte[] message)
    {
        Bytes += message.Length;
        Sent++;
        if (Seen is null && OnPutBack is null) return;
        if (!ControlMessage.TryRead(message, out ServerMessage read)) Malformed++;
        else if (read.BodyCase == ServerMessage.BodyOneofCase.Welcome) Seen?.Begin(read.Welcome);
        else if (read.BodyCase == ServerMessage.BodyOneofCase.PutBack) OnPutBack?.Invoke(read.PutBack.Placement);
        else if (read.BodyCase == ServerMessage.BodyOneofCase.Left)
            Seen?.Forget(read.Left);
    }

    /// <inheritdoc/>
    public void CommitBatch(ReadOnlySpan<int> lengths)
    {
        int start = 0;
        foreach (int length in lengths[..^1]) start += length;
        Bytes += start + lengths[^1];
        Frames++;
        if (Seen is null) return;
        PendingLength = lengths[^1];
        slot.AsSpan(start, PendingLength).CopyTo(_pending);
    }

    /// <summary>Bytes of the frame that waits to be decoded, 0 for none. Decoding is not the room's work, so it waits until the tick is over.</summary>
    public int PendingLength { get; private set; }

    /// <summary>Decodes the frame that waits.</summary>
    public void Decode()
    {
        if (PendingLength > 0 && Seen?.Take(_pending.AsSpan(0, PendingLength)) == false) Malformed++;
        PendingLength = 0;
    }

    /// <inheritdoc/>
    public void Close(Ending ending) => IsClosed = true;
}
