using Kapok.Events.Files;

namespace Kapok.Server.Files.Content;

/// <summary>Reads FLAC (RFC 9639).</summary>
internal static class FlacFile
{
    private const int MostBlocks = 1000, StreamInfoBytes = 34;

    internal static ContentFault Read(ByteWindow file, out FileFacts facts)
    {
        facts = default;
        if (!file.TryLook(4, 4 + StreamInfoBytes, out ReadOnlySpan<byte> first) || (first[0] & 0x7F) != 0) return ContentFault.Damaged;
        ReadOnlySpan<byte> info = first[4..];
        int rate = (info[10] << 12) | (info[11] << 4) | (info[12] >> 4);
        long samples = ((long)(info[13] & 0x0F) << 32) | ((long)info[14] << 24) | ((long)info[15] << 16) | ((long)info[16] << 8) | info[17];
        if (rate is < 8000 or > 192_000) return ContentFault.Damaged;
        long at = 4;
        for (int blocks = 0; blocks < MostBlocks && file.TryLook(at, 4, out ReadOnlySpan<byte> head); blocks++)
        {
            bool isLast = head[0] >= 0x80;
            at += 4 + ((head[1] << 16) | (head[2] << 8) | head[3]);
            if (!isLast) continue;
            // A frame begins with fourteen bits of synchronisation.
            if (!file.TryLook(at, 2, out ReadOnlySpan<byte> frame) || frame[0] != 0xFF || (frame[1] & 0xFC) != 0xF8) return ContentFault.Damaged;
            facts = new(FileKind.Track, "audio/flac", ContentCheck.Milliseconds((double)samples / rate));
            return ContentFault.None;
        }
        return ContentFault.Damaged;
    }
}
