using System.Numerics;
using Kapok.Protocol.Frames;
using Kapok.World.Interest;

namespace Kapok.World.Frames;

/// <summary>The five by five squares around a viewer in one tier, at a level that fits how thin people stand there, and what of them is known.</summary>
internal struct Surroundings
{
    private const int Reach = 2, Side = (2 * Reach) + 1;

    // The circle is drawn a little wider than measured, and drawn anew once the viewer has walked this far.
    private const float MarginMetres = 0.5f;

    /// <summary>The squares, nearest first.</summary>
    public static readonly (int X, int Z, uint Bit)[] NearestFirst = Sorted();

    private int _level, _column, _row, _leftColumn, _leftRow;
    private Vector2 _drawnAt;
    private float _drawnRadius;
    private TierArea _toldArea;
    private bool _isTold, _isForgotten;

    /// <summary>Level of the squares.</summary>
    public readonly int Level => _level;

    /// <summary>Column of the viewer's own square.</summary>
    public readonly int Column => _column;

    /// <summary>Its row.</summary>
    public readonly int Row => _row;

    /// <summary>The squares that the circle touches, as bits.</summary>
    public uint Wanted { get; private set; }

    /// <summary>The squares in which the viewer knows everyone as told last.</summary>
    public uint Known { get; set; }

    /// <summary>The square that is being sent over several frames, 0 for none. Its events are sent meanwhile, so that what was sent stays true.</summary>
    public uint Filling { get; set; }

    /// <summary>Where it goes on.</summary>
    public (int Part, int Block) FillFrom { get; set; }

    /// <summary>
    /// The squares that were followed up to the last frame and are no more, as bits around where the viewer was then. What happened in them since is told
    /// once more: somebody who turned there would go on, by what the viewer knows, into a square that is still followed.
    /// </summary>
    public uint Left { get; private set; }

    /// <summary>Column of the middle of <see cref="Left"/>.</summary>
    public readonly int LeftColumn => _leftColumn;

    /// <summary>Its row.</summary>
    public readonly int LeftRow => _leftRow;

    /// <summary>Everything is owed again. The viewer must forget it too: who was put elsewhere meanwhile would be left behind as a ghost.</summary>
    public void Forget() => (Known, Filling, Left, _isForgotten) = (0, 0, 0, true);

    /// <summary>Forgets as for somebody who was never told anything.</summary>
    public void Reset()
    {
        Forget();
        (_drawnRadius, _isTold, Wanted) = (-1f, false, 0);
    }

    /// <summary>Follows the viewer.</summary>
    /// <param name="cells">The room's cells.</param>
    /// <param name="place">Where they stand (x, z).</param>
    /// <param name="radius">Of the circle that the tier covers, metres.</param>
    /// <param name="leastLevel">Of the smallest squares that are shared.</param>
    /// <param name="levels">Number of levels.</param>
    public void Follow(CellGrid cells, Vector2 place, float radius, int leastLevel, int levels)
    {
        if (radius == _drawnRadius && Vector2.DistanceSquared(place, _drawnAt) < MarginMetres * MarginMetres) return;
        (_drawnRadius, _drawnAt) = (radius, place);
        uint before = Known | Filling;
        (int levelBefore, _leftColumn, _leftRow) = (_level, _column, _row);
        int level = LevelFor(radius + MarginMetres, leastLevel, levels);
        MoveTo(level, cells.ColumnOf(place.X) >> level, cells.RowOf(place.Y) >> level);
        Draw(cells, place, radius + MarginMetres);
        Known &= Wanted;
        Filling &= Wanted;
        // On another level all is forgotten anyway, and so it is where nothing is left of it.
        Left = level == levelBefore ? before & ~Shifted(Known | Filling, _leftColumn - _column, _leftRow - _row) : 0;
        if (Left == before && before != 0) (Left, _isForgotten) = (0, true);
    }

    /// <summary>What happened in the squares of <see cref="Left"/> was told.</summary>
    public void LeftTold() => Left = 0;

    /// <summary>Whether the viewer must first be told to forget everything of the tier, by an area without squares.</summary>
    public readonly bool IsForgotten => _isForgotten;

    /// <summary>They were told.</summary>
    public void ForgettingTold() => (_isForgotten, _toldArea, _isTold) = (false, default, true);

    /// <summary>The block that tells the viewer in which squares they are told of everyone; null when they know.</summary>
    public TierArea? AreaToTell()
    {
        TierArea area = new((byte)_level, (byte)_column, (byte)_row, Known | Filling);
        if (_isTold && area == _toldArea) return null;
        (_toldArea, _isTold) = (area, true);
        return area;
    }

    /// <summary>What <see cref="AreaToTell"/> gave could not be sent.</summary>
    public void AreaNotTold() => _isTold = false;

    // What stays in the square of squares stays known; another level forgets all.
    private void MoveTo(int level, int column, int row)
    {
        if ((_level, _column, _row) == (level, column, row)) return;
        (uint known, uint filling) = _level == level ? (Shifted(Known, column - _column, row - _row), Shifted(Filling, column - _column, row - _row)) : (0u, 0u);
        // Another level: what happened since the last frame is told in squares that are no longer followed.
        if (_level != level) _isForgotten = true;
        (_level, _column, _row, Known, Filling) = (level, column, row, known, filling);
    }

    // The same squares as bits around a middle that lies so many columns and rows further on; those out of reach of it are lost.
    private static uint Shifted(uint squares, int columns, int rows)
    {
        uint shifted = 0;
        foreach ((int x, int z, uint bit) in NearestFirst)
            if ((squares & bit) != 0 && Math.Abs(x - columns) <= Reach && Math.Abs(z - rows) <= Reach) shifted |= BitOf(x - columns, z - rows);
        return shifted;
    }

    private void Draw(CellGrid cells, Vector2 place, float radius)
    {
        float side = CellGrid.CellMetres * (1 << _level), x = place.X - cells.OriginX, z = place.Y - cells.OriginZ;
        int columns = ((cells.Columns - 1) >> _level) + 1, rows = ((cells.Rows - 1) >> _level) + 1;
        Wanted = 0;
        foreach ((int atX, int atZ, uint bit) in NearestFirst)
        {
            int column = _column + atX, row = _row + atZ;
            if ((uint)column >= (uint)columns || (uint)row >= (uint)rows) continue;
            float apartX = x - (column * side), apartZ = z - (row * side);
            float nearX = MathF.Max(0f, MathF.Max(-apartX, apartX - side)), nearZ = MathF.Max(0f, MathF.Max(-apartZ, apartZ - side));
            if ((nearX * nearX) + (nearZ * nearZ) <= radius * radius) Wanted |= bit;
        }
    }

    // The smallest squares of which two reach over the radius, wherever in their own square the viewer stands.
    private static int LevelFor(float radius, int least, int levels)
    {
        int level = least;
        while (level < levels - 1 && CellGrid.CellMetres * (1 << level) * Reach < radius) level++;
        return level;
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
