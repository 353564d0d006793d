namespace Kapok.Protocol;

/// <summary>The versions of the world protocol (docs/protocol.md) that this build speaks.</summary>
public static class ProtocolVersion
{
    /// <summary>Oldest version spoken.</summary>
    public const uint Min = 1;

    /// <summary>Newest version spoken.</summary>
    public const uint Max = 1;

    /// <summary>WebSocket subprotocol name.</summary>
    public const string Subprotocol = "kapok.v1";

    /// <summary>Agrees on the newest version that both sides speak.</summary>
    /// <returns>The version, or 0 when there is none.</returns>
    public static uint Agree(uint min, uint max)
    {
        uint newest = Math.Min(Max, max);
        return newest >= Math.Max(Min, min) ? newest : 0;
    }
}
