using System.CommandLine;
using Spectre.Console;

namespace Kapok.Tools.Bench.Voice;

/// <summary><c>kapok bench voice-core</c>: what forwarding voices costs, without browsers.</summary>
internal static class VoiceCommands
{
    /// <summary>The command.</summary>
    public static Command Core()
    {
        Option<int> listeners = new("--listeners") { Description = "Sessions, 2 to 2000.", DefaultValueFactory = _ => 200 };
        Option<int> slots = new("--slots") { Description = "Voice slots of each, 1 to 16.", DefaultValueFactory = _ => 8 };
        Option<int> seconds = new("--seconds") { Description = "Time to measure, after a warm-up of 3 s.", DefaultValueFactory = _ => 10 };
        Option<int> shards = new("--shards") { Description = "Sockets of the server, 1 to 16.", DefaultValueFactory = _ => 1 };
        Option<bool> scaling = new("--scaling") { Description = "Measure with one shard and with two, three times in turn." };
        Option<FileInfo?> json = new("--json") { Description = "Write the figures to this file." };
        Within(listeners, 2, 2000);
        Within(slots, 1, 16);
        Within(seconds, 1, 3600);
        Within(shards, 1, 16);
        Command command = new("voice-core", "Real DTLS-SRTP clients against a voice server in a process of its own.") { listeners, slots, seconds, shards, scaling, json };
        command.SetAction(parse =>
        {
            VoiceBenchOptions options = new(parse.GetValue(listeners), parse.GetValue(slots), parse.GetValue(seconds), parse.GetValue(shards));
            VoiceBenchReport report = parse.GetValue(scaling) ? Scale(options) : new VoiceBench(options).Run();
            if (parse.GetValue(json) is { } file) File.WriteAllText(file.FullName, report.ToJson() + "\n");
            Print(report);
            return 0;
        });
        return command;
    }

    /// <summary>The child process of the command; not for people.</summary>
    public static Command Host()
    {
        Option<int> shards = new("--shards") { DefaultValueFactory = _ => 1 };
        Command command = new("voice-host", "The server of voice-core.") { shards };
        command.Hidden = true;
        command.SetAction((parse, _) => VoiceHost.RunAsync(parse.GetValue(shards), Console.In, Console.Out));
        return command;
    }

    /// <summary>Three runs with one shard and three with two in turn, since whatever else runs on the machine changes what a packet costs; the medians count.</summary>
    private static VoiceBenchReport Scale(VoiceBenchOptions options)
    {
        List<VoiceBenchReport> one = [], two = [];
        for (int round = 0; round < 3; round++)
        {
            one.Add(new VoiceBench(options with { Shards = 1 }).Run());
            two.Add(new VoiceBench(options with { Shards = 2 }).Run());
        }
        static VoiceBenchReport Middle(List<VoiceBenchReport> runs) => runs.OrderBy(run => run.CpuMicrosPerPacket).ElementAt(1);
        return Middle(one) with { ScalingTwoCores = Math.Round(2d * Middle(one).CpuMicrosPerPacket / Middle(two).CpuMicrosPerPacket, 2) };
    }

    private static void Within(Option<int> option, int least, int most) => option.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<int>() < least || result.GetValueOrDefault<int>() > most) result.AddError($"{option.Name} must be from {least} to {most}.");
    });

    private static void Print(VoiceBenchReport report)
    {
        AnsiConsole.MarkupLine($"[bold]{report.CpuMicrosPerPacket:F2} µs[/] a packet · {report.Streams:F0} streams ({report.PacketsPerSecond:F0} packets/s) on {report.ServerCores:F2} core · lost by the server {report.LostByServer}, missing at bots {report.MissingAtBots}");
        AnsiConsole.MarkupLine($"forward {report.ForwardMs.P50:F1} / {report.ForwardMs.P99:F1} ms · {report.BytesPerSession / 1024:F1} KiB a session · {report.HandshakesPerSecond:F0} handshakes a second of processor{(report.ScalingTwoCores is { } scaling ? $" · scaling {scaling:F2}" : "")}");
    }
}
