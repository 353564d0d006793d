using System.Text.Json;
using Kapok.Tools.Bench;
using Xunit;

namespace Kapok.Tests.Tools;

/// <summary>A room on stepped time, with decoders that share nothing with who encodes: the counts are the same on every machine.</summary>
public sealed class CrowdBenchTests
{
    private const int People = 600;

    [Theory]
    [InlineData(CrowdMode.Waypoint, 1f)]
    [InlineData(CrowdMode.Milling, 1f)]
    [InlineData(CrowdMode.Milling, 0.02f)] // a hundred walkers in an arena stand no denser
    public void What_viewers_see_is_fresh_within_the_budget(CrowdMode mode, float density)
    {
        JsonElement crowd = Budget();
        BenchReport report = new CrowdBench(new(People, mode, density, 6, false, 4096)).Run();
        Assert.Equal((People, 0), ((int)report.VisiblePerViewer.Min, report.Disconnected));
        Assert.Equal(crowd.GetProperty("allocatedBytesPerTick").GetDouble(), report.AllocatedBytesPerTick);
        Assert.InRange(report.UpdatesPerSecond.Slowest, 9d, 10.5);
        Assert.InRange(report.BytesPerViewerPerSecond.Mean, 1d, crowd.GetProperty("bytesPerViewerPerSecond").GetDouble());
        Assert.InRange(report.StalenessMs.Near50.P99, 0d, crowd.GetProperty("near50StaleMs").GetDouble());
        Assert.InRange(report.StalenessMs.Near500.P99, 0d, crowd.GetProperty("near500StaleMs").GetDouble());
        Assert.InRange(report.StalenessMs.All.P99, 0d, crowd.GetProperty("anyoneStaleMs").GetDouble());
    }

    [Theory]
    [InlineData(StressMode.Storm, 1f, 21)] // a fifth comes in within ten seconds, and leaves within ten
    [InlineData(StressMode.Teleports, 1f, 6)]
    [InlineData(StressMode.Slow, 1f, 6)]
    [InlineData(StressMode.None, 10f, 6)] // everyone crowds at the stage
    public void What_goes_wrong_leaves_the_near_fresh_within_the_budget(StressMode stress, float density, int seconds)
    {
        JsonElement crowd = Budget();
        BenchReport report = new CrowdBench(new(People, CrowdMode.Milling, density, seconds, false, 4096, stress)).Run();
        Assert.Equal((People, 0), ((int)report.VisiblePerViewer.Min, report.Disconnected));
        Assert.InRange(report.BytesPerViewerPerSecond.Mean, 1d, crowd.GetProperty("bytesPerViewerPerSecond").GetDouble());
        Assert.InRange(report.StalenessMs.Near50.P99, 0d, crowd.GetProperty("near50StaleMs").GetDouble());
    }

    private static JsonElement Budget()
    {
        using JsonDocument budgets = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "perf", "budgets.json")));
        return budgets.RootElement.GetProperty("crowd600").Clone();
    }
}
