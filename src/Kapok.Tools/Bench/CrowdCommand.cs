using System.CommandLine;
using Kapok.Tools.Bench.Sockets;
using Spectre.Console;

namespace Kapok.Tools.Bench;

/// <summary><c>kapok bench crowd</c>: a room full of people, in this process or over sockets.</summary>
internal sealed class CrowdCommand
{
    private readonly Option<int> _avatars = new("--avatars") { Description = "How many people, 100 to 20000.", DefaultValueFactory = _ => 10_000 };
    private readonly Option<CrowdMode> _mode = new("--mode") { Description = "How they move.", DefaultValueFactory = _ => CrowdMode.Milling };
    private readonly Option<float> _density = new("--density") { Description = "People a square metre, 0.05 to 20.", DefaultValueFactory = _ => 1f };
    private readonly Option<int> _moving = new("--moving")
    {
        Description = "Of a hundred people, how many move at all; of a concert it is 15.",
        DefaultValueFactory = _ => 100
    };

    private readonly Option<int> _seconds = new("--seconds") { Description = "Room time to measure, after the warm-up.", DefaultValueFactory = _ => 20 };
    private readonly Option<int> _warmUp = new("--warm-up")
    {
        Description = "Room time before that, 0 to 600 s; figures of less than 15 say little.",
        DefaultValueFactory = _ => 15
    };

    private readonly Option<bool> _eager = new("--eager") { Description = "Moving people send ten moves a second regardless." };
    private readonly Option<int> _budget = new("--budget") { Description = "Most bytes of a frame; ten frames a second.", DefaultValueFactory = _ => 4096 };
    private readonly Option<StressMode> _stress = new("--stress")
    {
        Description = "What goes on besides: a storm of newcomers, teleports, slow viewers.",
        DefaultValueFactory = _ => StressMode.None
    };

    private readonly Option<bool> _sockets = new("--sockets") { Description = "Over real sockets, into a server of its own; the room is real time then." };
    private readonly Option<string[]> _server = new("--server")
    {
        Description = "With --sockets: an option of the server, such as Kapok:SelfSigned=true for TLS or Kapok:FrontDoor=kestrel; as often as needed."
    };

    private readonly Option<CrowdFront> _front = new("--front")
    {
        Description = "With --sockets: what stands before the server on its core. nginx ends TLS there.",
        DefaultValueFactory = _ => CrowdFront.None
    };

    private readonly Option<int> _cues = new("--cues")
    {
        Description = "Cues of a show in a second, 0 to 20, whose cost is told besides; without --sockets.",
        DefaultValueFactory = _ => 0
    };

    private readonly Option<FileInfo?> _json = new("--json") { Description = "Write the figures to this file." };

    /// <summary>The command.</summary>
    public static Command Create() => new CrowdCommand().Make();

    private Command Make()
    {
        _avatars.Within(100, 20_000);
        _density.Within(0.05f, 20f);
        _moving.Within(0, 100);
        _seconds.Within(1, BenchCommand.LongestSeconds);
        _warmUp.Within(0, 600);
        _cues.Within(0, 20);
        Command command = new("crowd", "A room full of people, in this process or over sockets, with viewers that decode what they are sent and compare it with the truth.")
        {
            _avatars, _mode, _density, _moving, _seconds, _warmUp, _eager, _budget, _stress, _sockets, _server, _front, _cues, _json,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(_front) == CrowdFront.None) return;
            if (!result.GetValue(_sockets)) result.AddError("--front needs --sockets: without them nothing comes through it.");
            if ((result.GetValue(_server) ?? []).Any(ServerOptions.IsAboutTls))
                result.AddError("--front nginx ends TLS before a server in the clear: leave Kapok:SelfSigned and Kapok:Cert away.");
        });
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parse, CancellationToken cancel)
    {
        CrowdOptions options = new(
            parse.GetValue(_avatars), parse.GetValue(_mode), parse.GetValue(_density), parse.GetValue(_seconds), parse.GetValue(_eager), parse.GetValue(_budget),
            parse.GetValue(_stress), parse.GetValue(_moving) / 100f, parse.GetValue(_warmUp), parse.GetValue(_cues));
        BenchReport report;
        try
        {
            using SocketBench over = new(options, new(parse.GetValue(_server) ?? [], parse.GetValue(_front)), Console.Error.WriteLine);
            report = parse.GetValue(_sockets) ? await over.RunAsync(cancel) : new CrowdBench(options).Run();
        }
        catch (Exception error) when (error is InvalidOperationException or HttpRequestException or IOException or TaskCanceledException)
        {
            await Console.Error.WriteLineAsync(error.Message.ReplaceLineEndings(" "));
            return 2;
        }
        if (parse.GetValue(_json) is { } file) File.WriteAllText(file.FullName, report.ToJson() + "\n");
        Print(report);
        return 0;
    }

    private static void Print(BenchReport report)
    {
        string front = report.FrontCores is { } cores ? $", {cores * 1000:F0} of them {report.Way}'s" : "";
        AnsiConsole.MarkupLine($"[bold]{report.Avatars}[/] {report.Mode}: {report.CpuCores * 1000:F0} ms of processor a second{front} · tick {report.TickMs.P50:F2} / {report.TickMs.P99:F2} ms · {report.AllocatedBytesPerTick:F0} B allocated a tick");
        if (report.Sockets) AnsiConsole.MarkupLine($"way in: {report.Way} · {report.Disconnected} disconnected · limited by {report.LimitedBy}");
        AnsiConsole.MarkupLine($"{report.BytesPerViewerPerSecond.Mean:F0} B/s a viewer, p99 {report.BytesPerViewerPerSecond.P99:F0} · sees {report.VisiblePerViewer.Min:F0} or more · {report.UpdatesPerSecond.Slowest:F1} updates/s or more");
        if (report.Cues is { } cues)
            AnsiConsole.MarkupLine($"{cues.PerSecond} cues a second: {cues.CpuCoresWith * 1000:F1} ms of processor a second, without {cues.CpuCoresWithout * 1000:F1}: {(cues.Ratio - 1) * 100:+0.0;-0.0} % · {cues.MessagesPerCue:F2} messages a viewer and cue");
        AnsiConsole.MarkupLine($"snapshot {report.SnapshotBytes / 1024:F0} KiB, nearest 500 after {report.SnapshotMs.Near500:F0} ms, all after {report.SnapshotMs.All:F0} ms");
        Table table = new Table().Border(TableBorder.Simple).AddColumns("stale", "p50", "p99", "error p99");
        table.AddRow("nearest 50", $"{report.StalenessMs.Near50.P50:F0} ms", $"{report.StalenessMs.Near50.P99:F0} ms", $"{report.PositionErrorMetres.Near50:F2} m");
        table.AddRow("nearest 500", $"{report.StalenessMs.Near500.P50:F0} ms", $"{report.StalenessMs.Near500.P99:F0} ms", "");
        table.AddRow("anyone", $"{report.StalenessMs.All.P50:F0} ms", $"{report.StalenessMs.All.P99:F0} ms", $"{report.PositionErrorMetres.All:F2} m");
        AnsiConsole.Write(table);
    }
}
