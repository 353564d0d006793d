using System.Globalization;
using System.Text;

namespace Kapok.Tests.Media.Stage;

/// <summary>A playlist as a client reads it. Written from draft-pantos-hls-rfc8216bis alone: nothing of the writer is used, and what is not understood is refused.</summary>
internal sealed class HlsReader
{
    private HlsReader()
    {
    }

    internal int Version { get; private set; }

    internal int TargetDuration { get; private set; }

    internal double PartTarget { get; private set; }

    internal double PartHoldBack { get; private set; }

    internal double SkipBoundary { get; private set; }

    internal bool CanBlock { get; private set; }

    internal long MediaSequence { get; private set; }

    internal long DiscontinuitySequence { get; private set; }

    internal int Skipped { get; private set; }

    internal string? Hint { get; private set; }

    /// <summary>What is said of other renditions: address, segment and part of each.</summary>
    internal List<(string Uri, long Number, int Part)> Reports { get; } = [];

    internal bool IsOver { get; private set; }

    internal List<ReadSegment> Segments { get; } = [];

    internal double Duration => Segments.Sum(segment => segment.Duration ?? segment.Parts.Sum(part => part.Duration));

    /// <summary>Reads one.</summary>
    /// <exception cref="FormatException">It breaks the grammar.</exception>
    internal static HlsReader Read(ReadOnlyMemory<byte> bytes)
    {
        HlsReader list = new();
        string[] lines = Encoding.UTF8.GetString(bytes.Span).Split('\n');
        if (lines[0] != "#EXTM3U") throw new FormatException("The first line is not #EXTM3U.");
        if (lines[^1].Length != 0) throw new FormatException("The last line has no end.");
        ReadSegment segment = new();
        string? map = null;
        HashSet<string> once = [];
        foreach (string line in lines.AsSpan(1, lines.Length - 2))
        {
            if (line.Any(char.IsControl) || line.Length == 0) throw new FormatException($"A line that may not be: '{line}'.");
            if (list.IsOver) throw new FormatException("Something follows EXT-X-ENDLIST.");
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            string tag = colon < 0 ? line : line[..colon], value = colon < 0 ? "" : line[(colon + 1)..];
            bool isOfList = tag is "#EXT-X-VERSION" or "#EXT-X-TARGETDURATION" or "#EXT-X-SERVER-CONTROL" or "#EXT-X-PART-INF" or "#EXT-X-MEDIA-SEQUENCE"
                or "#EXT-X-DISCONTINUITY-SEQUENCE" or "#EXT-X-SKIP";
            if (isOfList && !once.Add(tag)) throw new FormatException($"{tag} comes twice.");
            if (isOfList && list.Segments.Count > 0) throw new FormatException($"{tag} comes after a segment.");
            if (!isOfList && list.Hint is not null && line[0] == '#') throw new FormatException($"{tag} comes after the hint.");
            switch (tag)
            {
                case "#EXT-X-VERSION":
                    list.Version = int.Parse(value, CultureInfo.InvariantCulture);
                    break;
                case "#EXT-X-TARGETDURATION":
                    list.TargetDuration = int.Parse(value, NumberStyles.None, CultureInfo.InvariantCulture);
                    break;
                case "#EXT-X-MEDIA-SEQUENCE":
                    list.MediaSequence = long.Parse(value, NumberStyles.None, CultureInfo.InvariantCulture);
                    break;
                case "#EXT-X-DISCONTINUITY-SEQUENCE":
                    list.DiscontinuitySequence = long.Parse(value, NumberStyles.None, CultureInfo.InvariantCulture);
                    break;
                case "#EXT-X-SERVER-CONTROL":
                    Dictionary<string, string> control = Attributes(value);
                    (list.CanBlock, list.PartHoldBack, list.SkipBoundary) =
                        (control.GetValueOrDefault("CAN-BLOCK-RELOAD") == "YES", Number(control["PART-HOLD-BACK"]), Number(control["CAN-SKIP-UNTIL"]));
                    break;
                case "#EXT-X-PART-INF":
                    list.PartTarget = Number(Attributes(value)["PART-TARGET"]);
                    break;
                case "#EXT-X-SKIP":
                    list.Skipped = int.Parse(Attributes(value)["SKIPPED-SEGMENTS"], NumberStyles.None, CultureInfo.InvariantCulture);
                    break;
                case "#EXT-X-DISCONTINUITY":
                    segment.IsDiscontinuous = true;
                    break;
                case "#EXT-X-MAP":
                    map = Quoted(Attributes(value)["URI"]);
                    break;
                case "#EXT-X-PROGRAM-DATE-TIME":
                    segment.Time = DateTimeOffset.Parse(value, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
                    break;
                case "#EXT-X-PART":
                    Dictionary<string, string> part = Attributes(value);
                    segment.Parts.Add(new(Quoted(part["URI"]), Number(part["DURATION"]), part.GetValueOrDefault("INDEPENDENT") == "YES"));
                    segment.Map ??= map;
                    break;
                case "#EXTINF":
                    if (!value.EndsWith(',')) throw new FormatException("EXTINF without a comma.");
                    segment.Duration = Number(value[..^1]);
                    break;
                case "#EXT-X-PRELOAD-HINT":
                    Dictionary<string, string> hint = Attributes(value);
                    if (hint["TYPE"] != "PART") throw new FormatException("A hint of another type.");
                    list.Hint = Quoted(hint["URI"]);
                    break;
                case "#EXT-X-RENDITION-REPORT":
                    Dictionary<string, string> report = Attributes(value);
                    list.Reports.Add((Quoted(report["URI"]), long.Parse(report["LAST-MSN"], NumberStyles.None, CultureInfo.InvariantCulture),
                        int.Parse(report["LAST-PART"], NumberStyles.None, CultureInfo.InvariantCulture)));
                    break;
                case "#EXT-X-ENDLIST":
                    list.IsOver = true;
                    break;
                default:
                    if (line[0] == '#') throw new FormatException($"An unknown tag: {line}");
                    if (segment.Duration is null) throw new FormatException("A segment without EXTINF.");
                    segment.Uri = line;
                    segment.Map ??= map;
                    list.Segments.Add(segment);
                    segment = new();
                    break;
            }
        }
        if (segment.Duration is not null) throw new FormatException("EXTINF without a segment.");
        if (segment.Parts.Count > 0) list.Segments.Add(segment);
        else if (segment.IsDiscontinuous) throw new FormatException("A discontinuity before nothing.");
        for (int at = 0; at < list.Segments.Count; at++) list.Segments[at].Number = list.MediaSequence + list.Skipped + at;
        return list;
    }

    /// <summary>Puts a delta update onto the list that the client had (6.3.7).</summary>
    internal HlsReader Onto(HlsReader before)
    {
        if (Skipped == 0) return this;
        Segments.InsertRange(0, before.Segments.Where(segment => segment.Number >= MediaSequence && segment.Number < MediaSequence + Skipped));
        if (Segments.Count == 0 || Segments[0].Number != MediaSequence) throw new FormatException("A delta update that skips what nobody had.");
        Skipped = 0;
        return this;
    }

    /// <summary>An attribute list (4.2): names of capitals, values that are numbers, words or quoted.</summary>
    private static Dictionary<string, string> Attributes(string text)
    {
        Dictionary<string, string> all = [];
        while (text.Length > 0)
        {
            int equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0) throw new FormatException($"No attribute: {text}");
            string name = text[..equals];
            if (name.Any(letter => !char.IsAsciiLetterUpper(letter) && !char.IsAsciiDigit(letter) && letter != '-')) throw new FormatException($"No attribute's name: {name}");
            text = text[(equals + 1)..];
            int end = text.StartsWith('"') ? text.IndexOf('"', 1) + 1 : text.IndexOf(',', StringComparison.Ordinal) is >= 0 and int comma ? comma : text.Length;
            if (end <= 0 || !all.TryAdd(name, text[..end])) throw new FormatException($"An attribute that does not end, or comes twice: {name}");
            if (end < text.Length && text[end] != ',') throw new FormatException($"No comma after {name}.");
            text = end < text.Length ? text[(end + 1)..] : "";
        }
        return all;
    }

    private static string Quoted(string value) =>
        value.Length > 2 && value[0] == '"' && value[^1] == '"' ? value[1..^1] : throw new FormatException($"Not quoted: {value}");

    private static double Number(string value) => double.Parse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
}

/// <summary>A segment as a client reads it.</summary>
internal sealed class ReadSegment
{
    internal long Number { get; set; }

    internal string? Uri { get; set; }

    internal double? Duration { get; set; }

    internal bool IsDiscontinuous { get; set; }

    internal string? Map { get; set; }

    internal DateTimeOffset? Time { get; set; }

    internal List<ReadPart> Parts { get; } = [];
}

/// <summary>A part as a client reads it.</summary>
internal sealed record ReadPart(string Uri, double Duration, bool IsIndependent);
