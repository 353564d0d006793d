using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Kapok.Console.Texts;
using Kapok.Events;
using Xunit;

namespace Kapok.Tests.Console;

public sealed partial class CatalogueTests
{
    private static readonly Catalogue English = Catalogue.In(Language.English), Chinese = Catalogue.In(Language.Chinese);

    [Fact]
    public void Both_languages_have_the_same_keys() => Assert.Equal(English.Keys.Order(), Chinese.Keys.Order());

    [Fact]
    public void No_text_is_empty() => Assert.DoesNotContain(English.Keys, key => English[key].Trim().Length == 0 || Chinese[key].Trim().Length == 0);

    [Fact]
    public void Both_languages_have_the_same_places_for_values() =>
        Assert.All(English.Keys, key => Assert.Equal(Places(English[key]), Places(Chinese[key])));

    [Fact]
    public void Chinese_texts_are_Chinese()
    {
        string[] same = [.. English.Keys.Where(key => !key.StartsWith("unit.", StringComparison.Ordinal) && English[key] == Chinese[key])];
        Assert.Empty(same);
    }

    [Fact]
    public void Every_rule_and_role_has_its_text()
    {
        Assert.All(Enum.GetNames<EventsRule>(), rule => Assert.True(English.Has($"rule.{rule}"), rule));
        Assert.All(Enum.GetNames<EventRole>(), role => Assert.True(English.Has($"role.{role}") && English.Has($"role.{role}.may"), role));
    }

    [Fact]
    public void Every_key_the_console_asks_for_is_there()
    {
        string console = Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "..", "..", "src", "Kapok.Console");
        IEnumerable<string> files = Directory.EnumerateFiles(console, "*.*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".razor" or ".cs"
                && !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));
        string[] asked = [.. files.SelectMany(file => KeyAsked().Matches(File.ReadAllText(file)).Select(match => match.Groups["key"].Value)).Distinct()];
        Assert.True(asked.Length > 100, $"Only {asked.Length} keys were found: does the pattern still fit?");
        Assert.DoesNotContain(asked, key => !English.Has(key));
    }

    [Theory]
    [InlineData(3, "just now", "刚刚")]
    [InlineData(42, "42 s ago", "42 秒前")]
    [InlineData(3 * 60, "3 min ago", "3 分钟前")]
    [InlineData(-2 * 3600, "in 2 h", "2 小时后")]
    [InlineData(49 * 3600, "2 d ago", "2 天前")]
    public void Moments_are_told_relative_to_now(int secondsAgo, string english, string chinese)
    {
        DateTimeOffset now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
        Assert.Equal(english, English.Relative(now.AddSeconds(-secondsAgo), now));
        Assert.Equal(chinese, Chinese.Relative(now.AddSeconds(-secondsAgo), now));
    }

    private static IEnumerable<string> Places(string text) => Place().Matches(text).Select(match => match.Value).Distinct().Order();

    private static string ThisFile([CallerFilePath] string path = "") => path;

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Place();

    [GeneratedRegex("""(?:[Tt]exts\[|[Tt]exts\.Format\(|Text\(\w+, )"(?<key>[^"{]+)"[\]),]""")]
    private static partial Regex KeyAsked();
}
