namespace Kapok.Protocol;

/// <summary>What is done about a person. It holds for the person: in all rooms of the event, in all their tabs, and when they come back.</summary>
public enum MeasureKind
{
    /// <summary>They may not write in chat, for a day at most.</summary>
    Mute,

    /// <summary>They may again.</summary>
    Unmute,

    /// <summary>Their voice is taken away, for a day at most.</summary>
    Silence,

    /// <summary>It is given back.</summary>
    Unsilence,

    /// <summary>They are put out and may not come back to the event for a while.</summary>
    Kick,

    /// <summary>They may come back before its time.</summary>
    LiftKick,

    /// <summary>They are put out of everything the organisation holds, until it is lifted.</summary>
    Ban,

    /// <summary>It is lifted.</summary>
    LiftBan,
}
