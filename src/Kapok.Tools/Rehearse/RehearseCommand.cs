using System.CommandLine;
using System.Globalization;
using Kapok.Tools.Bench;
using Kapok.Tools.Bench.Sockets;
using Kapok.Tools.Bots;
using Spectre.Console;

namespace Kapok.Tools.Rehearse;

/// <summary><c>kapok rehearse</c>: will this server hold the event?</summary>
public static class RehearseCommand
{
    // What a server takes unless it is told otherwise, and the most it can be told.
    private const int UsualCapacity = 10_000, MostAttendees = 16_000;

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        Option<int> attendees = new("--attendees") { Description = $"How many people come, 1 to {MostAttendees}.", DefaultValueFactory = _ => 1000 };
        Option<double> minutes = new("--minutes") { Description = "How long the evening is, 0.2 to 240; everyone is in after 60 % of it.", DefaultValueFactory = _ => 3d };
        Option<string?> url = new("--url") { Description = "The venue to ask; without it one of its own is started, with the places that are built here, and removed afterwards." };
        Option<string> room = new("--room") { Description = "Room id.", DefaultValueFactory = _ => "arena" };
        Option<string> data = new("--data")
        {
            Description = "With --url: the venue's data folder, where the operator's token is.",
            DefaultValueFactory = _ => BotsCommand.DefaultData()
        };
        Option<string?> token = new("--token") { Description = "With --url: the operator's token itself, for a venue on another machine." };
        Option<bool> insecure = new("--insecure") { Description = "Take any certificate; for a trial only." };
        Option<double?> cores = new("--cores") { Description = "Processor cores of the server; those of this machine unless said." };
        Option<double?> memory = new("--memory-gib") { Description = "Memory of the server, GiB; that of this machine unless said." };
        Option<double> link = new("--mbit") { Description = "Bandwidth of the server's link outwards, Mbit/s.", DefaultValueFactory = _ => 1000d };
        Option<FileInfo> json = new("--json") { Description = "Where the figures go.", DefaultValueFactory = _ => new("rehearsal.json") };
        Option<FileInfo> html = new("--html") { Description = "Where the page with the plots goes.", DefaultValueFactory = _ => new("rehearsal.html") };
        Command command = new("rehearse", "Play the evening with simulated people, and learn whether the server holds it.")
        {
            attendees, minutes, url, room, data, token, insecure, cores, memory, link, json, html,
        };
        attendees.Within(1, MostAttendees);
        minutes.Within(0.2, 240d);
        url.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } address && !VenueClient.IsAddress(address)) result.AddError("--url must be an address such as http://localhost:5080.");
        });
        link.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() <= 0d) result.AddError("--mbit must be more than 0.");
        });
        command.SetAction(async (parse, cancel) =>
        {
            Plan plan = new(parse.GetValue(room)!, parse.GetValue(attendees), parse.GetValue(minutes), parse.GetValue(cores), parse.GetValue(memory), parse.GetValue(link));
            RehearsalReport report;
            try
            {
                if (parse.GetValue(url) is { } address)
                {
                    using VenueClient venue = new(new Uri(address), parse.GetValue(token) ?? BotsCommand.ReadToken(parse.GetValue(data)!), parse.GetValue(insecure));
                    report = await PlayAsync(venue, plan, 0, cancel);
                }
                else
                {
                    await using BenchVenue own = await BenchVenue.StartRealAsync(Math.Max(plan.Attendees, UsualCapacity), cancel);
                    Processors.LeaveFirst();
                    report = await PlayAsync(own.Client, plan, Processors.CanPin ? 1 : 0, cancel);
                }
            }
            catch (Exception e) when (e is HttpRequestException or InvalidDataException or InvalidOperationException or IOException or OperationCanceledException)
            {
                await Console.Error.WriteLineAsync(e is OperationCanceledException ? "Ended early; nothing was written." : e.Message.ReplaceLineEndings(" "));
                return 2;
            }
            await File.WriteAllTextAsync(parse.GetValue(json)!.FullName, report.ToJson() + "\n", cancel);
            await File.WriteAllTextAsync(parse.GetValue(html)!.FullName, RehearsalPage.Write(report), cancel);
            Print(report, parse.GetValue(html)!.FullName);
            return report.Verdict.Holds ? 0 : 1;
        });
        return command;
    }

    // pinned: cores that the server was given alone, 0 when it shares all with the simulated people.
    private static async Task<RehearsalReport> PlayAsync(VenueClient venue, Plan plan, int pinned, CancellationToken cancel)
    {
        if (!await venue.IsReadyAsync(cancel)) throw new InvalidOperationException(venue.NotReady);
        int capacity = await venue.CapacityAsync(plan.Room, cancel) ?? throw new InvalidOperationException($"The venue has no room {plan.Room}.");
        Rehearsal rehearsal = new(venue, plan.Room, plan.Attendees, plan.Minutes * 60d, TimeProvider.System);
        IReadOnlyList<RehearsalMoment> moments = await rehearsal.RunAsync(Console.IsOutputRedirected ? null
            : moment => Console.Write($"\r{TimeSpan.FromSeconds(moment.Seconds):m\\:ss}  {moment.People} of {plan.Attendees} inside, {moment.Expected} came   "), cancel);
        if (!Console.IsOutputRedirected) Console.WriteLine();
        int all = Environment.ProcessorCount;
        return RehearsalReport.Of(plan.Room, plan.Attendees, plan.Minutes, new(
            plan.Cores ?? (pinned > 0 ? pinned : all), plan.MemoryGib * 1073741824d ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, plan.Megabits, capacity,
            pinned > 0 ? all - pinned : all), moments);
    }

    private static void Print(RehearsalReport report, string page)
    {
        AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[bold]{RehearsalText.Headline(report)}[/]");
        Table table = new Table().Border(TableBorder.Simple).AddColumns(report.Full is null ? "how far it came" : "while the room was full", "measured", "should be");
        foreach ((string what, string value, string should) in RehearsalText.Rows(report)) table.AddRow(what.EscapeMarkup(), value.EscapeMarkup(), should.EscapeMarkup());
        AnsiConsole.Write(table);
        AnsiConsole.MarkupLine("[bold]What breaks first[/]");
        foreach ((int number, string reach) in RehearsalText.Reaches(report).Index()) AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $" {number + 1}. {reach}");
        AnsiConsole.WriteLine();
        AnsiConsole.MarkupLine("[bold]What to do[/]");
        foreach (string advice in report.Verdict.Advice) AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $" - {advice}");
        AnsiConsole.WriteLine();
        AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"With plots: {page}");
    }

    private sealed record Plan(string Room, int Attendees, double Minutes, double? Cores, double? MemoryGib, double Megabits);
}
