using System.Buffers.Binary;
using Kapok.Events.Files;

namespace Kapok.Server.Files.Content;

/// <summary>Reads the size of pictures, and whether they are whole: PNG (W3C, third edition), JPEG (ITU-T T.81), WebP (RFC 9649).</summary>
internal static class PictureFile
{
    private const int MostParts = 200_000;

    internal static ContentFault ReadPng(ByteWindow file, out FileFacts facts)
    {
        facts = default;
        if (!file.TryLook(8, 16, out ReadOnlySpan<byte> first) || !first[4..].StartsWith("IHDR"u8)) return ContentFault.Damaged;
        facts = Picture("image/png", BinaryPrimitives.ReadUInt32BigEndian(first[8..]), BinaryPrimitives.ReadUInt32BigEndian(first[12..]));
        long at = 8;
        for (int chunks = 0; chunks < MostParts && file.TryLook(at, 8, out ReadOnlySpan<byte> head); chunks++)
        {
            if (head[4..].StartsWith("IEND"u8)) return ContentFault.None;
            at += 12L + BinaryPrimitives.ReadUInt32BigEndian(head);
        }
        return ContentFault.Damaged;
    }

    internal static ContentFault ReadJpeg(ByteWindow file, out FileFacts facts)
    {
        facts = default;
        long at = 2;
        for (int segments = 0; segments < 1000 && file.TryLook(at, 4, out ReadOnlySpan<byte> head); segments++)
        {
            if (head[0] != 0xFF) return ContentFault.Damaged;
            byte marker = head[1];
            if (marker == 0xFF)
            {
                at++; // fill bytes
                continue;
            }
            int length = BinaryPrimitives.ReadUInt16BigEndian(head[2..]);
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                if (!file.TryLook(at + 5, 4, out ReadOnlySpan<byte> size)) return ContentFault.Damaged;
                facts = Picture("image/jpeg", BinaryPrimitives.ReadUInt16BigEndian(size[2..]), BinaryPrimitives.ReadUInt16BigEndian(size));
            }
            // The scan begins: what follows ends with an end of image, behind which some cameras put more.
            if (marker == 0xDA) return facts.Width > 0 && HasEnd(file) ? ContentFault.None : ContentFault.Damaged;
            at += 2 + length;
        }
        return ContentFault.Damaged;
    }

    internal static ContentFault ReadWebP(ByteWindow file, out FileFacts facts)
    {
        facts = default;
        if (!file.TryLook(0, 30, out ReadOnlySpan<byte> head) || BinaryPrimitives.ReadUInt32LittleEndian(head[4..]) + 8L > file.Length) return ContentFault.Damaged;
        ReadOnlySpan<byte> chunk = head[12..], body = head[20..];
        if (chunk.StartsWith("VP8X"u8)) facts = Picture("image/webp", 1u + U24(body[4..]), 1u + U24(body[7..]));
        else if (chunk.StartsWith("VP8L"u8) && body[0] == 0x2F)
        {
            uint bits = BinaryPrimitives.ReadUInt32LittleEndian(body[1..]);
            facts = Picture("image/webp", (bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1);
        }
        else if (chunk.StartsWith("VP8 "u8) && body[3..].StartsWith((ReadOnlySpan<byte>)[0x9D, 0x01, 0x2A]))
        {
            facts = Picture("image/webp", BinaryPrimitives.ReadUInt16LittleEndian(body[6..]) & 0x3FFFu, BinaryPrimitives.ReadUInt16LittleEndian(body[8..]) & 0x3FFFu);
        }
        else return ContentFault.Damaged;
        return ContentFault.None;
    }

    private static bool HasEnd(ByteWindow file)
    {
        long from = Math.Max(0, file.Length - ByteWindow.Most);
        return file.Look(from, ByteWindow.Most).IndexOf((ReadOnlySpan<byte>)[0xFF, 0xD9]) >= 0;
    }

    private static uint U24(ReadOnlySpan<byte> bytes) => (uint)(bytes[0] | (bytes[1] << 8) | (bytes[2] << 16));

    // Larger than a picture may be is said by the largest number, whatever a file claims.
    private static FileFacts Picture(string type, uint width, uint height) =>
        new(FileKind.Picture, type, 0, (int)Math.Min(width, int.MaxValue), (int)Math.Min(height, int.MaxValue));
}
