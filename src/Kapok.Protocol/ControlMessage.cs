using Google.Protobuf;
using Kapok.Protocol.Frames;
using Kapok.Protocol.Messages;

namespace Kapok.Protocol;

/// <summary>Control messages as they travel: the kind byte, then Protobuf.</summary>
public static class ControlMessage
{
    private static readonly byte[] OfferTag = TagOf(ClientMessage.VoiceOfferFieldNumber), ShowTag = TagOf(ClientMessage.ShowFieldNumber);

    /// <summary>Most bytes that a message of a client may have: an offer of voice and a cue may be longer than others. Its first bytes tell.</summary>
    public static int MostUpBytes(ReadOnlySpan<byte> message) =>
        message.Length > 1 && message[0] == MessageKind.Control && (message[1..].StartsWith(OfferTag) || message[1..].StartsWith(ShowTag))
            ? MessageKind.MaxOfferBytes : MessageKind.MaxUpBytes;

    /// <summary>Encodes a message of the server, once for all who are to get it.</summary>
    public static byte[] Encode(ServerMessage message) => EncodeAny(message);

    /// <summary>Encodes a message of a client.</summary>
    public static byte[] Encode(ClientMessage message) => EncodeAny(message);

    /// <summary>Reads a message of a client.</summary>
    /// <param name="message">The whole WebSocket message, kind included.</param>
    /// <param name="read">What it says; its body is set.</param>
    /// <returns>False when it is none.</returns>
    public static bool TryRead(ReadOnlySpan<byte> message, out ClientMessage read) => TryReadAny(message, MostUpBytes(message), ClientMessage.Parser, out read)
        && read.BodyCase != ClientMessage.BodyOneofCase.None;

    /// <summary>Reads a message of the server.</summary>
    public static bool TryRead(ReadOnlySpan<byte> message, out ServerMessage read) => TryReadAny(message, MessageKind.MaxDownBytes, ServerMessage.Parser, out read)
        && read.BodyCase != ServerMessage.BodyOneofCase.None;

    // Of a field that has its length before it, and a number from 16 to 2047.
    private static byte[] TagOf(uint field) => [(byte)((field << 3) | 2 | 0x80), (byte)(field >> 4)];

    private static byte[] EncodeAny(IMessage message)
    {
        byte[] bytes = new byte[1 + message.CalculateSize()];
        bytes[0] = MessageKind.Control;
        message.WriteTo(bytes.AsSpan(1));
        return bytes;
    }

    private static bool TryReadAny<T>(ReadOnlySpan<byte> message, int most, MessageParser<T> parser, out T read)
        where T : class, IMessage<T>, new()
    {
        read = new T();
        if (message.Length < 2 || message.Length > most || message[0] != MessageKind.Control) return false;
        try
        {
            read = parser.ParseFrom(message[1..]);
            return true;
        }
        // Google.Protobuf has no parser that returns false.
        catch (InvalidProtocolBufferException)
        {
            return false;
        }
    }
}
