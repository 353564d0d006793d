using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Kapok.Console.Texts;

/// <summary>Which of the two languages a browser wants.</summary>
public static class Language
{
    public const string English = "en", Chinese = "zh-Hans", Cookie = "kapok-language";

    /// <summary>What was chosen in the header, or else the browser's first language that there is; English otherwise.</summary>
    public static string Of(HttpContext http)
    {
        if (http.Request.Cookies[Cookie] is { } chosen && IsKnown(chosen)) return chosen;
        IEnumerable<StringWithQualityHeaderValue> wanted =
            http.Request.GetTypedHeaders().AcceptLanguage.OrderByDescending(language => language.Quality ?? 1);
        foreach (StringWithQualityHeaderValue language in wanted)
        {
            if (language.Value.StartsWith("zh", StringComparison.OrdinalIgnoreCase)) return Chinese;
            if (language.Value.StartsWith("en", StringComparison.OrdinalIgnoreCase)) return English;
        }
        return English;
    }

    public static bool IsKnown(string language) => language is English or Chinese;
}
