using System.Diagnostics.Metrics;
using Kapok.Media.Stage;
using Kapok.Server.Health;

namespace Kapok.Server.Stage;

/// <summary>What stages tell of themselves: numbers only, nothing of anybody.</summary>
public sealed class StageInstruments : IDisposable
{
    private readonly Meter _meter = new(RoomInstruments.MeterName);

    /// <summary>Creates the instruments.</summary>
    public StageInstruments(StageDirectory directory)
    {
        ArgumentNullException.ThrowIfNull(directory);
        _meter.CreateObservableUpDownCounter("kapok.stage.on_air", () => States(directory), "{stage}", "Stages on air, by whether their performer is there");
        _meter.CreateObservableGauge("kapok.stage.bitrate", () => directory.All().Select(Bitrate), "kbit/s", "What performers send");
        _meter.CreateObservableUpDownCounter("kapok.stage.viewers", () => Viewers(directory), "{viewer}", "Viewers, by way");
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private static Measurement<int>[] States(StageDirectory directory)
    {
        IReadOnlyList<StageBroadcast> all = directory.All();
        int published = all.Count(broadcast => broadcast.Live.IsPublished);
        return [new(published, new KeyValuePair<string, object?>("state", "published")), new(all.Count - published, new KeyValuePair<string, object?>("state", "interrupted"))];
    }

    private static Measurement<double> Bitrate(StageBroadcast broadcast)
    {
        StageReading now = broadcast.Monitor.Read();
        return new(now.VideoKilobits + now.AudioKilobits, new("event", broadcast.Key.Event), new("stage", broadcast.Key.Stage));
    }

    private static IEnumerable<Measurement<int>> Viewers(StageDirectory directory)
    {
        IReadOnlyList<StageBroadcast> all = directory.All();
        foreach (StageExit exit in Enum.GetValues<StageExit>())
            yield return new(all.Sum(broadcast => broadcast.Live.Viewers.Of(exit)), new KeyValuePair<string, object?>("way", exit.ToString().ToLowerInvariant()));
    }
}
