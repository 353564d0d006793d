using System.CommandLine;
using System.Text.Json;
using Spectre.Console;

namespace Kapok.Tools.Bench.Stage;

/// <summary><c>kapok bench whep</c>: the part of the stage's bench that watches by WebRTC, alone.</summary>
internal static class WhepCommands
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>The part.</summary>
    public static Command Part()
    {
        Option<int> viewers = new Option<int>("--viewers") { Description = "How many watch, 8 to 5000.", DefaultValueFactory = _ => 600 }.Within(8, 5000);
        Option<int> seconds = new Option<int>("--seconds") { Description = "Time to measure, after a warm-up of 3 s.", DefaultValueFactory = _ => 10 }.Within(1, 3600);
        Option<FileInfo?> json = new("--json") { Description = "File for the figures." };
        Command command = new("whep", "Watching a stage by WebRTC: one publisher, many viewers, the server on a core of its own.") { viewers, seconds, json };
        command.SetAction(async (parse, cancel) =>
        {
            string text = JsonSerializer.Serialize(WhepPart.Run(parse.GetValue(viewers), parse.GetValue(seconds)), Json);
            if (parse.GetValue(json) is { } file) await File.WriteAllTextAsync(file.FullName, text, cancel).ConfigureAwait(false);
            AnsiConsole.WriteLine(text);
            return 0;
        });
        return command;
    }

    /// <summary>Its child process; not for people.</summary>
    public static Command Host()
    {
        Command command = new("whep-host", "The server of whep.") { Hidden = true };
        command.SetAction((_, _) => WhepHost.RunAsync(Console.In, Console.Out));
        return command;
    }
}
