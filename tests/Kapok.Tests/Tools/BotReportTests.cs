using System.Text.Json;
using Kapok.Tools;
using Kapok.Tools.Bots;
using Xunit;

namespace Kapok.Tests.Tools;

public sealed class BotReportTests
{
    [Fact]
    public void The_fields_are_the_contract()
    {
        BotReport report = new(300, 1, 9.5, 2048, new(new(0, 100), new(10, 500), new(20, 2000)), 0.25, 0.5);
        JsonElement json = JsonDocument.Parse(report.ToJson()).RootElement;
        Assert.Equal(
            ["connected", "failed", "updatesPerSecond", "bytesPerClientPerSecond", "stalenessMs", "serverCpuCores", "clientCpuCores"],
            json.EnumerateObject().Select(field => field.Name));
        Assert.Equal(100, json.GetProperty("stalenessMs").GetProperty("near").GetProperty("p99").GetDouble());
        Assert.Equal(10, json.GetProperty("stalenessMs").GetProperty("mid").GetProperty("p50").GetDouble());
        Assert.Equal(2000, json.GetProperty("stalenessMs").GetProperty("far").GetProperty("p99").GetDouble());
    }

    [Fact]
    public void Percentiles_are_of_what_was_counted()
    {
        Distribution histogram = Distribution.OfMilliseconds();
        for (int i = 1; i <= 1000; i++) histogram.Add(i);
        Assert.InRange(histogram.Percentile(0.5), 495, 505);
        Assert.InRange(histogram.Percentile(0.99), 985, 995);
        Assert.Equal(0, Distribution.OfMilliseconds().Percentile(0.99));
    }
}
