using System.Buffers.Binary;

namespace Kapok.Media.Stage.Flv;

/// <summary>Reads coded pictures of H.264: NAL units, each with its length in front (ISO/IEC 14496-15, section 5.3.2).</summary>
public static class AvcSample
{
    private const int WholePicture = 5; // an IDR slice: nothing before it is needed

    /// <summary>Checks that lengths and units fill a sample exactly.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="lengthBytes">Bytes of a length: 1, 2 or 4.</param>
    /// <param name="isWhole">Decoding can begin with it.</param>
    /// <param name="units">How many there are.</param>
    /// <returns>False where they do not, or there is none.</returns>
    public static bool TryRead(ReadOnlySpan<byte> sample, int lengthBytes, out bool isWhole, out int units)
    {
        (isWhole, units) = (false, 0);
        while (!sample.IsEmpty)
        {
            if (sample.Length <= lengthBytes) return false;
            uint length = lengthBytes switch { 1 => sample[0], 2 => BinaryPrimitives.ReadUInt16BigEndian(sample), _ => BinaryPrimitives.ReadUInt32BigEndian(sample) };
            if (length == 0 || length > (uint)(sample.Length - lengthBytes)) return false;
            isWhole |= (sample[lengthBytes] & 0x1F) == WholePicture;
            sample = sample[(lengthBytes + (int)length)..];
            units++;
        }
        return units > 0;
    }

    /// <summary>A sample that was read, with lengths of four bytes.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="lengthBytes">1 or 2.</param>
    /// <param name="units">How many units it has.</param>
    public static byte[] WithFourBytes(ReadOnlySpan<byte> sample, int lengthBytes, int units)
    {
        byte[] copy = new byte[sample.Length + (units * (4 - lengthBytes))];
        for (Span<byte> to = copy; !sample.IsEmpty;)
        {
            int length = lengthBytes == 1 ? sample[0] : BinaryPrimitives.ReadUInt16BigEndian(sample);
            BinaryPrimitives.WriteInt32BigEndian(to, length);
            sample.Slice(lengthBytes, length).CopyTo(to[4..]);
            sample = sample[(lengthBytes + length)..];
            to = to[(4 + length)..];
        }
        return copy;
    }
}
