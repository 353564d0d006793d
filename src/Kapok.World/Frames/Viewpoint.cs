namespace Kapok.World.Frames;

/// <summary>What one viewer was sent so far, as much of it as the next frame depends on.</summary>
internal sealed class Viewpoint
{
    /// <summary>All cells of the near square.</summary>
    public const uint Everything = (1u << (FrameComposer.NearSide * FrameComposer.NearSide)) - 1;

    /// <summary>Cell the viewer stood in at the last frame, −1 before the first.</summary>
    public int Cell { get; set; } = -1;

    /// <summary>Near cells, by place in the square, whose changes were missed: they are owed a full block.</summary>
    public uint Owed { get; set; } = Everything;

    /// <summary>Next cell of the round over the whole room.</summary>
    public int FarCursor { get; set; }

    /// <summary>Cells still to be sent at once, since a newcomer knows nobody.</summary>
    public int NewcomerCells { get; set; }

    /// <summary>Frames put together so far; the mid ring takes turns by it.</summary>
    public int Frame { get; set; }

    /// <summary>Room time of the last frame sent, so that silence is broken by a heartbeat.</summary>
    public double SentMs { get; set; } = double.NegativeInfinity;

    /// <summary>Starts over, as for somebody who knows nobody.</summary>
    public void Reset(int cells) => (Cell, Owed, NewcomerCells, SentMs) = (-1, Everything, cells, double.NegativeInfinity);
}
