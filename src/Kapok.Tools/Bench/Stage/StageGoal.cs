using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kapok.Tools.Bench.Stage;

/// <summary>What a figure of the stage must be, and is to be.</summary>
/// <param name="Field">Its place in the figures, names divided by dots.</param>
/// <param name="Must">The worst that is good enough.</param>
/// <param name="Aim">The worst that is good.</param>
internal sealed record StageGoal(string Field, double Must, double Aim)
{
    /// <summary>All of them. Where the aim is above the must, more is better.</summary>
    public static IReadOnlyList<StageGoal> All { get; } =
    [
        new("serverToScreenMs.whep.p95", 300, 200),
        new("serverToScreenMs.flv.p95", 500, 350),
        new("serverToScreenMs.llhls.p95", 2000, 1200),
        new("cueSkewMs.p99", 30, 15),
        new("trackSkewMs.p99", 50, 20),
        new("hlsViewersPerCore", 2000, 4000),
        new("whepViewersPerCore", 600, 1200),
        new("lateJoinInStepMs.p95", 2000, 1000),
    ];

    /// <summary>One line for each figure that was measured.</summary>
    public static IEnumerable<string> Judge(JsonObject figures) => All.Select(goal => goal.LineOf(figures)).OfType<string>();

    private string? LineOf(JsonObject figures)
    {
        JsonNode? node = figures;
        foreach (string name in Field.Split('.')) node = node is JsonObject group ? group[name] : null;
        if (node is null || node.GetValueKind() != JsonValueKind.Number) return null;
        // A figure comes from a script, or from here as a number of one kind or another: its text is the same for all.
        double value = double.Parse(node.ToJsonString(), CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{Field,-26} {value,9:#,0.#}   must {Must,6:#,0} {Word(value, Must),-6}   aim {Aim,6:#,0} {Word(value, Aim)}");
    }

    private string Word(double value, double limit) => (Aim < Must ? value <= limit : value >= limit) ? "holds" : "missed";
}
