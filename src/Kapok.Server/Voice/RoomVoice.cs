// What a room tells of its people, and their offers. What the media library tells is in RoomVoice.Media.cs.
using Kapok.Media.Rtc.Sdp;
using Kapok.Media.Voices;
using Kapok.Protocol;
using Kapok.Protocol.Messages;
using Kapok.Server.Rooms;
using Kapok.Server.Sockets;
using Kapok.World;
using Kapok.World.Scenes;
using Kapok.World.Voices;

namespace Kapok.Server.Voice;

/// <summary>The voices of one room: between the room, which knows who stands where and may what, and the media library, which forwards sound.</summary>
/// <remarks>
/// The room's loop, the negotiator, sockets and the media library's clock call it. Its lock is held for microseconds; under it the media library is
/// called, which never calls back while it holds a lock of its own.
/// </remarks>
internal sealed partial class RoomVoice(string room, SceneLayout layout, VoiceService service)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<uint, VoiceMember> _members = [];
    private readonly HashSet<uint> _speaking = [];
    private VoiceHall? _hall;
    private RoomHost? _host;
    private bool _isClosed;

    // Under the lock, so that a room which closes meanwhile does not get another hall.
    private VoiceHall? Hall => _isClosed ? null : _hall ??= service.Server?.Hall(room);

    /// <summary>Where work for the room goes. The room tells its voices what happens and they tell it who speaks, so one of the two is made first.</summary>
    /// <exception cref="InvalidOperationException">There is one already.</exception>
    public void Bind(RoomHost host)
    {
        if (Interlocked.CompareExchange(ref _host, host, null) is not null) throw new InvalidOperationException("These voices are of another room.");
    }

    /// <summary>Voices can be had from now on: whoever came before is invited.</summary>
    public void Opened()
    {
        _host?.Post(here =>
        {
            VoiceRulesChanged(here.Voices.Rules);
            foreach (Resident who in here.Residents) Invite(here, who);
        });
    }

    /// <summary>An offer came; the answer follows on the same socket.</summary>
    public void Offer(Resident who, Connection from, VoiceOffer offer)
    {
        if (service.Server is null)
        {
            Send(from, VoiceWords.Refusal(offer.Attempt, VoiceWords.Off));
            return;
        }
        _host!.Post(who, here =>
        {
            Resident now = who.Newest;
            bool mayPlay = MayPlay(now.Role);
            if (offer.Plays && !mayPlay) Send(from, VoiceWords.Refusal(offer.Attempt, VoiceWords.NotAllowed));
            else if (here.Voices.Open(now)) PutInLine(now.Id, new(offer, mayPlay));
        });
    }

    /// <summary>Somebody wants no voice any more.</summary>
    public void End(Resident who)
    {
        _host!.Post(who, here =>
        {
            Resident now = who.Newest;
            here.Voices.Close(now);
            Replaced(now.Id);
        });
    }

    /// <summary>The page by which somebody had a voice is not theirs any more.</summary>
    public void Replaced(uint person)
    {
        lock (_lock)
        {
            if (_members.GetValueOrDefault(person) is not { } member) return;
            (member.Pending, member.Life) = (null, member.Life + 1);
            Leave(member);
        }
    }

    /// <summary>Answers a member's newest offer. The negotiator calls.</summary>
    public void Answer(VoiceMember member)
    {
        PendingOffer? pending;
        VoiceHall? hall;
        int life;
        lock (_lock)
        {
            (hall, pending, life, member.Pending) = (Hall, member.Pending, member.Life, null);
            if (pending is not null) member.Forget(); // the new session ends the one before
        }
        try
        {
            if (pending is not null && hall is not null) Answer(member, hall, pending, life);
        }
        finally
        {
            lock (_lock)
            {
                if (member.Pending is not null) service.Negotiator.Enqueue(() => Answer(member));
                else member.IsAtDesk = false;
            }
        }
    }

    /// <summary>Somebody was sent a Welcome.</summary>
    public void Greeted(Room here, Resident who)
    {
        if (who.Outbound?.Line is not Connection connection) return;
        lock (_lock)
        {
            if (!_members.TryGetValue(who.Id, out VoiceMember? member)) _members[who.Id] = member = new(who.Id);
            member.Connection = connection;
            Invite(here, who);
            VoiceSlots slots = new();
            for (int slot = 0; slot < member.Slots.Length; slot++)
                if (member.Slots[slot] is { } source) slots.Changes.Add(VoiceWords.Slot(slot, source));
            if (slots.Changes.Count > 0) connection.Hold.Send(ControlMessage.Encode(new ServerMessage { VoiceSlots = slots }));
        }
    }

    /// <summary>Somebody's world socket is lost. Their voice goes on: it may well have another way, and they come back within a minute or leave.</summary>
    public void Detached(Resident who)
    {
        lock (_lock)
            if (_members.TryGetValue(who.Id, out VoiceMember? member)) member.Connection = null;
    }

    /// <summary>Somebody left.</summary>
    public void Left(uint person)
    {
        lock (_lock)
        {
            if (!_members.Remove(person, out VoiceMember? member)) return;
            member.IsGone = true;
            Leave(member);
        }
    }

    /// <summary>The room closes. What is still under way for it finds no hall.</summary>
    public void Close()
    {
        lock (_lock)
        {
            (_isClosed, _hall) = (true, null);
            foreach (VoiceMember member in _members.Values) (member.IsGone, member.Pending) = (true, null);
            _members.Clear();
            _speaking.Clear();
        }
        service.Server?.CloseHall(room);
    }

    /// <summary>The room was started again with these people.</summary>
    public void StartedAgain(IReadOnlyList<Resident> people)
    {
        HashSet<uint> here = [.. people.Select(who => (uint)who.Id)];
        uint[] gone, speaking;
        lock (_lock) gone = [.. _members.Keys.Where(person => !here.Contains(person))];
        foreach (uint person in gone) Left(person);
        lock (_lock) speaking = [.. _speaking];
        if (speaking.Length > 0) _host?.Post(room => room.Voices.Speak(speaking, []));
    }

    /// <summary>Somebody's voice comes from elsewhere, or reaches another way.</summary>
    public void VoiceMoved(uint person, VoiceStanding standing)
    {
        lock (_lock)
        {
            if (!_members.TryGetValue(person, out VoiceMember? member)) return;
            Hall?.Stand(person, standing.Place, standing.Zone, standing.IsPrivate, standing.IsOnStage, standing.IsSilenced);
            member.IsQuiet = standing.IsQuiet;
            if (standing.IsQuiet) StopSpeaking(person);
        }
    }

    /// <summary>A listener does not hear somebody, or does again.</summary>
    public void VoiceHidden(uint listener, uint speaker, bool isHidden)
    {
        lock (_lock) Hall?.Hide(listener, speaker, isHidden);
    }

    /// <summary>Moderators decided something, or the microphone went to another.</summary>
    public void VoiceRulesChanged(VoiceRules rules)
    {
        lock (_lock) Hall?.SetRules(rules.IsEveryoneSilenced, rules.SilencedZones, rules.Holder);
    }

    private static bool MayPlay(Role role) => role is Role.Speaker or Role.Performer or Role.StageManager or Role.Organiser;

    private static void Send(Connection? to, byte[] message)
    {
        if (to is null) return;
        to.Hold.Send(message);
        to.Line.Flush(); // not with the room's next batch: a connection is being made meanwhile
    }

    private void PutInLine(uint person, PendingOffer offer)
    {
        lock (_lock)
        {
            if (!_members.TryGetValue(person, out VoiceMember? member)) return;
            member.Pending = offer;
            if (member.IsAtDesk) return;
            member.IsAtDesk = true;
            service.Negotiator.Enqueue(() => Answer(member));
        }
    }

    private void Answer(VoiceMember member, VoiceHall hall, PendingOffer pending, int life)
    {
        VoiceOffer offer = pending.Offer;
        int voices = (int)Math.Min(offer.VoiceSlots, (uint)service.Settings.Slots), stage = (int)Math.Min(offer.StageSlots, (uint)service.Settings.StageSlots);
        ConnectFault fault = hall.Connect(member.Person, offer.Sdp, new(voices, stage, offer.Speaks, offer.Plays && pending.MayPlay), out VoiceSession? session,
            out string answer, out SdpFault _);
        Connection? to;
        lock (_lock)
        {
            to = member.Connection;
            if (session is not null && (member.IsGone || member.Life != life))
            {
                service.Rtc?.End(session.Rtc);
                return;
            }
            if (session is not null) (member.Session, member.Attempt, member.Slots) = (session, offer.Attempt, new TrackId?[voices + stage]);
        }
        Send(to, fault == ConnectFault.None
            ? ControlMessage.Encode(new ServerMessage { VoiceAnswer = new() { Attempt = offer.Attempt, Sdp = answer } })
            : VoiceWords.Refusal(offer.Attempt, VoiceWords.KeyOf(fault)));
    }

    private void Invite(Room here, Resident who)
    {
        VoiceInvite invite = new() { IsOffered = service.Server is not null, Attempt = AttemptOf(who.Id) };
        invite.Hushed.AddRange(here.Voices.HushedBy(who));
        for (int zone = 0; zone < layout.Zones.Count; zone++)
            invite.Zones.Add(new VoiceZone { Zone = (uint)zone + 1, Title = layout.Zones[zone].Title, IsPrivate = layout.Zones[zone].Rule == ZoneRule.Private });
        if (invite.IsOffered)
        {
            (invite.VoiceSlots, invite.StageSlots, invite.MayPlay) = ((uint)service.Settings.Slots, (uint)service.Settings.StageSlots, MayPlay(who.Role));
            if (service.Relays.Issue() is { } relay) invite.Relays.Add(relay);
        }
        who.Outbound?.Send(ControlMessage.Encode(new ServerMessage { VoiceInvite = invite }));
    }

    private uint AttemptOf(uint person)
    {
        lock (_lock) return _members.TryGetValue(person, out VoiceMember? member) && member.Session is not null ? member.Attempt : 0;
    }

    private void Leave(VoiceMember member)
    {
        member.Forget();
        StopSpeaking(member.Person);
        Hall?.Leave(member.Person);
    }
}
