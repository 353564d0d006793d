// What the media library tells: sessions, slots, and who speaks.
using Kapok.Media.Rtc;
using Kapok.Media.Rtc.Sessions;
using Kapok.Protocol;
using Kapok.Protocol.Messages;
using Kapok.Server.Realtime;

namespace Kapok.Server.Voice;

internal sealed partial class RoomVoice
{
    /// <summary>People who have a session, connected or not.</summary>
    public int Sessions
    {
        get
        {
            lock (_lock) return _members.Values.Count(member => member.Session is not null);
        }
    }

    /// <summary>Whether somebody has a connected session.</summary>
    public bool IsConnected(uint person)
    {
        lock (_lock) return _members.TryGetValue(person, out VoiceMember? member) && member.Session?.State == SessionState.Connected;
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
    public void Speaking(ReadOnlySpan<SpeakerLevel> levels)
    {
        List<uint> started = [], stopped = [];
        lock (_lock)
        {
            foreach (SpeakerLevel level in levels)
            {
                bool isHeard = level.IsSpeaking && _members.TryGetValue(level.Person, out VoiceMember? member) && !member.Standing.IsQuiet;
                if (isHeard && _speaking.Add(level.Person)) started.Add(level.Person);
                else if (!isHeard && _speaking.Remove(level.Person)) stopped.Add(level.Person);
            }
        }
        if (started.Count + stopped.Count > 0) Host?.Post(here => here.Speak(started, stopped));
    }

    private void StopSpeaking(uint person)
    {
        if (_speaking.Remove(person)) Host?.Post(here => here.Speak([], [person]));
    }
}
