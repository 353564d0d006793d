using System.Buffers.Binary;

namespace Kapok.Protocol.Frames;

/// <summary>Encodes one block of people: avatars of one cell.</summary>
public ref struct StateBlockWriter
{
    private readonly Span<byte> _block;
    private readonly int _scale;
    private readonly ushort _cell;
    private readonly byte _stamp;
    private BitWriter _bits;

    /// <summary>Begins a block.</summary>
    /// <param name="block">At least <see cref="StateFrame.MaxBlockBytes"/> of the records to come.</param>
    /// <param name="cell">Row × columns + column, in the grid of this scale.</param>
    /// <param name="scale">0 for a fine block, 1 or 2 for a coarse one whose cell has 2 or 4 times the side.</param>
    /// <param name="stamp">From <see cref="StateFrame.Stamp"/>.</param>
    public StateBlockWriter(Span<byte> block, ushort cell, int scale, byte stamp)
    {
        _block = block;
        (_cell, _scale, _stamp) = (cell, scale, stamp);
        _bits = new BitWriter(block[StateFrame.BlockHeaderBytes..]);
    }

    /// <summary>Records so far.</summary>
    public int Count { get; private set; }

    /// <summary>Appends a record.</summary>
    /// <exception cref="InvalidOperationException">The block has 64 records: begin another for the same cell.</exception>
    public void Add(in AvatarRecord record)
    {
        if (Count == StateFrame.MaxRecords) throw new InvalidOperationException("A block holds at most 64 records.");
        record.Write(ref _bits, _scale > 0);
        Count++;
    }

    /// <summary>Ends the block.</summary>
    /// <returns>Its bytes; 0 when it has no record, since an empty block is not allowed.</returns>
    public int Finish()
    {
        if (Count == 0) return 0;
        StateFrame.WriteBlockHeader(_block, BlockKind.People, _cell, _stamp, _scale, Count);
        return StateFrame.BlockHeaderBytes + _bits.Finish();
    }
}

/// <summary>Something done once that all around see: an emote.</summary>
/// <param name="Person">Who.</param>
/// <param name="Kind">Which emote, 1 to 8.</param>
public readonly record struct GestureRecord(ushort Person, byte Kind)
{
    /// <summary>Bits of a record.</summary>
    public const int Bits = AvatarRecord.PersonBits + KindBits;

    internal const int KindBits = 4;
}

/// <summary>How many people of a cell do something.</summary>
/// <param name="Kind">1 to 8: began that emote since the tally before. <see cref="Lit"/>: their glow stick is on.</param>
/// <param name="Count">How many, at most 1023.</param>
public readonly record struct TallyRecord(byte Kind, ushort Count)
{
    /// <summary>The kind that counts glow sticks.</summary>
    public const byte Lit = 9;

    /// <summary>The kind that counts all people of the cell.</summary>
    public const byte People = 10;

    /// <summary>Largest count.</summary>
    public const int MostCount = (1 << CountBits) - 1;

    internal const int CountBits = 10, Bits = GestureRecord.KindBits + CountBits;
}

