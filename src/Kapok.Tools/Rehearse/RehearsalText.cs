using System.Globalization;

namespace Kapok.Tools.Rehearse;

/// <summary>What a rehearsal showed, in words: the same on the terminal and on the page.</summary>
internal static class RehearsalText
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    /// <summary>The answer in one sentence.</summary>
    public static string Headline(RehearsalReport report) => report.Verdict.Holds
        ? string.Create(Culture, $"It holds: {report.Attendees:N0} people came in, stayed and saw each other fresh.")
        : report.Verdict.Held >= report.Attendees
            ? string.Create(Culture, $"It does not hold steadily: {report.Attendees:N0} people came in, but in {report.Verdict.UnwellSeconds} of {report.Verdict.FullSeconds} seconds not all was well.")
        : report.Verdict.Held > 0
            ? string.Create(Culture, $"It does not hold for {report.Attendees:N0} people: all was well up to {report.Verdict.Held:N0}.")
            : string.Create(Culture, $"It does not hold: at no time was all well.");

    /// <summary>Rows of the table: what, while the room was full, what it should be at most or at least.</summary>
    public static IEnumerable<(string What, string Value, string Should)> Rows(RehearsalReport report)
    {
        if (report.Full is not { } full)
        {
            yield return ("People inside", report.Moments.Select(moment => moment.People).DefaultIfEmpty(0).Max().ToString("N0", Culture),
                report.Attendees.ToString("N0", Culture));
            yield break;
        }
        RehearsalLimits limits = report.Limits;
        yield return ("People inside", full.People.ToString("N0", Culture), report.Attendees.ToString("N0", Culture));
        yield return ("Updates to each", string.Create(Culture, $"{full.UpdatesPerSecond:F1} a second"), string.Create(Culture, $"at least {RehearsalLimits.LeastUpdates:F0}"));
        yield return ("Freshness of the nearest fifty", string.Create(Culture, $"{full.StaleNearMs:F0} ms (p99)"),
            string.Create(Culture, $"at most {RehearsalLimits.FreshMs:F0} ms"));
        yield return ("Tick of the room", full.TickMs is { } tick ? string.Create(Culture, $"{tick:F1} ms (p99)") : "not told",
            string.Create(Culture, $"at most {RehearsalLimits.TickMs:F0} ms"));
        yield return ("Processor of the server", full.ServerCores is { } cores ? string.Create(Culture, $"{cores:F2} cores") : "not told",
            string.Create(Culture, $"{limits.Cores:0.#} cores there"));
        yield return ("Memory of the server", full.ServerBytes is { } bytes ? string.Create(Culture, $"{bytes / 1048576d:N0} MiB") : "not told",
            string.Create(Culture, $"{limits.MemoryBytes / 1048576d:N0} MiB there"));
        yield return ("Bandwidth to each", string.Create(Culture, $"{full.BytesPerPerson / 1000d:F1} kB a second"), "");
        yield return ("Bandwidth to all", string.Create(Culture, $"{full.Megabits:N0} Mbit/s"), string.Create(Culture, $"{limits.Megabits:N0} Mbit/s there"));
        yield return ("Processor of the simulated people", string.Create(Culture, $"{full.BotCores:F2} cores"), string.Create(Culture, $"{limits.BotCores:0.#} cores there"));
    }

    /// <summary>What breaks first, and what after it.</summary>
    public static IEnumerable<string> Reaches(RehearsalReport report) => report.Verdict.Reaches.Select(reach => reach.People is { } people
        ? string.Create(Culture, $"{NameOf(reach.What)}: at about {people:N0} people")
        : $"{NameOf(reach.What)}: did not grow with the people");

    private static string NameOf(Resource what) => what switch
    {
        Resource.Processor => "Processor, with a fifth kept free",
        Resource.Tick => "Tick of the room, with a fifth kept free",
        Resource.Link => "Link, with a fifth kept free",
        Resource.Memory => "Memory, with a fifth kept free",
        _ => "Capacity that the room is set to",
    };
}
