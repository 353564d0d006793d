using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Kapok.Protocol.Messages;

namespace Kapok.Server.Show;

/// <summary>A run of show as a table (RFC 4180): a line a cue, with the columns number, name, note, trigger, durationMs, id, actions.</summary>
/// <remarks>
/// The trigger is written as people say it (<c>after 1.5s</c>, <c>at 2026-12-01T20:00:00Z</c>, <c>track FILE 12s</c>); the actions are one JSON array, as in the JSON
/// format. What is written is read back to the same cues. A cell that a spreadsheet would take for a formula begins with an apostrophe.
/// </remarks>
public static class ShowCsv
{
    private const int MostCells = 64;

    private static readonly string[] Columns = ["number", "name", "note", "trigger", "durationMs", "id", "actions"];
    private static readonly string[] Needed = ["number", "actions"];
    private static readonly JsonParser Reader = new(JsonParser.Settings.Default);

    /// <summary>Writes a run of show.</summary>
    public static string Write(RunOfShow run)
    {
        StringBuilder text = new();
        text.AppendJoin(',', Columns).Append("\r\n");
        foreach (Cue cue in run.Cues)
        {
            string actions = "[" + string.Join(",", cue.Actions.Select(action => JsonFormatter.Default.Format(action))) + "]";
            string duration = cue.DurationMs == 0 ? "" : cue.DurationMs.ToString(CultureInfo.InvariantCulture);
            text.AppendJoin(',', new[] { cue.Number, cue.Name, cue.Note, WriteTrigger(cue.Trigger), duration, cue.Id, actions }.Select(Cell)).Append("\r\n");
        }
        return text.ToString();
    }

    /// <summary>Reads cues.</summary>
    /// <param name="text">What was uploaded.</param>
    /// <param name="run">The cues, not looked at any further.</param>
    /// <param name="line">The line in which it cannot be read, from 1.</param>
    /// <param name="column">The column.</param>
    /// <returns>False when it cannot be read.</returns>
    public static bool TryRead(string text, [NotNullWhen(true)] out RunOfShow? run, out int line, out string column)
    {
        (run, line, column) = (null, 1, "");
        List<(int Line, List<string> Cells)> rows = [];
        if (!TrySplit(text.TrimStart('\uFEFF'), rows, ref line)) return false;
        line = 1;
        if (rows.Count == 0) return false;
        int[] at = [.. Columns.Select(name => rows[0].Cells.FindIndex(cell => cell.Trim().Equals(name, StringComparison.OrdinalIgnoreCase)))];
        foreach (string needed in Needed)
        {
            column = needed;
            if (at[Array.IndexOf(Columns, needed)] < 0) return false;
        }
        RunOfShow made = new();
        foreach ((int number, List<string> cells) in rows.Skip(1))
        {
            line = number;
            if (cells.Count == 1 && cells[0].Length == 0) continue;
            string Cell(string name) => at[Array.IndexOf(Columns, name)] is >= 0 and int place && place < cells.Count ? Bare(cells[place]) : "";
            if (!TryCue(Cell, made.Cues.Count, out Cue? cue, out column)) return false;
            made.Cues.Add(cue);
        }
        run = made;
        return true;
    }

    private static bool TryCue(Func<string, string> cell, int index, [NotNullWhen(true)] out Cue? cue, out string column)
    {
        cue = new() { Number = cell("number"), Name = cell("name"), Note = cell("note"), Id = cell("id") };
        if (cue.Id.Length == 0) cue.Id = $"cue-{(index + 1).ToString(CultureInfo.InvariantCulture)}";
        column = "durationMs";
        string duration = cell(column);
        if (duration.Length > 0)
        {
            if (!uint.TryParse(duration, NumberStyles.None, CultureInfo.InvariantCulture, out uint ms)) return false;
            cue.DurationMs = ms;
        }
        column = "trigger";
        if (!TryTrigger(cell(column), out CueTrigger? trigger)) return false;
        cue.Trigger = trigger;
        column = "actions";
        return TryActions(cell(column), cue);
    }

