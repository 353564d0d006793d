// Sessions of a room: answering an offer, following the room's choice.
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Kapok.Media.Rtc.Ice;
using Kapok.Media.Rtc.Routing;
using Kapok.Media.Rtc.Sdp;
using Kapok.Media.Rtc.Sessions;

namespace Kapok.Media.Rtc;

/// <summary>What a person may do with their voice connection.</summary>
/// <param name="VoiceSlots">Sections of the offer in which the client receives that are used for voices, 0 to 16; the first ones.</param>
/// <param name="StageSlots">Those after them that are used for the stage, 0 to 16.</param>
/// <param name="MaySpeak">Whether the first section in which the client sends is taken as their voice.</param>
/// <param name="MayPlay">Whether the next one is taken as stage sound; without a voice, the first.</param>
public readonly record struct VoiceRights(int VoiceSlots, int StageSlots, bool MaySpeak, bool MayPlay);

/// <summary>Why no session was made.</summary>
public enum ConnectFault
{
    /// <summary>One was made.</summary>
    None,

    /// <summary>The offer is wrong; <see cref="SdpFault"/> says how.</summary>
    Offer,

    /// <summary>The node has as many sessions as it takes.</summary>
    Full,

    /// <summary>The person is not in the room.</summary>
    NotHere,

    /// <summary>The server stops.</summary>
    Stopping,
}

public sealed partial class VoiceHall : ISlotSink
{
    // Touched by one evaluation at a time only. The choice goes from listener to listener, so each one's changes lie in a row.
    private readonly List<SlotChange> _changes = [];
    private readonly List<(VoiceSession Listener, int From)> _changed = [];
    private readonly List<SpeakerLevel> _levels = [];
    private readonly Dictionary<uint, long> _told = []; // speakers that were told of, so that their end is told too

    /// <summary>Answers an offer. A session that the person had before ends.</summary>
    /// <param name="person">Who; must have joined.</param>
    /// <param name="offer">The client's SDP.</param>
    /// <param name="rights">What they may do.</param>
    /// <param name="session">The session.</param>
    /// <param name="answer">The answer for the client.</param>
    /// <param name="sdpFault">What is wrong with the offer.</param>
    public ConnectFault Connect(
        uint person, string offer, VoiceRights rights, [NotNullWhen(true)] out VoiceSession? session, out string answer, out SdpFault sdpFault)
    {
        (session, answer) = (null, "");
        sdpFault = SdpOffer.TryRead(offer, out SdpOffer read);
        if (sdpFault != SdpFault.None) return ConnectFault.Offer;
        if (_core.Sessions.Count >= _core.Options.MaxSessions) return ConnectFault.Full;
        IceCredentials credentials = IceCredentials.Generate();
        List<SdpSection> sections = Plan(read, rights);
        // The offerer opens unless it insists on waiting: browsers say either, and then their first flight comes without our asking.
        bool isClient = read.Setup == SdpSetup.Passive;
        VoiceSession made = new(person, Id, credentials, read.Fingerprint, isClient, (long)_core.NowMs);
        // Seeded from the system: these numbers only have to differ, they are no secret.
        Random random = new(RandomNumberGenerator.GetInt32(int.MaxValue));
        made.Tracks = [.. sections.Where(section => section.Use is SectionUse.Voice or SectionUse.Stage).Select(section => new IncomingTrack(made, section, _core.Options.Shards))];
        made.Slots = [.. sections.Where(section => section.Slot >= 0).Select(section => new OutgoingSlot(made, section, random))];
        made.VoiceSlotCount = sections.Count(section => section.Use == SectionUse.VoiceSlot);
        VoiceSession? before;
        lock (_lock)
        {
            if (_server.IsStopping) return ConnectFault.Stopping;
            if (!_room.Has(person)) return ConnectFault.NotHere;
            _sessions.Remove(person, out before);
            _sessions.Add(person, made);
            _core.Sessions[credentials.Key] = made;
        }
        if (before is not null) _server.End(before, SessionEnd.Left);
        SdpTransport transport = new(credentials, _core.Identity.Fingerprint, isClient ? SdpSetup.Active : SdpSetup.Passive, _server.Addresses, _core.Options.OffersUdp ? _server.Port : 0, _core.Options.TcpPort);
        answer = SdpAnswer.Write(sections, transport, RandomNumberGenerator.GetInt32(1, int.MaxValue));
        session = made;
        return ConnectFault.None;
    }

