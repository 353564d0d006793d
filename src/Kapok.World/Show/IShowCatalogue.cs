namespace Kapok.World.Show;

/// <summary>What cues can name besides what the place has: files, decks, stages. Asked by a room's loop, so it never waits.</summary>
public interface IShowCatalogue
{
    /// <summary>A file of the event.</summary>
    /// <returns>False when there is none of this id.</returns>
    bool TryFile(string id, out ShowFile file);

    /// <summary>Whether there is a deck of slides.</summary>
    bool HasDeck(string id);

    /// <summary>Whether the event has a stage.</summary>
    bool HasStage(string id);
}

/// <summary>A file that a cue may play.</summary>
/// <param name="Title">As shown.</param>
/// <param name="DurationMs">Of a track or film, in milliseconds; 0 when it is not known.</param>
public readonly record struct ShowFile(string Title, double DurationMs);

/// <summary>Knows everything by any name: where nobody says what there is.</summary>
internal sealed class AnyShowCatalogue : IShowCatalogue
{
    public static AnyShowCatalogue Instance { get; } = new();

    public bool TryFile(string id, out ShowFile file)
    {
        file = new("", 0);
        return true;
    }

    public bool HasDeck(string id) => true;

    public bool HasStage(string id) => true;
}
