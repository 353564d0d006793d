using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kapok.Tools.Bench.Stage;

/// <summary>A part of the stage's bench that is measured with the page's own code: a script of <c>perf</c>, whose last line has the fields of the figures.</summary>
/// <param name="Name">By which it is chosen.</param>
/// <param name="Script">The file in <c>perf</c>.</param>
internal sealed record ScriptBench(string Name, string Script) : IStageMeasure
{
    /// <summary>What a script is told of how long it is to measure: its option, and how many for each second of a step.</summary>
    public (string Option, int ForEachSecond) Length { get; init; } = ("--seconds", 1);

    /// <inheritdoc/>
    public async Task MeasureAsync(StageBenchOptions options, JsonObject figures, CancellationToken cancel)
    {
        string length = (options.Seconds * Length.ForEachSecond).ToString(CultureInfo.InvariantCulture);
        Take(await BrowserScript.RunAsync(Script, [Length.Option, length], cancel), figures);
    }

    /// <summary>Takes the fields of a script's last line.</summary>
    /// <exception cref="InvalidOperationException">It is no line of figures.</exception>
    internal static void Take(string output, JsonObject figures)
    {
        string line = BrowserScript.LastLine(output);
        try
        {
            if (JsonNode.Parse(line) is not JsonObject { Count: > 0 } measured) throw new JsonException();
            foreach ((string name, JsonNode? value) in measured) figures[name] = value?.DeepClone();
        }
        catch (JsonException)
        {
            throw new InvalidOperationException($"The script measured nothing; the last line is: {line}");
        }
    }
}
