using Kapok.Media.Rtc.Congestion;
using Kapok.Media.Rtc.Rtcp;
using Xunit;

namespace Kapok.Tests.Media;

/// <summary>The estimate of a way, over simulated ones of a known width, and the pacer.</summary>
public sealed class CongestionTests
{
    [Theory]
    [InlineData(600_000)]
    [InlineData(1_500_000)]
    [InlineData(4_000_000)]
    public void The_estimate_follows_the_narrowest_place_of_the_way_and_keeps_its_queue_short(double width)
    {
        Way way = new(width);
        way.Run(60_000);
        Assert.InRange(way.Estimator.BitsPerSecond, 0.4 * width, 1.2 * width);
        Assert.InRange(way.MeanBits(20_000), 0.4 * width, width);
        Assert.InRange(way.MeanQueueMs(20_000), 0, 250);
    }

    [Fact]
    public void It_falls_when_the_way_narrows_and_rises_when_it_is_wide_again()
    {
        Way way = new(3_000_000);
        way.Run(40_000);
        double wide = way.Estimator.BitsPerSecond;
        way.Width = 500_000;
        way.Run(70_000);
        double narrow = way.Estimator.BitsPerSecond;
        Assert.InRange(narrow, 150_000, 750_000);
        way.Width = 3_000_000;
        way.Run(130_000);
        Assert.InRange(way.Estimator.BitsPerSecond, 1.8 * narrow, wide * 3);
    }

    [Fact]
    public void A_tenth_lost_lowers_it_and_a_hundredth_does_not()
    {
        Way much = new(50_000_000) { LossShare = 0.2 }, little = new(50_000_000) { LossShare = 0.01 };
        much.Run(20_000);
        little.Run(20_000);
        Assert.InRange(much.Estimator.LossShare, 0.1, 0.35);
        Assert.True(much.Estimator.BitsPerSecond < 0.5 * little.Estimator.BitsPerSecond, $"{much.Estimator.BitsPerSecond:F0}, {little.Estimator.BitsPerSecond:F0}");
    }

    [Fact]
    public void Feedback_about_what_was_never_sent_or_was_told_before_changes_nothing()
    {
        SentPackets sent = new();
        BandwidthEstimator estimator = new(sent);
        byte[] message = Message(Enumerable.Range(0, 100).Select(number => ((ushort)number, (double)number)), 1);
        for (int again = 0; again < 50; again++) Tell(estimator, message, 1000 + (again * 100));
        Assert.Equal((0d, 0d), (estimator.ReceivedBitsPerSecond, estimator.LossShare));
        sent.Add(1, 100);
        Assert.True(sent.TryTake(0, out _, out int bytes) && bytes == 100);
        Assert.False(sent.TryTake(0, out _, out _));
        Assert.False(sent.TryTake(2048, out _, out _));
    }

    [Fact]
    public void A_pacer_lets_a_burst_through_then_spreads_and_drops_all_when_too_much_waits()
    {
        Pacer pacer = new();
        int passed = 0;
        while (pacer.TryPass(1000, 1_000_000, 1000)) passed++;
        Assert.InRange(passed, 4, 8);
        for (int at = 0; at < Pacer.MostWaiting; at++) Assert.True(pacer.TryAdd(new(null!, null!, (ulong)at, 0, 1000)));
        Assert.False(pacer.TryPass(1, 1_000_000, 5000)); // nobody overtakes
        Assert.True(pacer.TryNext(1_000_000, 1010, out Pacer.Waiting first) && first.Index == 0);
        // 2.5 Mbit/s for an estimate of 1: 312 packets of 1,000 bytes a second.
        int sent = 0;
        for (double now = 1011; now < 1411; now++)
        {
            while (pacer.TryNext(1_000_000, now, out Pacer.Waiting next)) Assert.Equal((ulong)++sent, next.Index);
        }
        Assert.InRange(sent, 110, 140);
        while (pacer.Count < Pacer.MostWaiting) pacer.TryAdd(new(null!, null!, 0, 0, 1000));
        Assert.False(pacer.TryAdd(new(null!, null!, 0, 0, 1000)));
        Assert.Equal((0, Pacer.MostWaiting + 1L), (pacer.Count, pacer.Dropped));
    }

