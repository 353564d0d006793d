using System.Globalization;
using System.Text;

namespace Kapok.Protocol.Text;

/// <summary>Limits the marks on a letter: without end they climb over the lines around.</summary>
internal static class Marks
{
    // Vietnamese and Thai need two. Tibetan hangs whole letters below the first, and Hebrew points carry one within the letter: theirs stay where they are.
    private const int Most = 2, MostHebrew = 3, MostTibetan = 4;

    /// <summary>Removes marks that have no letter, and those beyond what a letter may carry.</summary>
    /// <param name="text">In NFC, so that what can be one letter is.</param>
    public static string Limit(string text)
    {
        StringBuilder kept = new(text.Length);
        int room = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            bool isMark = Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark;
            bool isSelector = rune.Value is (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF); // marks by category alone
            if (isMark && !isSelector && room-- <= 0) continue;
            if (!isMark) room = Rune.IsWhiteSpace(rune) ? 0 : RoomOn(rune.Value);
            kept.Append(rune.ToString());
        }
        return kept.ToString();
    }

    private static int RoomOn(int letter) => letter switch
    {
        >= 0x0590 and <= 0x05FF => MostHebrew,
        >= 0x0F00 and <= 0x0FFF => MostTibetan,
        _ => Most,
    };
}
