using System.CommandLine;
using Kapok.Tools.Bench.Sockets;
using Kapok.Tools.Bench.Voice;
using Spectre.Console;

namespace Kapok.Tools.Bench;

/// <summary><c>kapok bench</c>: what the server's parts cost, measured on this machine.</summary>
public static class BenchCommand
{
    private const int LongestSeconds = 86_400;

    /// <summary>The command with its parts.</summary>
    public static Command Create() => new("bench", "Measure what the server's parts cost on this machine.")
    {
        Crowd(), Record(), LinesCommand.Create(), LinesCommand.CreateServer(), VoiceCommands.Whole(), VoiceCommands.Core(), VoiceCommands.Host(), VoiceCommands.VideoHosting(),
    };

    private static Command Crowd()
    {
        Option<int> avatars = new("--avatars") { Description = "How many people, 100 to 20000.", DefaultValueFactory = _ => 10_000 };
        Option<CrowdMode> mode = new("--mode") { Description = "How they move.", DefaultValueFactory = _ => CrowdMode.Milling };
        Option<float> density = new("--density") { Description = "People a square metre, 0.05 to 20.", DefaultValueFactory = _ => 1f };
        Option<int> moving = new("--moving") { Description = "Of a hundred people, how many move at all; of a concert it is 15.", DefaultValueFactory = _ => 100 };
        Option<int> seconds = new("--seconds") { Description = "Room time to measure, after a warm-up of 15 s.", DefaultValueFactory = _ => 20 };
        Option<bool> eager = new("--eager") { Description = "Moving people send ten moves a second regardless." };
        Option<int> budget = new("--budget") { Description = "Most bytes of a frame; ten frames a second.", DefaultValueFactory = _ => 4096 };
        Option<StressMode> stress = new("--stress")
        {
            Description = "What goes on besides: a storm of newcomers, teleports, slow viewers.",
            DefaultValueFactory = _ => StressMode.None
        };
        Option<bool> sockets = new("--sockets") { Description = "Over real sockets, into a server of its own; the room is real time then." };
        Option<string[]> server = new("--server") { Description = "With --sockets: an option of the server, such as Kapok:FrontDoor=kestrel; as often as needed." };
        Option<FileInfo?> json = new("--json") { Description = "Write the figures to this file." };
        Command command = new("crowd", "A room full of people, in this process or over sockets, with viewers that decode what they are sent and compare it with the truth.")
        {
            avatars, mode, density, moving, seconds, eager, budget, stress, sockets, server, json,
        };
        avatars.Within(100, 20_000);
        density.Within(0.05f, 20f);
        moving.Within(0, 100);
        seconds.Within(1, LongestSeconds);
        command.SetAction(async (parse, cancel) =>
        {
            CrowdOptions options = new(
                parse.GetValue(avatars), parse.GetValue(mode), parse.GetValue(density), parse.GetValue(seconds), parse.GetValue(eager), parse.GetValue(budget),
                parse.GetValue(stress), parse.GetValue(moving) / 100f);
            BenchReport report;
            try
            {
                using SocketBench over = new(options, SettingsOf(parse.GetValue(server)), Tell);
                report = parse.GetValue(sockets) ? await over.RunAsync(cancel) : new CrowdBench(options).Run();
            }
            catch (Exception error) when (error is InvalidOperationException or HttpRequestException or IOException or TaskCanceledException)
            {
                await Console.Error.WriteLineAsync(error.Message.ReplaceLineEndings(" "));
                return 2;
            }
            if (parse.GetValue(json) is { } file) File.WriteAllText(file.FullName, report.ToJson() + "\n");
            Print(report);
            return 0;
        });
        return command;
    }

    private static Command Record()
    {
        Option<FileInfo> scene = new("--scene") { Description = "The place, as GLB.", DefaultValueFactory = _ => new("artifacts/assets/scenes/arena.glb") };
        Option<int> avatars = new("--avatars") { Description = "How many people, 1 to 16000.", DefaultValueFactory = _ => 10_000 };
        Option<int> seconds = new("--seconds") { Description = "Room time to record.", DefaultValueFactory = _ => 20 };
        Option<DirectoryInfo> folder = new("--out") { Description = "Folder for stream.bin, floor.bin and places.json.", Required = true };
        Command command = new("record", "Write down what a newcomer to a full room is sent, to measure a browser with.") { scene, avatars, seconds, folder };
        avatars.Within(1, 16_000);
        seconds.Within(1, LongestSeconds);
        command.SetAction(parse =>
        {
            try
            {
                (int messages, long bytes) = new Recording(new(parse.GetValue(scene)!, parse.GetValue(avatars), parse.GetValue(seconds), parse.GetValue(folder)!)).Run();
                AnsiConsole.MarkupLine($"{messages} messages, {bytes / 1024} KiB");
                return 0;
            }
            catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
            {
                Console.Error.WriteLine($"Nothing was recorded: {e.Message}");
                return 2;
            }
        });
        return command;
    }

    private static string[] SettingsOf(string[]? server) => [.. (server ?? []).Select(setting => setting.StartsWith('-') ? setting : $"--{setting}")];

    private static void Tell(string what) => Console.Error.WriteLine(what);

    private static void Print(BenchReport report)
    {
        AnsiConsole.MarkupLine($"[bold]{report.Avatars}[/] {report.Mode}: {report.CpuCores * 1000:F0} ms of processor a second · tick {report.TickMs.P50:F2} / {report.TickMs.P99:F2} ms · {report.AllocatedBytesPerTick:F0} B allocated a tick");
        AnsiConsole.MarkupLine($"{report.BytesPerViewerPerSecond.Mean:F0} B/s a viewer, p99 {report.BytesPerViewerPerSecond.P99:F0} · sees {report.VisiblePerViewer.Min:F0} or more · {report.UpdatesPerSecond.Slowest:F1} updates/s or more");
        AnsiConsole.MarkupLine($"snapshot {report.SnapshotBytes / 1024:F0} KiB, nearest 500 after {report.SnapshotMs.Near500:F0} ms, all after {report.SnapshotMs.All:F0} ms");
        Table table = new Table().Border(TableBorder.Simple).AddColumns("stale", "p50", "p99", "error p99");
        table.AddRow("nearest 50", $"{report.StalenessMs.Near50.P50:F0} ms", $"{report.StalenessMs.Near50.P99:F0} ms", $"{report.PositionErrorMetres.Near50:F2} m");
        table.AddRow("nearest 500", $"{report.StalenessMs.Near500.P50:F0} ms", $"{report.StalenessMs.Near500.P99:F0} ms", "");
        table.AddRow("anyone", $"{report.StalenessMs.All.P50:F0} ms", $"{report.StalenessMs.All.P99:F0} ms", $"{report.PositionErrorMetres.All:F2} m");
        AnsiConsole.Write(table);
    }
}
