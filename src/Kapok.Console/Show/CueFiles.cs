using Kapok.Console.Texts;
using Kapok.Events.Files;

namespace Kapok.Console.Show;

/// <summary>What a field of a cue can name.</summary>
public enum Holding
{
    /// <summary>Sound alone.</summary>
    Track,

    /// <summary>Moving pictures.</summary>
    Film,

    /// <summary>A picture for a screen.</summary>
    Picture,

    /// <summary>A deck of slides.</summary>
    Deck,
}

/// <summary>A file or a deck of an event, as a stage manager chooses it.</summary>
/// <param name="Id">As cues name it.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Name">As people call it.</param>
public sealed record CueFile(string Id, Holding Kind, string Name)
{
    /// <summary>How long it plays; 0 for what does not play.</summary>
    public int DurationMs { get; init; }

    /// <summary>Pixels across; 0 for sound and decks.</summary>
    public int Width { get; init; }

    /// <summary>Pixels down; 0 for sound and decks.</summary>
    public int Height { get; init; }

    /// <summary>Pages of a deck.</summary>
    public int Pages { get; init; }

    /// <summary>Its name and what tells it from another of that name: how long it is, how large, or how many pages it has.</summary>
    public string Label(Catalogue texts) => Kind switch
    {
        Holding.Deck => $"{Name} · {texts.Format("show.file.pages", Pages.ToString(texts.Culture))}",
        Holding.Picture => FormattableString.Invariant($"{Name} · {Width} × {Height}"),
        _ => DurationMs > 0 ? $"{Name} · {CueWords.Clock(DurationMs)}" : Name,
    };
}

/// <summary>Finds what the cues of an event can name.</summary>
public sealed class CueFiles(KeepFiles files, KeepDecks decks)
{
    /// <summary>The files and decks of an event, by name; none where it has none.</summary>
    public async Task<IReadOnlyList<CueFile>> OfAsync(string eventName, CancellationToken cancel = default)
    {
        IReadOnlyList<StoredFile> stored = await files.ListAsync(eventName, cancel);
        IReadOnlyList<(Deck Deck, int Ready)> shown = await decks.ListAsync(eventName, cancel);
        return [.. stored.Select(From).Concat(shown.Select(one => new CueFile(one.Deck.Id.ToString("N"), Holding.Deck, one.Deck.Title) { Pages = one.Deck.PageCount }))
            .OrderBy(one => one.Name, StringComparer.CurrentCultureIgnoreCase)];
    }

    private static CueFile From(StoredFile file) => new(file.Id, KindOf(file.Kind), file.Name) { DurationMs = file.DurationMs, Width = file.Width, Height = file.Height };

    private static Holding KindOf(FileKind kind) => kind switch
    {
        FileKind.Track => Holding.Track,
        FileKind.Film => Holding.Film,
        _ => Holding.Picture,
    };
}
