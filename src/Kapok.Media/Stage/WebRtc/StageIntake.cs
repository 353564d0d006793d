using System.Buffers.Binary;
using Kapok.Media.Rtc.Codecs;
using Kapok.Media.Rtc.Rtp;
using Kapok.Media.Rtc.Taps;

namespace Kapok.Media.Stage.WebRtc;

/// <summary>Makes samples of what a WebRTC publisher sends: packets in, pictures and sound of one clock out.</summary>
/// <remarks>Knows neither sessions nor stages. One thread at a time.</remarks>
internal sealed class StageIntake
{
    private const int SoundPackets = 64;
    private const double SoundPatienceMs = 120, PictureWaitMs = 3000;

    // A report that puts the tracks further apart than this is not to be believed; one that moves them less is jitter.
    private const long MostApart = 2L * StageSample.TicksPerSecond, LeastStep = StageSample.TicksPerSecond / 100;

    private readonly StageCodec _video;
    private readonly PictureReader? _pictures;
    private readonly PacketOrder? _sound;
    private readonly TrackTimes _videoTimes = new(StageSample.TicksPerSecond), _audioTimes = new(RtpCodec.Opus.ClockRate);
    private readonly Dictionary<uint, double> _arrivals = [];
    private (NtpTime Time, uint Timestamp)? _videoClock, _audioClock;
    private PictureFormat? _told;
    private double _beganMs = -1, _lastKeyMs = -1;
    private uint _pictureSource, _soundSource;
    private bool _hasFormat;

    /// <param name="video">Codec of the pictures; null without.</param>
    /// <param name="hasAudio">Whether Opus comes.</param>
    public StageIntake(RtpCodec? video, bool hasAudio)
    {
        _video = CodecOf(video);
        _pictures = video is not null && PictureBuilder.For(video) is { } builder ? new(builder) : null;
        _sound = hasAudio ? new(SoundPackets, SoundPatienceMs) : null;
    }

    /// <summary>What the tracks are; is told before their samples, and whenever it changes.</summary>
    public required Action<StageFormat> Formatted { get; init; }

    /// <summary>A sample: whether it is a picture, whether decoding may begin with it, its time in 1/90,000 s, and its bytes.</summary>
    public required Action<bool, bool, long, byte[]> Sampled { get; init; }

    /// <summary>The stage's name of a codec.</summary>
    public static StageCodec CodecOf(RtpCodec? codec) => codec == RtpCodec.H264 ? StageCodec.H264 : codec == RtpCodec.Vp8 ? StageCodec.Vp8 : codec == RtpCodec.Vp9 ? StageCodec.Vp9
        : codec == RtpCodec.Av1 ? StageCodec.Av1 : codec == RtpCodec.Opus ? StageCodec.Opus : StageCodec.None;

    /// <summary>Pictures that were lost.</summary>
    public long LostPictures => _pictures?.Lost ?? 0;

    /// <summary>How much later sound comes than the picture that belongs to it, by the publisher's reports; 0 while they do not say.</summary>
    public double SoundLatenessMs { get; private set; }

    /// <summary>Whether the publisher is to be asked for a whole picture now: something was lost, or the last one is older than packagers like.</summary>
    /// <param name="nowMs">The server's clock.</param>
    /// <param name="everyMs">How old the last one may be.</param>
    public bool TakeKeyWish(double nowMs, double everyMs)
    {
        if (_pictures is null || _beganMs < 0) return false;
        bool wants = _pictures.WantsKey || (_lastKeyMs >= 0 && nowMs - _lastKeyMs > everyMs);
        _pictures.WantsKey = false;
        return wants;
    }

    /// <summary>Takes a packet of pictures in.</summary>
    public void PutVideo(in TappedPacket packet)
    {
        if (_pictures is null) return;
        if (packet.Header.Ssrc != _pictureSource)
        {
            _pictureSource = packet.Header.Ssrc;
            _videoTimes.Restart();
            _videoClock = null;
        }
        if (_arrivals.Count > 256) _arrivals.Clear(); // pictures that never became whole
        _arrivals.TryAdd(packet.Header.Timestamp, packet.ArrivalMs);
        _pictures.Put(packet);
    }

