using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Kapok.Console.Texts;

/// <summary>Which of the two languages a browser wants.</summary>
public static class Language
{
    public const string English = "en", Chinese = "zh-Hans", Cookie = "kapok-language";

    /// <summary>What was chosen in the header, or else the browser's first language that there is; English otherwise.</summary>
    /// <remarks>
    /// Traditional Chinese there is not: its readers get English where they list that too, and Simplified only where nothing else is left
    /// (client/src/i18n/index.ts has the same rule). A bare <c>zh</c> after a Traditional one says no more than that one.
    /// </remarks>
    public static string Of(HttpContext http)
    {
        if (http.Request.Cookies[Cookie] is { } chosen && IsKnown(chosen)) return chosen;
        bool readsTraditional = false;
        IEnumerable<StringWithQualityHeaderValue> wanted =
            http.Request.GetTypedHeaders().AcceptLanguage.OrderByDescending(language => language.Quality ?? 1);
        foreach (StringWithQualityHeaderValue language in wanted)
        {
            string[] parts = language.Value.ToString().ToLowerInvariant().Split('-');
            if (parts[0] == "en") return English;
            if (parts[0] == "yue" || (parts[0] == "zh" && parts.Length > 1 && parts[1] is "hant" or "tw" or "hk" or "mo")) readsTraditional = true;
            else if (parts[0] == "zh" && (parts.Length > 1 || !readsTraditional)) return Chinese;
        }
        return readsTraditional ? Chinese : English;
    }

    public static bool IsKnown(string language) => language is English or Chinese;
}
