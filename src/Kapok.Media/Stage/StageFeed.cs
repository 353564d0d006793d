namespace Kapok.Media.Stage;

/// <summary>What can be had of a broadcast besides what its publisher sends.</summary>
public enum StageFeed
{
    /// <summary>What plays from fragmented MP4: as published where that does, otherwise with H.264 that a child process makes.</summary>
    Playable,

    /// <summary>Sound as Opus, and no picture: as published where it is Opus, otherwise made.</summary>
    Opus,

    /// <summary>A smaller picture as H.264 with the playable sound; only where the server makes one.</summary>
    Small,
}
