using Kapok.Console.Texts;
using Kapok.Events;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Kapok.Tests.Console;

public sealed class LanguageTests
{
    [Theory]
    [InlineData("zh-CN,zh;q=0.9,en;q=0.8", null, Language.Chinese)]
    [InlineData("en-GB,en;q=0.9,zh;q=0.8", null, Language.English)]
    [InlineData("de-DE,de;q=0.9,zh;q=0.5,en;q=0.3", null, Language.Chinese)]
    [InlineData("fr", null, Language.English)]
    [InlineData("", null, Language.English)]
    [InlineData("zh-TW,zh;q=0.9,en-US;q=0.8,en;q=0.7", null, Language.English)]
    [InlineData("zh-HK,zh-Hant;q=0.9,ja;q=0.8,en;q=0.1", null, Language.English)]
    [InlineData("yue,en;q=0.5", null, Language.English)]
    [InlineData("zh-TW,zh;q=0.9", null, Language.Chinese)]
    [InlineData("zh-TW,zh-CN;q=0.9,en;q=0.8", null, Language.Chinese)]
    [InlineData("zh-Hans-HK,en;q=0.8", null, Language.Chinese)]
    [InlineData("zh-CN", "en", Language.English)]
    [InlineData("en", "zh-Hans", Language.Chinese)]
    [InlineData("en", "<script>", Language.English)]
    public void The_choice_counts_before_the_browser(string accepted, string? chosen, string expected)
    {
        DefaultHttpContext http = new();
        http.Request.Headers.AcceptLanguage = accepted;
        if (chosen is not null) http.Request.Headers.Cookie = $"{Language.Cookie}={chosen}";
        Assert.Equal(expected, Language.Of(http));
    }

    [Fact]
    public void The_page_of_an_ended_link_begins_with_the_readers_language()
    {
        string page = PlainPage.EndedLink(EventsRule.LinkExpired, Language.Chinese);
        Assert.StartsWith("<!doctype html>", page, StringComparison.Ordinal);
        Assert.Contains("<html lang=\"zh-Hans\">", page, StringComparison.Ordinal);
        Assert.True(page.IndexOf("section lang=\"zh-Hans\"", StringComparison.Ordinal) < page.IndexOf("section lang=\"en\"", StringComparison.Ordinal));
    }
}
