namespace Kapok.Protocol;

/// <summary>Why the server closes a socket (docs/protocol.md, section 7).</summary>
/// <param name="CloseCode">WebSocket close code.</param>
/// <param name="Code">Reason text of the close and code of <c>Goodbye</c>.</param>
/// <param name="MayReturn">Whether the client should try to come back by itself.</param>
public sealed record Ending(int CloseCode, string Code, bool MayReturn)
{
    /// <summary>The person left.</summary>
    public static readonly Ending Left = new(1000, "left", false);

    /// <summary>The server stops.</summary>
    public static readonly Ending Stopping = new(1001, "stopping", true);

    /// <summary>A rule was broken.</summary>
    public static readonly Ending RuleBroken = new(1008, "rule-broken", false);

    /// <summary>A message was too large.</summary>
    public static readonly Ending TooLarge = new(1009, "too-large", false);

    /// <summary>A message could not be read.</summary>
    public static readonly Ending Malformed = new(4000, "malformed", false);

    /// <summary>Messages came too fast.</summary>
    public static readonly Ending TooFast = new(4001, "too-fast", true);

    /// <summary>The ticket is unknown, used or too old.</summary>
    public static readonly Ending TicketRefused = new(4002, "ticket-refused", true);

    /// <summary>No protocol version is spoken by both.</summary>
    public static readonly Ending VersionRefused = new(4003, "version-refused", false);

    /// <summary>A moderator removed the person.</summary>
    public static readonly Ending Kicked = new(4004, "kicked", false);

    /// <summary>A moderator banned the person.</summary>
    public static readonly Ending Banned = new(4005, "banned", false);

    /// <summary>The room is full.</summary>
    public static readonly Ending RoomFull = new(4006, "room-full", false);

    /// <summary>The same person came back on another connection.</summary>
    public static readonly Ending Replaced = new(4007, "replaced", false);

    /// <summary>The connection could not keep up.</summary>
    public static readonly Ending TooSlow = new(4008, "too-slow", true);

    /// <summary>Nothing was heard for 30 s.</summary>
    public static readonly Ending Silent = new(4009, "silent", true);

    /// <summary>The room closed.</summary>
    public static readonly Ending RoomClosed = new(4010, "room-closed", false);
}
