namespace Kapok.Media.Stage.Flv;

/// <summary>Codecs as FLV and RTMP name them, in words for people. The old numbers: Adobe's FLV 10.1, appendix E; the four letters: Enhanced RTMP v2.</summary>
internal static class FourCc
{
    /// <summary>H.264.</summary>
    public const uint Avc1 = 0x61766331;

    /// <summary>AAC.</summary>
    public const uint Mp4a = 0x6D703461;

    /// <summary>The name of a codec by its four letters.</summary>
    public static string Name(uint code) => code switch
    {
        Avc1 => "H.264",
        Mp4a => "AAC",
        0x68766331 => "HEVC",
        0x76766331 => "VVC",
        0x61763031 => "AV1",
        0x76703038 => "VP8",
        0x76703039 => "VP9",
        0x4F707573 => "Opus",
        0x664C6143 => "FLAC",
        0x61632D33 => "AC-3",
        0x65632D33 => "E-AC-3",
        0x2E6D7033 => "MP3",
        _ => "This codec",
    };

    /// <summary>The name of a picture's codec by its old number, or by those that are in use beside the standard.</summary>
    public static string VideoName(int number) => number switch
    {
        2 => "Sorenson H.263",
        3 or 6 => "Screen Video",
        4 or 5 => "VP6",
        7 => "H.264",
        12 => "HEVC",
        13 or 14 => "AV1",
        _ => "This codec",
    };

    /// <summary>The name of a sound's codec by its old number.</summary>
    public static string AudioName(int number) => number switch
    {
        0 or 3 => "PCM",
        1 => "ADPCM",
        2 or 14 => "MP3",
        4 or 5 or 6 => "Nellymoser",
        7 or 8 => "G.711",
        10 => "AAC",
        11 => "Speex",
        13 => "Opus",
        _ => "This codec",
    };
}
