namespace Kapok.Media.Stage.Mp4;

/// <summary>Puts sound on a time line without gaps: publishers tell its times in whole milliseconds, and a player would hear each step of one as a click.</summary>
/// <remarks>Sound follows sound exactly, by the samples that are in it. When that leaves what the publisher says by more than 40 ms, the publisher is right.</remarks>
internal sealed class AudioTimeline
{
    private const double MostDriftSeconds = 0.04; // what an ear takes for simultaneous with a picture
    private const int AacSamples = 1024;

    private readonly StageCodec _codec;
    private readonly uint _clock;
    private long _next = -1, _last = -1;

    /// <summary>A time line for one format.</summary>
    public AudioTimeline(StageCodec codec, uint clock) => (_codec, _clock) = (codec, clock);

    /// <summary>How often it had to be corrected.</summary>
    public int Corrections { get; private set; }

    /// <summary>Where a sample begins, in ticks of the sound's clock; later than the one before.</summary>
    /// <param name="time">When the publisher says, in 1/90,000 s.</param>
    /// <param name="data">The coded sound.</param>
    /// <param name="length">How long it lasts, in ticks of the sound's clock.</param>
    public long Place(long time, ReadOnlySpan<byte> data, out int length)
    {
        long said = (long)((Int128)time * _clock / StageSample.TicksPerSecond), start = _next;
        length = _codec == StageCodec.Opus ? Math.Max(1, OpusSamples(data)) : AacSamples;
        if (start < 0) start = said;
        else if (Math.Abs(said - start) > MostDriftSeconds * _clock)
        {
            Corrections++;
            start = Math.Max(said, _last + 1);
        }
        _last = start;
        _next = start + length;
        return start;
    }

    /// <summary>Samples at 48 kHz of an Opus packet (RFC 6716, section 3.1); 0 when it is none.</summary>
    internal static int OpusSamples(ReadOnlySpan<byte> packet)
    {
        if (packet.Length == 0) return 0;
        int configuration = packet[0] >> 3;
        int frame = configuration < 12 ? (configuration & 3) switch { 0 => 480, 1 => 960, 2 => 1920, _ => 2880 }
            : configuration < 16 ? 480 << (configuration & 1)
            : 120 << (configuration & 3);
        int frames = (packet[0] & 3) switch { 0 => 1, 1 or 2 => 2, _ => packet.Length > 1 ? packet[1] & 0x3F : 0 };
        return Math.Min(frame * frames, 5760); // 120 ms at the most
    }
}