/// <summary>The squares in which a viewer is told of everyone in a tier: up to five by five around a middle.</summary>
/// <param name="Level">A square has 2 to the power of this cells a side, 0 to 7.</param>
/// <param name="Column">Column of the middle square among those of its level.</param>
/// <param name="Row">Its row.</param>
/// <param name="Squares">Bit 5 × (z + 2) + (x + 2) for the square x columns and z rows from the middle, each −2 to 2.</param>
public readonly record struct TierArea(byte Level, byte Column, byte Row, uint Squares)
{
    /// <summary>Bytes of a block.</summary>
    public const int BlockBytes = StateFrame.BlockHeaderBytes + 7;

    private const int Reach = 2, Side = 5;

    /// <summary>Writes the block.</summary>
    /// <param name="to">At least <see cref="BlockBytes"/>.</param>
    /// <param name="isMid">Whether the squares are those of the mid tier and not of the near one.</param>
    /// <param name="stamp">From <see cref="StateFrame.Stamp"/>.</param>
    public void Write(Span<byte> to, bool isMid, byte stamp)
    {
        StateFrame.WriteBlockHeader(to, isMid ? BlockKind.MidArea : BlockKind.NearArea, 0, stamp, 0, 1);
        (to[4], to[5], to[6]) = (Level, Column, Row);
        BinaryPrimitives.WriteUInt32LittleEndian(to[7..], Squares);
    }

    /// <summary>Whether a place lies in the squares, or so near that nobody is lost for a rounding.</summary>
    /// <param name="grid">The room's grid.</param>
    /// <param name="x">Metres.</param>
    /// <param name="z">Metres.</param>
    /// <param name="marginMetres">How far outside still counts.</param>
    public bool Holds(in FrameGrid grid, float x, float z, float marginMetres) =>
        HoldsExactly(grid, x - marginMetres, z - marginMetres) || HoldsExactly(grid, x + marginMetres, z - marginMetres)
        || HoldsExactly(grid, x - marginMetres, z + marginMetres) || HoldsExactly(grid, x + marginMetres, z + marginMetres);

    internal static bool TryRead(ReadOnlySpan<byte> from, out TierArea area)
    {
        area = new(from[0], from[1], from[2], BinaryPrimitives.ReadUInt32LittleEndian(from[3..]));
        return area.Level < 8 && area.Squares < 1u << (Side * Side);
    }

    private bool HoldsExactly(in FrameGrid grid, float x, float z)
    {
        // Places outside the grid count to the squares at its edge.
        float side = grid.SideOf(Level);
        int column = Math.Clamp((int)MathF.Floor((x - grid.OriginX) / side), 0, grid.ColumnsOf(Level) - 1) - Column + Reach;
        int row = Math.Clamp((int)MathF.Floor((z - grid.OriginZ) / side), 0, grid.RowsOf(Level) - 1) - Row + Reach;
        return (uint)column < Side && (uint)row < Side && (Squares & (1u << ((row * Side) + column))) != 0;
    }
}

/// <summary>Writes blocks of gestures and tallies.</summary>
public static class CountBlocks
{
    /// <summary>Most bytes of a block of gestures.</summary>
    public static int MaxGestureBytes(int records) => StateFrame.BlockHeaderBytes + (((records * GestureRecord.Bits) + 7) / 8);

    /// <summary>Most bytes of a block of tallies.</summary>
    public static int MaxTallyBytes(int records) => StateFrame.BlockHeaderBytes + (((records * TallyRecord.Bits) + 7) / 8);

    /// <summary>Writes a block of gestures of one cell.</summary>
    /// <returns>Bytes written.</returns>
    public static int WriteGestures(Span<byte> to, ushort cell, int scale, byte stamp, ReadOnlySpan<GestureRecord> records)
    {
        StateFrame.WriteBlockHeader(to, BlockKind.Gestures, cell, stamp, scale, records.Length);
        BitWriter bits = new(to[StateFrame.BlockHeaderBytes..]);
        foreach (GestureRecord record in records) bits.Write(((uint)record.Person << GestureRecord.KindBits) | record.Kind, GestureRecord.Bits);
        return StateFrame.BlockHeaderBytes + bits.Finish();
    }

    /// <summary>Writes a block of tallies of one cell of <see cref="StateFrame.TallyScale"/>.</summary>
    /// <returns>Bytes written.</returns>
    public static int WriteTallies(Span<byte> to, ushort cell, byte stamp, ReadOnlySpan<TallyRecord> records)
    {
        StateFrame.WriteBlockHeader(to, BlockKind.Tallies, cell, stamp, 0, records.Length);
        BitWriter bits = new(to[StateFrame.BlockHeaderBytes..]);
        foreach (TallyRecord record in records) bits.Write(((uint)record.Kind << TallyRecord.CountBits) | record.Count, TallyRecord.Bits);
        return StateFrame.BlockHeaderBytes + bits.Finish();
    }
}
