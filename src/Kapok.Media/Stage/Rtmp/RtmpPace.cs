namespace Kapok.Media.Stage.Rtmp;

/// <summary>Holds an encoder to real time: whoever sends a file as fast as the line carries it (ffmpeg without <c>-re</c>) is read as slowly as it plays.</summary>
/// <remarks>
/// An encoder may be a second ahead, and whoever was held up may catch up ten. Its clock may be half a thousandth fast without being held back for it: the times
/// of a stage follow it, while a queue in the line would only grow. A step of over five seconds is a clock that was set, and is not counted.
/// </remarks>
/// <param name="time">The clock.</param>
internal sealed class RtmpPace(TimeProvider time)
{
    private const double MostAheadMs = 1000, MostBehindMs = 10_000, MostStepMs = 5000, MostWaitMs = 1000, Fast = 1.0005;

    private double _aheadMs;
    private long _last, _lastMediaMs;
    private bool _hasBegun;

    /// <summary>Counts a sample.</summary>
    /// <param name="mediaMs">The encoder's clock.</param>
    /// <returns>How long to wait before more is read; zero usually.</returns>
    public TimeSpan Take(long mediaMs)
    {
        long now = time.GetTimestamp();
        double step = mediaMs - _lastMediaMs, passed = time.GetElapsedTime(_last, now).TotalMilliseconds;
        bool isFirst = !_hasBegun;
        (_last, _lastMediaMs, _hasBegun) = (now, mediaMs, true);
        if (isFirst) return TimeSpan.Zero;
        if (Math.Abs(step) > MostStepMs) step = 0;
        _aheadMs = Math.Max(-MostBehindMs, _aheadMs + step - (passed * Fast));
        return _aheadMs <= MostAheadMs ? TimeSpan.Zero : TimeSpan.FromMilliseconds(Math.Min(MostWaitMs, _aheadMs - MostAheadMs));
    }
}
