using System.Numerics;
using Kapok.Events.Files;

namespace Kapok.Server.Files.Content;

/// <summary>Reads MP4 and M4A (ISO/IEC 14496-12), whole or in fragments.</summary>
internal static class Mp4File
{
    private const int MostBoxes = 200_000; // of a long recording in fragments
    private const int MostDepth = 6;

    // Flags of a run (section 8.8.8): which fields there are, and that each sample says how long it is.
    private const uint DataOffset = 0x1, FirstSampleFlags = 0x4, SampleDurations = 0x100, SampleFields = 0xF00;

    private static readonly string[] Films = ["avc1", "avc3", "av01", "vp08", "vp09"];
    private static readonly string[] Sounds = ["mp4a", "Opus", "fLaC", ".mp3"];

    // Boxes that hold boxes on the way to what is looked for.
    private static readonly string[] Ways = ["moov", "trak", "mdia", "minf", "stbl", "moof", "traf"];

    private sealed class Found
    {
        public int Boxes, Width, Height, Films, Sounds, Others;
        public bool HasMovie;
        public string Handler = "";
        public uint TrackId, TrackScale, FragmentTrack, FragmentSample;
        public double Seconds, FragmentAt, FragmentSeconds;
        public Dictionary<uint, uint> Scales { get; } = [];
    }

    internal static ContentFault Read(ByteWindow file, out FileFacts facts)
    {
        facts = default;
        Found found = new();
        if (!TryWalk(file, 0, file.Length, 0, found) || !found.HasMovie) return ContentFault.Damaged;
        if (found.Others > 0) return ContentFault.Codec;
        if (found.Films + found.Sounds == 0) return ContentFault.Damaged;
        int duration = ContentCheck.Milliseconds(Math.Max(found.Seconds, found.FragmentSeconds));
        facts = found.Films > 0 ? new(FileKind.Film, "video/mp4", duration, found.Width, found.Height) : new(FileKind.Track, "audio/mp4", duration);
        return ContentFault.None;
    }

    private static bool TryWalk(ByteWindow file, long at, long end, int depth, Found found)
    {
        while (at < end)
        {
            if (++found.Boxes > MostBoxes || depth > MostDepth || !file.TryU32(at, out uint length32) || !file.TryLook(at + 4, 4, out ReadOnlySpan<byte> name)) return false;
            string box = NameOf(name);
            long body = at + 8, length = length32;
            if (length32 == 1)
            {
                if (!file.TryU64(at + 8, out ulong length64) || length64 > long.MaxValue) return false;
                (body, length) = (at + 16, (long)length64);
            }
            if (length32 == 0 && depth == 0) length = end - at; // to the end of the file
            // A box that reaches beyond the end is of a file that is cut off.
            if (length < body - at || length > end - at) return false;
            if (!TryBox(file, box, body, at + length, depth, found)) return false;
            at += length;
        }
        return true;
    }

    private static bool TryBox(ByteWindow file, string box, long body, long end, int depth, Found found)
    {
        if (box == "moov") found.HasMovie = true;
        if (box == "trak") (found.Handler, found.TrackId, found.TrackScale) = ("", 0, 0);
        return box switch
        {
            _ when Ways.Contains(box) => TryWalk(file, body, end, depth + 1, found),
            "mvhd" => TryMovieHead(file, body, found),
            "tkhd" => TryTrackHead(file, body, end, found),
            "mdhd" => TryMediaHead(file, body, found),
            "hdlr" => TryHandler(file, body, found),
            "stsd" => TrySamples(file, body, end, found),
            "tfhd" => TryFragmentHead(file, body, found),
            "tfdt" => TryFragmentTime(file, body, found),
            "trun" => TryRun(file, body, found),
            _ => true,
        };
    }

    private static bool TryMovieHead(ByteWindow file, long at, Found found)
    {
        if (!TryTimes(file, at, out uint scale, out ulong duration) || scale == 0) return false;
        if (duration is not (uint.MaxValue or ulong.MaxValue)) found.Seconds = (double)duration / scale;
        return true;
    }

