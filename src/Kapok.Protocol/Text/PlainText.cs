using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Kapok.Protocol.Text;

/// <summary>Makes text that a stranger typed fit to be shown to others (docs/protocol.md, section 8). The whole server has this one cleaning.</summary>
/// <remarks>Pure, and never throws, whatever the text holds. What is clean already stays as it is.</remarks>
public static class PlainText
{
    /// <summary>Most UTF-16 units of a line of chat.</summary>
    public const int MaxChat = 400;

    /// <summary>Most UTF-16 units of a name.</summary>
    public const int MaxName = 24;

    /// <summary>Most UTF-16 units of the reason of a report.</summary>
    public const int MaxReason = 500;

    // Longer input is refused before it is normalised: NFC of a hostile megabyte is work nobody asked for.
    private const int MaxRawFactor = 8;

    // An empty cell of Braille: white as a space is, and no space by its category.
    private const char EmptyBraille = '\u2800';

    /// <summary>Cleans a text: NFC, without control, bidirectional formatting and invisible characters, unpaired surrogates and noncharacters, at most two
    /// marks a letter, trimmed.</summary>
    /// <param name="raw">What was typed.</param>
    /// <param name="most">The most UTF-16 units that may be left.</param>
    /// <param name="clean">The text to show.</param>
    /// <returns>False when nothing visible is left, or too much.</returns>
    public static bool TryClean(string? raw, int most, [NotNullWhen(true)] out string? clean)
    {
        clean = null;
        if (raw is null || raw.Length > most * MaxRawFactor) return false;
        // Invisible characters go first: between a letter and its mark they would keep the two from being composed.
        string text = Marks.Limit(Invisible.Remove(raw).Normalize(NormalizationForm.FormC)).Trim();
        if (text.Length > most || !IsSeen(text)) return false;
        clean = text;
        return true;
    }

    /// <summary>Cleans a name: as a text, with runs of white space made one space.</summary>
    public static bool TryCleanName(string? raw, [NotNullWhen(true)] out string? name)
    {
        // An empty cell of Braille is a space in a name; in a line it may stand in a picture of such cells.
        if (!TryClean(raw?.Replace(EmptyBraille, ' '), MaxName, out name)) return false;
        name = OneSpace(name);
        return true;
    }

    /// <summary>Cleans a text that may be empty.</summary>
    /// <returns>False when too much is left.</returns>
    public static bool TryCleanOptional(string? raw, int most, out string clean)
    {
        clean = "";
        if (string.IsNullOrWhiteSpace(raw)) return true;
        if (TryClean(raw, most, out string? text)) clean = text;
        return clean.Length > 0 || raw.Length <= most;
    }

    /// <summary>Cleans a text that is kept and shown on one line: as a name, and cut instead of refused.</summary>
    /// <param name="raw">What was typed.</param>
    /// <param name="most">The most UTF-16 units that are left.</param>
    /// <returns>Empty when nothing visible is left.</returns>
    public static string CleanLine(string? raw, int most)
    {
        if (raw is null) return "";
        if (raw.Length > most * MaxRawFactor) raw = raw[..(most * MaxRawFactor)]; // half a surrogate pair at the cut is removed below
        StringBuilder spaced = new(raw.Length);
        foreach (char unit in raw) spaced.Append(char.IsWhiteSpace(unit) || unit == EmptyBraille ? ' ' : unit); // a line break is a space here, and not removed
        return TryClean(spaced.ToString(), most * MaxRawFactor, out string? clean) ? Cut(OneSpace(clean), most).TrimEnd() : "";
    }

    /// <summary>The beginning of a text, cut between two of what its reader takes for letters: never within a family of emojis, nor between a letter and its
    /// marks (UAX #29).</summary>
    /// <param name="text">The text.</param>
    /// <param name="most">The most UTF-16 units that are left.</param>
    public static string Cut(string text, int most)
    {
        if (text.Length <= most) return text;
        int end = 0;
        while (true)
        {
            int next = end + StringInfo.GetNextTextElementLength(text, end);
            if (next > most) return text[..end];
            end = next;
        }
    }

    private static string OneSpace(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static bool IsSeen(string text)
    {
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (rune.Value != EmptyBraille && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Format or UnicodeCategory.SpaceSeparator or UnicodeCategory.OtherNotAssigned
                or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.PrivateUse)) return true;
        }
        return false;
    }
}
