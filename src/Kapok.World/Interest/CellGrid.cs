using System.Numerics;
using Kapok.Protocol.Frames;

namespace Kapok.World.Interest;

/// <summary>The cells in which avatars are sorted and sent (docs/protocol.md, section 3).</summary>
/// <param name="OriginX">Smallest x, in metres.</param>
/// <param name="OriginZ">Smallest z, in metres.</param>
/// <param name="Columns">Cells along x.</param>
/// <param name="Rows">Cells along z.</param>
public readonly record struct CellGrid(float OriginX, float OriginZ, int Columns, int Rows)
{
    /// <summary>Side of a cell, in metres.</summary>
    public const float CellMetres = 4f;

    /// <summary>Number of cells; fits the 14 bits of the wire, since a floor spans at most 508 m.</summary>
    public int Count => Columns * Rows;

    /// <summary>The same cells as the wire names them.</summary>
    public FrameGrid ToFrameGrid() => new(Columns, Rows, CellMetres, OriginX, OriginZ);

    /// <summary>The grid that covers a rectangle of floor.</summary>
    public static CellGrid Over(float minX, float minZ, float maxX, float maxZ)
    {
        float originX = MathF.Floor(minX / CellMetres) * CellMetres, originZ = MathF.Floor(minZ / CellMetres) * CellMetres;
        return new(originX, originZ, (int)MathF.Ceiling((maxX - originX) / CellMetres), (int)MathF.Ceiling((maxZ - originZ) / CellMetres));
    }

    /// <summary>Column of a place; outside counts as the nearest edge.</summary>
    public int ColumnOf(float x) => AxisCell(x - OriginX, Columns);

    /// <summary>Row of a place; outside counts as the nearest edge.</summary>
    public int RowOf(float z) => AxisCell(z - OriginZ, Rows);

    /// <summary>Cell of a place (x, z).</summary>
    public int CellOf(Vector2 place) => (RowOf(place.Y) * Columns) + ColumnOf(place.X);

    /// <summary>Smallest x of a cell.</summary>
    public float CornerX(int cell) => OriginX + (cell % Columns * CellMetres);

    /// <summary>Smallest z of a cell.</summary>
    public float CornerZ(int cell) => OriginZ + (cell / Columns * CellMetres);

    // Since .NET 9 this cast saturates and turns NaN into 0, so no input can index outside the grid.
    private static int AxisCell(float metres, int count) => Math.Clamp((int)(metres / CellMetres), 0, count - 1);
}
