using System.Buffers.Binary;
using System.Text;
using Kapok.Events.Files;

namespace Kapok.Server.Files.Content;

/// <summary>Reads WebM (RFC 9559, the part of it that WebM allows; EBML is RFC 8794).</summary>
internal static class WebmFile
{
    private const uint Head = 0x1A45DFA3, DocType = 0x4282, Segment = 0x18538067, Info = 0x1549A966, Tracks = 0x1654AE6B, Cluster = 0x1F43B675;
    private const uint Scale = 0x2AD7B1, Duration = 0x4489, Entry = 0xAE, Codec = 0x86, Video = 0xE0, Width = 0xB0, Height = 0xBA, Time = 0xE7;
    private const long UnknownLength = -1;
    private const int MostElements = 100_000, MostDepth = 6, LongestName = 64;

    private static readonly string[] Films = ["V_VP8", "V_VP9", "V_AV1"];
    private static readonly string[] Sounds = ["A_OPUS", "A_VORBIS"];

    private sealed class Found
    {
        public int Elements, Width, Height, Films, Sounds, Others;
        public bool IsWebm;
        public ulong ScaleNs = 1_000_000;
        public double DurationTicks, LastCluster = -1;
    }

    internal static ContentFault Read(ByteWindow file, out FileFacts facts)
    {
        facts = default;
        Found found = new();
        if (!TryWalk(file, 0, file.Length, 0, found)) return ContentFault.Damaged;
        if (!found.IsWebm || found.Others > 0) return ContentFault.Codec; // Matroska at large holds anything
        if (found.Films + found.Sounds == 0) return ContentFault.Damaged;
        // A browser that records does not know the duration as it begins: then the last cluster says when it begins, a second or so before the end.
        double ticks = found.DurationTicks > 0 ? found.DurationTicks : Math.Max(found.LastCluster, LastClusterOf(file));
        int duration = ContentCheck.Milliseconds(ticks * found.ScaleNs / 1e9);
        facts = found.Films > 0 ? new(FileKind.Film, "video/webm", duration, found.Width, found.Height) : new(FileKind.Track, "audio/webm", duration);
        return ContentFault.None;
    }

    private static bool TryWalk(ByteWindow file, long at, long end, int depth, Found found)
    {
        while (at < end)
        {
            if (++found.Elements > MostElements || depth > MostDepth || !TryElement(file, at, out uint id, out long body, out long length)) return false;
            if (length == UnknownLength) length = end - body;
            if (length > end - body) return false; // cut off
            if (id is Segment or Info or Tracks or Entry or Video or Head)
            {
                if (!TryWalk(file, body, body + length, depth + 1, found)) return false;
            }
            else if (!TryValue(file, id, body, length, found)) return false;
            at = body + length;
        }
        return true;
    }

    private static bool TryValue(ByteWindow file, uint id, long at, long length, Found found)
    {
        if (id == Cluster)
        {
            if (TryElement(file, at, out uint first, out long body, out long size) && first == Time && TryNumber(file, body, size, out ulong time)) found.LastCluster = time;
            return true;
        }
        switch (id)
        {
            case DocType when TryName(file, at, length, out string type):
                found.IsWebm = type == "webm";
                return true;
            case Codec when TryName(file, at, length, out string codec):
                if (Films.Contains(codec)) found.Films++;
                else if (Sounds.Contains(codec)) found.Sounds++;
                else if (codec.StartsWith("V_", StringComparison.Ordinal) || codec.StartsWith("A_", StringComparison.Ordinal)) found.Others++;
                return true;
            case Duration when TryReal(file, at, length, out double ticks):
                found.DurationTicks = ticks;
                return true;
            case Scale when TryNumber(file, at, length, out ulong scale) && scale > 0:
                found.ScaleNs = scale;
                return true;
            case Width when TryNumber(file, at, length, out ulong width):
                found.Width = (int)Math.Min(width, int.MaxValue);
                return true;
            case Height when TryNumber(file, at, length, out ulong height):
                found.Height = (int)Math.Min(height, int.MaxValue);
                return true;
            case DocType or Codec or Duration or Scale or Width or Height:
                return false;
            default:
                return true;
        }
    }

    // Clusters of a recording that was sent as it was made say no length, so the last one is looked for from the end.
    private static double LastClusterOf(ByteWindow file)
    {
        for (long end = file.Length, looked = 0; end > 0 && looked < 256; end -= ByteWindow.Most - 16, looked++)
        {
            long from = Math.Max(0, end - ByteWindow.Most);
            ReadOnlySpan<byte> tail = file.Look(from, (int)(end - from));
            int at = tail.LastIndexOf((ReadOnlySpan<byte>)[0x1F, 0x43, 0xB6, 0x75]);
            if (at < 0) continue;
            return TryElement(file, from + at, out _, out long body, out _) && TryElement(file, body, out uint first, out long time, out long size) && first == Time
                && TryNumber(file, time, size, out ulong ticks) ? ticks : -1;
        }
        return -1;
    }

    private static bool TryElement(ByteWindow file, long at, out uint id, out long body, out long length)
    {
        (id, body, length) = (0, 0, 0);
        ReadOnlySpan<byte> head = file.Look(at, 12);
        if (head.Length < 2 || head[0] < 0x10) return false; // an id has at most four bytes
        int idBytes = 1 + LeadingZeros(head[0]);
        if (head.Length <= idBytes || head[idBytes] == 0) return false; // a length has at most eight
        for (int one = 0; one < idBytes; one++) id = (id << 8) | head[one];
        int lengthBytes = 1 + LeadingZeros(head[idBytes]);
        if (head.Length < idBytes + lengthBytes) return false;
        ulong value = head[idBytes] & (0xFFul >> lengthBytes);
        for (int one = 1; one < lengthBytes; one++) value = (value << 8) | head[idBytes + one];
        body = at + idBytes + lengthBytes;
        length = value == (1ul << (7 * lengthBytes)) - 1 ? UnknownLength : (long)value;
        return true;
    }

    private static int LeadingZeros(byte first) => System.Numerics.BitOperations.LeadingZeroCount((uint)first) - 24;

    private static bool TryNumber(ByteWindow file, long at, long length, out ulong number)
    {
        number = 0;
        if (length is < 1 or > 8 || !file.TryLook(at, (int)length, out ReadOnlySpan<byte> bytes)) return false;
        foreach (byte one in bytes) number = (number << 8) | one;
        return true;
    }

    private static bool TryReal(ByteWindow file, long at, long length, out double number)
    {
        number = 0;
        if (length is not (4 or 8) || !file.TryLook(at, (int)length, out ReadOnlySpan<byte> bytes)) return false;
        number = length == 4 ? BinaryPrimitives.ReadSingleBigEndian(bytes) : BinaryPrimitives.ReadDoubleBigEndian(bytes);
        return true;
    }

    private static bool TryName(ByteWindow file, long at, long length, out string name)
    {
        bool isThere = length is > 0 and <= LongestName && file.TryLook(at, (int)length, out _);
        name = isThere ? Encoding.ASCII.GetString(file.Look(at, (int)length)).TrimEnd('\0') : "";
        return isThere;
    }
}
