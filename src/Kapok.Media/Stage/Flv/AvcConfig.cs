using System.Buffers.Binary;
using Kapok.Media.Stage.H264;

namespace Kapok.Media.Stage.Flv;

/// <summary>Configuration of an H.264 decoder: the avcC record (ISO/IEC 14496-15, section 5.3.3.1).</summary>
/// <param name="LengthBytes">Bytes of the length before each NAL unit: 1, 2 or 4.</param>
/// <param name="Picture">What the first sequence parameter set says.</param>
public readonly record struct AvcConfig(int LengthBytes, SequenceParameterSet Picture)
{
    private const int PictureParameterSet = 8;

    /// <summary>Reads and checks a record.</summary>
    /// <returns>False where it is cut or has no parameter sets.</returns>
    public static bool TryRead(ReadOnlySpan<byte> record, out AvcConfig config)
    {
        config = default;
        if (record.Length < 7 || record[0] != 1) return false;
        int lengthBytes = (record[4] & 3) + 1, sequences = record[5] & 0x1F;
        if (lengthBytes == 3 || sequences == 0) return false;
        ReadOnlySpan<byte> rest = record[6..];
        SequenceParameterSet picture = default;
        for (int unit = 0; unit < sequences; unit++)
        {
            if (!TryUnit(ref rest, out ReadOnlySpan<byte> set)) return false;
            if (unit == 0 && !SequenceParameterSet.TryRead(set, out picture)) return false;
        }
        if (rest.IsEmpty) return false;
        int pictures = rest[0];
        rest = rest[1..];
        for (int unit = 0; unit < pictures; unit++)
            if (!TryUnit(ref rest, out ReadOnlySpan<byte> set) || (set[0] & 0x1F) != PictureParameterSet) return false;
        config = new(lengthBytes, picture);
        return pictures > 0;
    }

    /// <summary>The record with lengths of four bytes, whatever it said.</summary>
    public static byte[] WithFourBytes(ReadOnlySpan<byte> record)
    {
        byte[] copy = record.ToArray();
        copy[4] |= 3;
        return copy;
    }

    private static bool TryUnit(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> unit)
    {
        unit = default;
        if (rest.Length < 2) return false;
        int length = BinaryPrimitives.ReadUInt16BigEndian(rest);
        if (length == 0 || rest.Length < 2 + length) return false;
        unit = rest.Slice(2, length);
        rest = rest[(2 + length)..];
        return true;
    }
}
