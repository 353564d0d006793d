using Kapok.Protocol.Messages;

namespace Kapok.World.Slides;

/// <summary>Lasers: points on screens that speakers show with, at most eight at once.</summary>
/// <remarks>A point is of the moment. It is told to all ten times a second at most, as it is then, and ends by itself when nothing more is heard of it.</remarks>
public sealed class PointerPart : RoomPart
{
    /// <summary>The most points at once: on a panel everyone has one.</summary>
    public const int Most = 8;

    /// <summary>Characters of a screen's name.</summary>
    public const int LongestScreen = 32;

    private const int TellTicks = 2; // ten times a second
    private const double LongestSilenceMs = 5000; // a page that sleeps says nothing; one that points says so again every second

    private readonly List<Held> _held = new(Most);
    private bool _isChanged;

    internal PointerPart(Room room)
        : base(room)
    {
    }

    /// <summary>The messages it takes.</summary>
    internal static void Messages(MessageTable table) =>
        table.On(ClientMessage.BodyOneofCase.Point, MessageLimit.Pointing, (room, who, message) => room.Pointers.Point(who, message.Point), isQuiet: true);

    internal override void Tick()
    {
        if (_held.Count == 0 && !_isChanged) return;
        foreach (Held held in _held)
        {
            if (held.Now.On && (held.Who.Role <= Role.Attendee || held.Who.Outbound is null || Room.NowMs - held.HeardMs > LongestSilenceMs)) End(held);
        }
        if (!_isChanged || Room.TickNumber % TellTicks != 0) return;
        Pointers told = new();
        foreach (Held held in _held)
        {
            if (!held.IsChanged) continue;
            told.Pointers_.Add(held.Now.Clone());
            held.IsChanged = false;
        }
        _held.RemoveAll(held => !held.Now.On);
        _isChanged = false;
        Room.SendToAll(new ServerMessage { Pointers = told });
    }

    // Whoever comes in sees a point that is held still, too.
    internal override void Greeted(Resident who)
    {
        Pointers told = new();
        foreach (Held held in _held)
            if (held.Now.On) told.Pointers_.Add(held.Now.Clone());
        if (told.Pointers_.Count > 0) Room.SendTo(who, new ServerMessage { Pointers = told });
    }

    internal override void BegunAnew(Resident who) => End(who);

    internal override void Left(Resident who) => End(who);

    private bool Point(Resident who, Point point)
    {
        if (!IsGood(point)) return false;
        if (who.Role <= Role.Attendee) return true; // their link may have ended this moment
        Held? held = Of(who);
        if (held is null)
        {
            if (!point.On || _held.Count >= Most) return true;
            _held.Add(held = new(who));
        }
        (held.HeardMs, held.IsChanged, _isChanged) = (Room.NowMs, true, true);
        if (point.On) (held.Now.Screen, held.Now.U, held.Now.V) = (point.Screen, point.U, point.V);
        held.Now.On = point.On;
        return true;
    }

    // Written so that what is no number is refused too.
    private static bool IsGood(Point point) => !point.On || (point.U is >= 0f and <= 1f && point.V is >= 0f and <= 1f && IsScreen(point.Screen));

    private static bool IsScreen(string name) => name.Length <= LongestScreen && name.All(one => char.IsAsciiLetterOrDigit(one) || one is '-' or '_');

    private Held? Of(Resident who)
    {
        foreach (Held held in _held)
            if (held.Who.Id == who.Id) return held;
        return null;
    }

    private void End(Resident who)
    {
        if (Of(who) is { Now.On: true } held) End(held);
    }

    private void End(Held held)
    {
        (held.Now.On, held.IsChanged) = (false, true);
        _isChanged = true;
    }

    private sealed class Held(Resident who)
    {
        public readonly Resident Who = who;
        public readonly Pointer Now = new() { Person = who.Id };
        public double HeardMs;
        public bool IsChanged;
    }
}
