using Kapok.Media.Rtc.Rtcp;

namespace Kapok.Media.Rtc.Congestion;

/// <summary>Estimates how much a peer can be sent, from its transport-wide feedback.</summary>
/// <remarks>
/// By draft-ietf-rmcat-gcc-02: the lower of an estimate by delay (section 5.5: down to 85 % of what came through when queues grow; up by 8 % a second,
/// and slowly near what was too much before) and one by loss (section 6: down above a tenth, up below a fiftieth). Not thread-safe; nothing allocates.
/// </remarks>
public sealed class BandwidthEstimator
{
    /// <summary>What is assumed before anything is known, in bits a second.</summary>
    public const double FirstBitsPerSecond = 1_000_000;

    private const double Least = 50_000, Most = 50_000_000;
    private const double Decrease = 0.85, IncreaseASecond = 1.08, MostOfReceived = 1.5, Headroom = 10_000;
    private const double NearShare = 0.1;      // within a tenth of what was too much, it rises slowly
    private const double SlowBitsASecond = 40_000;
    private const double LossHigh = 0.1, LossLow = 0.02;
    private const int LeastForLoss = 20;       // packets: a share of fewer says nothing
    private const long DecreaseEveryMs = 200, RateWindowMs = 500, LossEveryMs = 500; // so long a loss is not counted twice: what was sent before is still on its way

    private readonly SentPackets _sent;
    private readonly DelayDetector _detector = new();
    private double _byDelay = FirstBitsPerSecond, _byLoss = FirstBitsPerSecond, _tooMuch;
    private double _windowMs = double.NaN, _arrivedMs;
    private long _windowBytes, _updatedMs, _decreasedMs, _lossMs;
    private int _told, _lost;

    /// <summary>Creates an estimator.</summary>
    /// <param name="sent">What was sent to the peer.</param>
    public BandwidthEstimator(SentPackets sent) => _sent = sent;

    /// <summary>The estimate, in bits a second.</summary>
    public double BitsPerSecond => Math.Min(_byDelay, _byLoss);

    /// <summary>What came through lately, in bits a second; 0 before it is known.</summary>
    public double ReceivedBitsPerSecond { get; private set; }

    /// <summary>Whether queues grow on the path.</summary>
    public PathUse Use => _detector.Use;

    /// <summary>Share of the packets that were lost lately, 0 to 1.</summary>
    public double LossShare { get; private set; }

    /// <summary>Takes a message of the peer in.</summary>
    /// <param name="report">The message.</param>
    /// <param name="nowMs">Our clock.</param>
    public void Take(CongestionReport report, long nowMs)
    {
        while (report.TryNext(out ushort number, out bool received))
        {
            if (!_sent.TryTake(number, out double sentMs, out int bytes)) continue;
            _told++;
            if (!received)
            {
                _lost++;
                continue;
            }
            double arrived = report.ArrivalTicks / 4d; // a tick is 250 µs
            _detector.Take(sentMs, arrived);
            Count(arrived, bytes);
        }
        JudgeDelay(nowMs);
        JudgeLoss(nowMs);
    }

    private void Count(double arrivedMs, int bytes)
    {
        if (double.IsNaN(_windowMs)) _windowMs = arrivedMs;
        _windowBytes += bytes;
        _arrivedMs = Math.Max(_arrivedMs, arrivedMs);
        double passed = arrivedMs - _windowMs;
        if (passed < RateWindowMs) return;
        double rate = _windowBytes * 8000d / passed;
        ReceivedBitsPerSecond = ReceivedBitsPerSecond == 0 ? rate : (ReceivedBitsPerSecond + rate) / 2;
        (_windowMs, _windowBytes) = (arrivedMs, 0);
    }

    private void JudgeDelay(long nowMs)
    {
        double seconds = _updatedMs == 0 ? 0 : Math.Clamp(nowMs - _updatedMs, 0, 1000) / 1000d;
        _updatedMs = nowMs;
        if (Use == PathUse.Over)
        {
            if (nowMs - _decreasedMs < DecreaseEveryMs) return; // a round trip at least, so that what was done can be seen
            _tooMuch = ReceivedBitsPerSecond > 0 ? ReceivedBitsPerSecond : _byDelay;
            _byDelay = Math.Max(Least, Math.Min(_byDelay, Decrease * _tooMuch));
            _decreasedMs = nowMs;
        }
        else if (Use == PathUse.Normal)
        {
            bool isNear = _tooMuch > 0 && Math.Abs(_byDelay - _tooMuch) < NearShare * _tooMuch;
            double raised = isNear ? _byDelay + (SlowBitsASecond * seconds) : _byDelay * Math.Pow(IncreaseASecond, seconds);
            // What was never sent proves nothing: the estimate stays near what came through.
            double most = ReceivedBitsPerSecond > 0 ? (MostOfReceived * ReceivedBitsPerSecond) + Headroom : _byDelay;
            _byDelay = Math.Clamp(Math.Min(raised, Math.Max(most, _byDelay)), Least, Most);
        }
    }

    private void JudgeLoss(long nowMs)
    {
        if (_told < LeastForLoss || nowMs - _lossMs < LossEveryMs) return;
        double seconds = Math.Min((nowMs - _lossMs) / 1000d, 2);
        _lossMs = nowMs;
        LossShare = (double)_lost / _told;
        (_told, _lost) = (0, 0);
        if (LossShare > LossHigh) _byLoss = Math.Max(Least, Math.Min(_byLoss, _byDelay) * (1 - (0.5 * LossShare)));
        else if (LossShare < LossLow) _byLoss = Math.Min(Math.Max(_byDelay, Least), _byLoss * Math.Pow(IncreaseASecond, seconds));
    }
}
