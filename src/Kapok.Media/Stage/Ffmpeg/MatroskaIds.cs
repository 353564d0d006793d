namespace Kapok.Media.Stage.Ffmpeg;

/// <summary>Elements of Matroska (RFC 9559) and EBML (RFC 8794), with their length markers.</summary>
internal static class MatroskaIds
{
    public const uint Ebml = 0x1A45DFA3, EbmlVersion = 0x4286, EbmlReadVersion = 0x42F7, MaxIdLength = 0x42F2, MaxSizeLength = 0x42F3;
    public const uint DocType = 0x4282, DocTypeVersion = 0x4287, DocTypeReadVersion = 0x4285;
    public const uint Segment = 0x18538067, Info = 0x1549A966, TimestampScale = 0x2AD7B1, MuxingApp = 0x4D80, WritingApp = 0x5741;
    public const uint Tracks = 0x1654AE6B, TrackEntry = 0xAE, TrackNumber = 0xD7, TrackUid = 0x73C5, TrackType = 0x83, FlagLacing = 0x9C;
    public const uint CodecId = 0x86, CodecPrivate = 0x63A2;
    public const uint Video = 0xE0, PixelWidth = 0xB0, PixelHeight = 0xBA, Audio = 0xE1, SamplingFrequency = 0xB5, Channels = 0x9F;
    public const uint Cluster = 0x1F43B675, Timestamp = 0xE7, SimpleBlock = 0xA3, BlockGroup = 0xA0, Block = 0xA1;

    /// <summary>Name of a codec there; null for none.</summary>
    public static string? NameOf(StageCodec codec) => codec switch
    {
        StageCodec.H264 => "V_MPEG4/ISO/AVC",
        StageCodec.Vp8 => "V_VP8",
        StageCodec.Vp9 => "V_VP9",
        StageCodec.Av1 => "V_AV1",
        StageCodec.Aac => "A_AAC",
        StageCodec.Opus => "A_OPUS",
        _ => null,
    };

    /// <summary>The codec of a name; None for one that a stage does not have.</summary>
    public static StageCodec CodecOf(ReadOnlySpan<byte> name)
    {
        foreach (StageCodec codec in Enum.GetValues<StageCodec>())
            if (NameOf(codec) is { } known && name.SequenceEqual(System.Text.Encoding.ASCII.GetBytes(known))) return codec;
        return StageCodec.None;
    }
}