    [Fact]
    public void A_stream_that_is_wider_than_what_is_known_of_the_way_is_spread_and_not_dropped()
    {
        Pacer pacer = new();
        int waited = 0;
        for (double now = 1; now < 10_000; now += 5) // 1,100 bytes each 1.25 ms are 7 Mbit/s, four at a time
        {
            for (int at = 0; at < 4; at++)
            {
                pacer.Offer(1100, now);
                if (!pacer.TryPass(1100, 1_000_000, now)) Assert.True(pacer.TryAdd(new(null!, null!, 0, 0, 1100)));
            }
            while (pacer.TryNext(1_000_000, now, out _)) waited++;
            if (now > 3000) Assert.InRange(pacer.Count, 0, 40);
        }
        Assert.Equal(0, pacer.Dropped);
        Assert.True(waited > 0);
    }

    private static byte[] Message(IEnumerable<(ushort Number, double ArrivedMs)> packets, byte _)
    {
        CongestionFeedback feedback = new();
        foreach ((ushort number, double arrived) in packets) feedback.Take(number, arrived + 1);
        byte[] to = new byte[1200];
        RtcpWriter writer = new(to);
        feedback.Write(ref writer, 1, 2);
        return to[..writer.Length];
    }

    private static void Tell(BandwidthEstimator estimator, byte[] message, long nowMs)
    {
        RtcpReader reader = new(message);
        while (reader.TryNext(out RtcpPacket packet))
        {
            if (CongestionReport.TryRead(packet, out CongestionReport report)) estimator.Take(report, nowMs);
        }
    }

    /// <summary>A way with one queue of 500 ms, 20 ms long each way, by a sender who sends as much as the estimate says in pictures of a thirtieth of a second.</summary>
    private sealed class Way(double width)
    {
        private const int PacketBytes = 1100;
        private const double DelayMs = 20, LongestQueueMs = 500;

        private readonly SentPackets _sent = new();
        private readonly List<(double AtMs, double QueueMs)> _queues = [];
        private readonly List<(double AtMs, int Bytes)> _arrived = [];
        private readonly Queue<(double DueMs, byte[] Message)> _told = new();
        private readonly Queue<(double ArrivesMs, ushort Number)> _under = new();
        private readonly CongestionFeedback _feedback = new();
        private readonly Random _random = new(7);
        private double _nowMs = 1, _freeMs, _owed;
        private BandwidthEstimator? _estimator;

        public BandwidthEstimator Estimator => _estimator ??= new(_sent);

        public double Width { get; set; } = width;

        public double LossShare { get; init; }

        public double MeanBits(double sinceMs) => _arrived.Where(one => one.AtMs >= sinceMs).Sum(one => one.Bytes * 8d) / ((_nowMs - sinceMs) / 1000d);

        public double MeanQueueMs(double sinceMs) => _queues.Where(one => one.AtMs >= sinceMs).Average(one => one.QueueMs);

        public void Run(double untilMs)
        {
            byte[] message = new byte[1200];
            for (; _nowMs < untilMs; _nowMs++)
            {
                _owed += Estimator.BitsPerSecond / 8000d;
                while (_owed >= PacketBytes)
                {
                    _owed -= PacketBytes;
                    Send();
                }
                while (_under.TryPeek(out (double ArrivesMs, ushort Number) next) && next.ArrivesMs <= _nowMs)
                {
                    _under.Dequeue();
                    _feedback.Take(next.Number, next.ArrivesMs);
                    _arrived.Add((next.ArrivesMs, PacketBytes));
                }
                if ((long)_nowMs % 50 == 0 || _feedback.IsFilling)
                {
                    RtcpWriter writer = new(message);
                    _feedback.Write(ref writer, 1, 2);
                    if (writer.Length > 0) _told.Enqueue((_nowMs + DelayMs, message[..writer.Length]));
                }
                while (_told.TryPeek(out (double DueMs, byte[] Message) due) && due.DueMs <= _nowMs)
                {
                    _told.Dequeue();
                    Tell(Estimator, due.Message, (long)_nowMs);
                }
            }
        }

        private void Send()
        {
            ushort number = _sent.Next;
            _sent.Add(_nowMs, PacketBytes);
            double queue = Math.Max(0, _freeMs - _nowMs);
            _queues.Add((_nowMs, queue));
            if (queue > LongestQueueMs || _random.NextDouble() < LossShare) return;
            _freeMs = Math.Max(_freeMs, _nowMs) + (PacketBytes * 8000d / Width);
            _under.Enqueue((_freeMs + DelayMs, number));
        }
    }
}
