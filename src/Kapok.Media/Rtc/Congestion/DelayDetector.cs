namespace Kapok.Media.Rtc.Congestion;

/// <summary>Whether packets queue up on a path.</summary>
public enum PathUse
{
    /// <summary>They do not.</summary>
    Normal,

    /// <summary>Queues grow: more is sent than goes through.</summary>
    Over,

    /// <summary>Queues shrink.</summary>
    Under,
}

/// <summary>Tells from the spacing of packets at the sender and at the receiver whether queues grow between them.</summary>
/// <remarks>
/// By draft-ietf-rmcat-gcc-02, section 5.2 (groups of packets) and 5.4 (detector with a threshold that adapts), with the line through the last delays
/// ("trendline") that libwebrtc has taken the place of the draft's Kalman filter with since 2017 (modules/congestion_controller/goog_cc). Not thread-safe; nothing allocates.
/// </remarks>
public sealed class DelayDetector
{
    private const double GroupMs = 5;        // packets sent within so long are one group: a pacer's burst
    private const int Window = 20;           // groups that the line goes through
    private const double Smoothing = 0.9, Gain = 4;
    private const int MostDeltas = 60;       // the line's slope counts for more while there are few
    private const double FirstThreshold = 12.5, LeastThreshold = 6, MostThreshold = 600, Outlier = 15;
    private const double RiseShare = 0.0087, FallShare = 0.039; // K_u, K_d of the draft, a millisecond
    private const double OverMs = 10, LongestStepMs = 100;

    private readonly double[] _times = new double[Window], _delays = new double[Window];
    private int _count, _deltas;
    private double _groupSentMs = double.NaN, _groupLastSentMs, _groupArrivedMs, _beforeSentMs = double.NaN, _beforeArrivedMs;
    private double _firstArrivalMs = double.NaN, _delay, _smoothed, _threshold = FirstThreshold, _slopeBefore, _overMs = -1, _updatedMs = double.NaN;

    /// <summary>What was found last.</summary>
    public PathUse Use { get; private set; }

    /// <summary>Takes a packet in, in the order of sending.</summary>
    /// <param name="sentMs">When it was sent, by our clock.</param>
    /// <param name="arrivedMs">When it came, by the receiver's.</param>
    public void Take(double sentMs, double arrivedMs)
    {
        if (double.IsNaN(_groupSentMs)) Begin(sentMs, arrivedMs);
        else if (sentMs - _groupSentMs <= GroupMs) (_groupLastSentMs, _groupArrivedMs) = (Math.Max(_groupLastSentMs, sentMs), Math.Max(_groupArrivedMs, arrivedMs));
        else
        {
            if (!double.IsNaN(_beforeSentMs)) TakeGroup(_groupLastSentMs - _beforeSentMs, _groupArrivedMs - _beforeArrivedMs, _groupArrivedMs);
            (_beforeSentMs, _beforeArrivedMs) = (_groupLastSentMs, _groupArrivedMs);
            Begin(sentMs, arrivedMs);
        }
    }

    private void Begin(double sentMs, double arrivedMs) => (_groupSentMs, _groupLastSentMs, _groupArrivedMs) = (sentMs, sentMs, arrivedMs);

    private void TakeGroup(double sentDelta, double arrivedDelta, double arrivedMs)
    {
        if (double.IsNaN(_firstArrivalMs)) _firstArrivalMs = arrivedMs;
        _deltas = Math.Min(_deltas + 1, MostDeltas);
        _delay += arrivedDelta - sentDelta;
        _smoothed = (Smoothing * _smoothed) + ((1 - Smoothing) * _delay);
        int at = _count++ % Window;
        (_times[at], _delays[at]) = (arrivedMs - _firstArrivalMs, _smoothed);
        if (_count < Window) return;
        Judge(Slope() * _deltas * Gain, sentDelta, arrivedMs);
    }

    // Least squares through the window; the order of its points does not matter.
    private double Slope()
    {
        double meanTime = 0, meanDelay = 0;
        for (int at = 0; at < Window; at++) (meanTime, meanDelay) = (meanTime + (_times[at] / Window), meanDelay + (_delays[at] / Window));
        double above = 0, below = 0;
        for (int at = 0; at < Window; at++)
        {
            double time = _times[at] - meanTime;
            above += time * (_delays[at] - meanDelay);
            below += time * time;
        }
        return below == 0 ? 0 : above / below;
    }

    private void Judge(double slope, double sentDelta, double nowMs)
    {
        if (slope > _threshold)
        {
            _overMs = _overMs < 0 ? sentDelta / 2 : _overMs + sentDelta;
            if (_overMs > OverMs && slope >= _slopeBefore)
            {
                _overMs = 0;
                Use = PathUse.Over;
            }
        }
        else
        {
            _overMs = -1;
            Use = slope < -_threshold ? PathUse.Under : PathUse.Normal;
        }
        _slopeBefore = slope;
        Adapt(Math.Abs(slope), nowMs);
    }

    // Else a flow of TCP beside us, which fills every queue, would take everything; section 5.4 of the draft.
    private void Adapt(double slope, double nowMs)
    {
        double passed = double.IsNaN(_updatedMs) ? 0 : Math.Min(nowMs - _updatedMs, LongestStepMs);
        _updatedMs = nowMs;
        if (slope > _threshold + Outlier) return; // a sudden jump, of the route perhaps
        _threshold += (slope < _threshold ? FallShare : RiseShare) * (slope - _threshold) * passed;
        _threshold = Math.Clamp(_threshold, LeastThreshold, MostThreshold);
    }
}
