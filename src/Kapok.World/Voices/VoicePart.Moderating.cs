// Silences, raised hands, and the microphone that is heard by all.
using Kapok.Protocol;
using Kapok.Protocol.Messages;

namespace Kapok.World.Voices;

public sealed partial class VoicePart
{
    private const int HandTicks = 5; // hands are told of four times a second at most: a hundred that go up at once are one message, not a hundred

    private readonly RaisedHands _hands = new(RoomSettings.MostHands);
    private readonly HashSet<int> _silencedZones = [];
    private bool _isEveryoneSilenced, _areHandsChanged;

    /// <summary>Who waits for the microphone and who has it. Ask in the room's loop.</summary>
    public RaisedHands Hands => _hands;

    /// <summary>What moderators said of all voices.</summary>
    public VoiceRules Rules => new(_isEveryoneSilenced, [.. _silencedZones], _hands.Holder);

    private Silences Silences => new() { Everyone = _isEveryoneSilenced, Zones = { _silencedZones.Order().Select(zone => (uint)zone) } };

    /// <summary>Takes somebody's voice away, or gives it back, and tells them.</summary>
    public void Silence(Resident who, bool on)
    {
        if (!Room.IsHere(ref who) || who.IsSilenced == on) return;
        who.IsSilenced = on;
        Room.MarkChanged(who);
        Refresh(who);
    }

    /// <summary>Takes the voice of everyone in a zone away but the stage's and the holder's, or gives it back.</summary>
    /// <param name="zone">From 1.</param>
    /// <param name="on">Whether it is taken away.</param>
    public void SilenceZone(int zone, bool on)
    {
        if (zone < 1 || zone > Room.Zones.Count || !(on ? _silencedZones.Add(zone) : _silencedZones.Remove(zone))) return;
        RulesChanged();
    }

    /// <summary>Takes everyone's voice away but the stage's and the holder's, or gives it back.</summary>
    public void SilenceEveryone(bool on)
    {
        if (_isEveryoneSilenced == on) return;
        _isEveryoneSilenced = on;
        RulesChanged();
    }

    /// <summary>Lets somebody be heard by all for a while. It gives back a voice that was taken from them alone.</summary>
    public void GiveMicrophone(Resident who)
    {
        if (!Room.IsHere(ref who)) return;
        ushort? had = _hands.Holder;
        _hands.Give(who.Id, Room.Clock.NowMilliseconds + Room.Settings.MicrophoneMilliseconds);
        Silence(who, false);
        MicrophoneMoved(had);
    }

    /// <summary>Takes the microphone back from whoever has it.</summary>
    public void TakeMicrophone()
    {
        if (_hands.Take() is { } had) MicrophoneMoved(had);
    }

    /// <summary>Takes somebody's hand down.</summary>
    public void LowerHand(Resident who)
    {
        if (Room.IsHere(ref who)) _areHandsChanged |= _hands.Lower(who.Id);
    }

    private bool RaiseHand(Resident who, bool on)
    {
        if (!on) LowerHand(who);
        else if (_hands.Raise(who.Id)) _areHandsChanged = true;
        else Room.Notify(who, "notice.busy");
        return true;
    }

    private bool ModerateVoice(Resident by, ModerateVoice order)
    {
        bool isOfZone = order.Measure == VoiceMeasure.SilenceZone;
        if (order.Measure is < VoiceMeasure.SilencePerson or > VoiceMeasure.LowerHand || (isOfZone && (order.Zone < 1 || order.Zone > (uint)Room.Zones.Count))) return false;
        if (!by.KeepsOrder) Room.Notify(by, "notice.not-allowed");
        else if (isOfZone) SilenceZone((int)order.Zone, order.On);
        else if (order.Measure == VoiceMeasure.SilenceEveryone) SilenceEveryone(order.On);
        else if (order.Measure == VoiceMeasure.TakeMicrophone) TakeMicrophone();
        else if (Room.Find(order.Person) is not { } who) Room.Notify(by, "notice.person-gone");
        else if (order.Measure == VoiceMeasure.GiveMicrophone)
        {
            bool wasSilenced = who.IsSilenced;
            GiveMicrophone(who);
            if (wasSilenced) Room.Tell(new MeasureTaken(by, who, MeasureKind.Unsilence, ""));
        }
        else if (order.Measure == VoiceMeasure.LowerHand) LowerHand(who);
        else if ((order.On && who == by) || !Rank.MayActOn(by.Role, who.Role)) Room.Notify(by, "notice.not-allowed");
        else
        {
            Silence(who, order.On);
            Room.Tell(new MeasureTaken(by, who, order.On ? MeasureKind.Silence : MeasureKind.Unsilence, ""));
        }
        return true;
    }

    private void MicrophoneMoved(ushort? had)
    {
        _areHandsChanged = true;
        Room.Tell(new VoiceRulesChanged(Rules));
        if (had is { } before && Room.Find(before) is { } one) Refresh(one);
        if (_hands.Holder is { } now && Room.Find(now) is { } other) Refresh(other);
    }

    private void RulesChanged()
    {
        Room.Tell(new VoiceRulesChanged(Rules));
        Room.SendToAll(new ServerMessage { Silences = Silences });
        RefreshAll();
    }

    internal override void Left(Resident who) => ForgetHand(who);

    internal override void BegunAnew(Resident who)
    {
        who.HasVoice = false;
        Room.Tell(new VoiceLeft(who));
    }

    private void ForgetHand(Resident who)
    {
        bool had = _hands.Holder == who.Id;
        if (!_hands.Forget(who.Id)) return;
        _areHandsChanged = true;
        if (had) Room.Tell(new VoiceRulesChanged(Rules));
    }

    private void TellOfHands()
    {
        if (!_areHandsChanged || Room.TickNumber % HandTicks != 0) return;
        _areHandsChanged = false;
        Room.SendToAll(HandsMessage());
    }

    private ServerMessage HandsMessage()
    {
        Hands hands = new() { UntilMs = _hands.UntilMs };
        foreach (ushort id in _hands.Waiting) hands.Queue.Add(id);
        if (_hands.Holder is { } holder) hands.Holder = holder;
        return new() { Hands = hands };
    }

    private static bool AreSome(Silences silences) => silences.Everyone || silences.Zones.Count > 0;

    // Before anybody is greeted: their Welcome is followed by it.
    internal override void Adopt(Room broken)
    {
        _isEveryoneSilenced = broken.Voices._isEveryoneSilenced;
        _silencedZones.UnionWith(broken.Voices._silencedZones);
        _hands.Adopt(broken.Voices._hands, id => broken.Find(id) is not null);
    }

    internal override void Adopted(IReadOnlyList<Resident> gone)
    {
        foreach (Resident who in gone) ForgetHand(who);
        Room.Tell(new VoiceRulesChanged(Rules));
    }
}
