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

    /// <summary>Radius of the circle of the mid tier.</summary>
    public float MidMetres { get; set; }

    /// <summary>Last tick whose events of the far tier they got.</summary>
    public int FarTick { get; set; }

    /// <summary>Squares of the round over the room that are owed at once.</summary>
    public int RoundOwed { get; set; }

    /// <summary>Next square of that round.</summary>
    public int RoundNext { get; set; }

    /// <summary>Next block of that square, when it did not fit whole.</summary>
    public int RoundBlock { get; set; }

    /// <summary>Whether the first round is still under way.</summary>
    public bool IsNewcomer { get; set; }

    /// <summary>Frames put together so far.</summary>
    public int Frame { get; set; }

    /// <summary>Starts over, as for somebody who knows nobody.</summary>
    public void Reset()
    {
        Miss();
        (FarTick, IsNewcomer, Frame) = (NoTick, true, 0);
    }

    /// <summary>A frame could not be sent: the newest state of the surroundings is owed, never a backlog.</summary>
    public void Miss()
    {
        _near.Forget();
        _mid.Forget();
    }
}

/// <summary>The five by five squares around a viewer, at a level that fits how thin people stand there.</summary>
internal struct Surroundings
{
    /// <summary>Squares on each side of the viewer's own.</summary>
    public const int Reach = 2;

    /// <summary>Squares of a side.</summary>
    public const int Side = (2 * Reach) + 1;

    /// <summary>The squares, nearest first.</summary>
    public static readonly (int X, int Z, uint Bit)[] NearestFirst = Sorted();

    /// <summary>Level of the squares.</summary>
    public int Level { get; private set; }

    /// <summary>Column of the viewer's own square.</summary>
    public int Column { get; private set; }

    /// <summary>Its row.</summary>
    public int Row { get; private set; }

    /// <summary>The squares, as bits, in which the viewer knows everyone as told last.</summary>
    public uint Known { get; set; }

    /// <summary>The square that is being sent over several frames, 0 for none. Its events are sent meanwhile, so that what was sent stays true.</summary>
    public uint Filling { get; set; }

    /// <summary>Where it goes on.</summary>
    public (int Part, int Block) FillFrom { get; set; }

    /// <summary>Everything is owed again.</summary>
    public void Forget() => (Known, Filling) = (0, 0);

    /// <summary>Follows the viewer. What stays in the square of squares stays known; another level forgets all.</summary>
    public void MoveTo(int level, int column, int row)
    {
        if ((Level, Column, Row) == (level, column, row)) return;
        uint known = 0;
        if (Level == level)
        {
            foreach ((int x, int z, uint bit) in NearestFirst)
            {
                int oldX = x + column - Column, oldZ = z + row - Row;
                if (Math.Abs(oldX) <= Reach && Math.Abs(oldZ) <= Reach && (Known & BitOf(oldX, oldZ)) != 0) known |= bit;
            }
        }
        (Level, Column, Row, Known, Filling) = (level, column, row, known, 0);
    }

    private static uint BitOf(int x, int z) => 1u << (((z + Reach) * Side) + x + Reach);

    private static (int X, int Z, uint Bit)[] Sorted() =>
    [
        .. Enumerable.Range(0, Side * Side)
            .Select(at => (X: (at % Side) - Reach, Z: (at / Side) - Reach))
            .OrderBy(at => (at.X * at.X) + (at.Z * at.Z))
            .Select(at => (at.X, at.Z, BitOf(at.X, at.Z))),
    ];
}
