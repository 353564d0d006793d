using System.Text.Json;
using Kapok.Tools.Bench.Voice;
using Kapok.Tools.Bots;
using Xunit;

namespace Kapok.Tests.Tools;

/// <summary>What the voice bench makes of its measurements; the bench itself is too slow for a test.</summary>
public sealed class VoiceBenchTests
{
    private const string Browsers = """{"mouthToEarMs":{"p50":90.5,"p95":110},"connectMs":{"p50":60,"p95":120},"bursts":{"said":60,"unheard":1,"jitterBufferMs":55,"loudspeakerMs":30},"connections":{"made":30,"answeredMs":40}}""";

    [Fact]
    public void The_names_of_its_fields_are_those_that_scripts_read()
    {
        VoiceBenchReport report = VoiceBenchReport.Combine([Run(3, 0)], [Run(3, 0)]).With(BrowserFigures.Read(Browsers));
        JsonElement json = JsonDocument.Parse(report.ToJson()).RootElement;
        string[] numbers = ["cpuMicrosPerPacket", "streams", "lostByServer", "scalingTwoCores", "bytesPerSession", "handshakesPerSecond"];
        Assert.All(numbers, name => Assert.Equal(JsonValueKind.Number, json.GetProperty(name).ValueKind));
        Assert.Equal((1.5, 4.5), (json.GetProperty("forwardMs").GetProperty("p50").GetDouble(), json.GetProperty("forwardMs").GetProperty("p99").GetDouble()));
        Assert.Equal((90.5, 110), (json.GetProperty("mouthToEarMs").GetProperty("p50").GetDouble(), json.GetProperty("mouthToEarMs").GetProperty("p95").GetDouble()));
        Assert.Equal((60, 120), (json.GetProperty("connectMs").GetProperty("p50").GetDouble(), json.GetProperty("connectMs").GetProperty("p95").GetDouble()));
    }

    [Fact]
    public void The_middle_run_counts_and_the_losses_of_all()
    {
        VoiceBenchReport report = VoiceBenchReport.Combine([Run(9, 0), Run(3, 2), Run(2.8, 1)], [Run(2, 50), Run(4, 0), Run(3.2, 0)]);
        Assert.Equal((3, 3L, 1.88), (report.CpuMicrosPerPacket, report.LostByServer, report.ScalingTwoCores));
    }

    [Fact]
    public void Lines_before_the_figures_are_passed_over()
    {
        Assert.Equal(new BurstFigures(60, 1, 55, 30), BrowserFigures.Read($"a warning\n{Browsers}\n").Bursts);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("""{"mouthToEarMs":{"p50":90,"p95":110}}""")]
    public void A_script_that_measured_nothing_is_no_zero(string output)
    {
        Assert.Throws<InvalidOperationException>(() => BrowserFigures.Read(output));
    }

    private static VoiceBenchReport Run(double micros, long lost) => new(200, 8, 1, micros, 1600, 80_000, lost, lost, new Percentiles(1.5, 4.5), 50_000, 200, 0.25);
}
