using System.Numerics;
using Kapok.Protocol.Messages;
using Kapok.World.Scenes;
using Kapok.World.Show;

namespace Kapok.World.Ceremony;

/// <summary>The gong: who may strike it while a ceremony's step is on, once each, and the moment of each stroke.</summary>
/// <remarks>
/// Strokes are part of the show's state (<see cref="ShowCeremony"/>), and so is who struck: late guests see them, and so does everyone after a restart. The first is told
/// at once, those that follow together a few times a second: a state goes to everyone in the room, and sixty people strike within one.
/// </remarks>
public sealed class GongPart : RoomPart
{
    /// <summary>From how far a guest strikes it, in metres on the floor.</summary>
    public const float ReachMetres = 4f;

    private const int TellTicks = 5; // 250 ms: as far ahead as a stroke sounds

    private readonly Vector2? _place;
    private readonly List<Stroke> _untold = new(ShowCeremony.MostStrokes);
    private readonly HashSet<string> _untoldGuests = new(StringComparer.Ordinal); // who struck those
    private double _stepMs = double.NaN;

    internal GongPart(Room room)
        : base(room) => _place = CeremonyPlaces.Of(room.Layout)?.Gong;

    /// <summary>The messages it takes.</summary>
    internal static void Messages(MessageTable table) =>
        table.On(ClientMessage.BodyOneofCase.Strike, MessageLimit.Gestures, (room, who, _) => room.Gong.Strike(who));

    internal override void Adopt(Room broken)
    {
        GongPart before = broken.Gong;
        _untold.AddRange(before._untold);
        _untoldGuests.UnionWith(before._untoldGuests.ToArray());
        _stepMs = before._stepMs;
    }

    internal override void Tick()
    {
        if (_untold.Count == 0) return;
        ShowRun show = Room.Show.Running;
        bool isFirst = show.State.Ceremony is not { Strokes.Count: > 0 };
        if (!isFirst && Room.TickNumber % TellTicks != 0) return;
        if (show.State.Ceremony?.StartMs == _stepMs) show.Strike(_untold, _untoldGuests);
        Forget();
    }

    private void Strike(Resident who)
    {
        if (!ShowCeremony.HasGong(Room.Show.Running.State))
        {
            Room.Notify(who, "notice.gong-none");
            return;
        }
        CeremonyNow ceremony = Room.Show.Running.State.Ceremony;
        Follow(ceremony);
        double atMs = Math.Max(Room.Clock.NowMilliseconds + ShowRun.LeadMs, ceremony.StartMs);
        if (!MayStrike(who)) Room.Notify(who, "notice.gong-far");
        else if (_untoldGuests.Contains(who.Guest) || Room.Show.Running.HasStruck(who.Guest)) Room.Notify(who, "notice.gong-once");
        else if (ceremony.Strokes.Count + _untold.Count >= ShowCeremony.MostStrokes) Room.Notify(who, "notice.gong-full");
        else
        {
            _untoldGuests.Add(who.Guest);
            _untold.Add(new() { Person = who.Id, Name = who.Name, AtMs = atMs });
            double firstMs = (ceremony.Strokes.Count > 0 ? ceremony.Strokes[0] : _untold[0]).AtMs;
            if (atMs > firstMs + ShowCeremony.WindowMs(ceremony.Step)) Room.Notify(who, "notice.gong-late");
        }
    }

    // Another step: everyone may strike again.
    private void Follow(CeremonyNow ceremony)
    {
        if (ceremony.StartMs == _stepMs) return;
        _stepMs = ceremony.StartMs;
        Forget();
    }

    private void Forget()
    {
        _untold.Clear();
        _untoldGuests.Clear();
    }

    private bool MayStrike(Resident who) =>
        who.Role is Role.Speaker or Role.Performer or Role.StageManager or Role.Organiser
        || (_place is { } place && Vector2.DistanceSquared(place, Room.PlaceOf(who.Index)) <= ReachMetres * ReachMetres);
}
