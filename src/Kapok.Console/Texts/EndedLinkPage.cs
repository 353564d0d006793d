using System.Net;
using Kapok.Events;

namespace Kapok.Console.Texts;

/// <summary>What someone sees who opens a role link that does not work: both languages, the reader's first, no script.</summary>
public static class EndedLinkPage
{
    public static string Html(EventsRule rule, string language)
    {
        string other = language == Language.Chinese ? Language.English : Language.Chinese;
        return $$"""
            <!doctype html>
            <html lang="{{language}}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="robots" content="noindex"><title>{{Text(language, "link.ended.title")}} · Kapok</title>
            <link rel="stylesheet" href="/_content/Kapok.Console/console.css"></head>
            <body class="doorstep"><main>{{Flower.Draw("door")}}
            {{Section(rule, language)}}<hr>{{Section(rule, other)}}
            </main></body></html>
            """;
    }

    private static string Section(EventsRule rule, string language) => $"""
        <section lang="{language}"><h1>{Text(language, "link.ended.title")}</h1>
        <p>{Text(language, $"rule.{rule}")}</p><p>{Text(language, "link.ended.do")}</p>
        <p><a href="/">{Text(language, "link.ended.guest")}</a></p></section>
        """;

    private static string Text(string language, string key) => WebUtility.HtmlEncode(Catalogue.In(language)[key]);
}
