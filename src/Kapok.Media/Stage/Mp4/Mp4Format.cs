using System.Diagnostics.CodeAnalysis;

namespace Kapok.Media.Stage.Mp4;

/// <summary>What a stage's tracks are in fragmented MP4: its initialisation, its clocks and the names of its codecs.</summary>
/// <remarks>H.264 with AAC or Opus, or one of them alone: what every browser of today plays from it. Track 1 is the picture, track 2 the sound.</remarks>
public sealed class Mp4Format
{
    /// <summary>Track ids.</summary>
    internal const int VideoTrack = 1, AudioTrack = 2;

    private const int FewestAvcBytes = 7, MostConfigBytes = 4096, OpusHeadBytes = 19;
    private const uint OpusClock = 48_000; // RFC 7845, section 4: whatever the rate of the source

    private Mp4Format(StageFormat source, byte[] initialisation, uint audioClock, string codecs) =>
        (Source, Initialisation, AudioClock, Codecs) = (source, initialisation, audioClock, codecs);

    /// <summary>As the publisher told it.</summary>
    public StageFormat Source { get; }

    /// <summary>The initialisation segment (ISO/IEC 23009-1): ftyp and moov.</summary>
    public ReadOnlyMemory<byte> Initialisation { get; }

    /// <summary>Ticks a second of the sound's times: one for each of its samples. 0 without sound.</summary>
    public uint AudioClock { get; }

    /// <summary>The codecs as RFC 6381 names them, e.g. <c>avc1.64001f,mp4a.40.2</c>.</summary>
    public string Codecs { get; }

    /// <summary>There is a picture.</summary>
    public bool HasVideo => Source.Video != StageCodec.None;

    /// <summary>There is sound.</summary>
    public bool HasAudio => Source.Audio != StageCodec.None;

    /// <summary>Makes it of what a publisher says.</summary>
    /// <returns>False when a codec does not play from MP4, a decoder's configuration is not one, or there is no track.</returns>
    public static bool TryCreate(StageFormat source, [NotNullWhen(true)] out Mp4Format? format)
    {
        ArgumentNullException.ThrowIfNull(source);
        format = null;
        if (!TryNameVideo(source, out string? video) || !TryNameAudio(source, out string? audio)) return false;
        string codecs = string.Join(',', ((string[])[video, audio]).Where(name => name.Length > 0));
        if (codecs.Length == 0) return false;
        uint clock = source.Audio switch { StageCodec.None => 0u, StageCodec.Opus => OpusClock, _ => (uint)source.SampleRate };
        format = new(source, InitialisationWriter.Write(source, clock), clock, codecs);
        return true;
    }

    private static bool TryNameVideo(StageFormat source, [NotNullWhen(true)] out string? name)
    {
        ReadOnlySpan<byte> config = source.VideoConfig.Span;
        name = source.Video switch
        {
            StageCodec.None => "",
            StageCodec.H264 when config.Length is >= FewestAvcBytes and <= MostConfigBytes && config[0] == 1 => StageCodecNames.VideoOf(source),
            _ => null,
        };
        return name is not null && source.Width is >= 0 and <= ushort.MaxValue && source.Height is >= 0 and <= ushort.MaxValue;
    }

    private static bool TryNameAudio(StageFormat source, [NotNullWhen(true)] out string? name)
    {
        ReadOnlySpan<byte> config = source.AudioConfig.Span;
        name = source.Audio switch
        {
            StageCodec.None => "",
            StageCodec.Aac when config.Length is >= 2 and <= 64 && source.SampleRate is >= 7350 and <= 96_000 => StageCodecNames.AudioOf(source),
            StageCodec.Opus when config.Length is >= OpusHeadBytes and <= MostConfigBytes && config.StartsWith("OpusHead"u8) => StageCodecNames.AudioOf(source),
            _ => null,
        };
        return name is not null && source.Channels is >= 0 and <= 8;
    }
}
