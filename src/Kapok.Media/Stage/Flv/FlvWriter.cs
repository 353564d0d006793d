using System.Buffers.Binary;
using Kapok.Media.Stage.Rtmp;

namespace Kapok.Media.Stage.Flv;

/// <summary>Writes FLV (Adobe, version 10.1, appendix E) with H.264 and AAC.</summary>
public static class FlvWriter
{
    private const byte Audio = 8, Video = 9, Script = 18;
    private const byte AvcKey = 0x17, AvcOther = 0x27, AacSound = 0xAF; // AAC is always marked as 44 kHz, 16 bit, stereo; its configuration says what it is
    private const int TagBytes = 11, SizeBytes = 4, MostBodyBytes = 0xFFFFFF, TicksPerMs = StageSample.TicksPerSecond / 1000;

    /// <summary>Whether FLV can carry it.</summary>
    public static bool CanCarry(StageFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        return format is { Video: StageCodec.H264 or StageCodec.None, Audio: StageCodec.Aac or StageCodec.None } and not { Video: StageCodec.None, Audio: StageCodec.None };
    }

    /// <summary>The beginning of a file.</summary>
    public static byte[] Header(StageFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        byte tracks = (byte)((format.Audio != StageCodec.None ? 4 : 0) | (format.Video != StageCodec.None ? 1 : 0));
        return [(byte)'F', (byte)'L', (byte)'V', 1, tracks, 0, 0, 0, 9, 0, 0, 0, 0];
    }

    /// <summary>What stands before the samples of a format: <c>onMetaData</c>, and the configurations.</summary>
    /// <param name="format">What FLV can carry.</param>
    /// <param name="beganAt">When the stage's clock was 0, by <see cref="LiveStage.ProgrammeBeganAt"/>; told as <c>kapokUtcMs</c>, milliseconds since 1970 at timestamp 0.</param>
    /// <param name="timeMs">Timestamp of the sample that follows; told as <c>kapokStartMs</c>, since players count from there.</param>
    public static byte[] Beginning(StageFormat format, DateTimeOffset beganAt, uint timeMs)
    {
        ArgumentNullException.ThrowIfNull(format);
        bool hasVideo = format.Video != StageCodec.None, hasAudio = format.Audio != StageCodec.None;
        List<byte[]> tags = [Tag(Script, timeMs, Metadata(format, beganAt, timeMs), [])];
        if (hasVideo) tags.Add(Tag(Video, timeMs, [AvcKey, 0, 0, 0, 0], format.VideoConfig.Span));
        if (hasAudio) tags.Add(Tag(Audio, timeMs, [AacSound, 0], format.AudioConfig.Span));
        return [.. tags.SelectMany(tag => tag)];
    }

    /// <summary>A sample as a tag; null where it is longer than a tag can be.</summary>
    public static byte[]? Sample(in StageSample sample)
    {
        if (sample.Data.Length > MostBodyBytes - 5) return null;
        uint time = TimeMs(sample);
        if (!sample.IsVideo) return Tag(Audio, time, [AacSound, 1], sample.Data.Span);
        // Rounded together, so that pictures are shown as evenly as they were made.
        int shift = (int)(((sample.DecodeTime + sample.Shift) / TicksPerMs) - (sample.DecodeTime / TicksPerMs));
        return Tag(Video, time, [sample.IsKey ? AvcKey : AvcOther, 1, (byte)(shift >> 16), (byte)(shift >> 8), (byte)shift], sample.Data.Span);
    }

    /// <summary>The timestamp of a sample in milliseconds of the stage's clock; wraps after 49 days.</summary>
    public static uint TimeMs(in StageSample sample) => (uint)(sample.DecodeTime / TicksPerMs);

    private static ReadOnlySpan<byte> Metadata(StageFormat format, DateTimeOffset beganAt, uint timeMs)
    {
        bool hasVideo = format.Video != StageCodec.None, hasAudio = format.Audio != StageCodec.None;
        Amf0Writer to = new Amf0Writer().Text("onMetaData").BeginNamedList(4 + (hasVideo ? 3 : 0) + (hasAudio ? 3 : 0))
            .Name("kapokUtcMs").Number(beganAt.ToUnixTimeMilliseconds()).Name("kapokStartMs").Number(timeMs)
            .Name("hasVideo").Boolean(hasVideo).Name("hasAudio").Boolean(hasAudio);
        if (hasVideo) to.Name("videocodecid").Number(7).Name("width").Number(format.Width).Name("height").Number(format.Height);
        if (hasAudio) to.Name("audiocodecid").Number(10).Name("audiosamplerate").Number(format.SampleRate).Name("stereo").Boolean(format.Channels == 2);
        return to.End().Written;
    }

    private static byte[] Tag(byte type, uint timeMs, ReadOnlySpan<byte> head, ReadOnlySpan<byte> data)
    {
        int body = head.Length + data.Length;
        byte[] tag = new byte[TagBytes + body + SizeBytes];
        BinaryPrimitives.WriteUInt32BigEndian(tag, ((uint)type << 24) | (uint)body);
        BinaryPrimitives.WriteUInt32BigEndian(tag.AsSpan(4), (timeMs << 8) | (timeMs >> 24)); // the highest byte comes last
        head.CopyTo(tag.AsSpan(TagBytes));
        data.CopyTo(tag.AsSpan(TagBytes + head.Length));
        BinaryPrimitives.WriteInt32BigEndian(tag.AsSpan(TagBytes + body), TagBytes + body);
        return tag;
    }
}
