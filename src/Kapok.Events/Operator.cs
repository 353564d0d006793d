namespace Kapok.Events;

/// <summary>Who gives a command: the role and the link they hold it by.</summary>
/// <param name="LinkId">The role link they came by; null for the server itself.</param>
/// <param name="Label">What the records say for "who", e.g. the label of the link.</param>
/// <param name="Role">What they may do.</param>
public sealed record Operator(Guid? LinkId, string Label, EventRole Role)
{
    /// <summary>The server itself, at its first start.</summary>
    public static Operator Server { get; } = new(null, "Kapok", EventRole.Organiser);

    public bool MayModerate => Role is EventRole.Moderator or EventRole.Organiser;

    /// <summary>Whether they may run shows and stages.</summary>
    public bool MayRunShows => Role is EventRole.StageManager or EventRole.Organiser;

    /// <summary>Whether the console is open to them; a stage manager sees the stages and the shows of it, and nothing of people.</summary>
    public bool MayUseConsole => MayModerate || MayRunShows;

    /// <summary>Whether they may upload files and slides, and take them away.</summary>
    public bool MayBringFiles => Role != EventRole.Attendee;
}
