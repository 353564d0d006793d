namespace Kapok.World.Clock;

/// <summary>The clock all people of a room share. Emotes, clips and the beat run on it.</summary>
/// <remarks>It outlives a room that is started again, so that time never jumps for those in it. Thread-safe.</remarks>
public sealed class RoomClock(TimeProvider time)
{
    private readonly long _began = time.GetTimestamp();

    /// <summary>Length of a beat in milliseconds: 120 a minute. Beat 0 is at room time 0.</summary>
    public const double BeatMilliseconds = 500d;

    /// <summary>Room time in milliseconds.</summary>
    public double NowMilliseconds => time.GetElapsedTime(_began).TotalMilliseconds;

    /// <summary>The time of day, for what is kept.</summary>
    public DateTimeOffset Today => time.GetUtcNow();
}
