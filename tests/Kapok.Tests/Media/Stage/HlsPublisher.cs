using System.Buffers.Binary;
using Kapok.Media.Stage;
using Kapok.Media.Stage.Hls;
using Microsoft.Extensions.Time.Testing;

namespace Kapok.Tests.Media.Stage;

/// <summary>How a simulated publisher sends.</summary>
/// <param name="Seed">Of its randomness.</param>
/// <param name="PartMs">Length of parts.</param>
/// <param name="Seconds">For how long.</param>
/// <param name="FrameRate">Pictures a second; 0 for sound alone.</param>
/// <param name="KeySeconds">From keyframe to keyframe.</param>
/// <param name="JitterMs">Most that a time is wrong.</param>
/// <param name="DropPercent">Of pictures, in bursts.</param>
/// <param name="BFrames">Pictures between those that are referred to.</param>
/// <param name="AudioRate">Samples a second of AAC; 48,000 with <paramref name="IsOpus"/>; 0 for no sound.</param>
/// <param name="IsOpus">Opus of 20 ms.</param>
/// <param name="Accidents">How often, about, something happens: gone and back, another format, a clock that is set.</param>
internal sealed record PublisherPlan(
    int Seed, int PartMs, int Seconds, int FrameRate, double KeySeconds, int JitterMs, int DropPercent, int BFrames, int AudioRate, bool IsOpus, int Accidents);

/// <summary>Publishes as its plan says, on a clock that it steps, and looks at the playlist after everything that it sends.</summary>
internal sealed class HlsPublisher
{
    private const int Ticks = StageSample.TicksPerSecond;

    private readonly PublisherPlan _plan;
    private readonly Random _random;
    private readonly FakeTimeProvider _time = new();
    private readonly LiveStage _live;
    private StagePublication? _publication;
    private long _skewMs, _lastKeyMs;
    private int _next, _width = 1280, _dropping;

    internal HlsPublisher(PublisherPlan plan)
    {
        (_plan, _random, _live) = (plan, new(plan.Seed), new("x", _time));
        Rendition = new(new(plan.PartMs), () => _live.BeganAt, _time);
        _live.Add(new HlsPackager(new(plan.PartMs), Rendition));
    }

    internal HlsRendition Rendition { get; }

    /// <summary>What happens after everything that is sent; told whether something happened that may break an announcement.</summary>
    internal Action<bool>? Sent { get; set; }

    /// <summary>Every sample that was sent, by the number in its first eight bytes.</summary>
    internal List<StageSample> Samples { get; } = [];

    internal StageFormat Format => new()
    {
        Video = _plan.FrameRate > 0 ? StageCodec.H264 : StageCodec.None,
        VideoConfig = _plan.FrameRate > 0 ? StageMedia.AvcConfig : default,
        Width = _plan.FrameRate > 0 ? _width : 0,
        Height = _plan.FrameRate > 0 ? 720 : 0,
        Audio = _plan.AudioRate == 0 ? StageCodec.None : _plan.IsOpus ? StageCodec.Opus : StageCodec.Aac,
        AudioConfig = _plan.AudioRate == 0 ? default : _plan.IsOpus ? StageMedia.OpusHead : StageMedia.AacConfig,
        SampleRate = _plan.AudioRate,
        Channels = _plan.AudioRate == 0 ? 0 : 2,
    };

