namespace Kapok.Media.Rtc.Sessions;

/// <summary>How somebody who comes late gets to the present: by the packets since the newest whole picture, several times as fast as they came.</summary>
/// <remarks>
/// Packets go evenly, and a little faster with time, so that it ends whatever the publisher sends meanwhile. Their timestamps are as close together as
/// they go (<see cref="Subscription"/>): a receiver that saw a second of pictures come within a moment would take that for the line's unrest and
/// stay a second behind. The peer's shard owns it.
/// </remarks>
internal struct CatchUp
{
    /// <summary>How many times as fast as they came pictures go.</summary>
    public const int Haste = 8;

    /// <summary>A whole picture that is older is of no use, in milliseconds: until the present is reached the next one has come.</summary>
    public const double OldestMs = 4000;

    private const double LeastPerMs = 1, FirstPackets = 4, DoublesInMs = 400;

    private ulong _first, _next;
    private double _sinceMs, _perMs;

    /// <summary>Whether it goes on.</summary>
    public bool IsOn { get; private set; }

    /// <summary>Begins.</summary>
    /// <param name="first">The source's index of the whole picture's first packet.</param>
    /// <param name="newest">The newest index.</param>
    /// <param name="ageMs">When the first came, milliseconds ago.</param>
    /// <param name="nowMs">The clock.</param>
    public static CatchUp Of(ulong first, ulong newest, double ageMs, double nowMs) =>
        new() { _first = first, _next = first, _sinceMs = nowMs, _perMs = Math.Max(LeastPerMs, (newest - first) / Math.Max(1, TakesMs(ageMs))), IsOn = true };

    /// <summary>How long it takes to get to the present, in milliseconds.</summary>
    /// <param name="ageMs">How far the present is from the beginning.</param>
    public static double TakesMs(double ageMs) => ageMs / (Haste - 1);

    /// <summary>Whether a packet of the source goes later, in its turn.</summary>
    public readonly bool IsAhead(ulong index) => IsOn && index >= _next;

    /// <summary>The packet that goes now; when there is none any more it is over.</summary>
    /// <param name="newest">The newest index.</param>
    /// <param name="nowMs">The clock.</param>
    /// <param name="index">The source's index; that packet may be missing.</param>
    public bool TryNext(ulong newest, double nowMs, out ulong index)
    {
        index = _next;
        if (!IsOn) return false;
        if (_next > newest)
        {
            IsOn = false;
            return false;
        }
        double passed = nowMs - _sinceMs;
        if (_next - _first >= FirstPackets + (_perMs * passed * (1 + (passed / DoublesInMs)))) return false;
        _next++;
        return true;
    }
}
