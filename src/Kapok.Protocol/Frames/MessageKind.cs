namespace Kapok.Protocol.Frames;

/// <summary>First byte of every WebSocket message (docs/protocol.md, section 1), and the sizes allowed.</summary>
public static class MessageKind
{
    /// <summary>A <c>ClientMessage</c> or <c>ServerMessage</c> in Protobuf.</summary>
    public const byte Control = 1;

    /// <summary>A client's move.</summary>
    public const byte Move = 2;

    /// <summary>A state frame.</summary>
    public const byte State = 3;

    /// <summary>Most bytes of a message from a client, kind included.</summary>
    public const int MaxUpBytes = 4096;

    /// <summary>Most bytes of a <c>ClientMessage</c> that is a <c>VoiceOffer</c>: browsers write a kilobyte and more for each slot.</summary>
    public const int MaxOfferBytes = 49152;

    /// <summary>Most bytes of a message from the server, kind included.</summary>
    public const int MaxDownBytes = 65536;
}
