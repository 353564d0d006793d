namespace Kapok.Media.Rtc.Codecs;

/// <summary>Tells the packets with which a picture begins that needs none before it.</summary>
/// <remarks>Reads payloads of strangers: never past their end, and what is cut is no beginning.</remarks>
public static class Keyframe
{
    private const int SingleTimeAggregation = 24, Fragment = 28, ParameterSet = 7, WholePicture = 5; // NAL unit types of H.264

    /// <summary>Whether a keyframe begins in a packet.</summary>
    /// <param name="codec">Of which codec it is.</param>
    /// <param name="payload">Its payload without padding.</param>
    public static bool Begins(RtpCodec codec, ReadOnlySpan<byte> payload)
    {
        if (payload.IsEmpty) return false;
        if (codec == RtpCodec.Vp8) return OfVp8(payload);
        if (codec == RtpCodec.H264) return OfH264(payload);
        return codec == RtpCodec.Vp9 ? OfVp9(payload[0]) : codec == RtpCodec.Av1 && OfAv1(payload[0]);
    }

    // RFC 7741, section 4.2: the descriptor's length depends on X, I, L, T and K; a picture begins with S and partition 0. RFC 6386, section 9.1: its
    // first bit is 0 for a keyframe.
    private static bool OfVp8(ReadOnlySpan<byte> payload)
    {
        bool isFirst = (payload[0] & 0x10) != 0 && (payload[0] & 0x07) == 0;
        int at = 1;
        if ((payload[0] & 0x80) != 0)
        {
            if (payload.Length < 2) return false;
            byte extra = payload[at++];
            if ((extra & 0x80) != 0) at += at < payload.Length && (payload[at] & 0x80) != 0 ? 2 : 1;
            if ((extra & 0x40) != 0) at++;
            if ((extra & 0x30) != 0) at++;
        }
        return isFirst && at < payload.Length && (payload[at] & 0x01) == 0;
    }

    // RFC 6184, sections 5.6 to 5.8. Encoders put the parameter sets before each whole picture; either may be what comes first.
    private static bool OfH264(ReadOnlySpan<byte> payload)
    {
        int type = payload[0] & 0x1F;
        if (type is ParameterSet or WholePicture) return true;
        if (type == Fragment) return payload.Length > 1 && (payload[1] & 0x80) != 0 && (payload[1] & 0x1F) is ParameterSet or WholePicture;
        if (type != SingleTimeAggregation) return false;
        for (int at = 1; at + 2 < payload.Length;)
        {
            if ((payload[at + 2] & 0x1F) is ParameterSet or WholePicture) return true;
            at += 2 + ((payload[at] << 8) | payload[at + 1]);
        }
        return false;
    }

    // RFC 9628, section 4.2: not predicted from another picture (P = 0), and the beginning of a frame (B = 1).
    private static bool OfVp9(byte first) => (first & 0x40) == 0 && (first & 0x08) != 0;

    // The Alliance's format, section 4.4: N is set on the first packet of a coded video sequence.
    private static bool OfAv1(byte first) => (first & 0x08) != 0;
}
