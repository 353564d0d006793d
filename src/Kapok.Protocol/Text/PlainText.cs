using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Kapok.Protocol.Text;

/// <summary>Makes text that a stranger typed fit to be shown to others (docs/protocol.md, section 8).</summary>
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

    /// <summary>Cleans a text: NFC, without control, bidirectional formatting and unpaired surrogate characters, trimmed.</summary>
    /// <param name="raw">What was typed.</param>
    /// <param name="most">The most UTF-16 units that may be left.</param>
    /// <param name="clean">The text to show.</param>
    /// <returns>False when nothing visible is left, or too much.</returns>
    public static bool TryClean(string? raw, int most, [NotNullWhen(true)] out string? clean)
    {
        clean = null;
        if (raw is null || raw.Length > most * MaxRawFactor) return false;
        StringBuilder kept = new(raw.Length);
        bool visible = false;
        // An unpaired surrogate is enumerated as U+FFFD; string.Normalize would throw on it.
        foreach (Rune rune in raw.EnumerateRunes())
        {
            if (IsRefused(rune)) continue;
            visible |= IsVisible(rune);
            kept.Append(rune.ToString());
        }
        string text = kept.ToString().Normalize(NormalizationForm.FormC).Trim();
        if (!visible || text.Length > most) return false;
        clean = text;
        return true;
    }

    /// <summary>Cleans a name: as a text, with runs of white space made one space.</summary>
    public static bool TryCleanName(string? raw, [NotNullWhen(true)] out string? name)
    {
        if (!TryClean(raw, MaxName, out name)) return false;
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
        if (raw.Length > most * MaxRawFactor) raw = raw[..(most * MaxRawFactor)]; // half a surrogate pair at the cut is refused below
        StringBuilder spaced = new(raw.Length);
        foreach (char unit in raw) spaced.Append(char.IsWhiteSpace(unit) ? ' ' : unit); // a line break is a space here, and not refused
        if (!TryClean(spaced.ToString(), most * MaxRawFactor, out string? clean)) return "";
        clean = OneSpace(clean);
        return clean.Length <= most ? clean : clean[..(char.IsHighSurrogate(clean[most - 1]) ? most - 1 : most)].TrimEnd();
    }

    private static string OneSpace(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static bool IsRefused(Rune rune) => rune.Value switch
    {
        >= 0xFDD0 and <= 0xFDEF => true,                // noncharacters: string.Normalize throws on some of them
        var value when (value & 0xFFFE) == 0xFFFE => true,
        0xFFFD => true,                         // also what an unpaired surrogate is read as
        0x061C or 0x200E or 0x200F => true,     // marks of direction
        >= 0x202A and <= 0x202E => true,        // embeddings and overrides
        >= 0x2066 and <= 0x2069 => true,        // isolates
        0x2028 or 0x2029 => true,               // line and paragraph separators
        _ => Rune.GetUnicodeCategory(rune) == UnicodeCategory.Control,
    };

    private static bool IsVisible(Rune rune) => rune.Value is not 0x115F and not 0x1160 and not 0x3164 and not 0xFFA0 // Hangul fillers
        && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Format or UnicodeCategory.SpaceSeparator or UnicodeCategory.OtherNotAssigned
            or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.PrivateUse);
}
