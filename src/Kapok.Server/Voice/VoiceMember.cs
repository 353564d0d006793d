using Kapok.Media.Voices;
using Kapok.Protocol.Messages;
using Kapok.Server.Sockets;

namespace Kapok.Server.Voice;

/// <summary>Somebody in a room, as its voices see them. Their <see cref="RoomVoice"/> owns it and locks.</summary>
internal sealed class VoiceMember(uint person)
{
    /// <summary>Id in the room.</summary>
    public uint Person => person;

    /// <summary>Their world socket; null while they are away.</summary>
    public Connection? Connection { get; set; }

    /// <summary>They left; whatever is still under way for them counts no more.</summary>
    public bool IsGone { get; set; }

    /// <summary>Counts how often they ended their voice themselves.</summary>
    public int Life { get; set; }

    /// <summary>The room lets nobody hear them now.</summary>
    public bool IsQuiet { get; set; }

    /// <summary>An offer that waits to be answered; a newer one takes its place.</summary>
    public PendingOffer? Pending { get; set; }

    /// <summary>They stand in the negotiator's line, or are being served.</summary>
    public bool IsAtDesk { get; set; }

    /// <summary>Their session; null for none.</summary>
    public VoiceSession? Session { get; set; }

    /// <summary>The client's number for it; 0 for none.</summary>
    public uint Attempt { get; set; }

    /// <summary>What each of their slots carries.</summary>
    public TrackId?[] Slots { get; set; } = [];

    /// <summary>The session is over.</summary>
    public void Forget() => (Session, Attempt, Slots) = (null, 0, []);
}

/// <summary>An offer and what its sender may do.</summary>
/// <param name="Offer">As it came.</param>
/// <param name="MayPlay">They may play stage sound.</param>
internal sealed record PendingOffer(VoiceOffer Offer, bool MayPlay);
