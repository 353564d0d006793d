using System.Numerics;

namespace Kapok.Protocol.Frames;

/// <summary>The cells in which state frames tell places, as <c>Welcome</c> gives them.</summary>
/// <param name="Columns">Cells along x at scale 0, 1 to 128.</param>
/// <param name="Rows">Cells along z at scale 0, 1 to 128.</param>
/// <param name="CellMetres">Side of a cell at scale 0.</param>
/// <param name="OriginX">Smallest x.</param>
/// <param name="OriginZ">Smallest z.</param>
public readonly record struct FrameGrid(int Columns, int Rows, float CellMetres, float OriginX, float OriginZ)
{
    /// <summary>Most cells along an axis: their numbers leave room for the kind of a block.</summary>
    public const int MostCells = 128;

    /// <summary>Steps of a cell's side in records of the far tier: half a metre where a cell has four.</summary>
    public const int FarStepsPerCell = 8;

    /// <summary>Side of a cell at a scale, metres.</summary>
    public float SideOf(int scale) => CellMetres * (1 << scale);

    /// <summary>Cells along x at a scale.</summary>
    public int ColumnsOf(int scale) => (Columns + (1 << scale) - 1) >> scale;

    /// <summary>Cells along z at a scale.</summary>
    public int RowsOf(int scale) => (Rows + (1 << scale) - 1) >> scale;

    /// <summary>Side of a step of the far tier, metres.</summary>
    public float FarStepMetres => CellMetres / FarStepsPerCell;

    /// <summary>Bits of x in records of the far tier.</summary>
    public int FarBitsX => BitOperations.Log2((uint)((Columns * FarStepsPerCell) - 1)) + 1;

    /// <summary>Bits of z in records of the far tier.</summary>
    public int FarBitsZ => BitOperations.Log2((uint)((Rows * FarStepsPerCell) - 1)) + 1;

    /// <summary>Where a record of a block of people that is not seated puts its avatar: x and z in metres.</summary>
    public (float X, float Z) PlaceOf(int cell, int scale, in AvatarRecord record)
    {
        float side = SideOf(scale);
        int columns = ColumnsOf(scale);
        return (AvatarRecord.AlongCell(record.X, OriginX + (cell % columns * side), side), AvatarRecord.AlongCell(record.Z, OriginZ + (cell / columns * side), side));
    }

    /// <summary>Where a whole record of the far tier that is not seated puts its avatar: x and z in metres.</summary>
    public (float X, float Z) PlaceOf(in FarRecord record) => (OriginX + ((record.X + 0.5f) * FarStepMetres), OriginZ + ((record.Z + 0.5f) * FarStepMetres));

    /// <summary>The same for a record that tells only the end of its place.</summary>
    /// <param name="record">The record.</param>
    /// <param name="expectedX">Where the far tier shows them at the time of the record, metres.</param>
    /// <param name="expectedZ">Metres.</param>
    public (float X, float Z) PlaceOf(in FarRecord record, float expectedX, float expectedZ) => record.IsWhole
        ? PlaceOf(record)
        : (OriginX + ((FarRecord.Complete(record.X, (expectedX - OriginX) / FarStepMetres) + 0.5f) * FarStepMetres),
           OriginZ + ((FarRecord.Complete(record.Z, (expectedZ - OriginZ) / FarStepMetres) + 0.5f) * FarStepMetres));

    /// <summary>Step of the far tier in which a place lies, along x and z; what is outside counts as the edge.</summary>
    public (ushort X, ushort Z) FarStepOf(float x, float z) => (
        (ushort)Math.Clamp((int)MathF.Floor((x - OriginX) / FarStepMetres), 0, (Columns * FarStepsPerCell) - 1),
        (ushort)Math.Clamp((int)MathF.Floor((z - OriginZ) / FarStepMetres), 0, (Rows * FarStepsPerCell) - 1));
}
