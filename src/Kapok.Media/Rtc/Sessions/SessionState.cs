namespace Kapok.Media.Rtc.Sessions;

/// <summary>How far a session has come.</summary>
public enum SessionState
{
    /// <summary>Answered; no check of its peer came yet, or the handshake goes on.</summary>
    Connecting,

    /// <summary>Media flows.</summary>
    Connected,

    /// <summary>Over.</summary>
    Ended,
}

/// <summary>Why a session is over.</summary>
public enum SessionEnd
{
    /// <summary>It is not.</summary>
    None,

    /// <summary>The server ended it: the person left, or connects anew.</summary>
    Left,

    /// <summary>The peer closed its connection.</summary>
    ClosedByPeer,

    /// <summary>The peer did not connect in time.</summary>
    NeverConnected,

    /// <summary>No check and no packet of the peer came for a while.</summary>
    Silent,

    /// <summary>The handshake failed: another certificate than announced, no common profile, or it took too long.</summary>
    HandshakeFailed,

    /// <summary>Too many handshakes at once; the client may try again.</summary>
    Busy,

    /// <summary>The server stops.</summary>
    ServerStopped,

    /// <summary>Something was thrown at it, which is a defect of the server; the client may try again.</summary>
    Faulted,
}
