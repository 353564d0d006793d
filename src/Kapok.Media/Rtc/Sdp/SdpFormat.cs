using Kapok.Media.Rtc.Codecs;

namespace Kapok.Media.Rtc.Sdp;

/// <summary>One payload type of a media section that is of the codecs' table, with what the offer says of it.</summary>
/// <param name="Type">Payload type, 0 to 127.</param>
/// <param name="Codec">The codec.</param>
/// <param name="Parameters">The value of a=fmtp, plain ASCII; empty when the offer says nothing.</param>
/// <param name="RtxType">Payload type of its retransmissions (RFC 4588), −1 for none.</param>
/// <param name="Feedback">What the offerer takes as feedback, or gives.</param>
public sealed record SdpFormat(int Type, RtpCodec Codec, string Parameters, int RtxType, SdpFeedback Feedback)
{
    /// <summary>Whether the offer names a kind of feedback.</summary>
    public bool Has(SdpFeedback feedback) => (Feedback & feedback) != 0;
}

/// <summary>Kinds of feedback (RFC 4585, RFC 5104).</summary>
[Flags]
public enum SdpFeedback
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Packets are asked for again: nack.</summary>
    Nack = 1,

    /// <summary>A whole picture is asked for: nack pli.</summary>
    PictureLoss = 2,

    /// <summary>The same by another message: ccm fir.</summary>
    FullIntra = 4,

    /// <summary>Arrival times by transport-wide numbers: transport-cc.</summary>
    Congestion = 8,
}
