using System.Globalization;
using System.Net;
using System.Text;

namespace Kapok.Tools.Rehearse;

/// <summary>A rehearsal as one page that needs nothing else: for whoever organises the event.</summary>
public static class RehearsalPage
{
    private const string Style = """
        :root { color-scheme: light dark; --ink: #1d2433; --soft: #5d6880; --paper: #f6f7fb; --card: #fff; --line: #dfe3ee; --a: #6b4df5; --b: #12a594; --bad: #d6336c; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e9ecf5; --soft: #9aa5bd; --paper: #10131c; --card: #191e2b; --line: #2b3245; --a: #9d88ff; --b: #3ad0be; --bad: #ff6b9a; } }
        * { box-sizing: border-box } body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 system-ui, "Noto Sans", "Noto Sans CJK SC", sans-serif }
        main { max-width: 1180px; margin: 0 auto; padding: 40px 20px 64px } h1 { font-size: 30px; line-height: 1.2; margin: 4px 0 10px } h2 { font-size: 18px; margin: 0 0 10px }
        .over { color: var(--soft); margin: 0 } .answer { border-left: 5px solid var(--b); padding: 2px 0 2px 16px; font-size: 20px; margin: 20px 0 28px } .answer.no { border-color: var(--bad) }
        .grid2 { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 460px), 1fr)); gap: 18px } section { background: var(--card); border: 1px solid var(--line); border-radius: 14px; padding: 18px 20px }
        table { border-collapse: collapse; width: 100% } td, th { text-align: left; padding: 7px 8px 7px 0; border-bottom: 1px solid var(--line); vertical-align: top } tr:last-child td { border: 0 } th { color: var(--soft); font-weight: 500; font-size: 14px }
        td:nth-child(2) { font-weight: 600; font-variant-numeric: tabular-nums } td:nth-child(3) { color: var(--soft) } ol, ul { margin: 0; padding-left: 20px } li { margin: 6px 0 }
        svg { width: 100%; height: auto; display: block } svg text { fill: var(--soft); font-size: 12px } svg .title { fill: var(--ink); font-size: 14px; font-weight: 600 } svg .end { text-anchor: end } svg .middle { text-anchor: middle }
        svg .grid { stroke: var(--line) } svg polyline { fill: none; stroke-width: 2.2; stroke-linejoin: round } svg polyline.a { stroke: var(--a) } svg polyline.b { stroke: var(--b) } svg text.a { fill: var(--a) } svg text.b { fill: var(--b) }
        svg .limit { stroke: var(--bad); stroke-dasharray: 5 5 } footer { color: var(--soft); margin-top: 26px; font-size: 14px }
        """;

    /// <summary>Writes it.</summary>
    public static string Write(RehearsalReport report)
    {
        StringBuilder page = new();
        RehearsalLimits limits = report.Limits;
        string title = string.Create(CultureInfo.InvariantCulture, $"Rehearsal: {report.Attendees:N0} people in {report.Room}");
        page.Append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>")
            .Append(Safe(title)).Append("</title><style>").Append(Style).Append("</style></head><body><main>");
        page.Append("<p class=\"over\">Kapok · ").Append(report.Minutes.ToString("0.#", CultureInfo.InvariantCulture)).Append(" minutes</p><h1>").Append(Safe(title))
            .Append("</h1>");
        page.Append("<p class=\"answer").Append(report.Verdict.Holds ? "" : " no").Append("\">").Append(Safe(RehearsalText.Headline(report)))
            .Append("</p><div class=\"grid2\"><section><h2>");
        page.Append(report.Full is null ? "How far it came" : "While the room was full").Append("</h2><table><tr><th>What</th><th>Measured</th><th>Should be</th></tr>");
        foreach ((string what, string value, string should) in RehearsalText.Rows(report)) page.Append("<tr><td>").Append(Safe(what)).Append("</td><td>")
            .Append(Safe(value)).Append("</td><td>").Append(Safe(should)).Append("</td></tr>");
        page.Append("</table></section><section><h2>What to do</h2><ul>");
        foreach (string advice in report.Verdict.Advice) page.Append("<li>").Append(Safe(advice)).Append("</li>");
        page.Append("</ul><h2 style=\"margin-top:20px\">What breaks first</h2><ol>");
        foreach (string reach in RehearsalText.Reaches(report)) page.Append("<li>").Append(Safe(reach)).Append("</li>");
        page.Append("</ol></section>");
        Plot(page, "People", [Line(report, "came to the door", "a", moment => moment.Expected), Line(report, "inside", "b", moment => moment.People)], null);
        Plot(page, "Freshness of the nearest fifty, ms (p99)", [Line(report, "freshness", "a", moment => moment.StaleNearMs)], (RehearsalLimits.FreshMs, "at most"));
        Plot(page, "Processor, cores", [Line(report, "server", "a", moment => moment.ServerCores), Line(report, "simulated people", "b", moment => moment.BotCores)],
            (limits.Cores, "what the server has"));
        Plot(page, "Tick of the room, ms (p99)", [Line(report, "tick", "a", moment => moment.TickMs)], (RehearsalLimits.TickMs, "at most"));
        Plot(page, "Bandwidth to all, Mbit/s", [Line(report, "bandwidth", "a", moment => moment.Megabits)], (limits.Megabits, "the link"));
        Plot(page, "Memory of the server, MiB", [Line(report, "memory", "a", moment => moment.ServerBytes / 1048576d)], (limits.MemoryBytes / 1048576d, "what there is"));
        page.Append("</div><footer>The people were simulated, over real sockets; they arrived in a curve, walked, sat, cheered and chatted. What breaks first is drawn on from a straight line through what was measured.</footer></main></body></html>");
        return page.ToString();
    }

    private static void Plot(StringBuilder page, string title, IReadOnlyList<PlotLine> lines, (double, string)? limit) =>
        page.Append("<section>").Append(RehearsalPlot.Draw(title, lines, limit)).Append("</section>");

    private static PlotLine Line(RehearsalReport report, string title, string name, Func<RehearsalMoment, double?> measure) =>
        new(title, name, [.. report.Moments.Where(moment => measure(moment) is not null).Select(moment => (moment.Seconds, measure(moment)!.Value))]);

    private static string Safe(string text) => WebUtility.HtmlEncode(text);
}
