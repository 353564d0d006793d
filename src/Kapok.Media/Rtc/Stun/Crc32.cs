namespace Kapok.Media.Rtc.Stun;

/// <summary>The checksum of STUN's FINGERPRINT (ITU V.42, as RFC 8489 section 14.7 has it).</summary>
/// <remarks>Sixteen bytes at a time would be faster; a check comes a few times a second and is about a hundred bytes long.</remarks>
internal static class Crc32
{
    private static readonly uint[] Table = Build();

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        uint sum = uint.MaxValue;
        foreach (byte value in bytes) sum = Table[(byte)(sum ^ value)] ^ (sum >> 8);
        return ~sum;
    }

    private static uint[] Build()
    {
        uint[] table = new uint[256];
        for (uint value = 0; value < 256; value++)
        {
            uint sum = value;
            for (int bit = 0; bit < 8; bit++) sum = (sum & 1) != 0 ? (sum >> 1) ^ 0xEDB88320 : sum >> 1;
            table[value] = sum;
        }
        return table;
    }
}
