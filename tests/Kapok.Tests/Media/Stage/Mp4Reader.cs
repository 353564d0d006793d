using System.Buffers.Binary;
using System.Text;

namespace Kapok.Tests.Media.Stage;

/// <summary>Reads fragmented MP4 as a player does; written from ISO/IEC 14496-12 alone.</summary>
internal static class Mp4Reader
{
    private static readonly HashSet<string> Containers = ["moov", "trak", "mdia", "minf", "stbl", "dinf", "mvex", "moof", "traf"];

    /// <summary>All boxes with their paths, e.g. <c>moov/trak/mdia/mdhd</c>, and what is in them.</summary>
    /// <exception cref="FormatException">Boxes do not fill what they are in.</exception>
    internal static List<(string Path, ReadOnlyMemory<byte> Body, int At)> Boxes(ReadOnlyMemory<byte> bytes)
    {
        List<(string, ReadOnlyMemory<byte>, int)> all = [];
        Walk(bytes, "", 0, all);
        return all;
    }

    /// <summary>The samples of a fragment, by track.</summary>
    internal static List<ReadRun> Fragment(ReadOnlyMemory<byte> bytes)
    {
        List<ReadRun> runs = [];
        uint track = 0, flags = 0;
        long time = 0;
        List<(string Path, ReadOnlyMemory<byte> Body, int At)> boxes = Boxes(bytes);
        if (boxes.Count(box => box.Path is "moof") != 1 || boxes[^1].Path != "mdat") throw new FormatException("A fragment is a moof and a mdat.");
        int data = boxes[^1].At + 8;
        foreach ((string path, ReadOnlyMemory<byte> body, _) in boxes)
        {
            ReadOnlySpan<byte> box = body.Span;
            switch (path)
            {
                case "moof/traf/tfhd":
                    if (U32(box) != 0x020020) throw new FormatException("Other defaults than are said.");
                    (track, flags) = (U32(box[4..]), U32(box[8..]));
                    break;
                case "moof/traf/tfdt":
                    if (box[0] != 1) throw new FormatException("Times of 32 bits end after half a day.");
                    time = BinaryPrimitives.ReadInt64BigEndian(box[4..]);
                    break;
                case "moof/traf/trun":
                    runs.Add(Run(bytes, box, track, time, flags, data));
                    break;
            }
        }
        if (runs.Sum(run => run.Samples.Sum(sample => sample.Data.Length)) != bytes.Length - data) throw new FormatException("The samples are not all of the data.");
        return runs;
    }

    private static ReadRun Run(ReadOnlyMemory<byte> whole, ReadOnlySpan<byte> box, uint track, long time, uint defaults, int data)
    {
        uint fields = U32(box) & 0xFFFFFF;
        int count = (int)U32(box[4..]), at = 8;
        if ((fields & 1) == 0) throw new FormatException("No offset of the data.");
        int offset = (int)U32(box[at..]);
        at += 4;
        if (count > 0 && offset < data) throw new FormatException("Samples begin before the data.");
        List<ReadSample> samples = [];
        for (; count > 0; count--)
        {
            uint duration = U32(box[at..]), size = U32(box[(at + 4)..]), flags = defaults;
            at += 8;
            int shift = 0;
            if ((fields & 0x400) != 0) (flags, at) = (U32(box[at..]), at + 4);
            if ((fields & 0x800) != 0) (shift, at) = ((int)U32(box[at..]), at + 4);
            samples.Add(new(time, duration, shift, (flags & 0x10000) == 0, whole.Slice(offset, (int)size)));
            time += duration;
            offset += (int)size;
        }
        if (at != box.Length) throw new FormatException("A run that is longer than its samples.");
        return new(track, samples.Count > 0 ? samples[0].Time : time, time, samples);
    }

    private static void Walk(ReadOnlyMemory<byte> bytes, string path, int at, List<(string, ReadOnlyMemory<byte>, int)> all)
    {
        while (!bytes.IsEmpty)
        {
            if (bytes.Length < 8) throw new FormatException("Half a box.");
            int size = (int)U32(bytes.Span);
            if (size < 8 || size > bytes.Length) throw new FormatException($"A box of {size} bytes in {bytes.Length}.");
            string name = Encoding.ASCII.GetString(bytes.Span.Slice(4, 4));
            ReadOnlyMemory<byte> body = bytes[8..size];
            all.Add((path + name, body, at));
            if (Containers.Contains(name)) Walk(body, $"{path}{name}/", at + 8, all);
            bytes = bytes[size..];
            at += size;
        }
    }

    private static uint U32(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32BigEndian(bytes);
}

/// <summary>What a fragment has of a track.</summary>
internal sealed record ReadRun(uint Track, long Start, long End, List<ReadSample> Samples);

/// <summary>A sample; times in its track's ticks.</summary>
internal sealed record ReadSample(long Time, uint Duration, int Shift, bool IsKey, ReadOnlyMemory<byte> Data);
