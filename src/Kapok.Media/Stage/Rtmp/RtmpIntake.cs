using Kapok.Media.Stage.Flv;

namespace Kapok.Media.Stage.Rtmp;

/// <summary>Turns what an encoder sends into a stage's format and samples.</summary>
/// <remarks>
/// A stage tells its tracks once for both, while an encoder configures picture and sound one after the other. So the first samples wait until both are known, the
/// encoder said that there is one only, or a second of its time went by: otherwise each broadcast would begin with a change of format.
/// </remarks>
/// <param name="publication">Where to.</param>
internal sealed class RtmpIntake(StagePublication publication)
{
    private const int WaitMs = 1000, MostWaiting = 256, MostWaitingBytes = 4 << 20;
    private const int MostChanges = 32, MostBadSamples = 50, MostAacBytes = 8192, TicksPerMs = StageSample.TicksPerSecond / 1000;

    private readonly List<Sample> _waiting = [];
    private FlvMetadata _metadata;
    private ReadOnlyMemory<byte> _videoConfig, _audioConfig;
    private AvcConfig _video;
    private AacConfig _audio;
    private uint _lastTimestamp;
    private long _timeMs;
    private bool _hasTime, _isTold;
    private int _bad, _waitingBytes, _changes;

    /// <summary>Why nothing is taken any more.</summary>
    public RtmpFault? Refusal { get; private set; }

    /// <summary>The encoder's clock in milliseconds, unwrapped, of the newest message.</summary>
    public long TimeMs => _timeMs;

    /// <summary>Takes a message with a picture, sound, or what is said about them.</summary>
    /// <returns>False when nothing is taken any more: refused, or off air.</returns>
    public bool Take(in RtmpMessage message)
    {
        switch (message.Type)
        {
            case RtmpType.Video:
                Advance(message.Timestamp);
                return message.Body.IsEmpty || TakeVideo(message.Body);
            case RtmpType.Audio:
                Advance(message.Timestamp);
                return message.Body.IsEmpty || TakeAudio(message.Body);
            case RtmpType.Data or RtmpType.Data3:
                ReadOnlySpan<byte> body = message.Body.Span;
                if (message.Type == RtmpType.Data3 && !body.IsEmpty) body = body[1..];
                if (FlvMetadata.TryRead(body, out FlvMetadata metadata)) _metadata = metadata;
                return true;
            default: return true;
        }
    }

    private void Advance(uint timestamp)
    {
        if (_hasTime) _timeMs += (int)(timestamp - _lastTimestamp); // wraps after 49 days, and goes back where an encoder's clock does
        else (_hasTime, _timeMs) = (true, timestamp);
        _lastTimestamp = timestamp;
    }

    private bool TakeVideo(ReadOnlyMemory<byte> body)
    {
        if (!FlvVideoTag.TryRead(body.Span, out FlvVideoTag tag)) return Bad();
        ReadOnlyMemory<byte> data = body[Math.Min(tag.Offset, body.Length)..];
        switch (tag.Content)
        {
            case FlvContent.Foreign: return Refuse(RtmpWords.Video(tag.Codec));
            case FlvContent.Config: return Configure(data);
            case FlvContent.Sample when !_videoConfig.IsEmpty && !data.IsEmpty:
                if (!AvcSample.TryRead(data.Span, _video.LengthBytes, out bool isWhole, out int units)) return Bad();
                if (_video.LengthBytes != 4) data = AvcSample.WithFourBytes(data.Span, _video.LengthBytes, units);
                return Send(new(true, tag.IsKey && isWhole, _timeMs, Math.Clamp(tag.ShiftMs, 0, 10_000), data));
            default: return true;
        }
    }

    private bool TakeAudio(ReadOnlyMemory<byte> body)
    {
        if (!FlvAudioTag.TryRead(body.Span, out FlvAudioTag tag)) return Bad();
        ReadOnlyMemory<byte> data = body[Math.Min(tag.Offset, body.Length)..];
        switch (tag.Content)
        {
            case FlvContent.Foreign: return Refuse(RtmpWords.Audio(tag.Codec));
            case FlvContent.Config:
                if (data.Span.SequenceEqual(_audioConfig.Span)) return true;
                if (!AacConfig.TryRead(data.Span, out AacConfig config)) return Refuse(RtmpWords.BrokenSound);
                if (RtmpWords.OfSound(config) is { } why) return Refuse(why);
                (_audio, _audioConfig) = (config, data);
                return !_isTold || Tell();
            case FlvContent.Sample when !_audioConfig.IsEmpty && !data.IsEmpty:
                return data.Length > MostAacBytes ? Bad() : Send(new(false, true, _timeMs, 0, data));
            default: return true;
        }
    }

    private bool Configure(ReadOnlyMemory<byte> record)
    {
        if (!AvcConfig.TryRead(record.Span, out AvcConfig config)) return Refuse(RtmpWords.BrokenPicture);
        if (RtmpWords.OfPicture(config.Picture) is { } why) return Refuse(why);
        if (config.LengthBytes != 4) record = AvcConfig.WithFourBytes(record.Span);
        bool isSame = record.Span.SequenceEqual(_videoConfig.Span);
        (_video, _videoConfig) = (config, record);
        return isSame || !_isTold || Tell();
    }

    private bool Send(in Sample sample)
    {
        if (_isTold) return Pass(sample);
        _waiting.Add(sample);
        _waitingBytes += sample.Data.Length;
        if (!IsKnown()) return true;
        if (!Tell()) return false;
        foreach (Sample waiting in _waiting)
            if (!Pass(waiting)) return false;
        _waiting.Clear();
        _waiting.TrimExcess();
        return true;
    }

    private bool IsKnown() => (!_videoConfig.IsEmpty || _metadata.HasVideo == false) && (!_audioConfig.IsEmpty || _metadata.HasAudio == false)
        || _waiting.Count == MostWaiting || _waitingBytes > MostWaitingBytes
        || Math.Abs(_timeMs - _waiting[0].TimeMs) >= WaitMs;

    private bool Tell()
    {
        // Each is told to everyone in the rooms.
        if (++_changes > MostChanges) return Refuse(RtmpWords.TooManyChanges);
        _isTold = true;
        bool hasVideo = !_videoConfig.IsEmpty, hasAudio = !_audioConfig.IsEmpty;
        return publication.Format(new()
        {
            Video = hasVideo ? StageCodec.H264 : StageCodec.None,
            VideoConfig = _videoConfig,
            Width = hasVideo ? _video.Picture.Width : 0,
            Height = hasVideo ? _video.Picture.Height : 0,
            Audio = hasAudio ? StageCodec.Aac : StageCodec.None,
            AudioConfig = _audioConfig,
            SampleRate = hasAudio ? _audio.SampleRate : 0,
            Channels = hasAudio ? _audio.Channels : 0,
        });
    }

    private bool Pass(in Sample sample) =>
        publication.Send(sample.IsVideo, sample.IsKey, sample.TimeMs * TicksPerMs, sample.ShiftMs * TicksPerMs, sample.Data);

    private bool Bad() => ++_bad <= MostBadSamples || Refuse(RtmpWords.BrokenPictures);

    private bool Refuse(RtmpFault why)
    {
        Refusal = why;
        return false;
    }

    private readonly record struct Sample(bool IsVideo, bool IsKey, long TimeMs, int ShiftMs, ReadOnlyMemory<byte> Data);
}
