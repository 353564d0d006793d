// Sessions of a room: answering an offer, following the room's choice.
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Kapok.Media.Rtc;
using Kapok.Media.Rtc.Codecs;
using Kapok.Media.Rtc.Sdp;
using Kapok.Media.Rtc.Sessions;

namespace Kapok.Media.Voices;

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

    /// <summary>Of what was offered, the person may do nothing.</summary>
    NothingAllowed,
}

public sealed partial class VoiceHall
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
        if (sdpFault == SdpFault.None && !read.Media.Any(media => OpusOf(media) is not null)) sdpFault = SdpFault.NoCodec;
        if (sdpFault != SdpFault.None) return ConnectFault.Offer;
        if (_rtc.IsFull) return ConnectFault.Full;
        List<SdpSection> sections = Plan(read, rights, out int voiceSlots);
        if (sections.All(section => section.Use == SectionUse.Refused)) return ConnectFault.NothingAllowed;
        VoiceSession made = new(this, person, voiceSlots);
        made.Bind(_rtc.Prepare(this, made, read, sections, out string prepared));
        VoiceSession? before;
        lock (_lock)
        {
            if (!_room.Has(person)) return ConnectFault.NotHere;
            OpenFault fault = _rtc.Open(made.Rtc);
            if (fault != OpenFault.None) return fault == OpenFault.Full ? ConnectFault.Full : ConnectFault.Stopping;
            _sessions.Remove(person, out before);
            _sessions.Add(person, made);
        }
        if (before is not null) _rtc.End(before.Rtc);
        (session, answer) = (made, prepared);
        return ConnectFault.None;
    }

    /// <summary>Somebody's session, connected or not; null when there is none.</summary>
    public VoiceSession? Find(uint person)
    {
        lock (_lock) return _sessions.GetValueOrDefault(person);
    }

    /// <inheritdoc/>
    void IRtcOwner.Connected(RtcSession session)
    {
        VoiceSession one = (VoiceSession)session.Key;
        lock (_lock)
        {
            if (_sessions.GetValueOrDefault(one.Person) == one) _room.Attach(one.Person, one.VoiceSlots, session.Subscriptions.Length - one.VoiceSlots);
        }
        _events.Connected(one);
    }

    /// <inheritdoc/>
    void IRtcOwner.Ended(RtcSession session)
    {
        VoiceSession one = (VoiceSession)session.Key;
        lock (_lock)
        {
            if (_sessions.GetValueOrDefault(one.Person) == one)
            {
                _sessions.Remove(one.Person);
                _room.Detach(one.Person);
                _told.Remove(one.Person);
            }
        }
        _events.Ended(one);
    }

    /// <summary>The choice of voices tells of a change; called while it is evaluated.</summary>
    void ISlotSink.Assign(uint listener, int slot, TrackId? source)
    {
        if (!_sessions.TryGetValue(listener, out VoiceSession? session) || slot >= session.Rtc.Subscriptions.Length) return;
        RtcTrack? track = source is { } id && _sessions.TryGetValue(id.Person, out VoiceSession? speaker) ? speaker.TrackOf(id.Kind) : null;
        session.Rtc.Subscriptions[slot].Carry(track);
        if (_changed.Count == 0 || _changed[^1].Listener != session) _changed.Add((session, _changes.Count));
        _changes.Add(new(slot, source));
    }

    /// <summary>Follows who speaks where. The server's clock calls.</summary>
    internal void Evaluate(long nowMs, int slotLimit)
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
            _events.SlotsChanged(_changed[at].Listener, changes[from..to]);
        }
        if (_levels.Count > 0) _events.Speaking(this, CollectionsMarshal.AsSpan(_levels));
    }

    private void Hear(VoiceSession session, long nowMs)
    {
        foreach (RtcTrack track in session.Rtc.Tracks)
        {
            TrackLevel level = track.Level;
            if (level.VoiceMs == 0) continue;
            TrackKind kind = (TrackKind)track.Label;
            _room.Heard(session.Person, kind, level.Db, true, level.VoiceMs);
            if (kind != TrackKind.Voice) continue;
            bool isSpeaking = _room.IsSpeaking(session.Person, nowMs);
            if (isSpeaking) _told[session.Person] = nowMs;
            else if (!_told.Remove(session.Person)) continue;
            _levels.Add(new(session.Person, level.Db, isSpeaking));
        }
    }

    private static List<SdpSection> Plan(SdpOffer offer, VoiceRights rights, out int voiceSlots)
    {
        List<SdpSection> sections = [];
        int slot = 0;
        bool voice = false, stage = false;
        foreach (SdpMedia media in offer.Media)
        {
            bool sends = media.Direction is SdpDirection.SendOnly or SdpDirection.SendReceive;
            if (OpusOf(media) is not { } opus || media.Direction == SdpDirection.Inactive) sections.Add(SdpSection.Refuse(media));
            else if (sends && rights.MaySpeak && !voice)
            {
                voice = true;
                sections.Add(SdpSection.Publish(media, opus, (int)TrackKind.Voice));
            }
            else if (sends && rights.MayPlay && !stage)
            {
                stage = true;
                sections.Add(SdpSection.Publish(media, opus, (int)TrackKind.Stage, isMusic: true));
            }
            else if (media.Direction == SdpDirection.ReceiveOnly && slot < rights.VoiceSlots + rights.StageSlots)
            {
                sections.Add(SdpSection.Subscribe(media, [opus], isMusic: slot++ >= rights.VoiceSlots));
            }
            else sections.Add(SdpSection.Refuse(media));
        }
        voiceSlots = Math.Min(slot, rights.VoiceSlots);
        return sections;
    }

    private static SdpFormat? OpusOf(SdpMedia media) => media.IsUsable ? media.Find(RtpCodec.Opus) : null;
}
