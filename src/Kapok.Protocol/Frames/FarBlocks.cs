namespace Kapok.Protocol.Frames;

/// <summary>Writes blocks of the far tier: people of the whole room, by rising id.</summary>
public static class FarBlocks
{
    /// <summary>Most bytes of the blocks of this many records.</summary>
    public static int MaxBytes(int records) =>
        (((records + StateFrame.MaxRecords - 1) / StateFrame.MaxRecords) * (StateFrame.BlockHeaderBytes + 1)) + (((records * (Rice.MaxBits + FarRecord.MaxBits)) + 7) / 8);

    /// <summary>Writes records.</summary>
    /// <param name="to">At least <see cref="MaxBytes"/>.</param>
    /// <param name="records">By rising id, none twice.</param>
    /// <param name="stamp">From <see cref="StateFrame.Stamp"/>: when they are true.</param>
    /// <param name="grid">The room's grid.</param>
    /// <returns>Bytes written.</returns>
    public static int Write(Span<byte> to, ReadOnlySpan<FarRecord> records, byte stamp, in FrameGrid grid)
    {
        int written = 0;
        for (int first = 0; first < records.Length; first += StateFrame.MaxRecords)
            written += WriteBlock(to[written..], records[first..Math.Min(records.Length, first + StateFrame.MaxRecords)], stamp, grid, false);
        return written;
    }

    /// <summary>Writes one block of <see cref="BlockKind.FarState"/>: at most 64 records whose ids lie within 64.</summary>
    /// <returns>Bytes written.</returns>
    public static int WriteState(Span<byte> to, ReadOnlySpan<FarRecord> records, byte stamp, in FrameGrid grid) => WriteBlock(to, records, stamp, grid, true);

    private static int WriteBlock(Span<byte> to, ReadOnlySpan<FarRecord> records, byte stamp, in FrameGrid grid, bool isState)
    {
        Span<int> gaps = stackalloc int[records.Length - 1];
        for (int at = 0; at < gaps.Length; at++) gaps[at] = records[at + 1].Person - records[at].Person - 1;
        int parameter = isState ? 0 : Rice.Best(gaps);
        StateFrame.WriteBlockHeader(to, isState ? BlockKind.FarState : BlockKind.Far, records[0].Person, stamp, parameter, records.Length);
        BitWriter bits = new(to[StateFrame.BlockHeaderBytes..]);
        for (int at = 0; at < records.Length; at++)
        {
            if (at > 0) Rice.Write(ref bits, gaps[at - 1], Rice.Parameters[parameter]);
            records[at].Write(ref bits, grid);
        }
        return StateFrame.BlockHeaderBytes + bits.Finish();
    }
}
