using Kapok.Media.Rtc.Sessions;

namespace Kapok.Media.Rtc;

/// <summary>Opens sessions, and is told what becomes of them: the voices of a room, and whoever else publishes or receives.</summary>
/// <remarks>Called by one thread at a time for all owners of a server, never while a lock is held; it must not block. What it throws is counted and goes no further.</remarks>
public interface IRtcOwner
{
    /// <summary>A session is connected: its tracks may come, and its subscriptions can carry tracks.</summary>
    void Connected(RtcSession session);

    /// <summary>A session is over; <see cref="RtcSession.End"/> says why.</summary>
    void Ended(RtcSession session);
}

/// <summary>Why a session is not opened.</summary>
public enum OpenFault
{
    /// <summary>It is.</summary>
    None,

    /// <summary>The node has as many sessions as it takes.</summary>
    Full,

    /// <summary>The server stops.</summary>
    Stopping,
}
