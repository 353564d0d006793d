namespace Kapok.Media.Stage.WebRtc;

/// <summary>What a sequence's parameters say of its pictures (ISO/IEC 14496-10, section 7.3.2.1.1).</summary>
/// <param name="Width">Pixels, after cropping.</param>
/// <param name="Height">Pixels, after cropping.</param>
/// <param name="HasFormat">The profile says how colours are kept.</param>
/// <param name="ChromaFormat">0 none, 1 a colour for each four pixels, 2 for each two, 3 for each.</param>
/// <param name="LumaBits">Bits of brightness beyond eight.</param>
/// <param name="ChromaBits">Bits of colour beyond eight.</param>
internal readonly record struct H264Sequence(int Width, int Height, bool HasFormat, int ChromaFormat, int LumaBits, int ChromaBits)
{
    private const uint MostBlocks = 1024; // 16,384 pixels

    /// <summary>Reads parameters.</summary>
    /// <param name="unit">The unit with its first byte.</param>
    /// <param name="sequence">What they say.</param>
    /// <returns>False when they are cut or out of range.</returns>
    public static bool TryRead(ReadOnlySpan<byte> unit, out H264Sequence sequence)
    {
        sequence = default;
        if (unit.Length < 5) return false;
        byte profile = unit[1];
        H264Bits bits = new(unit[4..]);
        if (bits.Number() > 31) return false;
        bool hasFormat = profile is 100 or 110 or 122 or 244 or 44 or 83 or 86 or 118 or 128 or 138 or 139 or 134 or 135;
        uint chroma = 1, lumaBits = 0, chromaBits = 0;
        if (hasFormat && !TryFormat(ref bits, out chroma, out lumaBits, out chromaBits)) return false;
        bits.Number(); // length of picture numbers
        if (!TryOrder(ref bits)) return false;
        bits.Number(); // pictures that are referred to
        bits.Skip(1);
        uint columns = bits.Number() + 1, rows = bits.Number() + 1;
        bool isWhole = bits.Bit() == 1; // otherwise every other line is a picture of its own
        if (!isWhole) bits.Skip(1);
        bits.Skip(1);
        bool isCropped = bits.Bit() == 1;
        (uint left, uint right, uint top, uint bottom) = isCropped ? (bits.Number(), bits.Number(), bits.Number(), bits.Number()) : default;
        if (bits.IsPast || columns is 0 or > MostBlocks || rows is 0 or > MostBlocks) return false;
        long across = chroma is 1 or 2 ? 2 : 1, down = (chroma == 1 ? 2 : 1) * (isWhole ? 1 : 2); // what a step of the crop is worth (table 6-1)
        long width = (columns * 16) - (((long)left + right) * across), height = (rows * 16 * (isWhole ? 1 : 2)) - (((long)top + bottom) * down);
        if (width <= 0 || height <= 0) return false;
        sequence = new((int)width, (int)height, hasFormat, (int)chroma, (int)lumaBits, (int)chromaBits);
        return true;
    }

    private static bool TryFormat(ref H264Bits bits, out uint chroma, out uint lumaBits, out uint chromaBits)
    {
        chroma = bits.Number();
        if (chroma == 3) bits.Skip(1);
        (lumaBits, chromaBits) = (bits.Number(), bits.Number());
        bits.Skip(1);
        if (chroma > 3 || lumaBits > 6 || chromaBits > 6) return false;
        if (bits.Bit() == 0) return true;
        for (int list = 0; list < (chroma == 3 ? 12 : 8); list++)
        {
            if (bits.Bit() == 1) SkipScaling(ref bits, list < 6 ? 16 : 64);
        }
        return true;
    }

    // Section 7.3.2.1.1.1: deltas end where the next scale is 0.
    private static void SkipScaling(ref H264Bits bits, int size)
    {
        int last = 8, next = 8;
        for (int at = 0; at < size && !bits.IsPast; at++)
        {
            if (next != 0) next = (last + bits.Signed() + 256) & 0xFF;
            last = next == 0 ? last : next;
        }
    }

    private static bool TryOrder(ref H264Bits bits)
    {
        uint kind = bits.Number();
        if (kind == 0) bits.Number();
        if (kind != 1) return kind <= 2;
        bits.Skip(1);
        bits.Signed();
        bits.Signed();
        uint cycle = bits.Number();
        if (cycle > 255) return false;
        for (uint at = 0; at < cycle; at++) bits.Signed();
        return true;
    }
}

/// <summary>Reads bits and Exp-Golomb codes of a unit (ISO/IEC 14496-10, sections 7.2, 7.4.1 and 9.1), over the bytes that only keep start codes out.</summary>
/// <remarks>Beyond its end it reads zeros, and says so.</remarks>
internal ref struct H264Bits(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _at, _bit, _zeros;

    /// <summary>More was read than there is.</summary>
    public bool IsPast { get; private set; }

    /// <summary>One bit.</summary>
    public uint Bit()
    {
        if (_at >= _bytes.Length)
        {
            IsPast = true;
            return 0;
        }
        uint bit = (uint)(_bytes[_at] >> (7 - _bit)) & 1;
        if (++_bit == 8) NextByte();
        return bit;
    }

    /// <summary>Leaves bits out.</summary>
    public void Skip(int count)
    {
        for (; count > 0; count--) Bit();
    }

    /// <summary>An unsigned number, ue(v).</summary>
    public uint Number()
    {
        int zeros = 0;
        while (Bit() == 0)
        {
            if (IsPast || ++zeros > 31)
            {
                IsPast = true;
                return 0;
            }
        }
        uint value = 0;
        for (int at = 0; at < zeros; at++) value = (value << 1) | Bit();
        return value + (uint)((1L << zeros) - 1);
    }

    /// <summary>A number with sign, se(v).</summary>
    public int Signed()
    {
        uint number = Number();
        return (number & 1) == 0 ? -(int)(number >> 1) : (int)((number >> 1) + 1);
    }

    private void NextByte()
    {
        _zeros = _bytes[_at] == 0 ? _zeros + 1 : 0;
        (_at, _bit) = (_at + 1, 0);
        if (_zeros >= 2 && _at < _bytes.Length && _bytes[_at] == 3) (_at, _zeros) = (_at + 1, 0);
    }
}
