namespace Kapok.World.Frames;

/// <summary>What one viewer was sent so far, as much of it as the next frame depends on.</summary>
internal sealed class Viewpoint
{
    private const int NoTick = -1000;

    private Surroundings _near, _mid;

    /// <summary>The squares whose every event of the near tier they got.</summary>
    public ref Surroundings Near => ref _near;

    /// <summary>The same for the mid tier.</summary>
    public ref Surroundings Mid => ref _mid;

    /// <summary>Radius of the circle that is near, metres.</summary>
    public float NearMetres { get; set; }

    /// <summary>Radius of the circle of the mid tier; infinite where it holds everyone.</summary>
    public float MidMetres { get; set; }

    /// <summary>Last tick whose log of the whole room they got.</summary>
    public int LogTick { get; set; }

    /// <summary>Next block of the state of everyone that they are owed; <see cref="FarBlocksOfRoom.Count"/> when they are owed none.</summary>
    public int OwedBlock { get; set; }

    /// <summary>Whether they have yet to be told of everyone for the first time.</summary>
    public bool IsNewcomer { get; set; }

    /// <summary>Frames put together so far.</summary>
    public int Frame { get; set; }

    /// <summary>The frame in which their surroundings were last looked through for people they do not know.</summary>
    public int MetFrame { get; set; }

    /// <summary>There are more around whom they do not know than were introduced at once.</summary>
    public bool IsMeeting { get; set; }

    /// <summary>Next line of the room's spoken lines.</summary>
    public long NextLine { get; set; }

    /// <summary>Starts over, as for somebody who knows nobody.</summary>
    public void Reset(long nextLine)
    {
        _near.Reset();
        _mid.Reset();
        (LogTick, IsNewcomer, IsMeeting, Frame, MetFrame, OwedBlock, NextLine) = (NoTick, true, true, 0, 0, 0, nextLine);
    }

    /// <summary>A frame could not be sent: the newest state of the surroundings is owed, never a backlog.</summary>
    public void Miss()
    {
        _near.Forget();
        _mid.Forget();
    }
}
