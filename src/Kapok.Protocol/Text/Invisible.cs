using System.Globalization;
using System.Text;

namespace Kapok.Protocol.Text;

/// <summary>What cannot be seen in a text and has no place in it, or only beside certain others.</summary>
/// <remarks>
/// Two names that differ in nothing one can see let one person pass for another. Removed is what Unicode has renderers ignore by default
/// (UAX #44, Default_Ignorable_Code_Point), but for joiners within emojis and between letters of scripts that write with them, the selectors that make an
/// emoji of a sign or another form of an ideograph, and the tags of a flag.
/// </remarks>
internal static class Invisible
{
    private const int NonJoiner = 0x200C, Joiner = 0x200D, TextStyle = 0xFE0E, EmojiStyle = 0xFE0F, BlackFlag = 0x1F3F4;

    /// <summary>Removes all of it, and control characters, marks of direction, unpaired surrogates and noncharacters.</summary>
    public static string Remove(string raw)
    {
        List<Rune> runes = new(raw.Length);
        foreach (Rune rune in raw.EnumerateRunes()) // an unpaired surrogate is enumerated as U+FFFD
        {
            if (!IsRefused(rune)) runes.Add(rune);
        }
        StringBuilder kept = new(raw.Length);
        int before = 0, seen = 0; // the last that was kept, and the last of these that is no selector and no tone of skin
        for (int at = 0; at < runes.Count; at++)
        {
            int value = runes[at].Value;
            if (IsIgnorable(value) && !HasPlace(value, before, seen, at + 1 < runes.Count ? runes[at + 1].Value : 0)) continue;
            kept.Append(runes[at].ToString());
            if (!IsIgnorable(value) && value is not (>= 0x1F3FB and <= 0x1F3FF)) seen = value;
            before = value;
        }
        return kept.ToString();
    }

    private static bool IsRefused(Rune rune) => rune.Value switch
    {
        0xFFFD => true,                                     // also what an unpaired surrogate is read as
        >= 0xFDD0 and <= 0xFDEF => true,                    // noncharacters: string.Normalize throws on some of them
        var value when (value & 0xFFFE) == 0xFFFE => true,
        0x061C or 0x200E or 0x200F => true,                 // marks of direction
        >= 0x202A and <= 0x202E => true,                    // embeddings and overrides
        >= 0x2066 and <= 0x2069 => true,                    // isolates
        0x2028 or 0x2029 => true,                           // line and paragraph separators
        >= 0xFFF9 and <= 0xFFFB => true,                    // annotations
        _ => Rune.GetUnicodeCategory(rune) == UnicodeCategory.Control,
    };

    private static bool HasPlace(int value, int before, int seen, int after) => value switch
    {
        NonJoiner => IsJoined(before) && IsJoined(after),
        Joiner => (IsJoined(before) && IsJoined(after)) || (before != Joiner && IsPictograph(seen) && IsPictograph(after)),
        TextStyle or EmojiStyle => IsStyled(before),
        >= 0xE0020 and <= 0xE007F => before is BlackFlag or (>= 0xE0020 and < 0xE007F),
        >= 0xE0100 and <= 0xE01EF => before is (>= 0x3400 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF),
        _ => false,
    };

    private static bool IsIgnorable(int value) => value switch
    {
        0x00AD or 0x034F or 0x061C or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x3164 or 0xFEFF or 0xFFA0 => true, // among them the fillers of Hangul
        >= 0x180B and <= 0x180F => true,
        >= 0x200B and <= 0x200F => true,
        >= 0x202A and <= 0x202E => true,
        >= 0x2060 and <= 0x206F => true,
        >= 0xFE00 and <= 0xFE0F => true,
        >= 0xFFF0 and <= 0xFFF8 => true,
        >= 0x1BCA0 and <= 0x1BCA3 => true,
        >= 0x1D173 and <= 0x1D17A => true,
        >= 0xE0000 and <= 0xE0FFF => true,
        // Signs of Arabic and its kin that enclose the number that follows are of this category too, and are seen.
        (>= 0x0600 and <= 0x0605) or 0x06DD or 0x070F or 0x0890 or 0x0891 or 0x08E2 or 0x110BD or 0x110CD => false,
        _ => Rune.GetUnicodeCategory(new Rune(value)) == UnicodeCategory.Format,
    };

    // Arabic and its kin, the scripts of India and its neighbours, Khmer and Mongolian: there a joiner makes another letter, or another word.
    private static bool IsJoined(int value) =>
        value is (>= 0x0600 and <= 0x0DFF) or (>= 0x0F00 and <= 0x109F) or (>= 0x1780 and <= 0x18AF) or (>= 0xA8E0 and <= 0xA8FF) or (>= 0x11000 and <= 0x11FFF);

    private static bool IsPictograph(int value) => value is (>= 0x2190 and <= 0x27BF) or (>= 0x2900 and <= 0x2BFF) or (>= 0x1F000 and <= 0x1FAFF);

    // Signs that are a letter or an emoji: digits of key caps and the few beyond the blocks of signs.
    private static bool IsStyled(int value) => IsPictograph(value)
        || value is '#' or '*' or (>= '0' and <= '9') or 0xA9 or 0xAE or 0x203C or 0x2049 or 0x2122 or 0x2139 or 0x3030 or 0x303D or 0x3297 or 0x3299;
}
