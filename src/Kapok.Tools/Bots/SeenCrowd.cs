using System.Numerics;
using Kapok.Protocol.Frames;
using Kapok.Protocol.Messages;

namespace Kapok.Tools.Bots;

/// <summary>What one viewer knows of everyone's places: a decoder of state frames that shares no state with who made them (docs/protocol.md, section 3).</summary>
public sealed class SeenCrowd(Func<int, Vector2> seatPlace)
{
    private const float CoarseVelocity = 0.125f + (1 / 32f);

    private readonly Known[] _known = new Known[AvatarRecord.MaxPerson + 1];
    private FrameGrid _grid;

    /// <summary>People known.</summary>
    public int Count { get; private set; }

    /// <summary>Room time of the newest frame, milliseconds modulo 2³².</summary>
    public uint NewestMs { get; private set; }

    /// <summary>Takes the grid of the room; forgets everyone.</summary>
    public void Begin(Welcome welcome)
    {
        _grid = new((int)welcome.CellColumns, welcome.CellMetres, welcome.CellOriginX, welcome.CellOriginZ);
        Array.Clear(_known);
        Count = 0;
    }

    /// <summary>Somebody left.</summary>
    public void Forget(uint person)
    {
        if (person >= _known.Length || !_known[person].IsKnown) return;
        _known[person] = default;
        Count--;
    }

    /// <summary>Takes a state frame.</summary>
    /// <returns>False when it is malformed.</returns>
    public bool Take(ReadOnlySpan<byte> message)
    {
        if (!StateFrameReader.TryBegin(message, out StateFrameReader frame)) return false;
        NewestMs = frame.RoomMilliseconds;
        while (frame.TryReadBlock())
        {
            while (frame.TryReadRecord(out AvatarRecord record))
            {
                (float x, float z) = _grid.PlaceOf(frame.Cell, frame.Scale, record);
                Vector2 place = record.Form == AvatarForm.Seated ? seatPlace(record.Seat) : new(x, z);
                Known heard = new(true, place, new(record.SpeedX, record.SpeedZ), (double)frame.RoomMilliseconds - frame.AgeMilliseconds, frame.Scale, record.Form, record.Seat);
                ref Known known = ref _known[record.Person];
                if (!known.IsKnown) Count++;
                if (Improves(heard, known)) known = heard;
            }
        }
        return frame.IsComplete;
    }

    /// <summary>Where somebody is shown.</summary>
    /// <param name="person">Their id.</param>
    /// <param name="roomMs">Room time.</param>
    /// <param name="place">x and z in metres.</param>
    /// <returns>False when nothing was heard of them.</returns>
    public bool TryPlace(int person, double roomMs, out Vector2 place)
    {
        ref readonly Known known = ref _known[person];
        place = known.At(roomMs);
        return known.IsKnown;
    }

    private bool Improves(in Known heard, in Known known)
    {
        if (!known.IsKnown) return true;
        if (heard.Ms < known.Ms) return false;
        if (heard.Scale == 0) return true;
        if (heard.Ms == known.Ms && known.Scale <= heard.Scale) return false;
        bool wasSeated = known.Form == AvatarForm.Seated, isSeated = heard.Form == AvatarForm.Seated;
        if (wasSeated || isSeated) return wasSeated != isSeated || known.Seat != heard.Seat;
        if (known.Scale >= heard.Scale) return true;
        Vector2 apart = Vector2.Abs(known.At(heard.Ms) - heard.Place), turned = Vector2.Abs(known.Velocity - heard.Velocity);
        return MathF.Max(apart.X, apart.Y) > _grid.SideOf(heard.Scale) / 256f || MathF.Max(turned.X, turned.Y) > CoarseVelocity;
    }

    private readonly record struct Known(bool IsKnown, Vector2 Place, Vector2 Velocity, double Ms, int Scale, AvatarForm Form, int Seat)
    {
        public Vector2 At(double ms) => Place + (Velocity * (float)((ms - Ms) / 1000d));
    }
}
