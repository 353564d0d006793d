using System.Text.RegularExpressions;
using Google.Protobuf;
using Kapok.Protocol.Messages;
using Kapok.Server.Show;
using Kapok.World.Show;
using Xunit;

namespace Kapok.Tests.Show;

/// <summary>The example of docs/stage.md is a run of show that can be imported, and is the same as a table.</summary>
public sealed partial class WrittenExampleTests
{
    private static readonly string Doc = File.ReadAllText(Path.Combine(Repository.Root, "docs", "stage.md"));

    [Fact]
    public void The_example_of_the_format_is_imported_as_it_is_written()
    {
        RunOfShow run = Example();
        Assert.Null(ShowRules.Check(run));
        Assert.Equal(["doors", "dark", "red"], run.Cues.Select(cue => cue.Id));
        Assert.Equal(new DateTimeOffset(2026, 12, 1, 20, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds(), run.Cues[1].Trigger.At.UtcMs);
    }

    [Fact]
    public void The_example_as_a_table_has_the_same_cues()
    {
        Assert.True(ShowCsv.TryRead(Block("csv"), out RunOfShow? table, out int line, out string column), $"line {line}, {column}");
        Assert.Equal(Example().Cues, table.Cues);
    }

    private static RunOfShow Example() => JsonParser.Default.Parse<RunOfShow>(Block("json"));

    private static string Block(string language) => Blocks().Matches(Doc[Doc.IndexOf("### The format", StringComparison.Ordinal)..])
        .First(block => block.Groups[1].Value == language).Groups[2].Value;

    [GeneratedRegex("```(json|csv)\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Blocks();
}
