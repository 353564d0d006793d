namespace Kapok.Media.Stage.H264;

/// <summary>Reads bits, the highest of a byte first. Past the end all are 0, and <see cref="IsOver"/> says so: a parser asks once, when it is through.</summary>
/// <param name="bytes">What is read.</param>
internal ref struct BitReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _at;

    /// <summary>More was read than there is, or a number had more than 32 bits.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Reads one bit.</summary>
    public bool Bit() => Bits(1) != 0;

    /// <summary>Reads up to 32 bits.</summary>
    public uint Bits(int count)
    {
        if ((long)_at + count > 8L * _bytes.Length)
        {
            (IsOver, _at) = (true, 8 * _bytes.Length);
            return 0;
        }
        uint value = 0;
        for (; count > 0; count--, _at++) value = (value << 1) | (uint)((_bytes[_at >> 3] >> (7 - (_at & 7))) & 1);
        return value;
    }

    /// <summary>Reads an Exp-Golomb number (ISO/IEC 14496-10, section 9.1).</summary>
    public uint Golomb()
    {
        int zeros = 0;
        while (!IsOver && !Bit()) zeros++;
        if (zeros >= 32) IsOver = true;
        return IsOver ? 0 : (1u << zeros) - 1 + Bits(zeros);
    }

    /// <summary>Reads one with a sign.</summary>
    public int SignedGolomb()
    {
        uint code = Golomb();
        return (code & 1) != 0 ? (int)((code + 1) >> 1) : -(int)(code >> 1);
    }
}
