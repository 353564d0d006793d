using Kapok.Media.Rtc;
using Kapok.Media.Rtc.Codecs;
using Kapok.Media.Rtc.Sessions;

namespace Kapok.Media.Stage.WebRtc;

/// <summary>Makes a track of a stage's samples, which subscriptions can carry: H.264 or Opus, from wherever they came.</summary>
/// <remarks>Of the publisher's thread. <see cref="Track"/> is for any.</remarks>
/// <param name="rtc">The server.</param>
/// <param name="live">The stage, for its clock.</param>
/// <param name="kind">Pictures or sound.</param>
internal sealed class StageTrack(RtcServer rtc, LiveStage live, MediaKind kind) : IDisposable
{
    private readonly LocalSource _source = rtc.Publish(kind == MediaKind.Video ? RtpCodec.H264 : RtpCodec.Opus);
    private readonly H264Packets _packets = new();
    private double _latenessMs = -1;

    /// <summary>The track.</summary>
    public RtcTrack Track => _source.Tracks[0];

    /// <summary>Takes the configuration of the pictures.</summary>
    /// <returns>False when it is malformed.</returns>
    public bool TryConfigure(ReadOnlyMemory<byte> configuration)
    {
        Track.KeepForLate();
        return _packets.TryConfigure(configuration.Span);
    }

    /// <summary>Sends a sample.</summary>
    public void Send(in StageSample sample)
    {
        if (kind == MediaKind.Audio)
        {
            uint timestamp = (uint)(sample.DecodeTime * RtpCodec.Opus.ClockRate / StageSample.TicksPerSecond);
            if (sample.Data.Length is > 0 and <= LocalSource.MostPayloadBytes) _source.Send(0, timestamp, false, sample.Data.Span);
        }
        else
        {
            uint timestamp = (uint)sample.DecodeTime;
            _packets.TryCut(sample.Data.Span, sample.IsKey, (payload, isLast) => _source.Send(0, timestamp, isLast, payload));
        }
        _source.Flush();
        Measure(sample.DecodeTime);
    }

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();

    // By how much samples are behind the stage's clock; receivers are told, so that sound that was made anew stays in step with the picture.
    private void Measure(long decodeTime)
    {
        double now = Math.Max(0, (live.Now - decodeTime) * 1000d / StageSample.TicksPerSecond);
        _latenessMs = _latenessMs < 0 ? now : _latenessMs + ((now - _latenessMs) / 32);
        Track.LatenessMs = (int)Math.Min(_latenessMs, 5000);
    }
}
