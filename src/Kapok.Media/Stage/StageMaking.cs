namespace Kapok.Media.Stage;

/// <summary>Whether what a broadcast lacks for some viewers is made for it.</summary>
public enum StageMaking
{
    /// <summary>There is nothing to make it with.</summary>
    None,

    /// <summary>It is made, or nothing is lacking.</summary>
    Works,

    /// <summary>What makes it fails again and again.</summary>
    Failing,
}
