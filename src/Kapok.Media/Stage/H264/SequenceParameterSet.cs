namespace Kapok.Media.Stage.H264;

/// <summary>What H.264 says of a sequence of pictures (ISO/IEC 14496-10, sections 7.3.2.1.1 and 7.4.2.1.1).</summary>
/// <param name="Profile">profile_idc.</param>
/// <param name="Width">Pixels that are shown.</param>
/// <param name="Height">Pixels that are shown.</param>
/// <param name="Chroma">chroma_format_idc: 1 for 4:2:0, 2 for 4:2:2, 3 for 4:4:4, 0 for grey.</param>
/// <param name="LumaBits">Bits of brightness.</param>
/// <param name="ChromaBits">Bits of colour.</param>
public readonly record struct SequenceParameterSet(byte Profile, int Width, int Height, int Chroma, int LumaBits, int ChromaBits)
{
    private const int MostBytes = 1024, MostPixels = 16_384, UnitType = 7;

    /// <summary>The larger of the two.</summary>
    public int BitDepth => Math.Max(LumaBits, ChromaBits);

    /// <summary>Whether the profile says how colours are kept; otherwise they are of eight bits, in 4:2:0.</summary>
    public bool HasFormat => SaysFormat(Profile);

    /// <summary>Reads one.</summary>
    /// <param name="unit">The NAL unit, with its header byte.</param>
    /// <param name="set">What it says.</param>
    /// <returns>False where it is cut, or says what cannot be.</returns>
    public static bool TryRead(ReadOnlySpan<byte> unit, out SequenceParameterSet set)
    {
        set = default;
        if (unit.Length is < 4 or > MostBytes || (unit[0] & 0x1F) != UnitType) return false;
        Span<byte> plain = stackalloc byte[MostBytes];
        BitReader bits = new(plain[..Unescape(unit[1..], plain)]);
        byte profile = (byte)bits.Bits(8);
        bits.Bits(16); // constraints and level
        if (bits.Golomb() > 31) return false;
        (uint chroma, uint luma, uint colour) = (1, 0, 0);
        bool isPlanes = false;
        if (SaysFormat(profile) && !TryChroma(ref bits, out chroma, out luma, out colour, out isPlanes)) return false;
        if (bits.Golomb() > 12 || !TryOrder(ref bits)) return false;
        bits.Golomb(); // reference pictures
        bits.Bit();
        uint columns = bits.Golomb(), rows = bits.Golomb();
        uint fields = bits.Bit() ? 1u : 2u;
        if (fields == 2) bits.Bit();
        bits.Bit();
        if (columns >= MostPixels / 16 || rows >= MostPixels / 16) return false;
        uint width = 16 * (columns + 1), height = 16 * (rows + 1) * fields;
        if (bits.Bit() && !TryCrop(ref bits, isPlanes ? 0 : chroma, fields, ref width, ref height)) return false;
        if (bits.IsOver) return false;
        set = new(profile, (int)width, (int)height, (int)chroma, 8 + (int)luma, 8 + (int)colour);
        return true;
    }

    private static bool SaysFormat(byte profile) => profile is 100 or 110 or 122 or 244 or 44 or 83 or 86 or 118 or 128 or 138 or 139 or 134 or 135;

    // Takes out the bytes that keep a unit free of start codes (section 7.4.1).
    private static int Unescape(ReadOnlySpan<byte> unit, Span<byte> to)
    {
        int written = 0, zeros = 0;
        foreach (byte value in unit)
        {
            if (zeros >= 2 && value == 3)
            {
                zeros = 0;
                continue;
            }
            zeros = value == 0 ? zeros + 1 : 0;
            to[written++] = value;
        }
        return written;
    }

    private static bool TryChroma(ref BitReader bits, out uint chroma, out uint luma, out uint colour, out bool isPlanes)
    {
        chroma = bits.Golomb();
        isPlanes = chroma == 3 && bits.Bit();
        (luma, colour) = (bits.Golomb(), bits.Golomb());
        bits.Bit();
        if (chroma > 3 || luma > 6 || colour > 6) return false;
        if (!bits.Bit()) return true;
        for (int list = 0; list < (chroma == 3 ? 12 : 8); list++)
            if (bits.Bit()) SkipScalingList(ref bits, list < 6 ? 16 : 64);
        return true;
    }

    private static void SkipScalingList(ref BitReader bits, int size)
    {
        int last = 8, next = 8;
        for (int at = 0; at < size && !bits.IsOver; at++)
        {
            if (next != 0) next = (last + bits.SignedGolomb() + 256) & 255;
            if (next != 0) last = next;
        }
    }

    private static bool TryOrder(ref BitReader bits)
    {
        uint kind = bits.Golomb();
        if (kind == 0) return bits.Golomb() <= 12;
        if (kind == 2) return true;
        if (kind > 2) return false;
        bits.Bit();
        bits.Golomb();
        bits.Golomb();
        uint cycle = bits.Golomb();
        if (cycle > 255) return false;
        for (; cycle > 0; cycle--) bits.Golomb();
        return true;
    }

    private static bool TryCrop(ref BitReader bits, uint chroma, uint fields, ref uint width, ref uint height)
    {
        uint across = chroma is 1 or 2 ? 2u : 1u, down = (chroma == 1 ? 2u : 1u) * fields;
        ulong left = bits.Golomb(), right = bits.Golomb(), top = bits.Golomb(), bottom = bits.Golomb();
        ulong columns = (left + right) * across, rows = (top + bottom) * down;
        if (columns >= width || rows >= height) return false;
        (width, height) = (width - (uint)columns, height - (uint)rows);
        return true;
    }
}
