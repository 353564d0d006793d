using System.Runtime.InteropServices;

namespace Kapok.Media.Stage.Mp4;

/// <summary>A sample with its duration.</summary>
/// <param name="Duration">In its track's ticks.</param>
/// <param name="Shift">How much later than decoded it is shown, in its track's ticks.</param>
/// <param name="IsKey">Decoding may begin here.</param>
/// <param name="Data">The coded bytes.</param>
public readonly record struct Mp4Sample(uint Duration, int Shift, bool IsKey, ReadOnlyMemory<byte> Data);

/// <summary>Samples of one track that follow each other.</summary>
public sealed class Mp4Run
{
    private readonly List<Mp4Sample> _samples = [];

    /// <summary>When the first is decoded, in the track's ticks.</summary>
    public long Start { get; private set; }

    /// <summary>When the last ends, in the track's ticks.</summary>
    public long End { get; private set; }

    /// <summary>The samples.</summary>
    public ReadOnlySpan<Mp4Sample> Samples => CollectionsMarshal.AsSpan(_samples);

    /// <summary>Bytes of all.</summary>
    public int Bytes { get; private set; }

    /// <summary>Adds one.</summary>
    /// <param name="start">When it is decoded: where the one before ends.</param>
    /// <param name="sample">The sample.</param>
    public void Add(long start, in Mp4Sample sample)
    {
        if (_samples.Count == 0) Start = start;
        _samples.Add(sample);
        End = start + sample.Duration;
        Bytes += sample.Data.Length;
    }

    /// <summary>Begins anew.</summary>
    /// <param name="start">When it begins while nothing is in it, in the track's ticks.</param>
    public void Clear(long start)
    {
        _samples.Clear();
        (Start, End, Bytes) = (start, start, 0);
    }
}

/// <summary>Writes a movie fragment with its data (ISO/IEC 14496-12, 8.8; a chunk of CMAF, ISO/IEC 23000-19) into one array.</summary>
public static class FragmentWriter
{
    // ISO/IEC 14496-12, 8.8.3.1: depends on no other sample; depends on others and is no point of entry.
    private const uint KeyFlags = 0x0200_0000, OtherFlags = 0x0101_0000;

    private const uint BaseIsFragment = 0x02_0000, HasFlags = 0x20; // of tfhd
    private const uint HasOffset = 0x1, HasDuration = 0x100, HasSize = 0x200, HasSampleFlags = 0x400, HasShift = 0x800; // of trun
    private const int BoxHead = 8, FragmentHead = BoxHead + 16, TrackHead = BoxHead + 20 + 20 + 20, VideoSample = 16, AudioSample = 8;

    /// <summary>Writes one. A track without samples is left out, unless both are without: then it is empty, which a player takes as well.</summary>
    /// <param name="number">Counts fragments.</param>
    /// <param name="video">Pictures.</param>
    /// <param name="audio">Sound.</param>
    /// <param name="isSoundOnly">There is no picture's track.</param>
    public static byte[] Write(uint number, Mp4Run video, Mp4Run audio, bool isSoundOnly)
    {
        ArgumentNullException.ThrowIfNull(video);
        ArgumentNullException.ThrowIfNull(audio);
        bool hasAudio = audio.Samples.Length > 0 || isSoundOnly, hasVideo = video.Samples.Length > 0 || !hasAudio;
        int head = FragmentHead + (hasVideo ? TrackHead + (video.Samples.Length * VideoSample) : 0) + (hasAudio ? TrackHead + (audio.Samples.Length * AudioSample) : 0);
        BoxWriter to = new(head + BoxHead + video.Bytes + audio.Bytes);
        int moof = to.Begin("moof"u8);
        int mfhd = to.Begin("mfhd"u8, 0, 0);
        to.U32(number);
        to.End(mfhd);
        if (hasVideo) Track(to, Mp4Format.VideoTrack, video, head + BoxHead);
        if (hasAudio) Track(to, Mp4Format.AudioTrack, audio, head + BoxHead + video.Bytes);
        to.End(moof);
        int mdat = to.Begin("mdat"u8);
        foreach (ref readonly Mp4Sample sample in video.Samples) to.Bytes(sample.Data.Span);
        foreach (ref readonly Mp4Sample sample in audio.Samples) to.Bytes(sample.Data.Span);
        to.End(mdat);
        return to.ToArray();
    }

    private static void Track(BoxWriter to, int id, Mp4Run run, int offset)
    {
        bool isVideo = id == Mp4Format.VideoTrack;
        int traf = to.Begin("traf"u8);
        int tfhd = to.Begin("tfhd"u8, 0, BaseIsFragment | HasFlags);
        to.U32((uint)id);
        to.U32(KeyFlags);
        to.End(tfhd);
        int tfdt = to.Begin("tfdt"u8, 1, 0);
        to.U64((ulong)run.Start);
        to.End(tfdt);
        uint fields = HasOffset | HasDuration | HasSize | (isVideo ? HasSampleFlags | HasShift : 0);
        int trun = to.Begin("trun"u8, 1, fields); // version 1: a shift may be less than 0
        to.U32((uint)run.Samples.Length);
        to.I32(offset);
        foreach (ref readonly Mp4Sample sample in run.Samples)
        {
            to.U32(sample.Duration);
            to.U32((uint)sample.Data.Length);
            if (!isVideo) continue;
            to.U32(sample.IsKey ? KeyFlags : OtherFlags);
            to.I32(sample.Shift);
        }
        to.End(trun);
        to.End(traf);
    }
}
