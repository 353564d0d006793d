using System.Buffers.Binary;

namespace Kapok.Assets.Music;

/// <summary>Writes pages of one logical stream (RFC 3533, section 6).</summary>
/// <param name="to">Where they go.</param>
/// <param name="serial">Names the stream.</param>
internal sealed class OggStream(Stream to, int serial)
{
    /// <summary>Flags of a page: the first, the last.</summary>
    public const byte First = 2, Last = 4;

    private const int HeaderBytes = 27, MostSegments = 255;
    private static readonly uint[] Table = MakeTable();
    private int _sequence;

    /// <summary>Writes whole packets as one page.</summary>
    /// <param name="packets">At most as many as have 255 segments of 255 bytes in all.</param>
    /// <param name="position">Samples until the end of the page.</param>
    /// <param name="flags">What page it is.</param>
    /// <exception cref="ArgumentException">The packets do not fit into a page.</exception>
    public void Write(IReadOnlyList<byte[]> packets, long position, byte flags)
    {
        int segments = packets.Sum(packet => (packet.Length / 255) + 1), bytes = packets.Sum(packet => packet.Length);
        if (segments > MostSegments) throw new ArgumentException("They do not fit into a page.", nameof(packets));
        byte[] page = new byte[HeaderBytes + segments + bytes];
        "OggS"u8.CopyTo(page);
        page[5] = flags;
        BinaryPrimitives.WriteInt64LittleEndian(page.AsSpan(6), position);
        BinaryPrimitives.WriteInt32LittleEndian(page.AsSpan(14), serial);
        BinaryPrimitives.WriteInt32LittleEndian(page.AsSpan(18), _sequence++);
        page[26] = (byte)segments;
        int segment = HeaderBytes, data = HeaderBytes + segments;
        foreach (byte[] packet in packets)
        {
            for (int left = packet.Length; left >= 0; left -= 255) page[segment++] = (byte)Math.Min(255, left);
            packet.CopyTo(page, data);
            data += packet.Length;
        }
        BinaryPrimitives.WriteUInt32LittleEndian(page.AsSpan(22), Sum(page));
        to.Write(page);
    }

    private static uint Sum(ReadOnlySpan<byte> page)
    {
        uint sum = 0;
        foreach (byte one in page) sum = (sum << 8) ^ Table[(sum >> 24) ^ one];
        return sum;
    }

    private static uint[] MakeTable()
    {
        uint[] table = new uint[256];
        for (uint at = 0; at < 256; at++)
        {
            uint value = at << 24;
            for (int bit = 0; bit < 8; bit++) value = (value & 0x80000000) != 0 ? (value << 1) ^ 0x04C11DB7 : value << 1;
            table[at] = value;
        }
        return table;
    }
}
