using System.Globalization;

namespace Kapok.Media.Stage;

/// <summary>Names of codecs, for browsers and for people.</summary>
public static class StageCodecNames
{
    /// <summary>The picture's codec as RFC 6381 has it, e.g. <c>avc1.64001f</c>; empty without a picture.</summary>
    public static string VideoOf(StageFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        ReadOnlySpan<byte> config = format.VideoConfig.Span;
        return format.Video switch
        {
            // Profile, constraints and level are bytes 1 to 3 of an avcC record (ISO/IEC 14496-15, section 5.3.3.1).
            StageCodec.H264 => config.Length >= 4 ? string.Create(CultureInfo.InvariantCulture, $"avc1.{config[1]:x2}{config[2]:x2}{config[3]:x2}") : "avc1.42e01f",
            StageCodec.Vp8 => "vp8",
            StageCodec.Vp9 => "vp09.00.41.08",
            StageCodec.Av1 => "av01.0.08M.08",
            _ => "",
        };
    }

    /// <summary>The sound's codec as RFC 6381 has it; empty without sound.</summary>
    public static string AudioOf(StageFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        return format.Audio switch
        {
            // The object type is the first five bits of an AudioSpecificConfig (ISO/IEC 14496-3, section 1.6.2.1).
            StageCodec.Aac => format.AudioConfig.Length > 0 ? string.Create(CultureInfo.InvariantCulture, $"mp4a.40.{format.AudioConfig.Span[0] >> 3}") : "mp4a.40.2",
            StageCodec.Opus => "opus",
            _ => "",
        };
    }

    /// <summary>Both, those that are there.</summary>
    public static IReadOnlyList<string> Of(StageFormat format) => [.. ((string[])[VideoOf(format), AudioOf(format)]).Where(name => name.Length > 0)];

    /// <summary>As people know it; empty for none.</summary>
    public static string TitleOf(StageCodec codec) => codec switch
    {
        StageCodec.H264 => "H.264",
        StageCodec.Vp8 => "VP8",
        StageCodec.Vp9 => "VP9",
        StageCodec.Av1 => "AV1",
        StageCodec.Aac => "AAC",
        StageCodec.Opus => "Opus",
        _ => "",
    };
}
