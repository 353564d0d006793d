// Voices: who may be heard where, and who speaks. What moderators decide about them is in Room.Microphone.cs. Sound itself never comes here.
using System.Numerics;
using Kapok.Protocol.Messages;
using Kapok.World.Movement;
using Kapok.World.Voices;

namespace Kapok.World;

public sealed partial class Room
{
    // Everyone is looked at every fourth tick, five times a second: as often as the choice of voices is made.
    private const int VoiceTicks = 4;

    private const int MostHushed = 1000; // bounds what one client can make the server remember

    private readonly ZoneMap _zones;

    /// <summary>Somebody wants to be heard and hear: from now on the room tells where they are, and whom they do not hear.</summary>
    /// <returns>False when they are not here any more.</returns>
    public bool OpenVoice(Resident who)
    {
        if (!IsHere(ref who)) return false;
        (who.HasVoice, who.Standing) = (true, null);
        Locate(who);
        foreach (Resident other in _residents)
        {
            if (other != who && other.HasVoice) TellHidden(who, other, onlyHidden: true);
        }
        return true;
    }

    /// <summary>They do not any more.</summary>
    public void CloseVoice(Resident who)
    {
        if (IsHere(ref who)) who.HasVoice = false;
    }

    /// <summary>Who began to speak and who stopped. Everyone is told, and whoever speaks is shown exactly to all, as one who writes is.</summary>
    /// <param name="started">Ids of those who speak now.</param>
    /// <param name="stopped">Ids of those who do no more.</param>
    public void Speak(IReadOnlyList<uint> started, IReadOnlyList<uint> stopped)
    {
        Speaking told = new();
        foreach (uint id in started)
        {
            if (Find(id) is not { IsSpeaking: false } who) continue;
            who.IsSpeaking = true;
            Raise(who);
            told.Started.Add(id);
        }
        foreach (uint id in stopped)
        {
            if (Find(id) is not { IsSpeaking: true } who) continue;
            (who.IsSpeaking, who.SpokeTick) = (false, _tick);
            told.Stopped.Add(id);
        }
        if (told.Started.Count + told.Stopped.Count > 0) SendToAll(new ServerMessage { Speaking = told });
    }

    /// <summary>Whom somebody has hushed of those who are here.</summary>
    public IEnumerable<uint> HushedBy(Resident who)
    {
        foreach (Resident other in who.Hushed.Count == 0 ? [] : _residents)
            if (who.Hushed.Contains(other.Key)) yield return other.Id;
    }

    private void FollowVoices()
    {
        if (_hands.TakeWhenDue(_nowMs) is { } had) MicrophoneMoved(had);
        for (int index = (int)(_tick % VoiceTicks); index < _residents.Count; index += VoiceTicks)
        {
            if (_residents[index].VoicePlace != _positions[index]) Locate(_residents[index]);
        }
        TellOfHands();
    }

    // A Welcome makes a client forget: it is told anew what is not as usual.
    private void GreetVoice(Resident who)
    {
        (who.ToldVoice, who.Standing) = (default, null);
        _events.Greeted(this, who);
        Locate(who);
        if (!_hands.IsEmpty) SendTo(who, HandsMessage());
        if (AreSome(Silences)) SendTo(who, new ServerMessage { Silences = Silences });
        Speaking speaking = new();
        foreach (Resident other in _prominent)
            if (other.IsSpeaking) speaking.Started.Add(other.Id);
        if (speaking.Started.Count > 0) SendTo(who, new ServerMessage { Speaking = speaking });
    }

    private void Locate(Resident who)
    {
        ref readonly Body body = ref _bodies[who.Index];
        who.VoicePlace = new(body.Position.X, body.Position.Z);
        who.Zone = _zones.At(body.Position);
        RefreshVoice(who);
    }

    /// <summary>Works out how far somebody's voice reaches, and tells what changed of it.</summary>
    private void RefreshVoice(Resident who)
    {
        bool isOnStage = _zones.IsStage(who.Zone) && who.Role > Role.Attendee, isHeardByAll = isOnStage || _hands.Holder == who.Id;
        bool isQuiet = who.IsSilenced || (!isHeardByAll && (_isEveryoneSilenced || _silencedZones.Contains(who.Zone)));
        VoiceStanding standing = new(who.VoicePlace, who.Zone, _zones.IsPrivate(who.Zone), isOnStage, who.IsSilenced, isQuiet);
        if (who.HasVoice && standing != who.Standing)
        {
            who.Standing = standing;
            _events.VoiceMoved(who, standing);
        }
        (int Zone, bool IsQuiet, bool IsHeardByAll) told = (standing.Zone, isQuiet, isHeardByAll);
        if (told == who.ToldVoice) return;
        who.ToldVoice = told;
        SendTo(who, new ServerMessage { VoiceState = new() { Zone = (uint)told.Zone, IsPrivate = standing.IsPrivate, IsSilenced = isQuiet, IsOnStage = isHeardByAll } });
    }

    private void RefreshAllVoices()
    {
        foreach (Resident who in _residents) RefreshVoice(who);
    }

    private void Hush(Resident who, uint id, bool on)
    {
        if (Find(id) is not { } other || other == who) return;
        bool changed = on ? who.Hushed.Count < MostHushed && who.Hushed.Add(other.Key) : who.Hushed.Remove(other.Key);
        if (changed) TellHidden(who, other);
    }

    private void TellHidden(Resident one, Resident other, bool onlyHidden = false)
    {
        if (!one.HasVoice || !other.HasVoice) return;
        bool isBlocked = one.Blocked.Contains(other.Guest) || other.Blocked.Contains(one.Guest);
        Tell(one, other, isBlocked || one.Hushed.Contains(other.Key));
        Tell(other, one, isBlocked || other.Hushed.Contains(one.Key));

        void Tell(Resident listener, Resident speaker, bool isHidden)
        {
            if (isHidden || !onlyHidden) _events.VoiceHidden(listener, speaker, isHidden);
        }
    }
}
