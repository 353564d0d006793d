namespace Kapok.Media.Stage.WebRtc;

/// <summary>Types of H.264's units (ISO/IEC 14496-10, table 7-1).</summary>
internal static class H264Unit
{
    public const int WholePicture = 5, SequenceParameters = 7, PictureParameters = 8, Delimiter = 9, Filler = 12;

    /// <summary>Type by the first byte.</summary>
    public static int TypeOf(byte first) => first & 0x1F;
}
