using System.Buffers.Binary;
using Kapok.Events.Files;

namespace Kapok.Server.Files.Content;

/// <summary>Reads Ogg with Opus or Vorbis (RFC 3533, RFC 7845).</summary>
internal static class OggFile
{
    private const int PageHead = 27, LongestPage = PageHead + 255 + (255 * 255);

    internal static ContentFault Read(ByteWindow file, out FileFacts facts)
    {
        facts = default;
        if (!file.TryLook(0, PageHead, out ReadOnlySpan<byte> page) || page[4] != 0) return ContentFault.Damaged;
        uint serial = BinaryPrimitives.ReadUInt32LittleEndian(page[14..]);
        int segments = page[26];
        ReadOnlySpan<byte> packet = file.Look(PageHead + segments, 30);
        double rate, skipped = 0;
        if (packet.Length >= 19 && packet.StartsWith("OpusHead"u8)) (rate, skipped) = (48_000, BinaryPrimitives.ReadUInt16LittleEndian(packet[10..]));
        else if (packet.Length >= 16 && packet.StartsWith("\x01vorbis"u8)) rate = BinaryPrimitives.ReadUInt32LittleEndian(packet[12..]);
        else return ContentFault.Codec;
        if (rate is < 8000 or > 192_000) return ContentFault.Damaged;
        if (!TryLastGranule(file, serial, out long granule)) return ContentFault.Damaged;
        facts = new(FileKind.Track, "audio/ogg", ContentCheck.Milliseconds((granule - skipped) / rate));
        return ContentFault.None;
    }

    // The last page of the stream says how many samples there are; pages of nothing finished say -1. A window holds the longest page.
    private static bool TryLastGranule(ByteWindow file, uint serial, out long granule)
    {
        granule = -1;
        for (long end = file.Length; end > 0 && granule < 0; end -= ByteWindow.Most - PageHead)
        {
            long from = Math.Max(0, end - ByteWindow.Most);
            ReadOnlySpan<byte> tail = file.Look(from, (int)(end - from));
            for (int at = tail.LastIndexOf("OggS"u8); at >= 0 && granule < 0; at = at == 0 ? -1 : tail[..at].LastIndexOf("OggS"u8))
            {
                ReadOnlySpan<byte> page = tail[at..];
                if (page.Length < PageHead || page[4] != 0 || BinaryPrimitives.ReadUInt32LittleEndian(page[14..]) != serial) continue;
                granule = BinaryPrimitives.ReadInt64LittleEndian(page[6..]);
            }
            if (file.Length - from > 4 * LongestPage) break;
        }
        return granule > 0;
    }
}
