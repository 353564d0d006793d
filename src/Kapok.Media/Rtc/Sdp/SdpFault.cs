namespace Kapok.Media.Rtc.Sdp;

/// <summary>Why an offer is not taken.</summary>
public enum SdpFault
{
    /// <summary>Nothing is wrong.</summary>
    None,

    /// <summary>Longer than 64 KiB, more than 2,000 lines, a line over 1,024 characters, or more than 64 media sections.</summary>
    TooLarge,

    /// <summary>Not SDP.</summary>
    Malformed,

    /// <summary>No user name fragment and password of ICE, or such as RFC 8839 does not allow.</summary>
    NoIce,

    /// <summary>No SHA-256 fingerprint of the certificate (RFC 8122), or no usable setup role.</summary>
    NoDtls,

    /// <summary>The media sections are not bundled, or do not multiplex RTCP.</summary>
    NotBundled,

    /// <summary>No section offers a codec that is forwarded here.</summary>
    NoCodec,
}

/// <summary>Who may send in a media section, from the offerer's side (RFC 8866, section 6.7).</summary>
public enum SdpDirection
{
    /// <summary>Both; the default.</summary>
    SendReceive,

    /// <summary>The offerer sends.</summary>
    SendOnly,

    /// <summary>The offerer receives.</summary>
    ReceiveOnly,

    /// <summary>Nobody.</summary>
    Inactive,
}

/// <summary>Who opens DTLS (RFC 8842).</summary>
public enum SdpSetup
{
    /// <summary>Not said.</summary>
    None,

    /// <summary>The offerer opens.</summary>
    Active,

    /// <summary>The offerer waits.</summary>
    Passive,

    /// <summary>The answerer chooses.</summary>
    Either,
}