    /// <summary>Takes a packet of sound in.</summary>
    public void PutAudio(in TappedPacket packet)
    {
        if (_sound is null) return;
        if (packet.Header.Ssrc != _soundSource)
        {
            _soundSource = packet.Header.Ssrc;
            _sound.Restart();
            _audioTimes.Restart();
            _audioClock = null;
        }
        _sound.Put(packet);
    }

    /// <summary>Brings the tracks onto one clock by the newest reports of the publisher (<see cref="Rtc.Sessions.RtcTrack.Clock"/>).</summary>
    public void Align((NtpTime Time, uint Timestamp)? video, (NtpTime Time, uint Timestamp)? audio)
    {
        if (video is not { } picture || audio is not { } sound || !_videoTimes.HasBegun || !_audioTimes.HasBegun) return;
        if (video == _videoClock && audio == _audioClock) return;
        (_videoClock, _audioClock) = (video, audio);
        long pictureWall = _videoTimes.WallOffset(picture.Time, picture.Timestamp), soundWall = _audioTimes.WallOffset(sound.Time, sound.Timestamp);
        long offset = _videoTimes.Offset + soundWall - pictureWall, step = offset - _audioTimes.Offset;
        if (Math.Abs(step) > MostApart) return;
        SoundLatenessMs = (_audioTimes.Way - soundWall - (_videoTimes.Way - pictureWall)) * 1000d / StageSample.TicksPerSecond;
        if (Math.Abs(step) >= LeastStep) _audioTimes.Offset = offset;
    }

    /// <summary>Gives what is ready.</summary>
    /// <param name="nowMs">The server's clock.</param>
    public void Run(double nowMs)
    {
        if (_beganMs < 0) _beganMs = nowMs;
        _pictures?.Read(nowMs, picture => Show(picture, nowMs));
        while (_sound is not null && _sound.TryTake(nowMs, out OrderedPacket packet))
        {
            if (packet.Payload.IsEmpty) continue;
            long time = _audioTimes.TimeOf(packet.Timestamp, packet.ArrivalMs);
            if (!_hasFormat && !TryTellSound(nowMs)) continue; // sound without its picture is not shown yet
            Sampled(false, true, time, packet.Payload.ToArray());
        }
    }

    private void Show(TimedPicture one, double nowMs)
    {
        double arrivalMs = _arrivals.Remove(one.Timestamp, out double first) ? first : nowMs;
        long time = _videoTimes.TimeOf(one.Timestamp, arrivalMs);
        if (one.Picture.IsKey)
        {
            _lastKeyMs = nowMs;
            if (_pictures!.Format is { } format && !format.Is(_told))
            {
                _told = format;
                Tell();
            }
        }
        Sampled(true, one.Picture.IsKey, time, one.Picture.Data);
    }

    private bool TryTellSound(double nowMs)
    {
        if (_pictures is not null && nowMs - _beganMs < PictureWaitMs) return false;
        Tell();
        return true;
    }

    private void Tell()
    {
        _hasFormat = true;
        StageFormat format = _told is null ? new() : new() { Video = _video, VideoConfig = _told.Config, Width = _told.Width, Height = _told.Height };
        Formatted(_sound is null ? format
            : format with { Audio = StageCodec.Opus, AudioConfig = OpusHead(), SampleRate = RtpCodec.Opus.ClockRate, Channels = 2 });
    }

    // RFC 7845, section 5.1: version, channels, nothing to leave out at the beginning of a stream that began long ago, rate, gain, mapping family.
    private static byte[] OpusHead()
    {
        byte[] head = [.. "OpusHead"u8, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(12), RtpCodec.Opus.ClockRate);
        return head;
    }
}
