using Kapok.Events.Files;

namespace Kapok.Server.Files.Content;

/// <summary>Reads MP3 (ISO/IEC 11172-3, 13818-3) and AAC in ADTS (ISO/IEC 13818-7): one frame after another, so that the duration is right whatever the bitrate does.</summary>
internal static class MpegAudioFile
{
    private const int MostLost = 64 * 1024; // bytes between two frames: pictures and tags of old players
    private const int MostGaps = 50, FewestFrames = 3;

    // By bits of the header; 0 is reserved.
    private static readonly int[] Kilobits1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0];
    private static readonly int[] Kilobits2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0];
    private static readonly int[] Mp3Rates = [44_100, 48_000, 32_000];
    private static readonly int[] AdtsRates = [96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8000, 7350];

    private readonly record struct Frame(bool IsAdts, int Bytes, int Samples, int Rate);

    internal static ContentFault Read(ByteWindow file, out FileFacts facts)
    {
        facts = default;
        long at = SkipTags(file), sound = 0;
        int frames = 0, gaps = 0;
        double seconds = 0;
        Frame first = default;
        while (TryNext(file, ref at, first, frames == 0, ref gaps, out Frame frame))
        {
            if (frames++ == 0) first = frame;
            seconds += (double)frame.Samples / frame.Rate;
            sound += frame.Bytes;
            at += frame.Bytes;
        }
        // What is mostly not sound is another kind of file that has a frame's bits in it somewhere.
        if (frames < FewestFrames) return ContentFault.Unknown;
        if (gaps > MostGaps || sound < (file.Length - SkipTags(file)) / 2) return ContentFault.Damaged;
        facts = new(FileKind.Track, first.IsAdts ? "audio/aac" : "audio/mpeg", ContentCheck.Milliseconds(seconds));
        return ContentFault.None;
    }

    // ID3v2 says its length in four times seven bits (id3.org, version 2.4.0, section 3.1).
    private static long SkipTags(ByteWindow file)
    {
        long at = 0;
        for (int tags = 0; tags < 4 && file.TryLook(at, 10, out ReadOnlySpan<byte> head) && head.StartsWith("ID3"u8); tags++)
            at += 10 + ((head[6] & 0x7F) << 21) + ((head[7] & 0x7F) << 14) + ((head[8] & 0x7F) << 7) + (head[9] & 0x7F);
        return at;
    }

    private static bool TryNext(ByteWindow file, ref long at, in Frame like, bool isFirst, ref int gaps, out Frame frame)
    {
        if (TryFrame(file, at, out frame) && (isFirst ? TryFrame(file, at + frame.Bytes, out Frame second) && IsLike(second, frame) : IsLike(frame, like))) return true;
        if (++gaps > MostGaps) return false;
        for (long from = at + 1; from < at + MostLost; from++)
        {
            if (!TryFrame(file, from, out frame)) continue;
            if (isFirst || IsLike(frame, like))
            {
                // Two in a row: a single one may be by chance.
                if (!TryFrame(file, from + frame.Bytes, out Frame next) || !IsLike(next, frame)) continue;
                at = from;
                return true;
            }
        }
        gaps--; // tags at the end are no gap
        return false;
    }

    private static bool IsLike(in Frame one, in Frame other) => one.IsAdts == other.IsAdts && one.Rate == other.Rate;

    private static bool TryFrame(ByteWindow file, long at, out Frame frame)
    {
        frame = default;
        if (!file.TryLook(at, 4, out ReadOnlySpan<byte> head) || head[0] != 0xFF || (head[1] & 0xE0) != 0xE0) return false;
        bool isAdts = (head[1] & 0xF6) == 0xF0;
        return (isAdts ? file.TryLook(at, 7, out head) && TryAdts(head, out frame) : TryMp3(head, out frame)) && at + frame.Bytes <= file.Length;
    }

    private static bool TryMp3(ReadOnlySpan<byte> head, out Frame frame)
    {
        frame = default;
        int version = (head[1] >> 3) & 3, layer = (head[1] >> 1) & 3, bitrate = head[2] >> 4, rate = (head[2] >> 2) & 3;
        if (version == 1 || layer != 1 || rate == 3) return false; // layer III alone
        int kilobits = (version == 3 ? Kilobits1 : Kilobits2)[bitrate], hertz = Mp3Rates[rate] >> (version == 3 ? 0 : version == 2 ? 1 : 2);
        if (kilobits == 0) return false;
        int samples = version == 3 ? 1152 : 576;
        frame = new(false, (samples / 8 * kilobits * 1000 / hertz) + ((head[2] >> 1) & 1), samples, hertz);
        return frame.Bytes > 4;
    }

    private static bool TryAdts(ReadOnlySpan<byte> head, out Frame frame)
    {
        frame = default;
        int rate = (head[2] >> 2) & 0x0F, bytes = ((head[3] & 3) << 11) | (head[4] << 3) | (head[5] >> 5);
        if (rate >= AdtsRates.Length || bytes < 8) return false;
        frame = new(true, bytes, 1024 * ((head[6] & 3) + 1), AdtsRates[rate]);
        return true;
    }
}
