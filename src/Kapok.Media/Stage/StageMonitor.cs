namespace Kapok.Media.Stage;

/// <summary>How a broadcast goes, over its last seconds.</summary>
public sealed record StageReading
{
    /// <summary>What the tracks are; null before the publisher said.</summary>
    public StageFormat? Format { get; init; }

    /// <summary>For how long this publisher has been sending, in seconds.</summary>
    public double Seconds { get; init; }

    /// <summary>Pictures a second.</summary>
    public double FramesPerSecond { get; init; }

    /// <summary>Kilobits a second of pictures.</summary>
    public double VideoKilobits { get; init; }

    /// <summary>Kilobits a second of sound.</summary>
    public double AudioKilobits { get; init; }

    /// <summary>The longest of the last few times from one whole picture to the next, that which goes on included, in seconds; 0 while not known.</summary>
    public double KeyframeSeconds { get; init; }

    /// <summary>Since the newest picture, in seconds.</summary>
    public double VideoGap { get; init; }

    /// <summary>Since the newest sound, in seconds.</summary>
    public double AudioGap { get; init; }

    /// <summary>Since sound was last that is more than an encoder's silence, in seconds.</summary>
    public double Silence { get; init; }

    /// <summary>Pictures are shown in another order than they are decoded.</summary>
    public bool HasBFrames { get; init; }

    /// <summary>How often the publisher's clock jumped in the last minute.</summary>
    public int Jumps { get; init; }

    /// <summary>By how much the lateness of samples varied, in seconds: what the publisher's line stalls.</summary>
    public double Unsteadiness { get; init; }
}

/// <summary>Measures what a publisher sends. Thread-safe.</summary>
public sealed class StageMonitor(LiveStage live) : IStageSink
{
    private const int Window = 10; // seconds that are remembered
    private const int RateOver = 5; // whole seconds over which rates are told
    private const long Ticks = StageSample.TicksPerSecond;

    // An encoder writes silence in a few bytes, whatever it is set to: FFmpeg's AAC in 6 to 14, Opus in 3 with a variable bitrate.
    private const int SilentAac = 16, SilentOpus = 8;

    private readonly Lock _lock = new();
    private readonly Second[] _seconds = new Second[Window];
    private readonly Queue<double> _intervals = new(); // the last times from keyframe to keyframe
    private readonly Queue<long> _jumps = new();
    private StageFormat? _format;
    private StagePublication? _publication;
    private long _began = -1, _lastKey = -1, _lastVideo = -1, _lastAudio = -1, _lastLoud = -1;
    private int _jumpsSeen;
    private bool _hasBFrames;

    /// <summary>How it goes now.</summary>
    public StageReading Read()
    {
        long now = live.Now;
        lock (_lock)
        {
            double Since(long at) => _began < 0 ? 0 : (now - Math.Max(at, _began)) / (double)Ticks;
            (double frames, double video, double sound) = Rates(now / Ticks);
            double going = _lastKey < 0 ? 0 : Since(_lastKey);
            while (_jumps.TryPeek(out long at) && now - at > 60 * Ticks) _jumps.Dequeue();
            return new()
            {
                Format = _format,
                Seconds = Since(_began),
                FramesPerSecond = frames,
                VideoKilobits = video,
                AudioKilobits = sound,
                KeyframeSeconds = _intervals.Count == 0 && going < 1 ? 0 : Math.Max(going, _intervals.DefaultIfEmpty().Max()),
                VideoGap = Since(_lastVideo),
                AudioGap = Since(_lastAudio),
                Silence = Since(_lastLoud),
                HasBFrames = _hasBFrames,
                Jumps = _jumps.Count,
                Unsteadiness = Unsteadiness(now / Ticks),
            };
        }
    }

    /// <inheritdoc/>
    public void Formatted(StageFormat format)
    {
        StagePublication? publication = live.Publication;
        lock (_lock)
        {
            if (publication != _publication) Begin(publication);
            _format = format;
        }
    }

