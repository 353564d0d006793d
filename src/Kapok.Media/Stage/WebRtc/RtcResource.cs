using System.Security.Cryptography;
using Kapok.Media.Rtc;
using Kapok.Media.Rtc.Sdp;
using Kapok.Media.Rtc.Sessions;

namespace Kapok.Media.Stage.WebRtc;

/// <summary>What became of a request to change a session.</summary>
public enum PatchOutcome
{
    /// <summary>ICE begins anew.</summary>
    Restarted,

    /// <summary>It told of candidates, which are not needed here: a lite agent answers whoever checks it.</summary>
    Trickled,

    /// <summary>A restart has to name any version of the session (RFC 9725, section 4.3.2), and this names none.</summary>
    NoCondition,

    /// <summary>It names another version.</summary>
    OtherVersion,
}

/// <summary>A session of WHIP or WHEP as its peer addresses it (RFC 9725, section 4.2).</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class RtcResource
{
    private readonly Lock _lock = new();
    private readonly RtcServer _rtc;
    private string _peer;
    private int _version = 1;

    internal RtcResource(RtcServer rtc, RtcSession session, SdpOffer offer) => (_rtc, Session, _peer) = (rtc, session, offer.Credentials!.Fragment);

    /// <summary>Its id: 128 random bits.</summary>
    public string Id { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>Names its ICE session, with quotation marks (RFC 9110, section 8.8.3).</summary>
    public string Tag
    {
        get
        {
            lock (_lock) return $"\"{Id[..8]}-{_version}\"";
        }
    }

    internal RtcSession Session { get; }

    /// <summary>Takes a change.</summary>
    /// <param name="fragment">What the peer says of ICE.</param>
    /// <param name="condition">The value of If-Match; empty without.</param>
    /// <param name="answer">What to answer a restart.</param>
    public PatchOutcome Patch(IceFragment fragment, string condition, out string answer)
    {
        ArgumentNullException.ThrowIfNull(fragment);
        answer = "";
        lock (_lock)
        {
            string peer = fragment.Credentials!.Fragment;
            if (peer == _peer) return PatchOutcome.Trickled;
            if (condition.Length == 0) return PatchOutcome.NoCondition;
            if (condition != "*" && condition != $"\"{Id[..8]}-{_version}\"") return PatchOutcome.OtherVersion;
            (_peer, _version) = (peer, _version + 1);
            answer = _rtc.RestartIce(Session, fragment);
            return PatchOutcome.Restarted;
        }
    }
}
