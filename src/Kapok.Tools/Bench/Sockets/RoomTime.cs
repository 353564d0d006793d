namespace Kapok.Tools.Bench.Sockets;

/// <summary>The server's room time as its clients know it: bounds from frames and pongs, as docs/protocol.md, section 5, has it. Thread-safe.</summary>
/// <remarks>Bounds are not widened over time: both processes read the same clock.</remarks>
public sealed class RoomTime(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly long _began = time.GetTimestamp();
    private double _least = double.NegativeInfinity, _most = double.PositiveInfinity; // of room time less own time

    /// <summary>Own milliseconds.</summary>
    public double OwnMs => time.GetElapsedTime(_began).TotalMilliseconds;

    /// <summary>Room time now.</summary>
    public double NowMs
    {
        get
        {
            lock (_lock) return OwnMs + (double.IsInfinity(_most) ? _least : (_least + _most) / 2d);
        }
    }

    /// <summary>Something came that was stamped with this room time before it was sent.</summary>
    public void Heard(double roomMs)
    {
        lock (_lock) _least = Math.Max(_least, roomMs - OwnMs);
    }

    /// <summary>An answer came to what was asked at an own time.</summary>
    public void Answered(double askedOwnMs, double roomMs)
    {
        lock (_lock) (_least, _most) = (Math.Max(_least, roomMs - OwnMs), Math.Min(_most, roomMs - askedOwnMs));
    }
}
