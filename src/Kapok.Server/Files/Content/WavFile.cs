using System.Buffers.Binary;
using Kapok.Events.Files;

namespace Kapok.Server.Files.Content;

/// <summary>Reads RIFF WAVE: PCM and floating point (Microsoft and IBM, Multimedia Programming Interface 1.0; Multiple Channel Audio Data, 2001).</summary>
internal static class WavFile
{
    private const int MostChunks = 1000;
    private const uint Streamed = 0xFFFFFFFF; // the length of what was written to a pipe

    internal static ContentFault Read(ByteWindow file, out FileFacts facts)
    {
        facts = default;
        uint bytesPerSecond = 0;
        long at = 12;
        for (int chunks = 0; chunks < MostChunks && file.TryLook(at, 8, out ReadOnlySpan<byte> head); chunks++)
        {
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
            if (head.StartsWith("data"u8))
            {
                if (bytesPerSecond == 0) return ContentFault.Damaged;
                long rest = file.Length - at - 8;
                if (length is 0 or Streamed) length = (uint)Math.Min(rest, Streamed - 1);
                if (length > rest) return ContentFault.Damaged;
                facts = new(FileKind.Track, "audio/wav", ContentCheck.Milliseconds((double)length / bytesPerSecond));
                return ContentFault.None;
            }
            if (head.StartsWith("fmt "u8))
            {
                if (length < 16 || !file.TryLook(at + 8, 16, out ReadOnlySpan<byte> format)) return ContentFault.Damaged;
                ushort coding = BinaryPrimitives.ReadUInt16LittleEndian(format), channels = BinaryPrimitives.ReadUInt16LittleEndian(format[2..]);
                if (coding is not (1 or 3 or 0xFFFE)) return ContentFault.Codec;
                uint rate = BinaryPrimitives.ReadUInt32LittleEndian(format[4..]);
                bytesPerSecond = BinaryPrimitives.ReadUInt32LittleEndian(format[8..]);
                if (channels is 0 or > 8 || rate is < 8000 or > 192_000 || bytesPerSecond < rate || bytesPerSecond > rate * 64) return ContentFault.Damaged;
            }
            at += 8 + length + (length & 1);
        }
        return ContentFault.Damaged;
    }
}
