namespace Kapok.Media.Stage;

/// <summary>Why a publisher is off air.</summary>
public enum StageOver
{
    /// <summary>They went themselves.</summary>
    Left,

    /// <summary>Somebody else took the stage over.</summary>
    TakenOver,

    /// <summary>Their key was replaced.</summary>
    KeyVoid,

    /// <summary>A manager ended the broadcast.</summary>
    Ended,

    /// <summary>The server stops.</summary>
    Stopping,
}
