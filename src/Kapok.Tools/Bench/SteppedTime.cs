namespace Kapok.Tools.Bench;

/// <summary>Time that passes only when told to, so that a bench runs as fast as the machine allows and measures the same room each time.</summary>
public sealed class SteppedTime : TimeProvider
{
    private long _ticks;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override long GetTimestamp() => _ticks;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks(_ticks);

    /// <summary>Lets time pass.</summary>
    public void Advance(TimeSpan span) => _ticks += span.Ticks;
}
