namespace Kapok.Protocol.Frames;

/// <summary>The cells in which state frames tell places, as <c>Welcome</c> gives them.</summary>
/// <param name="Columns">Cells along x at scale 0.</param>
/// <param name="CellMetres">Side of a cell at scale 0.</param>
/// <param name="OriginX">Smallest x.</param>
/// <param name="OriginZ">Smallest z.</param>
public readonly record struct FrameGrid(int Columns, float CellMetres, float OriginX, float OriginZ)
{
    /// <summary>Side of a cell at a scale, metres.</summary>
    public float SideOf(int scale) => CellMetres * (1 << scale);

    /// <summary>Cells along x at a scale.</summary>
    public int ColumnsOf(int scale) => (Columns + (1 << scale) - 1) >> scale;

    /// <summary>Where a record that is not seated puts its avatar: x and z in metres.</summary>
    public (float X, float Z) PlaceOf(int cell, int scale, in AvatarRecord record)
    {
        float side = SideOf(scale);
        int columns = ColumnsOf(scale);
        return (AvatarRecord.AlongCell(record.X, OriginX + (cell % columns * side), side), AvatarRecord.AlongCell(record.Z, OriginZ + (cell / columns * side), side));
    }
}
