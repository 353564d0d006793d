using System.Buffers.Binary;
using System.Numerics;

namespace Kapok.World.Scenes;

/// <summary>Heights of a room's floor on a square grid: where people can stand and from where to where they can walk.</summary>
/// <remarks>Immutable, so every thread may read it. Heights are kept as they are sent (KFL1, docs/protocol.md, section 6), so that server and clients agree to the bit.</remarks>
public sealed class FloorGrid
{
    /// <summary>Side of a cell, in metres.</summary>
    public const float CellMetres = 0.25f;

    /// <summary>The most one can step up, in metres.</summary>
    public const float StepMetres = 0.45f;

    /// <summary>Most cells along one side: 508 m, so that 128 cells of interest cover it wherever it begins.</summary>
    public const int MaxSide = 2032;

    /// <summary>Height of a place without floor.</summary>
    public const short NoFloor = short.MinValue;

    private const int StepUnits = (int)(StepMetres * UnitsPerMetre), HeaderBytes = 20;
    private const float UnitsPerMetre = 64f;

    private readonly short[] _heights;

    internal FloorGrid(int columns, int rows, float originX, float originZ, short[] heights) =>
        (Columns, Rows, OriginX, OriginZ, _heights) = (columns, rows, originX, originZ, heights);

    /// <summary>Cells along x.</summary>
    public int Columns { get; }

    /// <summary>Cells along z.</summary>
    public int Rows { get; }

    /// <summary>Smallest x, in metres.</summary>
    public float OriginX { get; }

    /// <summary>Smallest z, in metres.</summary>
    public float OriginZ { get; }

    /// <summary>Largest x, in metres.</summary>
    public float EndX => OriginX + (Columns * CellMetres);

    /// <summary>Largest z, in metres.</summary>
    public float EndZ => OriginZ + (Rows * CellMetres);

    /// <summary>Index of the cell in which a place lies, −1 outside the grid.</summary>
    public int CellAt(float x, float z)
    {
        float column = MathF.Floor((x - OriginX) / CellMetres), row = MathF.Floor((z - OriginZ) / CellMetres);
        // Written so that NaN is outside.
        return column >= 0f && column < Columns && row >= 0f && row < Rows ? ((int)row * Columns) + (int)column : -1;
    }

    /// <summary>Middle of a cell, on its floor.</summary>
    public Vector3 MiddleOf(int cell) => new(
        OriginX + (((cell % Columns) + 0.5f) * CellMetres), HeightOf(cell), OriginZ + (((cell / Columns) + 0.5f) * CellMetres));

    /// <summary>Height of a cell's floor, metres.</summary>
    public float HeightOf(int cell) => _heights[cell] / UnitsPerMetre;

    /// <summary>Whether there is floor in a cell. False for −1.</summary>
    public bool HasFloor(int cell) => cell >= 0 && _heights[cell] != NoFloor;

    /// <summary>Height of the floor at a place.</summary>
    /// <returns>False where there is none.</returns>
    public bool TryHeight(float x, float z, out float metres)
    {
        int cell = CellAt(x, z);
        bool has = HasFloor(cell);
        metres = has ? HeightOf(cell) : 0f;
        return has;
    }

    /// <summary>Whether one can walk from a cell into a neighbour: there is floor and the step up is at most <see cref="StepMetres"/>. Down, any height.</summary>
    public bool Joins(int from, int to) => HasFloor(to) && (from < 0 || _heights[to] - _heights[from] <= StepUnits);

    /// <summary>Whether one can walk straight from one place to another.</summary>
    public bool IsStraight(float fromX, float fromZ, float toX, float toZ)
    {
        int at = CellAt(fromX, fromZ), steps = (int)MathF.Ceiling(MathF.Max(MathF.Abs(toX - fromX), MathF.Abs(toZ - fromZ)) / (CellMetres / 2f));
        if (steps > 4 * MaxSide) return false;
        for (int step = 1; step <= steps; step++)
        {
            float along = step / (float)steps;
            int next = CellAt(fromX + ((toX - fromX) * along), fromZ + ((toZ - fromZ) * along));
            if (next == at) continue;
            if (!Joins(at, next)) return false;
            at = next;
        }
        return HasFloor(CellAt(toX, toZ));
    }

    /// <summary>Writes the grid as KFL1.</summary>
    public byte[] Serialise()
    {
        byte[] file = new byte[HeaderBytes + (_heights.Length * 2)];
        "KFL1"u8.CopyTo(file);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(4), (ushort)Columns);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(6), (ushort)Rows);
        BinaryPrimitives.WriteSingleLittleEndian(file.AsSpan(8), CellMetres);
        BinaryPrimitives.WriteSingleLittleEndian(file.AsSpan(12), OriginX);
        BinaryPrimitives.WriteSingleLittleEndian(file.AsSpan(16), OriginZ);
        for (int cell = 0; cell < _heights.Length; cell++)
            BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(HeaderBytes + (cell * 2)), _heights[cell]);
        return file;
    }

    /// <summary>Reads a KFL1 file.</summary>
    /// <returns>Null when it is none, or of another cell side.</returns>
    public static FloorGrid? Parse(ReadOnlySpan<byte> file)
    {
        if (file.Length < HeaderBytes || !file[..4].SequenceEqual("KFL1"u8)) return null;
        int columns = BinaryPrimitives.ReadUInt16LittleEndian(file[4..]), rows = BinaryPrimitives.ReadUInt16LittleEndian(file[6..]);
        if (columns is 0 or > MaxSide || rows is 0 or > MaxSide || file.Length != HeaderBytes + (columns * rows * 2)) return null;
        float originX = BinaryPrimitives.ReadSingleLittleEndian(file[12..]), originZ = BinaryPrimitives.ReadSingleLittleEndian(file[16..]);
        if (BinaryPrimitives.ReadSingleLittleEndian(file[8..]) != CellMetres || !float.IsFinite(originX) || !float.IsFinite(originZ)) return null;
        short[] heights = new short[columns * rows];
        for (int cell = 0; cell < heights.Length; cell++) heights[cell] = BinaryPrimitives.ReadInt16LittleEndian(file[(HeaderBytes + (cell * 2))..]);
        return new(columns, rows, originX, originZ, heights);
    }

    internal static short Units(float metres) => (short)Math.Clamp(MathF.Round(metres * UnitsPerMetre), short.MinValue + 1, short.MaxValue);
}
