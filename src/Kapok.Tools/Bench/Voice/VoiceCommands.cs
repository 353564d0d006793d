using System.CommandLine;
using Spectre.Console;

namespace Kapok.Tools.Bench.Voice;

/// <summary><c>kapok bench voice</c>: what voices cost, and how long they take between browsers; <c>voice-core</c> is the server's part once, for work on it.</summary>
internal static class VoiceCommands
{
    private const int Rounds = 3;

    /// <summary>Everything.</summary>
    public static Command Whole()
    {
        (Option<int> listeners, Option<int> slots, Option<int> seconds, Option<FileInfo?> json) = (Listeners(), Slots(), Seconds(), JsonFile());
        Command command = new("voice", "Real DTLS-SRTP clients against voice servers of one and of two sockets, then two browsers in a venue.") { listeners, slots, seconds, json };
        command.SetAction((parse, cancel) => ReportAsync(
            async () =>
            {
                // Browsers first: what they need may be missing, and the rest takes minutes.
                BrowserFigures browsers = await BrowserFigures.MeasureAsync(cancel);
                return Scale(new(parse.GetValue(listeners), parse.GetValue(slots), parse.GetValue(seconds), 1)).With(browsers);
            },
            parse.GetValue(json)));
        return command;
    }

    /// <summary>The server's part, once.</summary>
    public static Command Core()
    {
        (Option<int> listeners, Option<int> slots, Option<int> seconds, Option<FileInfo?> json) = (Listeners(), Slots(), Seconds(), JsonFile());
        Option<int> shards = new("--shards") { Description = "Sockets of the server, 1 to 16.", DefaultValueFactory = _ => 1 };
        Option<int> talkers = new("--talkers") { Description = "How many of them talk all the time, at most 2000; 0 is one more than the slots." };
        Option<int> budget = new("--budget")
        {
            Description = "Packets that the server may forward each second (Voice:PacketBudget).",
            DefaultValueFactory = _ => VoiceBenchOptions.NoBudget
        };
        shards.Within(1, 16);
        talkers.Within(0, 2000);
        budget.Within(1000, VoiceBenchOptions.NoBudget);
        Command command = new("voice-core", "Real DTLS-SRTP clients against a voice server in a process of its own, once and without browsers.") { listeners, slots,
            seconds, shards, talkers, budget, json };
        command.SetAction((parse, _) => ReportAsync(
            () => Task.FromResult(new VoiceBench(new(parse.GetValue(listeners), parse.GetValue(slots), parse.GetValue(seconds), parse.GetValue(shards))
            {
                Talkers = parse.GetValue(talkers),
                Budget = parse.GetValue(budget),
            }).Run()),
            parse.GetValue(json)));
        return command;
    }

    /// <summary>The child process of the commands; not for people.</summary>
    public static Command Host()
    {
        Option<int> shards = new("--shards") { DefaultValueFactory = _ => 1 };
        Option<int> slots = Slots(), budget = new("--budget") { DefaultValueFactory = _ => VoiceBenchOptions.NoBudget };
        Command command = new("voice-host", "The server of voice and voice-core.") { shards, slots, budget };
        command.Hidden = true;
        command.SetAction((parse, _) => VoiceHost.RunAsync(parse.GetValue(shards), parse.GetValue(slots), parse.GetValue(budget), Console.In, Console.Out));
        return command;
    }

    /// <summary>A server of pictures for the browser tests; not for people.</summary>
    public static Command VideoHosting()
    {
        Command command = new("video-host", "A server of pictures for the browser tests.") { Hidden = true };
        command.SetAction((_, _) => VideoHost.RunAsync(Console.In, Console.Out));
        return command;
    }

    private static Option<int> Listeners() => new Option<int>("--listeners") { Description = "Sessions, 2 to 2000.", DefaultValueFactory = _ => 200 }.Within(2, 2000);

    private static Option<int> Slots() => new Option<int>("--slots") { Description = "Voice slots of each, 1 to 16.", DefaultValueFactory = _ => 8 }.Within(1, 16);

    private static Option<int> Seconds() => new Option<int>("--seconds")
    {
        Description = "Time to measure in each run, after a warm-up of 3 s.",
        DefaultValueFactory = _ => 10
    }.Within(1, 3600);

    private static Option<FileInfo?> JsonFile() => new("--json") { Description = "Write the figures to this file." };

    /// <summary>Runs with one shard and with two in turn, since whatever else runs on the machine changes what a packet costs.</summary>
    private static VoiceBenchReport Scale(VoiceBenchOptions options)
    {
        List<VoiceBenchReport> one = [], two = [];
        for (int round = 0; round < Rounds; round++)
        {
            one.Add(new VoiceBench(options with { Shards = 1 }).Run());
            two.Add(new VoiceBench(options with { Shards = 2 }).Run());
        }
        return VoiceBenchReport.Combine(one, two);
    }

    private static async Task<int> ReportAsync(Func<Task<VoiceBenchReport>> measure, FileInfo? json)
    {
        try
        {
            VoiceBenchReport report = await measure();
            if (json is not null) await File.WriteAllTextAsync(json.FullName, report.ToJson() + "\n");
            Print(report);
            return 0;
        }
        catch (Exception error) when (error is InvalidOperationException or AggregateException or IOException or UnauthorizedAccessException or OperationCanceledException)
        {
            await Console.Error.WriteLineAsync(error is OperationCanceledException ? "Ended early; nothing was written." : error.GetBaseException()
                .Message.ReplaceLineEndings(" "));
            return 2;
        }
    }

    private static void Print(VoiceBenchReport report)
    {
        AnsiConsole.MarkupLine($"[bold]{report.CpuMicrosPerPacket:F2} µs[/] a packet · {report.Streams:F0} streams ({report.PacketsPerSecond:F0} packets/s) on {report.ServerCores:F2} core · lost by the server {report.LostByServer}, missing at bots {report.MissingAtBots}{(report.SkippedFrames > 0 ? $", frames too late to be sent {report.SkippedFrames}" : "")}");
        AnsiConsole.MarkupLine($"forward {report.ForwardMs.P50:F1} / {report.ForwardMs.P99:F1} ms · {report.BytesPerSession / 1024:F1} KiB a session · {report.HandshakesPerSecond:F0} handshakes a second of processor{(report.ScalingTwoCores is { } scaling ? $" · scaling {scaling:F2}" : "")}");
        if (report.Budget < VoiceBenchOptions.NoBudget)
        {
            AnsiConsole.MarkupLine($"{report.Talkers} talk, the budget is {report.Budget} packets a second: everyone hears {report.SlotLimit} of {report.Slots} voices");
            foreach (VoiceReading at in report.Readings ?? []) AnsiConsole.MarkupLine($"  {at.Seconds,5:F1} s  {at.SlotLimit} voices  {at.PacketsPerSecond,8:F0} packets/s  lost {at.Lost}");
        }
        if (report is { MouthToEarMs: { } ear, Bursts: { } bursts, ConnectMs: { } connect, Connections: { } connections })
        {
            AnsiConsole.MarkupLine($"mouth to ear {ear.P50:F0} / {ear.P95:F0} ms, of that jitter buffer {bursts.JitterBufferMs:F0} and loudspeaker {bursts.LoudspeakerMs:F0} ({bursts.Said} bursts, {bursts.Unheard} unheard)");
            AnsiConsole.MarkupLine($"connected after {connect.P50:F0} / {connect.P95:F0} ms, of that until the answer {connections.AnsweredMs:F0} ({connections.Made} connections)");
        }
    }
}