    /// <inheritdoc/>
    public void Take(in StageSample sample)
    {
        long now = live.Now;
        lock (_lock)
        {
            ref Second second = ref Of(now / Ticks);
            second.Note(now - sample.DecodeTime);
            if (_publication is { } publication && publication.Jumps > _jumpsSeen) NoteJump(publication.Jumps, now);
            if (sample.IsVideo) TakePicture(sample, now, ref second);
            else TakeSound(sample, now, ref second);
        }
    }

    /// <inheritdoc/>
    public void Interrupted()
    {
        lock (_lock) Begin(null);
    }

    /// <inheritdoc/>
    public void Ended() => Interrupted();

    private void Begin(StagePublication? publication)
    {
        _publication = publication;
        Array.Clear(_seconds);
        _intervals.Clear();
        _jumps.Clear();
        (_lastKey, _lastVideo, _lastAudio, _lastLoud, _jumpsSeen, _hasBFrames) = (-1, -1, -1, -1, 0, false);
        _began = publication is null ? -1 : live.Now;
    }

    private void TakePicture(in StageSample sample, long now, ref Second second)
    {
        second.Frames++;
        second.VideoBytes += sample.Data.Length;
        _lastVideo = now;
        _hasBFrames |= sample.Shift > 0;
        if (!sample.IsKey) return;
        if (_lastKey >= 0)
        {
            _intervals.Enqueue((now - _lastKey) / (double)Ticks);
            if (_intervals.Count > 3) _intervals.Dequeue();
        }
        _lastKey = now;
    }

    private void TakeSound(in StageSample sample, long now, ref Second second)
    {
        second.AudioBytes += sample.Data.Length;
        _lastAudio = now;
        if (sample.Data.Length > (_format?.Audio == StageCodec.Opus ? SilentOpus : SilentAac)) _lastLoud = now;
    }

    private void NoteJump(int jumps, long now)
    {
        _jumpsSeen = jumps;
        _jumps.Enqueue(now);
        if (_jumps.Count > 100) _jumps.Dequeue();
    }

    private ref Second Of(long second)
    {
        ref Second at = ref _seconds[second % Window];
        if (!at.IsOf(second)) at = new(second);
        return ref at;
    }

    // Over whole seconds: the one that goes on would make every rate flicker.
    private (double Frames, double Video, double Sound) Rates(long second)
    {
        int whole = (int)Math.Min(RateOver, _began < 0 ? 0 : second - (_began / Ticks) - 1);
        if (whole <= 0) return default;
        (int frames, long video, long sound) = (0, 0, 0);
        for (long at = second - whole; at < second; at++)
        {
            ref Second one = ref _seconds[at % Window];
            if (one.IsOf(at)) (frames, video, sound) = (frames + one.Frames, video + one.VideoBytes, sound + one.AudioBytes);
        }
        return ((double)frames / whole, video * 8d / 1000d / whole, sound * 8d / 1000d / whole);
    }

    private double Unsteadiness(long second)
    {
        (long least, long most) = (long.MaxValue, long.MinValue);
        foreach (Second one in _seconds)
        {
            if (one.IsEmpty || !one.IsWithin(second, Window)) continue;
            (least, most) = (Math.Min(least, one.Earliest), Math.Max(most, one.Latest));
        }
        return most < least ? 0 : (most - least) / (double)Ticks;
    }

    private struct Second(long number)
    {
        private readonly long _number = number + 1; // 0 is no second

        public int Frames;
        public long VideoBytes, AudioBytes, Earliest = long.MaxValue, Latest = long.MinValue;

        public readonly bool IsEmpty => _number == 0 || Latest < Earliest;

        public readonly bool IsOf(long second) => _number == second + 1;

        public readonly bool IsWithin(long second, int window) => second + 1 - _number < window;

        public void Note(long lateness) => (Earliest, Latest) = (Math.Min(Earliest, lateness), Math.Max(Latest, lateness));
    }
}
