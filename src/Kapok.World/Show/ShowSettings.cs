using Kapok.Protocol.Messages;

namespace Kapok.World.Show;

/// <summary>The show that a room opens with.</summary>
/// <param name="Run">Its run of show.</param>
/// <param name="Kept">Where it was; null: at its beginning.</param>
/// <param name="Catalogue">What cues can name.</param>
public sealed record ShowSettings(RunOfShow Run, KeptShow? Kept, IShowCatalogue Catalogue)
{
    /// <summary>No cues, and any name is known.</summary>
    public static ShowSettings None { get; } = new(new(), null, AnyShowCatalogue.Instance);
}
