// A room's people as the server tells of them. Connecting and evaluating are in VoiceHall.Sessions.cs.
using System.Numerics;
using Kapok.Media.Rtc;
using Kapok.Media.Rtc.Sessions;

namespace Kapok.Media.Voices;

/// <summary>The voices of one room: what the server tells of its people, and their sessions.</summary>
/// <remarks>Any thread may call it; calls take a lock for less than a microsecond, except while the room is evaluated, which takes a millisecond with thousands
/// of people.</remarks>
public sealed partial class VoiceHall : IRtcOwner, ISlotSink
{
    private readonly RtcServer _rtc;
    private readonly IVoiceEvents _events;
    private readonly Lock _lock = new();
    private readonly VoiceRoom _room;
    private readonly Dictionary<uint, VoiceSession> _sessions = [];
    private bool _isClosed;

    internal VoiceHall(RtcServer rtc, IVoiceEvents events, string id, VoiceRoomSettings settings) => (_rtc, _events, Id, _room) = (rtc, events, id, new(settings));

    /// <summary>The room's id.</summary>
    public string Id { get; }

    /// <summary>Speakers of whom was told that they speak, for tests.</summary>
    internal int Told
    {
        get
        {
            lock (_lock) return _told.Count;
        }
    }

    /// <summary>Somebody came into the room, with or without a voice connection.</summary>
    public void Join(uint person)
    {
        lock (_lock)
        {
            if (!_isClosed) _room.Join(person);
        }
    }

    /// <summary>Somebody left the room; their session ends.</summary>
    public void Leave(uint person)
    {
        VoiceSession? session;
        lock (_lock)
        {
            if (!_room.Leave(person)) return;
            _sessions.Remove(person, out session);
            _told.Remove(person); // the id's next owner has said nothing yet
        }
        if (session is not null) _rtc.End(session.Rtc);
        _rtc.Nudge();
    }

    /// <summary>The room closes: nobody is in it any more, and nobody comes in.</summary>
    internal void Close()
    {
        VoiceSession[] sessions;
        lock (_lock)
        {
            _isClosed = true;
            sessions = [.. _sessions.Values];
            _sessions.Clear();
            _told.Clear();
            _room.Clear();
        }
        foreach (VoiceSession session in sessions) _rtc.End(session.Rtc);
    }

    /// <summary>Where somebody stands. Cheap: call it as often as they move; it counts five times a second.</summary>
    /// <param name="person">Who.</param>
    /// <param name="place">x and z, in metres.</param>
    /// <param name="zone">Zone they are in, 0 for none.</param>
    /// <param name="isPrivate">Whether it is a private one.</param>
    public void Place(uint person, Vector2 place, int zone = 0, bool isPrivate = false)
    {
        lock (_lock) _room.Place(person, place, zone, isPrivate);
    }

    /// <summary>Where somebody's voice comes from and how far it may reach, all at once; whoever is not in the room comes in.</summary>
    /// <param name="person">Who.</param>
    /// <param name="place">x and z, in metres.</param>
    /// <param name="zone">Zone they are in, 0 for none.</param>
    /// <param name="isPrivate">Whether it is a private one.</param>
    /// <param name="isOnStage">Whether everyone hears them.</param>
    /// <param name="isSilenced">Whether a moderator took their voice away.</param>
    public void Stand(uint person, Vector2 place, int zone, bool isPrivate, bool isOnStage, bool isSilenced)
    {
        bool reachesOthers;
        lock (_lock)
        {
            if (_isClosed) return;
            _room.Join(person);
            _room.Place(person, place, zone, isPrivate);
            reachesOthers = _room.SetStage(person, isOnStage) | _room.Silence(person, isSilenced);
        }
        if (reachesOthers) _rtc.Nudge();
    }

    /// <summary>What moderators decided for everyone, and who holds the microphone, in place of what was before. The stage and the holder are heard whatever is silenced.</summary>
    /// <param name="isEveryoneSilenced">Whether everyone's voice is taken away.</param>
    /// <param name="silencedZones">Zones in which everyone's is.</param>
    /// <param name="holder">Who is heard by all; null for nobody.</param>
    public void SetRules(bool isEveryoneSilenced, IEnumerable<int> silencedZones, uint? holder)
    {
        lock (_lock)
        {
            _room.SilenceEveryone(isEveryoneSilenced);
            _room.SilenceZones(silencedZones);
            _room.SetHolder(holder);
        }
        _rtc.Nudge();
    }

    /// <summary>A listener mutes or blocks somebody, or does no more.</summary>
    public void Hide(uint listener, uint speaker, bool isHidden)
    {
        lock (_lock) _room.Hide(listener, speaker, isHidden);
        _rtc.Nudge();
    }
}
