namespace Kapok.IntegrationTests.Storage;

/// <summary>A clock that stands still until a test steps it. Timers run by the machine's.</summary>
internal sealed class SteppedTime : TimeProvider
{
    private DateTimeOffset _now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _now.Ticks;

    public void Step(TimeSpan by) => _now += by;
}
