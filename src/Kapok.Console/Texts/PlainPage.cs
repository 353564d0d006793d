using System.Net;
using Kapok.Events;

namespace Kapok.Console.Texts;

/// <summary>Pages for when something is not there or went wrong: both languages, the reader's first, no script.</summary>
public static class PlainPage
{
    /// <summary>Someone opened a role link that does not work.</summary>
    public static string EndedLink(EventsRule rule, string language) => Html(language, "link.ended.title", $"rule.{rule}", "link.ended.do", "link.ended.guest");

    /// <summary>There is nothing at an address.</summary>
    public static string NotThere(string language) => Html(language, "site.missing.title", "site.missing.what", "site.missing.do", "doorstep.venue");

    /// <summary>An address names a room that there is not.</summary>
    public static string NoSuchRoom(string language) => Html(language, "site.noroom.title", "site.noroom.what", "site.noroom.do", "doorstep.venue");

    /// <summary>A proxy serves the venue below a path, where nothing of it would be found.</summary>
    public static string BelowPath(string language) => Html(language, "site.below.title", "site.below.what", "site.below.do", "doorstep.venue");

    /// <summary>The server failed to answer.</summary>
    public static string Failed(string language) => Html(language, "site.failed.title", "site.failed.what", "site.failed.do", "doorstep.venue");

    private static string Html(string language, string title, string what, string advice, string venue)
    {
        string other = language == Language.Chinese ? Language.English : Language.Chinese;
        string Section(string tag) => $"""
            <section lang="{tag}"><h1>{Text(tag, title)}</h1><p>{Text(tag, what)}</p><p>{Text(tag, advice)}</p>
            <p><a href="/">{Text(tag, venue)}</a></p></section>
            """;
        return $$"""
            <!doctype html>
            <html lang="{{language}}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="robots" content="noindex"><title>{{Text(language, title)}} · Kapok</title>
            <link rel="icon" type="image/svg+xml" href="/_content/Kapok.Console/flower.svg">
            <link rel="stylesheet" href="/_content/Kapok.Console/console.css"></head>
            <body class="doorstep"><main>{{Flower.Draw("door")}}
            {{Section(language)}}<hr>{{Section(other)}}
            </main></body></html>
            """;
    }

    private static string Text(string language, string key) => WebUtility.HtmlEncode(Catalogue.In(language)[key]);
}
