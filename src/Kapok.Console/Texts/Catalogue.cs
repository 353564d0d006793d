using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Kapok.Cluster;

namespace Kapok.Console.Texts;

/// <summary>Every text of the console in one language, by key. Written in <c>Texts/en.json</c> and <c>Texts/zh-Hans.json</c>.</summary>
public sealed class Catalogue
{
    private static readonly FrozenDictionary<string, Catalogue> ByLanguage =
        new[] { Language.English, Language.Chinese }.ToFrozenDictionary(language => language, language => new Catalogue(language));

    private readonly FrozenDictionary<string, string> _texts;

    private Catalogue(string language)
    {
        Tag = language;
        Culture = CultureInfo.GetCultureInfo(language);
        using Stream stream = typeof(Catalogue).Assembly.GetManifestResourceStream($"{language}.json")
            ?? throw new InvalidOperationException($"The catalogue {language}.json is not in the assembly.");
        _texts = JsonSerializer.Deserialize<Dictionary<string, string>>(stream)!.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>The language's tag, e.g. <c>zh-Hans</c>.</summary>
    public string Tag { get; }

    /// <summary>How numbers are written.</summary>
    public CultureInfo Culture { get; }

    public IEnumerable<string> Keys => _texts.Keys;

    /// <summary>The text of a key; the key itself when there is none, which a test keeps from happening.</summary>
    public string this[string key] => _texts.GetValueOrDefault(key, key);

    /// <summary>The text with <c>{0}</c>, <c>{1}</c>… replaced.</summary>
    public string Format(string key, params ReadOnlySpan<object?> values) => string.Format(Culture, this[key], values);

    public bool Has(string key) => _texts.ContainsKey(key);

    /// <summary>The catalogue of a language; English for an unknown one.</summary>
    public static Catalogue In(string language) => ByLanguage.GetValueOrDefault(language, ByLanguage[Language.English]);

    /// <summary>How long ago or ahead a moment is, e.g. <c>3 min ago</c>: the server does not know the reader's time zone.</summary>
    public string Relative(DateTimeOffset moment, DateTimeOffset now)
    {
        TimeSpan distance = (now - moment).Duration();
        string amount = distance switch
        {
            { TotalSeconds: < 10 } => "",
            { TotalMinutes: < 1 } => Format("time.seconds", Math.Round(distance.TotalSeconds)),
            { TotalHours: < 1 } => Format("time.minutes", Math.Round(distance.TotalMinutes)),
            { TotalDays: < 1 } => Format("time.hours", Math.Round(distance.TotalHours)),
            _ => Format("time.days", Math.Round(distance.TotalDays)),
        };
        return amount.Length == 0 ? this["time.now"] : Format(moment <= now ? "time.ago" : "time.ahead", amount);
    }

    /// <summary>The text of a rule that stopped a command.</summary>
    /// <summary>What a performer should know. Such texts name their values as {NAME}, as the texts in the world do.</summary>
    public string Warning(StageWarning warning)
    {
        string text = this[warning.Code];
        foreach ((string name, string value) in warning.Values) text = text.Replace($"{{{name}}}", value, StringComparison.Ordinal);
        return text;
    }

    public string Rule(Events.EventsRule rule) => this[$"rule.{rule}"];

    /// <summary>The name of a role.</summary>
    public string Role(Events.EventRole role) => this[$"role.{role}"];

    /// <summary>A room's name: ours are in the catalogue, any other is shown as its organiser wrote it.</summary>
    public string Room(string id, string title) => Has($"place.{id}") ? this[$"place.{id}"] : title;
}
