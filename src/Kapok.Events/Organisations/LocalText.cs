namespace Kapok.Events.Organisations;

/// <summary>A line in the two languages Kapok is complete in.</summary>
/// <param name="English">In English.</param>
/// <param name="Chinese">In Simplified Chinese.</param>
public sealed record LocalText(string English, string Chinese)
{
    /// <summary>The line for a language tag such as <c>zh-Hans</c>; English for any other language.</summary>
    public string In(string language) => language.StartsWith("zh", StringComparison.OrdinalIgnoreCase) ? Chinese : English;
}
