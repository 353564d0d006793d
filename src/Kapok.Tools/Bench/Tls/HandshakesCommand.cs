using System.CommandLine;
using System.Globalization;
using Spectre.Console;

namespace Kapok.Tools.Bench.Tls;

/// <summary><c>kapok bench tls</c>: TLS handshakes that a core of the server does.</summary>
internal static class HandshakesCommand
{
    private const int MostInFlight = 4096;
    private const double MostOfOtherKind = 0.01;

    /// <summary>The command.</summary>
    public static Command Create()
    {
        Option<HandshakeWay?> way = new("--way") { Description = "Who ends TLS: the front door, or Kestrel with the framework's SslStream. Default both." };
        Option<int> seconds = new("--seconds") { Description = "How long to measure each kind, after 3 s of warm-up.", DefaultValueFactory = _ => 10 };
        Option<int> inFlight = new("--in-flight") { Description = $"Connections being opened at any moment, 1 to {MostInFlight}.", DefaultValueFactory = _ => 64 };
        Option<FileInfo?> json = new("--json") { Description = "Write the figures to this file." };
        seconds.Within(1, BenchCommand.LongestSeconds);
        inFlight.Within(1, MostInFlight);
        Command command = new("tls", "TLS handshakes of a core, full and resumed, TLS 1.3 and 1.2, each up to an open WebSocket; in a server of its own.") { way, seconds, inFlight, json };
        command.SetAction(async (parse, cancel) =>
        {
            HandshakeWay[] ways = parse.GetValue(way) is { } one ? [one] : [HandshakeWay.Door, HandshakeWay.Kestrel];
            HandshakeReport report;
            try
            {
                report = await new HandshakeBench(new(ways, parse.GetValue(seconds), parse.GetValue(inFlight)), Console.Error.WriteLine).RunAsync(cancel);
            }
            catch (Exception error) when (error is InvalidOperationException or IOException or TaskCanceledException)
            {
                await Console.Error.WriteLineAsync($"Handshakes cannot be measured: {error.Message.ReplaceLineEndings(" ")}");
                return 2;
            }
            if (parse.GetValue(json) is { } file) await File.WriteAllTextAsync(file.FullName, report.ToJson() + "\n", CancellationToken.None);
            Print(report);
            return 0;
        });
        return command;
    }

    /// <summary>The server that <see cref="Create"/> starts.</summary>
    public static Command CreateServer()
    {
        Option<HandshakeWay> way = new("--way");
        Command command = new("tls-server", "Started by the bench of TLS.") { way };
        command.Hidden = true;
        command.SetAction(async (parse, _) =>
        {
            using HandshakeServer server = new(parse.GetValue(way));
            await server.RunAsync();
        });
        return command;
    }

    /// <summary>What a run is, for people; one that is not of its kind says so.</summary>
    internal static string TitleOf(HandshakeRun run)
    {
        double wanted = run.Kind == HandshakeRun.Resumed ? 1d : 0d;
        return $"{run.Way}, {run.Protocol}, {run.Kind}{(Math.Abs(run.ResumedShare - wanted) > MostOfOtherKind ? Text($" ({run.ResumedShare * 100:F0} % resumed)") : "")}";
    }

    private static void Print(HandshakeReport report)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumn(new TableColumn("").NoWrap().PadLeft(0).PadRight(0))
            .AddColumns("each s", "of a core", "server", "clients", "B each").AddColumn(new TableColumn("limit").NoWrap());
        foreach (HandshakeRun run in report.Runs)
        {
            table.AddRow(
                TitleOf(run), Text($"{run.HandshakesPerSecond:F0}"), Text($"{run.PerCore:F0}"), Text($"{run.ServerCores:F2}"), Text($"{run.GeneratorCores:F2}"),
                Text($"{run.AllocatedBytesEach:F0}"), run.LimitedBy.Split(':')[0]);
        }
        AnsiConsole.Write(table);
        AnsiConsole.MarkupLine("[grey]of a core: handshakes divided by the server's processor seconds, so many of a second of it whoever was the limit[/]");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