    private static bool TryActions(string text, Cue cue)
    {
        if (text.Length == 0) return true;
        try
        {
            if (JsonNode.Parse(text) is not JsonArray actions) return false;
            foreach (JsonNode? action in actions)
            {
                if (action is null) return false;
                cue.Actions.Add(Reader.Parse<ShowAction>(action.ToJsonString()));
            }
            return true;
        }
        // How both readers of JSON say that it is none, or says something else.
        catch (Exception broken) when (broken is JsonException or InvalidProtocolBufferException or FormatException or InvalidOperationException or ArgumentException)
        {
            return false;
        }
    }

    private static string WriteTrigger(CueTrigger? trigger) => trigger?.BodyCase switch
    {
        CueTrigger.BodyOneofCase.After => $"after {Seconds(trigger.After.DelayMs)}",
        CueTrigger.BodyOneofCase.With => $"with {Seconds(trigger.With.DelayMs)}",
        CueTrigger.BodyOneofCase.At => $"at {DateTimeOffset.FromUnixTimeMilliseconds((long)trigger.At.UtcMs).ToString("yyyy-MM-ddTHH:mm:ss.FFFZ", CultureInfo.InvariantCulture)}",
        CueTrigger.BodyOneofCase.Track => $"track {trigger.Track.File} {Seconds(trigger.Track.PositionMs)}",
        CueTrigger.BodyOneofCase.Manual => "manual",
        _ => "",
    };

    private static bool TryTrigger(string text, out CueTrigger? trigger)
    {
        trigger = null;
        string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0) return true;
        double ms = 0;
        switch (words[0].ToLowerInvariant())
        {
            case "manual" when words.Length == 1: trigger = new() { Manual = new() }; return true;
            case "after" when words.Length == 2 && TrySeconds(words[1], out ms): trigger = new() { After = new() { DelayMs = (uint)ms } }; return true;
            case "with" when words.Length <= 2 && (words.Length == 1 || TrySeconds(words[1], out ms)): trigger = new() { With = new() { DelayMs = (uint)ms } }; return true;
            case "track" when words.Length == 3 && TrySeconds(words[2], out ms): trigger = new() { Track = new() { File = words[1], PositionMs = ms } }; return true;
            case "at" when words.Length == 2 && DateTimeOffset.TryParse(words[1], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset at):
                trigger = new() { At = new() { UtcMs = at.ToUnixTimeMilliseconds() } };
                return true;
            default: return false;
        }
    }

    private static string Seconds(double ms) => (ms / 1000d).ToString("0.###", CultureInfo.InvariantCulture) + "s";

    private static bool TrySeconds(string text, out double ms)
    {
        bool isNumber = double.TryParse(text.TrimEnd('s'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds);
        ms = Math.Round(seconds * 1000d);
        return isNumber && ms is >= 0 and <= 86_400_000;
    }

    private static string Cell(string text)
    {
        if (text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\'') text = "'" + text;
        return text.AsSpan().ContainsAny("\",\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }

    private static string Bare(string cell) => cell.StartsWith('\'') ? cell[1..] : cell.Trim();

    // Quoted cells may hold commas, quotes written twice, and line breaks.
    private static bool TrySplit(string text, List<(int Line, List<string> Cells)> rows, ref int line)
    {
        List<string> cells = [];
        StringBuilder cell = new();
        (bool isQuoted, int began) = (false, line);
        for (int at = 0; at <= text.Length; at++)
        {
            char one = at < text.Length ? text[at] : '\n';
            if (one == '\n') line++;
            if (isQuoted && at < text.Length)
            {
                if (one != '"') cell.Append(one);
                else if (at + 1 < text.Length && text[at + 1] == '"') cell.Append(text[at++]);
                else isQuoted = false;
            }
            else if (isQuoted) return false; // the quote is never closed
            else if (one == '"' && cell.Length == 0) isQuoted = true;
            else if (one is ',' or '\n')
            {
                cells.Add(cell.ToString());
                cell.Clear();
                if (cells.Count > MostCells) return false;
                if (one == ',') continue;
                if (at < text.Length || cells.Count > 1 || cells[0].Length > 0) rows.Add((began, cells));
                (cells, began) = ([], line);
            }
            else if (one != '\r') cell.Append(one);
        }
        return true;
    }
}
