using System.Net;
using Kapok.Events.Ceremony;
using Kapok.Events.Organisations;

namespace Kapok.Console.Texts;

/// <summary>The page that says whether a certificate of attendance is real: both languages, the reader's first, no script.</summary>
/// <remarks>It shows what the certificate says, and nothing else of anybody.</remarks>
public static class CertificatePage
{
    private const string Tick = "M5 12.5l4.5 4.5L19 7.5", Cross = "M7 7l10 10M17 7L7 17", Pause = "M9 7v10M15 7v10";

    /// <summary>This venue issued it.</summary>
    /// <param name="facts">What it says.</param>
    /// <param name="language">The reader's.</param>
    public static string Valid(CertificateFacts facts, string language) => Html(language, "certificate.valid.title", "yes", Tick, tag => Said(facts, tag));

    /// <summary>This venue issued none of that number.</summary>
    /// <param name="language">The reader's.</param>
    public static string NotOurs(string language) =>
        Html(language, "certificate.none.title", "no", Cross, tag => $"<p>{Text(tag, "certificate.none.what")}</p><p>{Text(tag, "certificate.none.do")}</p>");

    /// <summary>Too many were looked up from one address.</summary>
    /// <param name="language">The reader's.</param>
    public static string TooMany(string language) => Html(language, "certificate.many.title", "wait", Pause, tag => $"<p>{Text(tag, "certificate.many.what")}</p>");

    private static string Said(CertificateFacts facts, string tag)
    {
        Catalogue texts = Catalogue.In(tag);
        string what = In(facts.Event, tag), title = facts.Title.Length > 0 && facts.Title != what ? $"""<p class="step" dir="auto">{Encode(facts.Title)}</p>""" : "";
        string Row(string key, string value) => $"""<dt>{Text(tag, key)}</dt><dd dir="auto">{value}</dd>""";
        return $"""
            <h1 dir="auto">{Encode(facts.Name)}</h1><p class="did">{Text(tag, "certificate.attended")}</p>
            <p class="event" dir="auto">{Encode(what)}</p>{title}
            <dl>{Row("certificate.when", Encode(facts.At.UtcDateTime.ToString(texts["certificate.date"], texts.Culture)))}
            {Row("certificate.where", Encode(In(facts.Room, tag)))}{Row("certificate.by", Encode(facts.Organisation))}
            {Row("certificate.number", $"<code>{facts.Number}</code>")}</dl>
            """;
    }

    private static string Html(string language, string verdict, string kind, string sign, Func<string, string> body)
    {
        string other = language == Language.Chinese ? Language.English : Language.Chinese;
        string Section(string tag, string place) => $"""
            <section lang="{tag}" class="{place}"><p class="verdict"><svg viewBox="0 0 24 24" aria-hidden="true"><path d="{sign}"/></svg>
            <strong>{Text(tag, verdict)}</strong></p>{body(tag)}</section>
            """;
        return $$"""
            <!doctype html>
            <html lang="{{language}}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="robots" content="noindex, nofollow"><meta name="color-scheme" content="light dark"><title>{{Text(language, verdict)}} · Kapok</title>
            <link rel="icon" type="image/svg+xml" href="/_content/Kapok.Console/flower.svg">
            <link rel="stylesheet" href="/_content/Kapok.Console/certificate.css"></head>
            <body class="{{kind}}"><main>{{Flower.Draw("certificate")}}
            {{Section(language, "first")}}<hr>{{Section(other, "other")}}
            <p class="venue"><a href="/">{{Text(language, "doorstep.venue")}}</a></p></main></body></html>
            """;
    }

    private static string In(LocalText text, string tag) => tag == Language.Chinese ? text.Chinese : text.English;

    private static string Text(string tag, string key) => Encode(Catalogue.In(tag)[key]);

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
