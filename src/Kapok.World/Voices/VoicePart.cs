// Who may be heard where, and who speaks. What moderators decide about it is in VoicePart.Moderating.cs.
using System.Numerics;
using Kapok.Protocol.Messages;
using Kapok.World.Movement;

namespace Kapok.World.Voices;

/// <summary>Voices: who may be heard where, who speaks, and what moderators decide about them. Sound itself never comes here.</summary>
public sealed partial class VoicePart : RoomPart
{
    // Everyone is looked at every fourth tick, five times a second: as often as the choice of voices is made.
    private const int VoiceTicks = 4;

    private const int MostHushed = 1000; // bounds what one client can make the server remember

    internal VoicePart(Room room)
        : base(room)
    {
    }

    /// <summary>The messages it takes. Offers and ends are taken by the room's voices outside.</summary>
    internal static void Messages(MessageTable table)
    {
        table.On(ClientMessage.BodyOneofCase.Hush, MessageLimit.Voices, (room, who, message) => room.Voices.Hush(who, message.Hush.Person, message.Hush.On));
        table.On(ClientMessage.BodyOneofCase.RaiseHand, MessageLimit.Voices, (room, who, message) => room.Voices.RaiseHand(who, message.RaiseHand.On));
        table.On(ClientMessage.BodyOneofCase.ModerateVoice, MessageLimit.Voices, (room, who, message) => room.Voices.ModerateVoice(who, message.ModerateVoice));
        table.Elsewhere(ClientMessage.BodyOneofCase.VoiceOffer, MessageLimit.Offers);
        table.Elsewhere(ClientMessage.BodyOneofCase.EndVoice, MessageLimit.Voices);
    }

    /// <summary>Somebody wants to be heard and hear: from now on the room tells where they are, and whom they do not hear.</summary>
    /// <returns>False when they are not here any more.</returns>
    public bool Open(Resident who)
    {
        if (!Room.IsHere(ref who)) return false;
        (who.HasVoice, who.Standing) = (true, null);
        Locate(who);
        foreach (Resident other in Room.People)
        {
            if (other != who && other.HasVoice) TellHidden(who, other, onlyHidden: true);
        }
        return true;
    }

    /// <summary>They do not any more.</summary>
    public void Close(Resident who)
    {
        if (Room.IsHere(ref who)) who.HasVoice = false;
    }

    /// <summary>Who began to speak and who stopped. Everyone is told, and whoever speaks is shown exactly to all, as one who writes is.</summary>
    /// <param name="started">Ids of those who speak now.</param>
    /// <param name="stopped">Ids of those who do no more.</param>
    public void Speak(IReadOnlyList<uint> started, IReadOnlyList<uint> stopped)
    {
        Speaking told = new();
        foreach (uint id in started)
        {
            if (Room.Find(id) is not { IsSpeaking: false } who) continue;
            who.IsSpeaking = true;
            Room.Raise(who);
            told.Started.Add(id);
        }
        foreach (uint id in stopped)
        {
            if (Room.Find(id) is not { IsSpeaking: true } who) continue;
            (who.IsSpeaking, who.SpokeTick) = (false, Room.TickNumber);
            told.Stopped.Add(id);
        }
        if (told.Started.Count + told.Stopped.Count > 0) Room.SendToAll(new ServerMessage { Speaking = told });
    }

    /// <summary>Whom somebody has hushed of those who are here.</summary>
    public IEnumerable<uint> HushedBy(Resident who)
    {
        foreach (Resident other in who.Hushed.Count == 0 ? [] : Room.People)
            if (who.Hushed.Contains(other.Key)) yield return other.Id;
    }

    internal override void Tick()
    {
        if (_hands.TakeWhenDue(Room.NowMs) is { } had) MicrophoneMoved(had);
        for (int index = (int)(Room.TickNumber % VoiceTicks); index < Room.People.Count; index += VoiceTicks)
        {
            if (Room.People[index].VoicePlace != Room.PlaceOf(index)) Locate(Room.People[index]);
        }
        TellOfHands();
    }

    // A Welcome makes a client forget: it is told anew what is not as usual.
    internal override void Greeted(Resident who)
    {
        (who.ToldVoice, who.Standing) = (default, null);
        Locate(who);
        if (!_hands.IsEmpty) Room.SendTo(who, HandsMessage());
        if (AreSome(Silences)) Room.SendTo(who, new ServerMessage { Silences = Silences });
        Speaking speaking = new();
        foreach (Resident other in Room.ProminentPeople)
            if (other.IsSpeaking) speaking.Started.Add(other.Id);
        if (speaking.Started.Count > 0) Room.SendTo(who, new ServerMessage { Speaking = speaking });
    }

    private void Locate(Resident who)
    {
        ref readonly Body body = ref Room.BodyAt(who);
        who.VoicePlace = new(body.Position.X, body.Position.Z);
        who.Zone = Room.Zones.At(body.Position);
        Refresh(who);
    }

    /// <summary>Works out how far somebody's voice reaches, and tells what changed of it.</summary>
    internal void Refresh(Resident who)
    {
        bool isOnStage = Room.Zones.IsStage(who.Zone) && who.Role > Role.Attendee, isHeardByAll = isOnStage || _hands.Holder == who.Id;
        bool isQuiet = who.IsSilenced || (!isHeardByAll && (_isEveryoneSilenced || _silencedZones.Contains(who.Zone)));
        VoiceStanding standing = new(who.VoicePlace, who.Zone, Room.Zones.IsPrivate(who.Zone), isOnStage, who.IsSilenced, isQuiet);
        if (who.HasVoice && standing != who.Standing)
        {
            who.Standing = standing;
            Room.Tell(new VoiceMoved(who, standing));
        }
        (int Zone, bool IsQuiet, bool IsHeardByAll) told = (standing.Zone, isQuiet, isHeardByAll);
        if (told == who.ToldVoice) return;
        who.ToldVoice = told;
        Room.SendTo(who, new ServerMessage { VoiceState = new() { Zone = (uint)told.Zone, IsPrivate = standing.IsPrivate, IsSilenced = isQuiet, IsOnStage = isHeardByAll } });
    }

    private void RefreshAll()
    {
        foreach (Resident who in Room.People) Refresh(who);
    }

    private void Hush(Resident who, uint id, bool on)
    {
        if (Room.Find(id) is not { } other || other == who) return;
        bool changed = on ? who.Hushed.Count < MostHushed && who.Hushed.Add(other.Key) : who.Hushed.Remove(other.Key);
        if (changed) TellHidden(who, other);
    }

    internal void TellHidden(Resident one, Resident other, bool onlyHidden = false)
    {
        if (!one.HasVoice || !other.HasVoice) return;
        bool isBlocked = one.Blocked.Contains(other.Guest) || other.Blocked.Contains(one.Guest);
        Tell(one, other, isBlocked || one.Hushed.Contains(other.Key));
        Tell(other, one, isBlocked || other.Hushed.Contains(one.Key));

        void Tell(Resident listener, Resident speaker, bool isHidden)
        {
            if (isHidden || !onlyHidden) Room.Tell(new VoiceHidden(listener, speaker, isHidden));
        }
    }
}