    private static bool TryTrackHead(ByteWindow file, long at, long end, Found found)
    {
        if (!file.TryU32(at, out uint version) || !file.TryU32(at + (version >> 24 == 1 ? 20 : 12), out found.TrackId)) return false;
        if (!file.TryU32(end - 8, out uint width) || !file.TryU32(end - 4, out uint height)) return false;
        if (width > 0 && height > 0) (found.Width, found.Height) = (Math.Max(found.Width, (int)(width >> 16)), Math.Max(found.Height, (int)(height >> 16)));
        return true;
    }

    private static bool TryMediaHead(ByteWindow file, long at, Found found)
    {
        if (!TryTimes(file, at, out found.TrackScale, out _) || found.TrackScale == 0) return false;
        if (found.Scales.Count < 64) found.Scales[found.TrackId] = found.TrackScale;
        return true;
    }

    private static bool TryTimes(ByteWindow file, long at, out uint scale, out ulong duration)
    {
        (scale, duration) = (0, 0);
        if (!file.TryU32(at, out uint version)) return false;
        if (version >> 24 == 1) return file.TryU32(at + 20, out scale) && file.TryU64(at + 24, out duration);
        bool isThere = file.TryU32(at + 12, out scale) & file.TryU32(at + 16, out uint short32);
        duration = short32;
        return isThere;
    }

    private static bool TryHandler(ByteWindow file, long at, Found found)
    {
        if (!file.TryLook(at + 8, 4, out ReadOnlySpan<byte> kind)) return false;
        found.Handler = NameOf(kind);
        return true;
    }

    private static bool TrySamples(ByteWindow file, long at, long end, Found found)
    {
        if (!file.TryU32(at + 4, out uint entries) || entries is 0 or > 64 || !file.TryLook(at + 12, 4, out ReadOnlySpan<byte> name) || at + 16 > end) return false;
        string codec = NameOf(name);
        if (found.Handler == "vide" && codec is not ("jpeg" or "png ")) // a cover is no film
        {
            if (Films.Contains(codec)) found.Films++;
            else found.Others++;
        }
        else if (found.Handler == "soun")
        {
            if (Sounds.Contains(codec)) found.Sounds++;
            else found.Others++;
        }
        return true;
    }

    private static bool TryFragmentHead(ByteWindow file, long at, Found found)
    {
        if (!file.TryU32(at, out uint flags) || !file.TryU32(at + 4, out found.FragmentTrack)) return false;
        long sample = at + 8 + ((flags & 1) != 0 ? 8 : 0) + ((flags & 2) != 0 ? 4 : 0);
        found.FragmentSample = (flags & 8) != 0 && file.TryU32(sample, out uint duration) ? duration : 0;
        return true;
    }

    private static bool TryFragmentTime(ByteWindow file, long at, Found found)
    {
        if (!file.TryU32(at, out uint version) || !file.TryU32(at + 4, out uint short32)) return false;
        ulong time = short32;
        if (version >> 24 == 1 && !file.TryU64(at + 4, out time)) return false;
        found.FragmentAt = found.Scales.TryGetValue(found.FragmentTrack, out uint scale) ? (double)time / scale : 0;
        found.FragmentSeconds = Math.Max(found.FragmentSeconds, found.FragmentAt);
        return true;
    }

    private static bool TryRun(ByteWindow file, long at, Found found)
    {
        if (!file.TryU32(at, out uint flags) || !file.TryU32(at + 4, out uint samples)) return false;
        if (!found.Scales.TryGetValue(found.FragmentTrack, out uint scale)) return true;
        double units = (double)samples * found.FragmentSample;
        if ((flags & SampleDurations) != 0)
        {
            int each = 4 * BitOperations.PopCount(flags & SampleFields);
            long first = at + 8 + ((flags & DataOffset) != 0 ? 4 : 0) + ((flags & FirstSampleFlags) != 0 ? 4 : 0);
            units = 0;
            for (long sample = 0; sample < samples; sample++)
            {
                if (!file.TryU32(first + (sample * each), out uint duration)) return false;
                units += duration;
            }
        }
        found.FragmentAt += units / scale;
        found.FragmentSeconds = Math.Max(found.FragmentSeconds, found.FragmentAt);
        return true;
    }

    private static string NameOf(ReadOnlySpan<byte> four) => System.Text.Encoding.Latin1.GetString(four);
}
