using Kapok.Media.Rtc.Codecs;
using Kapok.Media.Rtc.Sdp;
using Kapok.Media.Rtc.Srtp;

namespace Kapok.Media.Rtc.Client;

/// <summary>What a bot offers.</summary>
public sealed record RtcClientOptions
{
    /// <summary>It sends voice.</summary>
    public bool SendsVoice { get; init; } = true;

    /// <summary>It sends stage sound.</summary>
    public bool SendsStage { get; init; }

    /// <summary>Pictures that it sends, by their codec; null for none.</summary>
    public RtpCodec? SendsVideo { get; init; }

    /// <summary>Sections in which it receives sound.</summary>
    public int Slots { get; init; }

    /// <summary>Sections in which it receives pictures, of any codec of the table.</summary>
    public int VideoSlots { get; init; }

    /// <summary>Feedback that it offers for pictures.</summary>
    public SdpFeedback VideoFeedback { get; init; } = SdpFeedback.Nack | SdpFeedback.PictureLoss | SdpFeedback.FullIntra | SdpFeedback.Congestion;

    /// <summary>It insists on waiting for the server's handshake, as ffmpeg does.</summary>
    public bool IsDtlsServer { get; init; }

    /// <summary>It counts what comes by the headers, which are in the clear, and opens nothing: so that many clients fit beside the server that they measure.</summary>
    public bool IsLight { get; init; }

    /// <summary>It connects by TCP.</summary>
    public bool UsesTcp { get; init; }

    /// <summary>It takes repeated packets in a stream of their own (RFC 4588).</summary>
    public bool TakesRtx { get; init; }

    /// <summary>It announces the fingerprint of another certificate than it shows, so that it must be refused.</summary>
    public bool Lies { get; init; }

    /// <summary>SRTP profiles by preference.</summary>
    public IReadOnlyList<int> Profiles { get; init; } = SrtpProfiles.Preferred;
}
