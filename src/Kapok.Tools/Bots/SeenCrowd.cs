using System.Numerics;
using Kapok.Protocol.Frames;
using Kapok.Protocol.Messages;

namespace Kapok.Tools.Bots;

/// <summary>What one viewer knows of everyone's places: a decoder of state frames that shares no state with who made them (docs/protocol.md, section 3).</summary>
public sealed class SeenCrowd(Func<int, Vector2> seatPlace)
{
    private const int Near = 0, Mid = 1, Prominent = 2, Far = 3, Tiers = 4;
    private const float MarginMetres = 0.5f, MidContradictsMetres = 1f, FarContradictsMetres = 3f;
    private const double ProminentMs = 2500;

    private readonly Known[][] _known = [.. Enumerable.Range(0, Tiers).Select(_ => new Known[AvatarRecord.MaxPerson + 1])];
    private readonly bool[] _isHere = new bool[AvatarRecord.MaxPerson + 1];
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
        (_nearArea, _midArea, Count) = (default, default, 0);
    }

    /// <summary>Somebody left.</summary>
    public void Forget(uint person)
    {
        if (person > AvatarRecord.MaxPerson || !_isHere[person]) return;
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
                    _nearArea = frame.Area;
                    Enter(Near, _nearArea, frame.RoomMilliseconds);
                    break;
                case BlockKind.MidArea:
                    _midArea = frame.Area;
                    Enter(Mid, _midArea, frame.RoomMilliseconds);
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
        return frame.IsComplete;
    }

    /// <summary>Whether somebody's place is known.</summary>
    public bool IsKnown(int person) => _isHere[person];

    /// <summary>Seat on which somebody is shown, −1 for none, where it was told to the viewer at all.</summary>
    public int SeatOf(int person, double roomMs)
    {
        TryPlace(person, roomMs, out _); // which tier counts
        int tier = _known[Near][person].IsValid ? Near : _known[Mid][person].IsValid ? Mid : Far;
        return _known[tier][person].Seat;
    }

    /// <summary>Where somebody is shown.</summary>
    /// <param name="person">Their id.</param>
    /// <param name="roomMs">Room time.</param>
    /// <param name="place">x and z in metres.</param>
    /// <returns>False when nothing was heard of them.</returns>
    public bool TryPlace(int person, double roomMs, out Vector2 place)
    {
        if (Holds(Near, _nearArea, person, roomMs, out place)) return true;
        ref readonly Known prominent = ref _known[Prominent][person];
        if (prominent.IsValid && roomMs - prominent.Ms < ProminentMs)
        {
            place = prominent.At(roomMs);
            return true;
        }
        if (Holds(Mid, _midArea, person, roomMs, out place)) return true;
        ref readonly Known far = ref _known[Far][person];
        // Where the whole room is near, nothing is told of it from afar.
        if (!far.IsValid) return false;
        place = far.At(roomMs);
        return true;
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
        if (!_isHere[person]) Count++;
        _isHere[person] = true;
        if (!_known[tier][person].IsValid || heard.Ms >= _known[tier][person].Ms) _known[tier][person] = heard;
    }

    private void Contradict(int tier, int person, Vector2 place, double ms, float metres)
    {
        ref Known known = ref _known[tier][person];
        if (known.IsValid && ms > known.Ms && Vector2.Distance(known.At(ms), place) > metres) known = default;
    }

    private void Enter(int tier, in TierArea area, double ms)
    {
        for (int person = 0; person < _isHere.Length; person++)
            if (_known[tier][person].IsValid) Holds(tier, area, person, ms, out _);
    }

    private bool Holds(int tier, in TierArea area, int person, double ms, out Vector2 place)
    {
        ref Known known = ref _known[tier][person];
        place = known.At(ms);
        if (!known.IsValid) return false;
        if (area.Holds(_grid, place.X, place.Y, MarginMetres)) return true;
        known = default;
        return false;
    }

    private readonly record struct Known(bool IsValid, Vector2 Place, Vector2 Velocity, double Ms, int Seat)
    {
        public Vector2 At(double ms) => Place + (Velocity * (float)((ms - Ms) / 1000d));
    }
}