    /// <summary>Somebody's session, connected or not; null when there is none.</summary>
    public VoiceSession? Find(uint person)
    {
        lock (_lock) return _sessions.GetValueOrDefault(person);
    }

    /// <summary>The choice of voices tells of a change; called while it is evaluated.</summary>
    void ISlotSink.Assign(uint listener, int slot, TrackId? source)
    {
        if (!_sessions.TryGetValue(listener, out VoiceSession? session) || slot >= session.Slots.Length) return;
        IncomingTrack? track = source is { } id && _sessions.TryGetValue(id.Person, out VoiceSession? speaker) ? Array.Find(speaker.Tracks, one => one.Kind == id.Kind) : null;
        OutgoingSlot outgoing = session.Slots[slot];
        session.Home?.Post(session, () => session.Home.Assign(outgoing, track));
        if (_changed.Count == 0 || _changed[^1].Listener != session) _changed.Add((session, _changes.Count));
        _changes.Add(new(slot, source));
    }

    internal void Attach(VoiceSession session)
    {
        lock (_lock)
        {
            if (_sessions.GetValueOrDefault(session.Person) != session) return;
            _room.Attach(session.Person, session.VoiceSlotCount, session.Slots.Length - session.VoiceSlotCount);
        }
    }

    internal void Detach(VoiceSession session)
    {
        lock (_lock)
        {
            if (_sessions.GetValueOrDefault(session.Person) != session) return;
            _sessions.Remove(session.Person);
            _room.Detach(session.Person);
            _told.Remove(session.Person);
        }
    }

    /// <summary>Follows who speaks where. The server's clock calls.</summary>
    internal void Evaluate(long nowMs, int slotLimit, IVoiceEvents events)
    {
        lock (_lock)
        {
            _levels.Clear();
            _changes.Clear();
            _changed.Clear();
            foreach (VoiceSession session in _sessions.Values)
            {
                if (session.State == SessionState.Connected) Hear(session, nowMs);
            }
            _room.SlotLimit = slotLimit;
            _room.Evaluate(nowMs, this);
        }
        ReadOnlySpan<SlotChange> changes = CollectionsMarshal.AsSpan(_changes);
        for (int at = 0; at < _changed.Count; at++)
        {
            int from = _changed[at].From, to = at + 1 < _changed.Count ? _changed[at + 1].From : changes.Length;
            events.SlotsChanged(_changed[at].Listener, changes[from..to]);
        }
        if (_levels.Count > 0) events.Speaking(Id, CollectionsMarshal.AsSpan(_levels));
    }

    private void Hear(VoiceSession session, long nowMs)
    {
        foreach (IncomingTrack track in session.Tracks)
        {
            TrackLevel level = track.Level;
            if (level.VoiceMs == 0) continue;
            _room.Heard(session.Person, track.Kind, level.Db, true, level.VoiceMs);
            if (track.Kind != TrackKind.Voice) continue;
            bool isSpeaking = _room.IsSpeaking(session.Person, nowMs);
            if (isSpeaking) _told[session.Person] = nowMs;
            else if (!_told.Remove(session.Person)) continue;
            _levels.Add(new(session.Person, level.Db, isSpeaking));
        }
    }

    private static List<SdpSection> Plan(SdpOffer offer, VoiceRights rights)
    {
        List<SdpSection> sections = [];
        int slot = 0;
        bool voice = false, stage = false;
        foreach (SdpMedia media in offer.Media)
        {
            bool sends = media.Direction is SdpDirection.SendOnly or SdpDirection.SendReceive;
            if (!media.IsUsable || media.Direction == SdpDirection.Inactive) sections.Add(new(media, SectionUse.Refused));
            else if (sends && rights.MaySpeak && !voice)
            {
                voice = true;
                sections.Add(new(media, SectionUse.Voice));
            }
            else if (sends && rights.MayPlay && !stage)
            {
                stage = true;
                sections.Add(new(media, SectionUse.Stage));
            }
            else if (media.Direction == SdpDirection.ReceiveOnly && slot < rights.VoiceSlots + rights.StageSlots)
            {
                SectionUse use = slot < rights.VoiceSlots ? SectionUse.VoiceSlot : SectionUse.StageSlot;
                sections.Add(new(media, use, slot++, NewSource(), media.OpusRtxType >= 0 ? NewSource() : 0));
            }
            else sections.Add(new(media, SectionUse.Refused));
        }
        return sections;
    }

    private static uint NewSource() => (uint)RandomNumberGenerator.GetInt32(1, int.MaxValue);
}
