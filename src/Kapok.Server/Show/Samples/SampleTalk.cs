using Kapok.Events;
using Kapok.Events.Files;
using Kapok.Server.Files;

namespace Kapok.Server.Show.Samples;

/// <summary>The slides of the sample event's talk. They were drawn by <c>scripts/talk-slides.mjs</c>, and are part of the server.</summary>
internal sealed class SampleTalk(KeepDecks decks, Uploads uploads, EventShelves shelves)
{
    /// <summary>Title of the deck.</summary>
    public const string Title = "Meeting under a tree 树下相会";

    // What is written on each page, for screen readers and search; and what its speaker wants to remember.
    private static readonly (string Text, string Notes)[] Told =
    [
        ("Meeting under a tree\n树下相会\nA talk to try: turn the pages, point, take it flat.", "Welcome everyone. Wait until the last ones sit."),
        ("Why meet as avatars?\n为何以虚拟形象相会？\nYou see who stands with whom.\nYou walk over and join a talk.\nYou hear those who are near.", "Ask who has been to a meeting by video today."),
        ("One cue, one moment\n一条提示，同一瞬间\nGo, room clock, everyone.\nLight, screens and music change a quarter of a second later, for all at once.", "Drag over the slide to point: all see it."),
        ("A show is a list of cues\n演出就是一张提示列表\nLight and effects\nScreens: slides, film, camera, text\nCeremony: gong, signing, photograph", "The list is on the desk, and in the console."),
        ("Questions?\n欢迎提问", "Take the first hand from the back."),
    ];

    /// <summary>How many pages there are.</summary>
    public static int Pages => Told.Length;

    /// <summary>The picture of a page, WebP: 1280 or 640 pixels wide.</summary>
    /// <param name="page">From 0.</param>
    /// <param name="isLarge">For the screen in the room; otherwise for small pages.</param>
    public static Stream Picture(int page, bool isLarge) =>
        typeof(SampleTalk).Assembly.GetManifestResourceStream($"talk/{page + 1}-{(isLarge ? "large" : "small")}.webp")
        ?? throw new ArgumentOutOfRangeException(nameof(page), page, "There is no such page.");

    /// <summary>Makes the deck in an event.</summary>
    /// <returns>Its id; or null, and why not.</returns>
    public async Task<(string? Deck, string Why)> BringAsync(string eventName, CancellationToken cancel)
    {
        Outcome<Deck> begun = await decks.BeginAsync(eventName, Title, Pages, Operator.Server, cancel);
        if (!begun.Succeeded(out Deck? deck, out EventsRule broken)) return (null, broken.ToString());
        for (int page = 0; page < Pages; page++)
        {
            (StoredFile? large, UploadRefusal? refusal) = await TakeAsync(eventName, page, isLarge: true, cancel);
            if (large is null) return (null, refusal?.Title ?? "");
            (StoredFile? small, _) = await TakeAsync(eventName, page, isLarge: false, cancel);
            (string text, string notes) = Told[page];
            await decks.ChangePageAsync(eventName, deck.Id, page,
                one => (one.Large, one.Small, one.Width, one.Height, one.Text, one.Notes) = (large.Id, small?.Id, large.Width, large.Height, text, notes), Operator.Server, cancel);
        }
        shelves.Changed(eventName);
        return (deck.Id.ToString("N"), "");
    }

    private async Task<(StoredFile? File, UploadRefusal? Refusal)> TakeAsync(string eventName, int page, bool isLarge, CancellationToken cancel)
    {
        await using Stream picture = Picture(page, isLarge);
        return await uploads.TakeAsync(eventName, picture, picture.Length, Title, asSlide: true, Operator.Server, cancel);
    }
}
