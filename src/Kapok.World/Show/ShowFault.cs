namespace Kapok.World.Show;

/// <summary>What is wrong with a run of show, a cue or an action.</summary>
/// <param name="Code">Key of the text catalogue below <c>show.fault.</c>, e.g. <c>range</c>.</param>
/// <param name="Field">What it is about, as the format calls it, e.g. <c>intensity</c>.</param>
/// <param name="Cue">Number of the cue; empty when it is about none.</param>
public sealed record ShowFault(string Code, string Field, string Cue = "")
{
    /// <summary>There is no text where there must be one, or too much.</summary>
    public const string BadLength = "length";

    /// <summary>A number is outside of its range, or none.</summary>
    public const string OutOfRange = "range";

    /// <summary>There are too many of something.</summary>
    public const string TooMany = "many";

    /// <summary>Nothing is said of what is to be done, or something that this version does not know.</summary>
    public const string Unknown = "unknown";

    /// <summary>Two cues have the same id.</summary>
    public const string Twice = "twice";

    /// <summary>What it names is not there: a screen, a file, a deck, a stage.</summary>
    public const string Missing = "missing";
}
