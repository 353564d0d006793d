using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kapok.Tools.Bench.Stage;

/// <summary>One measure of <c>kapok bench stage</c>.</summary>
internal interface IStageMeasure
{
    /// <summary>By which it is chosen.</summary>
    string Name { get; }

    /// <summary>Measures.</summary>
    /// <param name="options">How.</param>
    /// <param name="figures">Where the figures go; their names are a contract, scripts read them.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="InvalidOperationException">It cannot be measured here; one line says why.</exception>
    Task MeasureAsync(StageBenchOptions options, JsonObject figures, CancellationToken cancel);
}

/// <summary>How it is measured.</summary>
/// <param name="Seconds">For how long each step is watched.</param>
/// <param name="MostViewers">Where steps end in any case.</param>
internal sealed record StageBenchOptions(int Seconds, int MostViewers);

/// <summary><c>kapok bench stage</c>: what a show costs, and how late it is.</summary>
internal static class StageBench
{
    // Those that climb leave the first processor to the server for good, with all that they start: they come last.
    private static readonly IStageMeasure[] Measures =
    [
        new ScriptBench("screen", "stage-screen.mjs") { Length = ("--seconds", 2) },
        new ScriptBench("cues", "stage-cues.mjs") { Length = ("--seconds", 3) },
        new ScriptBench("join", "stage-join.mjs") { Length = ("--people", 4) },
        new WhepBench(),
        new HlsBench(),
    ];

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private static readonly Option<FileInfo?> File = new("--json") { Description = "Write the figures to this file." };
    private static readonly Option<int> Seconds = new("--seconds") { Description = "How long each step is watched, 2 to 60.", DefaultValueFactory = _ => 5 };
    private static readonly Option<int> Most = new("--most-viewers") { Description = "Where steps end in any case, 500 to 20000.", DefaultValueFactory = _ => 16_000 };
    private static readonly Option<string[]> Only = new("--only") { Description = $"Measure only this, of {string.Join(", ", Measures.Select(measure => measure.Name))}; as often as needed." };

    /// <summary>The command.</summary>
    public static Command Create()
    {
        Command command = new("stage", "What a show costs, and how late it is: the real server on a core of its own, a publisher, and viewers.") { File, Seconds, Most, Only };
        Seconds.Within(2, 60);
        Most.Within(500, 20_000);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parse, CancellationToken cancel)
    {
        StageBenchOptions options = new(parse.GetValue(Seconds), parse.GetValue(Most));
        string[] only = parse.GetValue(Only) ?? [];
        JsonObject figures = [];
        try
        {
            foreach (IStageMeasure measure in Measures)
                if (only.Length == 0 || only.Contains(measure.Name)) await measure.MeasureAsync(options, figures, cancel);
        }
        catch (InvalidOperationException error)
        {
            await Console.Error.WriteLineAsync($"The stage cannot be measured: {error.Message}");
            return 2;
        }
        string text = figures.ToJsonString(Json);
        Console.WriteLine(text);
        foreach (string line in StageGoal.Judge(figures)) await Console.Error.WriteLineAsync(line);
        if (parse.GetValue(File) is { } file) await System.IO.File.WriteAllTextAsync(file.FullName, text + "\n", cancel);
        return 0;
    }
}
