using System.Collections.Concurrent;
using System.Text.Json;
using Kapok.Events.Files;

namespace Kapok.Server.Files;

/// <summary>Decks as the audience gets them: the same bytes for all, made once for a few seconds.</summary>
/// <remarks>When a speaker opens slides before ten thousand people, as many ask for the same deck within a second.</remarks>
public sealed class ShownDecks(KeepDecks decks, TimeProvider time)
{
    // Another node that changes a deck does not tell this one.
    private static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(5);

    private const int Most = 64;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly ConcurrentDictionary<Guid, Shown> _shown = new();

    /// <summary>A deck as everyone may see it.</summary>
    /// <param name="Event">The event it is of.</param>
    /// <param name="Json">Its bytes.</param>
    /// <param name="Version">Which state of it.</param>
    /// <param name="At">When it was read.</param>
    public sealed record Shown(string Event, byte[] Json, int Version, long At);

    /// <summary>A deck of an event; null when there is none of this id.</summary>
    public async ValueTask<Shown?> FindAsync(string eventName, Guid deck, CancellationToken cancel)
    {
        if (_shown.TryGetValue(deck, out Shown? known) && known.Event == eventName && time.GetElapsedTime(known.At) < GoodFor) return known;
        if (await decks.FindAsync(eventName, deck, cancel) is not { } found) return null;
        if (_shown.Count >= Most) _shown.Clear();
        return _shown[deck] = new(eventName, Write(found, withNotes: false), found.Version, time.GetTimestamp());
    }

    /// <summary>A deck was changed.</summary>
    public void Forget(Guid deck) => _shown.TryRemove(deck, out _);

    /// <summary>A deck as JSON.</summary>
    /// <param name="deck">The deck.</param>
    /// <param name="withNotes">With what the speaker wants to remember.</param>
    public static byte[] Write(Deck deck, bool withNotes) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        deck = deck.Id.ToString("N"),
        deck.Title,
        count = deck.PageCount,
        deck.Version,
        pages = deck.Pages.Where(page => page.Large is not null).Select(page => new
        {
            page.Number,
            page.Large,
            page.Small,
            page.Width,
            page.Height,
            page.Text,
            notes = withNotes ? page.Notes : null,
            links = JsonDocument.Parse(page.Links).RootElement,
        }),
    }, Json);
}
