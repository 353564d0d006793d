using System.Buffers.Binary;
using System.Text;
using static Kapok.Media.Stage.Ffmpeg.MatroskaIds;

namespace Kapok.Media.Stage.Ffmpeg;

/// <summary>Writes a stage's tracks as a Matroska stream (RFC 9559) that a child process reads from a pipe while it is written.</summary>
/// <remarks>Each sample is a cluster of its own: sixteen bytes more, and nothing ever waits for the next one.</remarks>
internal static class MatroskaWriter
{
    /// <summary>Track of the picture.</summary>
    public const int VideoTrack = 1;

    /// <summary>Track of the sound.</summary>
    public const int AudioTrack = 2;

    private const long UnitNanoseconds = 100_000; // nine ticks of a stage are one unit
    private const int TicksPerUnit = (int)(StageSample.TicksPerSecond * UnitNanoseconds / 1_000_000_000);
    private const int UnknownWidth = 1280, UnknownHeight = 720; // a decoder finds the real size in the first picture

    /// <summary>The head of the stream.</summary>
    /// <param name="format">What the tracks are.</param>
    /// <param name="hasVideo">The picture is carried.</param>
    /// <param name="hasAudio">The sound is carried.</param>
    public static byte[] Head(StageFormat format, bool hasVideo, bool hasAudio)
    {
        byte[] ebml = Element(Ebml, Number(EbmlVersion, 1), Number(EbmlReadVersion, 1), Number(MaxIdLength, 4), Number(MaxSizeLength, 8),
            Text(DocType, "matroska"), Number(DocTypeVersion, 4), Number(DocTypeReadVersion, 2));
        byte[] info = Element(Info, Number(TimestampScale, UnitNanoseconds), Text(MuxingApp, "Kapok"), Text(WritingApp, "Kapok"));
        List<byte[]> tracks = [];
        if (hasVideo) tracks.Add(VideoEntry(format));
        if (hasAudio) tracks.Add(AudioEntry(format));
        byte[] segment = [0x18, 0x53, 0x80, 0x67, 0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]; // of unknown size
        return [.. ebml, .. segment, .. info, .. Element(Tracks, [.. tracks])];
    }

    /// <summary>What stands before a sample's bytes.</summary>
    public static byte[] Before(in StageSample sample)
    {
        long unit = (sample.DecodeTime + sample.Shift) / TicksPerUnit;
        byte[] time = Number(Timestamp, unit);
        int blockSize = 4 + sample.Data.Length;
        byte[] blockHead = [(byte)SimpleBlock, .. Size(blockSize), (byte)(0x80 | (sample.IsVideo ? VideoTrack : AudioTrack)), 0, 0, (byte)(sample.IsKey ? 0x80 : 0)];
        return [.. Id(Cluster), .. Size(time.Length + blockHead.Length + sample.Data.Length), .. time, .. blockHead];
    }

    private static byte[] VideoEntry(StageFormat format) => Element(TrackEntry,
        Number(TrackNumber, VideoTrack), Number(TrackUid, VideoTrack), Number(TrackType, 1), Number(FlagLacing, 0), Text(CodecId, NameOf(format.Video) ?? ""),
        Bytes(CodecPrivate, format.VideoConfig),
        Element(Video, Number(PixelWidth, format.Width > 0 ? format.Width : UnknownWidth), Number(PixelHeight, format.Height > 0 ? format.Height : UnknownHeight)));

    private static byte[] AudioEntry(StageFormat format)
    {
        byte[] rate = new byte[8];
        BinaryPrimitives.WriteDoubleBigEndian(rate, format.SampleRate);
        return Element(TrackEntry,
            Number(TrackNumber, AudioTrack), Number(TrackUid, AudioTrack), Number(TrackType, 2), Number(FlagLacing, 0), Text(CodecId, NameOf(format.Audio) ?? ""),
            Bytes(CodecPrivate, format.AudioConfig), Element(Audio, Bytes(SamplingFrequency, rate), Number(Channels, Math.Max(1, format.Channels))));
    }

    private static byte[] Element(uint id, params ReadOnlySpan<byte[]> parts)
    {
        List<byte> content = [];
        foreach (byte[] part in parts) content.AddRange(part);
        return [.. Id(id), .. Size(content.Count), .. content];
    }

    private static byte[] Number(uint id, long value)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        return [.. Id(id), 0x88, .. bytes];
    }

    private static byte[] Text(uint id, string value) => Bytes(id, Encoding.ASCII.GetBytes(value));

    private static byte[] Bytes(uint id, ReadOnlyMemory<byte> value) => value.IsEmpty ? [] : [.. Id(id), .. Size(value.Length), .. value.Span];

    private static byte[] Id(uint id)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, id);
        return bytes[(id > 0xffffff ? 0 : id > 0xffff ? 1 : id > 0xff ? 2 : 3)..];
    }

    // Four bytes hold up to 256 MiB (RFC 8794, section 4): more than any sample.
    private static byte[] Size(int size)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, 0x10000000u | (uint)size);
        return bytes;
    }
}
