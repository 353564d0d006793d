using System.Text;
using Kapok.Protocol.Text;
using Xunit;

namespace Kapok.Tests.Protocol;

/// <summary>The cleaning of what strangers type.</summary>
public sealed class PlainTextTests
{
    private static readonly Func<string, string?>[] Cleanings =
    [
        raw => PlainText.TryClean(raw, PlainText.MaxChat, out string? text) ? text : null,
        raw => PlainText.TryCleanName(raw, out string? name) ? name : null,
        raw => PlainText.TryCleanOptional(raw, PlainText.MaxReason, out string text) ? text : null,
        raw => PlainText.CleanLine(raw, PlainText.MaxName),
    ];

    [Fact]
    public void No_code_unit_whatever_it_is_makes_any_cleaning_throw()
    {
        // All of Unicode's code points, and each surrogate by itself: alone, within a word, twice, and after a mark that could be composed with it.
        for (int value = 0; value <= 0x10FFFF; value++)
        {
            string point = value is >= 0xD800 and <= 0xDFFF ? ((char)value).ToString() : char.ConvertFromUtf32(value);
            foreach (string raw in (string[])[point, $"a{point}b", point + point, $"e\u0301{point}\u0323"]) Check(raw);
        }
    }

    [Fact]
    public void Surrogates_that_are_swapped_or_cut_are_refused_like_any_other_debris()
    {
        Assert.Equal("ab", Cleanings[0]("a\uDC4B\uD83Db"));
        Assert.Null(Cleanings[1]("\uD83D"));
        Assert.Equal("a", PlainText.CleanLine("a\uD83D\uDC4B", 2));
    }

    [Theory]
    [InlineData("\uFFFE")]
    [InlineData("\uFFFF")]
    [InlineData("\uFDD0")]
    [InlineData("\uFDEF")]
    [InlineData("\U0001FFFE")]
    [InlineData("\U0010FFFF")]
    public void Noncharacters_are_refused(string point)
    {
        Assert.All(Cleanings[..2], clean => Assert.Null(clean(point)));
        Assert.All(Cleanings, clean => Assert.Equal("ab", clean($"a{point}b")));
    }

    [Theory]
    [InlineData("\u2800")]
    [InlineData("\u3164\u200B \uFFA0")]
    [InlineData("\u200D\u200C\u2063")]
    [InlineData("\u0301\u0301\u0301")]
    [InlineData("\U000E0041\U000E0042")]
    public void What_cannot_be_seen_is_neither_a_name_nor_a_line(string raw)
    {
        Assert.All(Cleanings[..2], clean => Assert.Null(clean(raw)));
        Assert.Equal("", PlainText.CleanLine(raw, 80));
    }

    [Fact]
    public void Nobody_takes_anothers_name_by_what_cannot_be_seen()
    {
        for (int value = 0; value <= 0x10FFFF; value++)
        {
            if (value is >= 0xD800 and <= 0xDFFF || !PlainText.TryCleanName($"Me{char.ConvertFromUtf32(value)}i", out string? name) || name == "Mei") continue;
            Rune added = name.EnumerateRunes().ElementAt(2);
            // Arabic signs that enclose numbers are seen
            Assert.False(Rune.GetUnicodeCategory(added) is System.Globalization.UnicodeCategory.Format && added.Value is < 0x0600 or > 0x110CD, Escaped(name));
        }
    }

    [Fact]
    public void No_letter_carries_more_than_two_marks()
    {
        string tower = "Z" + string.Concat(Enumerable.Range(0, 20).Select(mark => (char)(0x0316 + mark)));
        Assert.True(PlainText.TryCleanName(tower, out string? name));
        Assert.Equal(3, name.Length);
        Assert.True(PlainText.TryClean(string.Concat(Enumerable.Repeat("\u0301", 300)) + "x", PlainText.MaxChat, out string? line));
        Assert.Equal("x", line);
    }

    private static void Check(string raw)
    {
        foreach (Func<string, string?> clean in Cleanings)
        {
            string? once = clean(raw);
            if (once is null) continue;
            // What is clean stays as it is, and can be sent and kept: no cleaning leaves half a pair or something that the next one throws on.
            if (!once.IsNormalized() || clean(once) is { } twice && twice != once || once.EnumerateRunes().Contains(Rune.ReplacementChar))
                Assert.Fail($"{Escaped(raw)} became {Escaped(once)}");
        }
    }

    private static string Escaped(string text) => string.Concat(text.Select(unit => $"\\u{(int)unit:X4}"));
}
