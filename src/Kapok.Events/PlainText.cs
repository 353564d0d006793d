using System.Globalization;
using System.Text;

namespace Kapok.Events;

/// <summary>Text from people, made safe to keep and to show on one line.</summary>
internal static class PlainText
{
    /// <summary>NFC without control, format-override or surrogate debris; white space runs become one space; cut at <paramref name="limit"/> UTF-16 units.</summary>
    public static string Clean(string? text, int limit)
    {
        if (string.IsNullOrWhiteSpace(text)) return "";
        StringBuilder kept = new(Math.Min(text.Length, limit));
        foreach (Rune rune in text.EnumerateRunes()) // unpaired surrogates come as U+FFFD, so Normalize cannot throw
        {
            Rune next = Rune.IsWhiteSpace(rune) ? new Rune(' ') : rune;
            bool repeated = next.Value == ' ' && (kept.Length == 0 || kept[^1] == ' ');
            if (repeated || Rune.GetUnicodeCategory(next) == UnicodeCategory.Control || IsDirectional(next.Value)) continue;
            if (kept.Length + next.Utf16SequenceLength > limit) break;
            kept.Append(next.ToString());
        }
        string normal = kept.ToString().Normalize(NormalizationForm.FormC).TrimEnd();
        return normal.Length <= limit ? normal : normal[..limit];
    }

    // Marks, embeddings, overrides and isolates turn the order of what stands around them.
    private static bool IsDirectional(int value) => value is 0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);
}
