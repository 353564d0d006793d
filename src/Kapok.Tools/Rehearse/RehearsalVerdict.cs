using System.Globalization;
using System.Text.Json.Serialization;

namespace Kapok.Tools.Rehearse;

/// <summary>Something a server can run out of.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Resource>))]
public enum Resource
{
    /// <summary>Processor cores.</summary>
    Processor,

    /// <summary>The time a room's tick may take: a room runs on one core.</summary>
    Tick,

    /// <summary>The link outwards.</summary>
    Link,

    /// <summary>Memory.</summary>
    Memory,

    /// <summary>The number of people the room is set to take.</summary>
    Capacity,
}

/// <summary>At how many people a resource would be spent.</summary>
/// <param name="What">Which.</param>
/// <param name="People">How many people it carries; null when it did not grow with them, so that there is nothing to tell.</param>
public sealed record Reach(Resource What, int? People);

/// <summary>What a rehearsal showed, and what follows from it.</summary>
/// <param name="Holds">Whether everyone came in, stayed and saw the others fresh.</param>
/// <param name="Held">Most people inside while all was well.</param>
/// <param name="FullSeconds">Seconds for which at least nine in ten were inside.</param>
/// <param name="UnwellSeconds">Of them, those in which not all was well.</param>
/// <param name="Reaches">What would be spent at which number, the first first.</param>
/// <param name="IsLimitedByBots">Whether the machine that simulated the people was the limit, so that the server may carry more.</param>
/// <param name="Advice">What to do, in plain words, most important first.</param>
public sealed record RehearsalVerdict(
    bool Holds, int Held, int FullSeconds, int UnwellSeconds, IReadOnlyList<Reach> Reaches, bool IsLimitedByBots, IReadOnlyList<string> Advice)
{
    // Above some 85 in a hundred who wait for a processor wait long: what they see late is no word about the server.
    private const double BusyShare = 0.85, LeastShareForFit = 0.1;
    private const int LeastMoments = 3;

    /// <summary>Judges.</summary>
    /// <param name="moments">Second by second.</param>
    /// <param name="attendees">How many were to come.</param>
    /// <param name="limits">What the server has.</param>
    public static RehearsalVerdict Of(IReadOnlyList<RehearsalMoment> moments, int attendees, RehearsalLimits limits)
    {
        int held = moments.Where(IsWell).Select(moment => moment.People).DefaultIfEmpty(0).Max();
        RehearsalMoment[] full = [.. moments.Where(moment => moment.IsFull(attendees))];
        // A second may be the machine's: one in twenty is forgiven.
        int unwell = full.Count(moment => !IsWell(moment));
        bool holds = held >= attendees && unwell <= Math.Max(1, full.Length / 20);
        RehearsalMoment[] busy = [.. moments.Where(moment => moment.People >= Math.Max(1, attendees * LeastShareForFit))];
        Reach[] reaches =
        [
            .. new[]
            {
                new Reach(Resource.Processor, Cross(busy, moment => moment.ServerCores, limits.Cores * RehearsalLimits.UsableShare)),
                new Reach(Resource.Tick, Cross(busy, moment => moment.TickMs, RehearsalLimits.TickMs * RehearsalLimits.UsableShare)),
                new Reach(Resource.Link, Cross(busy, moment => moment.Megabits, limits.Megabits * RehearsalLimits.UsableShare)),
                new Reach(Resource.Memory, Cross(busy, moment => moment.ServerBytes, limits.MemoryBytes * RehearsalLimits.UsableShare)),
                new Reach(Resource.Capacity, limits.Capacity),
            }.OrderBy(reach => reach.People ?? int.MaxValue),
        ];
        bool isLimitedByBots = full.Length > 0 && full.Average(moment => moment.BotCores) >= limits.BotCores * BusyShare;
        return new(holds, held, full.Length, unwell, reaches, isLimitedByBots, [.. Advise(holds, held, attendees, reaches, isLimitedByBots, moments, limits)]);
    }

    private static bool IsWell(RehearsalMoment moment) =>
        moment.People > 0 && moment.StaleNearMs <= RehearsalLimits.FreshMs && moment.UpdatesPerSecond >= RehearsalLimits.LeastUpdates
            && (moment.TickMs ?? 0d) <= RehearsalLimits.TickMs;

    // Where the straight line through what was measured (least squares) crosses a limit; never below the fewest people with whom it was really crossed,
    // as it would where something grows in steps.
    private static int? Cross(IReadOnlyList<RehearsalMoment> moments, Func<RehearsalMoment, double?> measure, double limit)
    {
        (double People, double Value)[] points = [.. moments.Where(moment => measure(moment) is not null).Select(moment => ((double)moment.People, measure(moment)!.Value))];
        if (points.Length < LeastMoments) return null;
        double meanPeople = points.Average(point => point.People), meanValue = points.Average(point => point.Value);
        double spread = points.Sum(point => (point.People - meanPeople) * (point.People - meanPeople));
        double slope = spread > 0d ? points.Sum(point => (point.People - meanPeople) * (point.Value - meanValue)) / spread : meanPeople > 0d ? meanValue / meanPeople : 0d;
        if (slope <= 0d) return null;
        double people = meanPeople + ((limit - meanValue) / slope);
        double crossed = points.Where(point => point.Value > limit).Select(point => point.People).DefaultIfEmpty(0d).Min();
        people = Math.Max(people, crossed);
        return people < int.MaxValue ? (int)people : null;
    }

    private static IEnumerable<string> Advise(
        bool holds, int held, int attendees, Reach[] reaches, bool isLimitedByBots, IReadOnlyList<RehearsalMoment> moments, RehearsalLimits limits)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        int failed = moments.Count > 0 ? moments[^1].Failed : 0;
        if (isLimitedByBots)
            yield return "The machine that played the people was busy all the time: run the rehearsal from another, stronger machine before you trust a bad result.";
        if (!holds && held >= attendees) yield return "It came so far, but not steadily: see in the plots what happened in the bad seconds, and what else the machine was doing.";
        else if (!holds && held > 0) yield return string.Create(culture, $"Plan for {held} people at most on this server, or make it stronger where it broke first.");
        if (failed > 0)
            yield return string.Create(culture, $"{failed} times somebody could not come in or fell out: look at the server's log, and at its limit of open files (ulimit -n).");
        Reach first = reaches[0];
        if (first.People is { } people && people < attendees * 1.5)
        {
            yield return first.What switch
            {
                Resource.Processor => "The processor is spent first: give the server more or faster cores, and let nothing else run on it during the event.",
                Resource.Tick => "The room's own loop is spent first: it runs on one core, so a faster core helps and more cores do not. Two rooms share the work.",
                Resource.Link => string.Create(culture, $"The link is spent first: {limits.Megabits:F0} Mbit/s is little for so many. Ask the host for more, or lower Kapok:FrameBudget, which makes those far away coarser."),
                Resource.Memory => "Memory is spent first: give the server more.",
                _ => "The room's capacity is the limit: raise Kapok:Capacity; whoever comes beyond it waits in line.",
            };
        }
        else if (holds) yield return "There is room to spare. Leave everything as it is, and rehearse again when the server or the event changes.";
        if (holds) yield return "Rehearse with the voices and the stream of the evening too: they are not part of this.";
    }
}
