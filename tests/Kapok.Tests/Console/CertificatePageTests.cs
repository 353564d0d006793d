using System.Text.RegularExpressions;
using Kapok.Console.Texts;
using Kapok.Events.Ceremony;
using Kapok.Events.Organisations;
using Xunit;

namespace Kapok.Tests.Console;

/// <summary>The page that says whether a certificate is real, as text.</summary>
public sealed class CertificatePageTests
{
    private static readonly CertificateFacts Facts = new(
        new("00112233-4455-6677-8899-aabbccddeeff"), "Mei <b>", "Dawn & dusk", new("Opening \"Night\"", "开幕之夜"), new("Terrace", "露台"), "Kapok <script>alert(1)</script>",
        new(2026, 12, 1, 5, 7, 0, TimeSpan.FromHours(8)));

    [Fact]
    public void It_says_who_what_when_and_by_whom_in_both_languages_the_readers_first()
    {
        string english = CertificatePage.Valid(Facts, Language.English), chinese = CertificatePage.Valid(Facts, Language.Chinese);
        foreach (string said in (string[])["Mei &lt;b&gt;", "Dawn &amp; dusk", "Opening &quot;Night&quot;", "开幕之夜", "Terrace", "露台", "30 November 2026, 21:07 UTC",
                     "2026年11月30日 21:07 UTC", "00112233445566778899aabbccddeeff", "Valid certificate of attendance", "有效的出席证书"])
        {
            Assert.Contains(said, english, StringComparison.Ordinal);
            Assert.Contains(said, chinese, StringComparison.Ordinal);
        }
        Assert.True(english.IndexOf("<h1", StringComparison.Ordinal) < english.IndexOf("lang=\"zh-Hans\"", StringComparison.Ordinal));
        Assert.True(chinese.IndexOf("lang=\"en\"", StringComparison.Ordinal) > chinese.IndexOf("<h1", StringComparison.Ordinal));
    }

    [Fact]
    public void It_has_no_script_and_is_not_to_be_indexed_whatever_it_says()
    {
        foreach (string language in (string[])[Language.English, Language.Chinese])
        {
            foreach (string page in (string[])[CertificatePage.Valid(Facts, language), CertificatePage.NotOurs(language), CertificatePage.TooMany(language)])
            {
                Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
                Assert.Contains("noindex", page, StringComparison.Ordinal);
                Assert.Contains($"<html lang=\"{language}\"", page, StringComparison.Ordinal);
                Assert.DoesNotMatch(new Regex("certificate\\.[a-z]+\\.?[a-z]*<"), page); // a key that has no text is shown as it is
            }
        }
    }

    [Fact]
    public void A_title_that_is_the_events_is_said_once()
    {
        string page = CertificatePage.Valid(Facts with { Title = "开幕之夜" }, Language.Chinese);
        Assert.DoesNotContain("class=\"step\" dir=\"auto\">开幕之夜", page[..page.IndexOf("<hr>", StringComparison.Ordinal)], StringComparison.Ordinal);
    }
}
