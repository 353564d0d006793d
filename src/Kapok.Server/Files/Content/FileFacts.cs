using Kapok.Events.Files;

namespace Kapok.Server.Files.Content;

/// <summary>What a file is, by its content.</summary>
/// <param name="Kind">Track, film or picture.</param>
/// <param name="Type">Its media type.</param>
/// <param name="DurationMs">How long it plays; 0 for a picture.</param>
/// <param name="Width">Pixels; 0 for a track.</param>
/// <param name="Height">Pixels; 0 for a track.</param>
public readonly record struct FileFacts(FileKind Kind, string Type, int DurationMs = 0, int Width = 0, int Height = 0)
{
    /// <summary>The longest that a track or film may play.</summary>
    public const double LongestSeconds = 24 * 3600;

    /// <summary>The most pixels of a side of a picture, and of a whole one: what a browser decodes takes four bytes for each.</summary>
    public const int MostSide = 8192, MostPixels = 40_000_000;
}

/// <summary>Why a file is not taken.</summary>
public enum ContentFault
{
    /// <summary>It is taken.</summary>
    None,

    /// <summary>It is nothing that is played or shown here.</summary>
    Unknown,

    /// <summary>It is an archive, such as a ZIP.</summary>
    Archive,

    /// <summary>It is a PDF, which the speaker's browser renders.</summary>
    Pdf,

    /// <summary>It is cut off or broken.</summary>
    Damaged,

    /// <summary>What is in it is not played by every browser.</summary>
    Codec,

    /// <summary>It does not say how long it plays, or it plays for more than a day.</summary>
    Duration,

    /// <summary>It has too many pixels.</summary>
    Pixels,
}
