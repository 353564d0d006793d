using System.CommandLine;
using Kapok.Tools.Bench.Sockets;
using Kapok.Tools.Bench.Stage;
using Kapok.Tools.Bench.Tls;
using Kapok.Tools.Bench.Voice;
using Spectre.Console;

namespace Kapok.Tools.Bench;

/// <summary><c>kapok bench</c>: what the server's parts cost, measured on this machine.</summary>
public static class BenchCommand
{
    /// <summary>The longest time that is measured.</summary>
    internal const int LongestSeconds = 86_400;

    /// <summary>The command with its parts.</summary>
    public static Command Create() => new("bench", "Measure what the server's parts cost on this machine.")
    {
        CrowdCommand.Create(), Record(), LinesCommand.Create(), LinesCommand.CreateServer(), HandshakesCommand.Create(), HandshakesCommand.CreateServer(),
        VoiceCommands.Whole(), VoiceCommands.Core(), VoiceCommands.Host(), VoiceCommands.VideoHosting(),
        WhepCommands.Part(), WhepCommands.Host(),
        StageBench.Create(),
    };

    private static Command Record()
    {
        Option<FileInfo> scene = new("--scene") { Description = "The place, as GLB.", DefaultValueFactory = _ => new(Path.Combine(Installation.Assets, "scenes", "arena.glb")) };
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
}
