using Kapok.Media.Rtc.Sdp;

namespace Kapok.Media.Stage.WebRtc;

/// <summary>Why an offer to publish or to watch is not taken.</summary>
public enum OfferFault
{
    /// <summary>It is.</summary>
    None,

    /// <summary>It is no offer of WebRTC: <see cref="OfferAnswer.Sdp"/> says what is wrong.</summary>
    Malformed,

    /// <summary>What is sent, or asked for, is of no codec that both sides have.</summary>
    Codec,

    /// <summary>The stage refuses: <see cref="OfferAnswer.Refusal"/> says why.</summary>
    Refused,

    /// <summary>As many watch as the node takes.</summary>
    Full,

    /// <summary>The server takes no connections now.</summary>
    Unavailable,

    /// <summary>The broadcast is about to begin.</summary>
    NotYet,

    /// <summary>The broadcast's pictures are reordered (B-frames), which WebRTC does not know.</summary>
    Reordered,

    /// <summary>The broadcast's sound is not to be had as Opus.</summary>
    Sound,

    /// <summary>There is no such broadcast.</summary>
    Unknown,
}

/// <summary>What became of an offer.</summary>
/// <param name="Fault">Why it was not taken.</param>
/// <param name="Resource">The session; null when it was not taken.</param>
/// <param name="Answer">The answer in SDP; otherwise empty.</param>
public sealed record OfferAnswer(OfferFault Fault, RtcResource? Resource = null, string Answer = "")
{
    /// <summary>What is wrong with the offer.</summary>
    public SdpFault Sdp { get; init; }

    /// <summary>Why the stage refuses.</summary>
    public StageRefusal Refusal { get; init; }
}
