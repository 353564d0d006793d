using System.Text.Json.Nodes;
using Kapok.Tools.Bench.Stage;
using Xunit;

namespace Kapok.Tests.Tools;

/// <summary>What the stage's bench makes of what its parts say; the parts themselves are too slow for a test.</summary>
public sealed class StageBenchTests
{
    private const string Screen = """{"serverToScreenMs":{"whep":{"p50":80,"p95":104.3},"flv":{"p95":515.4},"llhls":{"p95":2100}}}""";

    [Fact]
    public void A_scripts_last_line_becomes_figures_beside_the_others()
    {
        JsonObject figures = new() { ["hlsViewersPerCore"] = 4250 };
        ScriptBench.Take($"a warning\n{Screen}\n", figures);
        Assert.Equal(4250, figures["hlsViewersPerCore"]!.GetValue<int>());
        Assert.Equal(104.3, figures["serverToScreenMs"]!["whep"]!["p95"]!.GetValue<double>());
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("ready http://localhost:1")]
    public void A_script_that_measured_nothing_is_no_zero(string output)
    {
        Assert.Throws<InvalidOperationException>(() => ScriptBench.Take(output, []));
    }

    [Fact]
    public void Each_figure_is_held_to_its_must_and_its_aim_and_what_was_not_measured_is_not_told()
    {
        JsonObject figures = new() { ["hlsViewersPerCore"] = 2500, ["whepViewersPerCore"] = 1200d, ["cueSkewMs"] = new JsonObject { ["p99"] = null } };
        ScriptBench.Take(Screen, figures);
        Assert.Equal(
            [
                "serverToScreenMs.whep.p95      104.3   must    300 holds    aim    200 holds",
                "serverToScreenMs.flv.p95       515.4   must    500 missed   aim    350 missed",
                "serverToScreenMs.llhls.p95     2,100   must  2,000 missed   aim  1,200 missed",
                "hlsViewersPerCore              2,500   must  2,000 holds    aim  4,000 missed",
                "whepViewersPerCore             1,200   must    600 holds    aim  1,200 holds",
            ],
            StageGoal.Judge(figures));
    }
}
