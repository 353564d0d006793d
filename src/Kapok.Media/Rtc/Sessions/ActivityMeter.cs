using Kapok.Media.Rtc.Rtp;

namespace Kapok.Media.Rtc.Sessions;

/// <summary>How loud a track of sound is and whether it is voice, as its sender tells (RFC 6464), for other threads to read.</summary>
/// <remarks>The track's shard writes.</remarks>
internal struct ActivityMeter(bool isMusic)
{
    private const int SpeakingDb = -50; // without a sender's voice activity, what is louder counts as voice
    private const int QuietestMusic = 70; // −dBov

    private float _levelDb = -127f;
    private long _packed;
    private bool _sawVoiceFlag;

    /// <summary>Loudness of the last packets and the time of the last voice.</summary>
    public readonly TrackLevel Level => TrackLevel.Unpack(Volatile.Read(in _packed));

    /// <summary>Takes a packet's level in.</summary>
    public void Take(AudioLevel level, long nowMs)
    {
        _sawVoiceFlag |= level.IsVoice;
        float db = -level.Decibels;
        _levelDb += (db - _levelDb) * (db > _levelDb ? 0.5f : 0.1f); // up within two packets, down within half a second
        bool isVoice = isMusic ? level.Decibels < QuietestMusic : level.IsVoice || (!_sawVoiceFlag && db > SpeakingDb);
        Volatile.Write(ref _packed, new TrackLevel(_levelDb, isVoice ? nowMs : Level.VoiceMs).Pack());
    }
}

/// <summary>How loud a track is, and when it last was voice.</summary>
/// <param name="Db">In dBov: −127 to 0.</param>
/// <param name="VoiceMs">The clock then; 0 for never.</param>
internal readonly record struct TrackLevel(float Db, long VoiceMs)
{
    /// <summary>As one number. 0 is what was never heard.</summary>
    public long Pack() => TimedByte.Pack((byte)(-Db + 0.5f), VoiceMs);

    /// <summary>From one number.</summary>
    public static TrackLevel Unpack(long packed)
    {
        (byte quiet, long ms) = TimedByte.Unpack(packed);
        return packed == 0 ? new(-127f, 0) : new(-(float)quiet, ms);
    }
}

/// <summary>A byte and the time of it in one number, for other threads to read at once: eight bits above 56 bits of milliseconds.</summary>
internal static class TimedByte
{
    private const int TimeBits = 56;

    /// <summary>As one number.</summary>
    public static long Pack(byte value, long ms) => ((long)value << TimeBits) | ms;

    /// <summary>From one number.</summary>
    public static (byte Value, long Ms) Unpack(long packed) => ((byte)(packed >> TimeBits), packed & ((1L << TimeBits) - 1));
}
