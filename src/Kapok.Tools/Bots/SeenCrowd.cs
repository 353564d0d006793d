using System.Numerics;
using Kapok.Protocol.Frames;
using Kapok.Protocol.Messages;

namespace Kapok.Tools.Bots;

/// <summary>What one viewer knows of everyone's places: a decoder of state frames that shares no state with who made them (docs/protocol.md, section 3).</summary>
public sealed class SeenCrowd(Func<int, Vector2> seatPlace)
{
    private const int Near = 0, Mid = 1, Prominent = 2, Far = 3, Tiers = 4;
    private const float MarginMetres = 0.02f, MidContradictsMetres = 1f, FarContradictsMetres = 3f;
    private const double ProminentMs = 2500;

    private readonly Known[][] _known = [.. Enumerable.Range(0, Tiers).Select(_ => new Known[AvatarRecord.MaxPerson + 1])];
    private readonly bool[] _isHere = new bool[AvatarRecord.MaxPerson + 1];
    private readonly uint[] _leftMs = new uint[AvatarRecord.MaxPerson + 1]; // modulo 2³², as frames tell it
    private readonly HashSet<int>[] _close = [[], []]; // of whom the near and the mid tier know
    private readonly List<int> _gone = [];
    private FrameGrid _grid;
    private TierArea _nearArea, _midArea;

    /// <summary>People whose place is known.</summary>
    public int Count { get; private set; }

    /// <summary>Room time of the newest frame, milliseconds modulo 2³².</summary>
    public uint NewestMs { get; private set; }

    /// <summary>Emotes begun by people near, so far.</summary>
    public int Gestures { get; private set; }

    /// <summary>Emotes begun by anybody, as counted by cell, so far.</summary>
    public int Tallied { get; private set; }

    /// <summary>Is told of each emote of people near.</summary>
    public Action<GestureRecord>? OnGesture { get; set; }

    /// <summary>Takes the grid of the room; forgets everyone.</summary>
    public void Begin(Welcome welcome)
    {
        _grid = new((int)welcome.CellColumns, (int)welcome.CellRows, welcome.CellMetres, welcome.CellOriginX, welcome.CellOriginZ);
        foreach (Known[] tier in _known) Array.Clear(tier);
        Array.Clear(_isHere);
        Array.Clear(_leftMs);
        foreach (HashSet<int> people in _close) people.Clear();
        (_nearArea, _midArea, Count) = (default, default, 0);
    }

    /// <summary>People left.</summary>
    public void Forget(Left left)
    {
        foreach (uint person in left.Ids)
        {
            if (person > AvatarRecord.MaxPerson) continue;
            _leftMs[person] = (uint)left.RoomMs;
            Forget(person);
        }
    }

    private void Forget(uint person)
    {
        if (!_isHere[person]) return;
        foreach (Known[] tier in _known) tier[person] = default;
        _isHere[person] = false;
        Count--;
    }

    /// <summary>Takes a state frame.</summary>
    /// <returns>False when it is malformed.</returns>
    public bool Take(ReadOnlySpan<byte> message)
    {
        if (!StateFrameReader.TryBegin(message, _grid, out StateFrameReader frame)) return false;
        NewestMs = frame.RoomMilliseconds;
        while (frame.TryReadBlock())
        {
            double ms = (double)frame.RoomMilliseconds - frame.AgeMilliseconds;
            switch (frame.Kind)
            {
                case BlockKind.People:
                    while (frame.TryRead(out AvatarRecord record)) Hear(frame, record, ms);
                    break;
                case BlockKind.Far or BlockKind.FarState:
                    while (frame.TryRead(out FarRecord record)) Hear(record, ms, frame.Kind == BlockKind.Far);
                    break;
                case BlockKind.NearArea:
                    _nearArea = Enter(Near, frame.Area);
                    break;
                case BlockKind.MidArea:
                    _midArea = Enter(Mid, frame.Area);
                    break;
                case BlockKind.Gestures:
                    while (frame.TryRead(out GestureRecord record))
                    {
                        Gestures++;
                        OnGesture?.Invoke(record);
                    }
                    break;
                case BlockKind.Tallies:
                    while (frame.TryRead(out TallyRecord record))
                        if (record.Kind < TallyRecord.Lit) Tallied += record.Count;
                    break;
                default: return false;
            }
        }
        Settle(Near, _nearArea, frame.RoomMilliseconds);
        Settle(Mid, _midArea, frame.RoomMilliseconds);
        return frame.IsComplete;
    }

    /// <summary>Whether somebody's place is known.</summary>
    public bool IsKnown(int person) => _isHere[person];