    internal void Run()
    {
        Begin();
        double frameMs = _plan.FrameRate > 0 ? 1000d / _plan.FrameRate : double.MaxValue;
        double soundMs = _plan.AudioRate == 0 ? double.MaxValue : _plan.IsOpus ? 20 : 1_024_000d / _plan.AudioRate;
        double nextFrame = _plan.FrameRate > 0 ? 0 : double.MaxValue, nextSound = _plan.AudioRate > 0 ? 0 : double.MaxValue, nowMs = 0;
        _lastKeyMs = long.MinValue / 2;
        while (nowMs < _plan.Seconds * 1000)
        {
            double due = Math.Min(nextFrame, nextSound);
            _time.Advance(TimeSpan.FromMilliseconds(Math.Max(0, due - nowMs)));
            nowMs = Math.Max(due, nowMs);
            if (_plan.Accidents > 0 && _random.Next(60 * 100 / _plan.Accidents) == 0) nowMs += Accident();
            if (nextFrame <= nextSound)
            {
                Picture((long)nextFrame);
                nextFrame += frameMs;
            }
            else
            {
                Send(false, true, (long)nextSound + Jitter(), 0, 12);
                nextSound += soundMs;
            }
            if (nowMs > Math.Min(nextFrame, nextSound) + 900) (nextFrame, nextSound) = (nextFrame < 1e300 ? nowMs : nextFrame, nextSound < 1e300 ? nowMs : nextSound);
            Sent?.Invoke(false);
        }
        _live.End();
        Sent?.Invoke(true);
    }

    private void Begin()
    {
        _publication = _live.Publish()!;
        _publication.Format(Format);
    }

    private void Picture(long ms)
    {
        bool isKey = ms - _lastKeyMs >= _plan.KeySeconds * 1000 - 1;
        if (_dropping > 0 || (_plan.DropPercent > 0 && _random.Next(100) < _plan.DropPercent))
        {
            // Encoders drop what is not referred to, and a keyframe a little later.
            _dropping = _dropping > 0 ? _dropping - 1 : _random.Next(_random.Next(8) == 0 ? _plan.FrameRate * 3 : 6);
            return;
        }
        if (isKey) _lastKeyMs = ms;
        int shift = _plan.BFrames == 0 ? 0 : _random.Next(_plan.BFrames + 1) * Ticks / _plan.FrameRate;
        Send(true, isKey, ms + Jitter(), shift, isKey ? 200 : 20);
    }

    private int Jitter() => _plan.JitterMs == 0 ? 0 : _random.Next(_plan.JitterMs + 1);

    private void Send(bool isVideo, bool isKey, long ms, int shift, int size)
    {
        byte[] data = new byte[size];
        BinaryPrimitives.WriteInt64BigEndian(data, _next++);
        if (!isVideo && _plan.IsOpus) data[0] = 0xF8; // 20 ms of CELT
        Samples.Add(new(isVideo, isKey, (ms + _skewMs) * (Ticks / 1000), shift, data));
        _publication!.Send(isVideo, isKey, (ms + _skewMs) * (Ticks / 1000), shift, data);
    }

    private double Accident()
    {
        switch (_random.Next(4))
        {
            case 0: // gone, and back
                _publication!.End();
                Sent?.Invoke(true);
                double away = _random.Next(100, 29_000);
                _time.Advance(TimeSpan.FromMilliseconds(away));
                _skewMs = _random.Next(-100_000, 100_000);
                _lastKeyMs = long.MinValue / 2;
                Begin();
                Sent?.Invoke(true);
                return away;
            case 1: // another format
                _width = _width == 1280 ? 640 : 1280;
                _publication!.Format(Format);
                _lastKeyMs = long.MinValue / 2;
                Sent?.Invoke(true);
                return 0;
            case 2: // the clock is set
                _skewMs += _random.Next(-12_000, 12_000);
                return 0;
            default: // a network that stands still, and then brings all at once
                double stall = _random.Next(100, 800);
                _time.Advance(TimeSpan.FromMilliseconds(stall));
                return stall;
        }
    }
}

/// <summary>Configurations of decoders, as encoders make them.</summary>
internal static class StageMedia
{
    /// <summary>x264, High profile, level 3.1, 1280x720.</summary>
    internal static readonly byte[] AvcConfig = Convert.FromHexString("0164001fffe1001a6764001facd9405005bb016a02020280000003008000001e478c18cb01000568ebecb22c");

    /// <summary>AAC-LC, 44.1 kHz, stereo.</summary>
    internal static readonly byte[] AacConfig = [0x12, 0x10];

    /// <summary>Two channels, 312 samples to skip, 48 kHz.</summary>
    internal static readonly byte[] OpusHead = [.. "OpusHead"u8, 1, 2, 0x38, 1, 0x80, 0xBB, 0, 0, 0, 0, 0];
}
