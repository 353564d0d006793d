namespace Kapok.Media.Stage;

/// <summary>A codec in which a stage is published.</summary>
public enum StageCodec
{
    /// <summary>No such track.</summary>
    None,

    /// <summary>H.264, ISO/IEC 14496-10; samples are length-prefixed with four bytes (ISO/IEC 14496-15), its configuration is an avcC record.</summary>
    H264,

    /// <summary>VP8, RFC 6386.</summary>
    Vp8,

    /// <summary>VP9 of eight bits a colour.</summary>
    Vp9,

    /// <summary>AV1 of the main profile.</summary>
    Av1,

    /// <summary>AAC-LC, ISO/IEC 14496-3; samples are raw blocks, its configuration is an AudioSpecificConfig.</summary>
    Aac,

    /// <summary>Opus, RFC 6716; samples are packets, its configuration is an OpusHead (RFC 7845, section 5.1).</summary>
    Opus,
}
