namespace Kapok.Events.Files;

/// <summary>Slides: pages that the speaker's browser rendered, each in two sizes.</summary>
public sealed class Deck
{
    /// <summary>The most pages of one.</summary>
    public const int MostPages = 300;

    public required Guid Id { get; init; }

    /// <summary>The event it is of.</summary>
    public required Guid EventId { get; init; }

    /// <summary>As people call it, 1 to 120 characters.</summary>
    public required string Title { get; set; }

    /// <summary>How many pages it is to have, 1 to <see cref="MostPages"/>.</summary>
    public required int PageCount { get; init; }

    /// <summary>Goes up with each change.</summary>
    public required int Version { get; set; }

    /// <summary>Who brought it.</summary>
    public required string AddedBy { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset AddedAt { get; init; }

    /// <summary>Its pages that were told so far, in no order.</summary>
    public List<DeckPage> Pages { get; init; } = [];
}

/// <summary>A page of a deck.</summary>
public sealed class DeckPage
{
    /// <summary>Characters of what is kept with a page: its text, and the speaker's notes.</summary>
    public const int MostText = 4000;

    /// <summary>Characters of its links in JSON.</summary>
    public const int MostLinks = 12_000;

    public required Guid DeckId { get; init; }

    /// <summary>From 0.</summary>
    public required int Number { get; init; }

    /// <summary>Id of the picture for the screen; null until it was uploaded.</summary>
    public string? Large { get; set; }

    /// <summary>Id of the smaller picture.</summary>
    public string? Small { get; set; }

    /// <summary>Pixels of the large picture; 0 until it was uploaded.</summary>
    public int Width { get; set; }

    /// <summary>Likewise.</summary>
    public int Height { get; set; }

    /// <summary>What is written on it.</summary>
    public string Text { get; set; } = "";

    /// <summary>What the speaker wants to remember. For those with a role alone.</summary>
    public string Notes { get; set; } = "";

    /// <summary>Its links, a JSON array as docs/stage.md has it.</summary>
    public string Links { get; set; } = "[]";
}
