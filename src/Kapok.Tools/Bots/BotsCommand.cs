using System.CommandLine;
using Spectre.Console;

namespace Kapok.Tools.Bots;

/// <summary><c>kapok bots</c>: real sockets, the real protocol, lifelike people; and what they see, measured.</summary>
public static class BotsCommand
{
    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        Option<string> url = new("--url") { Description = "Address of the venue.", DefaultValueFactory = _ => "http://localhost:5080" };
        Option<string> room = new("--room") { Description = "Room id.", DefaultValueFactory = _ => "arena" };
        Option<int> count = new("--count") { Description = "How many bots, 1 to 20000.", DefaultValueFactory = _ => 300 };
        Option<int> performers = new("--performers") { Description = $"How many more perform on the room's stage, 0 to {StagePlan.MaxPerformers}; they come beside --count.", DefaultValueFactory = _ => 0 };
        Option<int> seconds = new("--seconds") { Description = "How long, warm-up included; 0 until stopped.", DefaultValueFactory = _ => 30 };
        Option<Behaviour> behaviour = new("--behaviour") { Description = "What they do.", DefaultValueFactory = _ => Behaviour.Audience };
        Option<FileInfo?> json = new("--json") { Description = "Write the figures to this file." };
        Option<string> data = new("--data") { Description = "The venue's data folder, where the operator's token is.", DefaultValueFactory = _ => DefaultData() };
        Option<string?> token = new("--token") { Description = "The operator's token itself, for a venue on another machine." };
        Option<int> seed = new("--seed") { Description = "Seed of their randomness.", DefaultValueFactory = _ => 1 };
        Option<int> wait = new("--wait") { Description = "Wait up to this many seconds for the venue.", DefaultValueFactory = _ => 10 };
        Option<bool> insecure = new("--insecure") { Description = "Take any certificate; for a trial on this machine only." };
        Option<bool> quiet = new("--quiet") { Description = "Print nothing but errors." };
        Command command = new("bots", "Fill a room with lifelike bots and measure what they see.")
        {
            url, room, count, performers, seconds, behaviour, json, data, token, seed, wait, insecure, quiet,
        };
        count.Within(1, 20_000);
        performers.Within(0, StagePlan.MaxPerformers);
        url.Validators.Add(result =>
        {
            if (!VenueClient.IsAddress(result.GetValueOrDefault<string>())) result.AddError("--url must be an address such as http://localhost:5080.");
        });
        seconds.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 0) result.AddError("--seconds must not be negative.");
        });
        command.SetAction(async (parse, cancel) =>
        {
            BotOptions options = new(parse.GetValue(room)!, parse.GetValue(count), parse.GetValue(seconds), parse.GetValue(behaviour), parse.GetValue(seed),
                parse.GetValue(performers));
            using VenueClient venue = new(new Uri(parse.GetValue(url)!), parse.GetValue(token) ?? ReadToken(parse.GetValue(data)!), parse.GetValue(insecure));
            return await RunAsync(venue, options, parse.GetValue(data)!, parse.GetValue(token), parse.GetValue(wait), parse.GetValue(json), parse.GetValue(quiet),
                parse.GetValue(insecure), cancel);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        VenueClient early, BotOptions options, string data, string? token, int waitSeconds, FileInfo? json, bool quiet, bool insecure, CancellationToken cancel)
    {
        for (int tries = 0; !await early.IsReadyAsync(cancel); tries++)
        {
            if (early.IsDistrusted || tries >= waitSeconds * 4)
            {
                await Console.Error.WriteLineAsync(early.NotReady);
                return 2;
            }
            await Task.Delay(TimeSpan.FromMilliseconds(250), TimeProvider.System, cancel);
        }
        // The token is made at the venue's first start, which may have been a moment ago.
        using VenueClient venue = new(early.Address, token ?? ReadToken(data), insecure);
        BotCrowd crowd = new(venue, options, TimeProvider.System);
        BotReport report;
        try
        {
            report = await crowd.RunAsync(quiet ? null
                : (connected, failed) => Console.Write($"\r{connected} of {options.Total} in {options.Room}{(failed > 0 ? $", {failed} failed" : "")}   "), cancel);
        }
        catch (Exception e) when (e is HttpRequestException or InvalidDataException)
        {
            await Console.Error.WriteLineAsync($"{options.Room} at {venue.Address} cannot be used: {e.Message}");
            return 2;
        }
        if (json is not null) await File.WriteAllTextAsync(json.FullName, report.ToJson() + "\n", CancellationToken.None);
        if (!quiet) Print(report);
        return report.Connected > 0 || options.Seconds == 0 ? 0 : 1;
    }

    private static void Print(BotReport report)
    {
        Console.WriteLine();
        Table table = new Table().Border(TableBorder.Simple).AddColumns("", "p50", "p99");
        table.AddRow("nearest 50, stale", $"{report.StalenessMs.Near.P50:F0} ms", $"{report.StalenessMs.Near.P99:F0} ms");
        table.AddRow("next 450, stale", $"{report.StalenessMs.Mid.P50:F0} ms", $"{report.StalenessMs.Mid.P99:F0} ms");
        table.AddRow("others, stale", $"{report.StalenessMs.Far.P50:F0} ms", $"{report.StalenessMs.Far.P99:F0} ms");
        AnsiConsole.MarkupLine($"[bold]{report.Connected}[/] connected, {report.Failed} failed · {report.UpdatesPerSecond:F1} updates/s · {report.BytesPerClientPerSecond / 1024:F1} KiB/s each");
        AnsiConsole.MarkupLine($"server {(report.ServerCpuCores is { } cores ? $"{cores:F2}" : "?")} cores · bots {report.ClientCpuCores:F2} cores");
        AnsiConsole.Write(table);
    }

    /// <summary>Where the data of the venue on this machine are.</summary>
    internal static string DefaultData() => Installation.Data;

    /// <summary>The operator's token of a data folder; null when there is none.</summary>
    internal static string? ReadToken(string data)
    {
        string file = Path.Combine(data, "operator.token");
        return File.Exists(file) ? File.ReadAllText(file).Trim() : null;
    }
}
