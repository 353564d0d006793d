// A room's people as the server tells of them. Connecting and evaluating are in VoiceHall.Sessions.cs.
using System.Numerics;
using Kapok.Media.Rtc;
using Kapok.Media.Rtc.Sessions;

namespace Kapok.Media.Voices;

/// <summary>The voices of one room: what the server tells of its people, and their sessions.</summary>
/// <remarks>Any thread may call it; calls take a lock for less than a microsecond, except while the room is evaluated, which takes a millisecond with thousands of people.</remarks>
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
            _room.Leave(person);
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

    /// <summary>Whether somebody is on stage, where everyone hears them.</summary>
    public void SetStage(uint person, bool isOnStage)
    {
        lock (_lock) _room.SetStage(person, isOnStage);
        _rtc.Nudge();
    }

    /// <summary>Who holds the microphone and is heard by all; null for nobody.</summary>
    public void SetHolder(uint? person)
    {
        lock (_lock) _room.SetHolder(person);
        _rtc.Nudge();
    }

    /// <summary>A moderator takes somebody's voice away, or gives it back.</summary>
    public void Silence(uint person, bool isSilenced)
    {
        lock (_lock) _room.Silence(person, isSilenced);
        _rtc.Nudge();
    }

    /// <summary>A moderator takes the voice of everyone in a zone away but the stage's, or gives it back.</summary>
    public void SilenceZone(int zone, bool isSilenced)
    {
        lock (_lock) _room.SilenceZone(zone, isSilenced);
        _rtc.Nudge();
    }

    /// <summary>A moderator takes everyone's voice away but the stage's, or gives it back.</summary>
    public void SilenceEveryone(bool isSilenced)
    {
        lock (_lock) _room.SilenceEveryone(isSilenced);
        _rtc.Nudge();
    }

    /// <summary>A listener mutes or blocks somebody, or does no more.</summary>
    public void Hide(uint listener, uint speaker, bool isHidden)
    {
        lock (_lock) _room.Hide(listener, speaker, isHidden);
        _rtc.Nudge();
    }
}