    /// <summary>Seat on which somebody is shown, −1 for none.</summary>
    public int SeatOf(int person, double roomMs) => TierOf(person, roomMs) is >= 0 and int tier ? _known[tier][person].Seat : -1;

    /// <summary>Where somebody is shown.</summary>
    /// <param name="person">Their id.</param>
    /// <param name="roomMs">Room time.</param>
    /// <param name="place">x and z in metres.</param>
    /// <returns>False when nothing was heard of them.</returns>
    public bool TryPlace(int person, double roomMs, out Vector2 place)
    {
        int tier = TierOf(person, roomMs);
        place = tier < 0 ? default : _known[tier][person].At(roomMs);
        return tier >= 0;
    }

    /// <summary>The tier by which somebody is shown: 0 near, 1 mid, 2 prominent, 3 far; −1 when nothing was heard of them.</summary>
    public int TierOf(int person, double roomMs)
    {
        if (Holds(Near, _nearArea, person, roomMs)) return Near;
        ref readonly Known prominent = ref _known[Prominent][person];
        if (prominent.IsValid && roomMs - prominent.Ms < ProminentMs) return Prominent;
        if (Holds(Mid, _midArea, person, roomMs)) return Mid;
        return _known[Far][person].IsValid ? Far : -1;
    }

    private void Hear(in StateFrameReader frame, in AvatarRecord record, double ms)
    {
        (float x, float z) = _grid.PlaceOf(frame.Cell, frame.Scale, record);
        Vector2 place = record.Form == AvatarForm.Seated ? seatPlace(record.Seat) : new(x, z);
        Note(frame.Scale, record.Person, new(true, place, new(record.SpeedX, record.SpeedZ), ms, record.Form == AvatarForm.Seated ? record.Seat : -1));
        if (frame.Scale == Mid) Contradict(Near, record.Person, place, ms, MidContradictsMetres);
    }

    private void Hear(in FarRecord record, double ms, bool isNews)
    {
        Vector2 expected = _known[Far][record.Person].At(ms);
        if (!record.IsWhole && !_known[Far][record.Person].IsValid) return; // a part of a place is nothing to who does not know the rest
        (float x, float z) = _grid.PlaceOf(record, expected.X, expected.Y);
        Vector2 place = record.Form == AvatarForm.Seated ? seatPlace(record.Seat) : new(x, z);
        Note(Far, record.Person, new(true, place, new(record.SpeedX, record.SpeedZ), ms, record.Form == AvatarForm.Seated ? record.Seat : -1));
        if (!isNews) return;
        Contradict(Near, record.Person, place, ms, FarContradictsMetres);
        Contradict(Mid, record.Person, place, ms, FarContradictsMetres);
    }

    private void Note(int tier, int person, in Known heard)
    {
        if (heard.Ms < _leftMs[person]) return; // of who had the id before
        if (!_isHere[person]) Count++;
        _isHere[person] = true;
        if (tier <= Mid) _close[tier].Add(person);
        if (!_known[tier][person].IsValid || heard.Ms >= _known[tier][person].Ms) _known[tier][person] = heard;
    }

    private void Contradict(int tier, int person, Vector2 place, double ms, float metres)
    {
        ref Known known = ref _known[tier][person];
        if (known.IsValid && ms > known.Ms && Vector2.Distance(known.At(ms), place) > metres) known = default;
    }

    // Without squares it makes all that was told of the tier so far forgotten; more of it may follow in the same frame.
    private TierArea Enter(int tier, in TierArea area)
    {
        if (area.Squares != 0) return area;
        foreach (int person in _close[tier]) _known[tier][person] = default;
        _close[tier].Clear();
        return area;
    }

    // Whoever has left the area is forgotten at once, before they could seem to come back in.
    private void Settle(int tier, in TierArea area, double ms)
    {
        foreach (int person in _close[tier])
            if (!Holds(tier, area, person, ms)) _gone.Add(person);
        foreach (int person in _gone) _close[tier].Remove(person);
        _gone.Clear();
    }

    private bool Holds(int tier, in TierArea area, int person, double ms)
    {
        ref Known known = ref _known[tier][person];
        if (!known.IsValid) return false;
        Vector2 place = known.At(ms);
        if (area.Holds(_grid, place.X, place.Y, MarginMetres)) return true;
        known = default;
        return false;
    }

    private readonly record struct Known(bool IsValid, Vector2 Place, Vector2 Velocity, double Ms, int Seat)
    {
        public Vector2 At(double ms) => Place + (Velocity * (float)((ms - Ms) / 1000d));
    }
}
