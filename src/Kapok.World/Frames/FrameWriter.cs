using Kapok.Protocol.Frames;

namespace Kapok.World.Frames;

/// <summary>Copies shared blocks into one viewer's frame as long as they fit its budget.</summary>
internal ref struct FrameWriter(Span<byte> frame)
{
    private readonly Span<byte> _frame = frame;

    /// <summary>Bytes so far.</summary>
    public int Length { get; private set; } = StateFrame.HeaderBytes;

    /// <summary>Most bytes.</summary>
    public int Limit { get; set; }

    /// <summary>Appends blocks.</summary>
    /// <returns>False when they do not fit; nothing is appended then.</returns>
    public bool TryAdd(scoped ReadOnlySpan<byte> blocks)
    {
        if (Length + blocks.Length > Limit) return false;
        blocks.CopyTo(_frame[Length..]);
        Length += blocks.Length;
        return true;
    }

    /// <summary>Appends the block of an area.</summary>
    /// <returns>False when it does not fit.</returns>
    public bool TryAdd(in TierArea area, bool isMid, byte stamp)
    {
        if (Length + TierArea.BlockBytes > Limit) return false;
        area.Write(_frame[Length..], isMid, stamp);
        Length += TierArea.BlockBytes;
        return true;
    }
}
