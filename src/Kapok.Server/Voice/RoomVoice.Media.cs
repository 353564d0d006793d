// What the media library tells: sessions, slots, and who speaks.
using Kapok.Cluster;
using Kapok.Media.Rtc.Sessions;
using Kapok.Media.Voices;
using Kapok.Protocol;
using Kapok.Protocol.Messages;
using Kapok.Server.Sockets;
using Kapok.World;
using Kapok.World.Voices;

namespace Kapok.Server.Voice;

internal sealed partial class RoomVoice
{
    /// <summary>Ids of those who are connected.</summary>
    public HashSet<uint> Connected()
    {
        lock (_lock) return [.. _members.Values.Where(member => member.Session?.State == SessionState.Connected).Select(member => member.Person)];
    }

    /// <summary>The voices as the console shows them. In the room's loop.</summary>
    public VoicesHere Describe(Room here, double nowMs)
    {
        RaisedHands hands = here.Voices.Hands;
        TimeSpan left = TimeSpan.FromMilliseconds(Math.Max(0d, hands.UntilMs - nowMs));
        VoiceRules rules = here.Voices.Rules;
        return new(service.Server is not null, service.SlotLimit, service.IsReduced, rules.IsEveryoneSilenced, rules.SilencedZones.Count,
            [.. hands.Waiting.Select(id => (uint)id)], hands.Holder, left);
    }

    /// <summary>A session is over.</summary>
    public void Ended(VoiceSession session)
    {
        // What we ended ourselves its owner asked for, or they are gone, or have a newer one.
        if (session.End == SessionEnd.Left) return;
        Connection? to;
        lock (_lock)
        {
            if (!_members.TryGetValue(session.Person, out VoiceMember? member) || member.Session != session) return;
            member.Forget();
            StopSpeaking(session.Person);
            to = member.Connection;
        }
        Send(to, ControlMessage.Encode(new ServerMessage { VoiceEnded = VoiceWords.Ended(session.End) }));
    }

    /// <summary>Slots of a listener carry another sound.</summary>
    public void SlotsChanged(VoiceSession listener, ReadOnlySpan<SlotChange> changes)
    {
        Connection? to;
        lock (_lock)
        {
            if (!_members.TryGetValue(listener.Person, out VoiceMember? member) || member.Session != listener) return;
            VoiceSlots told = new();
            foreach (SlotChange change in changes)
            {
                if (change.Slot >= member.Slots.Length) continue;
                member.Slots[change.Slot] = change.Source;
                told.Changes.Add(VoiceWords.Slot(change.Slot, change.Source));
            }
            to = member.Connection;
            to?.Hold.Send(ControlMessage.Encode(new ServerMessage { VoiceSlots = told })); // under the lock, so that a Welcome's slots and these keep their order
        }
        to?.Line.Flush();
    }

    /// <summary>Who speaks now and who has just stopped. The room is told of what changed.</summary>
    public void Speaking(VoiceHall hall, ReadOnlySpan<SpeakerLevel> levels)
    {
        List<uint> started = [], stopped = [];
        lock (_lock)
        {
            if (hall != _hall) return; // of a room with this id that closed a moment ago
            foreach (SpeakerLevel level in levels)
            {
                bool isHeard = level.IsSpeaking && _members.TryGetValue(level.Person, out VoiceMember? member) && !member.IsQuiet;
                if (isHeard && _speaking.Add(level.Person)) started.Add(level.Person);
                else if (!isHeard && _speaking.Remove(level.Person)) stopped.Add(level.Person);
            }
        }
        if (started.Count + stopped.Count > 0) _host?.Post(here => here.Voices.Speak(started, stopped));
    }

    private void StopSpeaking(uint person)
    {
        if (_speaking.Remove(person)) _host?.Post(here => here.Voices.Speak([], [person]));
    }
}
