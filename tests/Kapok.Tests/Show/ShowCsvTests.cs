using CsCheck;
using Google.Protobuf;
using Kapok.Protocol.Messages;
using Kapok.Server.Show;
using Kapok.Tests.World.Show;
using Xunit;

namespace Kapok.Tests.Show;

/// <summary>A run of show as JSON and as a table.</summary>
public sealed class ShowCsvTests
{
    private static readonly string[] Texts = ["", "Opening", "a, b", "say \"now\"", "=1+1", "'quoted", "两行", "-5", "@home", "x\"y,z"];

    [Fact]
    public void What_is_written_is_read_back_to_the_same_cues() => Gen.Int[0, 1_000_000].Sample(
        seed =>
        {
            Random random = new(seed);
            RunOfShow run = new();
            for (int number = 0; number < random.Next(1, 12); number++)
            {
                Cue cue = new()
                {
                    Id = $"c{number}",
                    Number = $"{number}.5",
                    Name = Texts[random.Next(Texts.Length)],
                    Note = Texts[random.Next(Texts.Length)],
                    DurationMs = (uint)random.Next(0, 3) * 1500,
                    Trigger = AnyTrigger(random),
                };
                for (int action = random.Next(0, 4); action > 0; action--) cue.Actions.Add(ShowSamples.Any(random));
                run.Cues.Add(cue);
            }
            Assert.True(ShowCsv.TryRead("\uFEFF" + ShowCsv.Write(run), out RunOfShow? table, out _, out _));
            Assert.Equal(run, table);
            Assert.Equal(run, JsonParser.Default.Parse<RunOfShow>(JsonFormatter.Default.Format(run)));
        },
        iter: 200);

    [Theory]
    [InlineData("number,actions\n1,[]\n2,nonsense", 3, "actions")]
    [InlineData("number,actions\n1,\"[{\"\"light\"\":{\"\"colour\"\":1}}]\"", 2, "actions")]
    [InlineData("number,trigger,actions\n1,sometime,[]", 2, "trigger")]
    [InlineData("number,durationMs,actions\n1,-4,[]", 2, "durationMs")]
    [InlineData("name,actions\nx,[]", 1, "number")]
    [InlineData("", 1, "")]
    public void What_cannot_be_read_is_told_by_line_and_column(string text, int line, string column)
    {
        Assert.False(ShowCsv.TryRead(text, out _, out int at, out string where));
        Assert.Equal((line, column), (at, where));
    }

    [Fact]
    public void Any_bytes_are_read_or_refused() => Gen.Char[" \",'\n\r[]{}:0129aft\u00e4\ud800"].Array[0, 200].Sample(
        text =>
        {
            bool isRead = ShowCsv.TryRead("number,trigger,actions\n" + new string(text), out RunOfShow? run, out _, out _);
            Assert.Equal(isRead, run is not null);
        },
        iter: 3000);

    private static CueTrigger? AnyTrigger(Random random) => random.Next(6) switch
    {
        0 => new() { After = new() { DelayMs = (uint)random.Next(0, 100_000) } },
        1 => new() { With = new() { DelayMs = (uint)random.Next(0, 100_000) } },
        2 => new() { At = new() { UtcMs = 1_796_000_000_000 + random.Next() } },
        3 => new() { Track = new() { File = "0123456789abcdef", PositionMs = random.Next(0, 1_000_000) } },
        4 => new() { Manual = new() },
        _ => null,
    };
}
