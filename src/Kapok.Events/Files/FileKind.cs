namespace Kapok.Events.Files;

/// <summary>What an uploaded file is, by its content.</summary>
public enum FileKind
{
    /// <summary>Sound alone.</summary>
    Track = 1,

    /// <summary>Moving pictures, mostly with sound.</summary>
    Film = 2,

    /// <summary>A picture for a screen.</summary>
    Picture = 3,

    /// <summary>A page of a deck of slides, in one of its sizes; not in lists of files.</summary>
    Slide = 4,
}
