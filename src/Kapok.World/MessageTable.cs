using Kapok.Protocol.Messages;

namespace Kapok.World;

/// <summary>Takes a message that somebody's client sent.</summary>
/// <returns>False when no honest client sends it: their connection is closed as malformed.</returns>
public delegate bool MessageHandler(Room room, Resident who, ClientMessage message);

/// <summary>Who takes which message, and how often it may come: one table for all rooms and for the sockets before them.</summary>
/// <remarks>Filled once by the parts, each in its <c>Messages</c>, and then only read, by any thread.</remarks>
public sealed class MessageTable
{
    private readonly Dictionary<ClientMessage.BodyOneofCase, (MessageLimit Limit, MessageHandler? Handler)> _rows = [];

    /// <summary>Fills a table.</summary>
    /// <param name="parts">Each writes its rows.</param>
    /// <exception cref="ArgumentException">Two take the same message.</exception>
    internal MessageTable(params ReadOnlySpan<Action<MessageTable>> parts)
    {
        foreach (Action<MessageTable> part in parts) part(this);
    }

    /// <summary>How often a message may come; null for one that is never taken after the hello.</summary>
    public MessageLimit? LimitOf(ClientMessage.BodyOneofCase kind) => _rows.TryGetValue(kind, out (MessageLimit Limit, MessageHandler? Handler) row) ? row.Limit : null;

    /// <summary>A part takes a message.</summary>
    internal void On(ClientMessage.BodyOneofCase kind, MessageLimit limit, MessageHandler handler) => _rows.Add(kind, (limit, handler));

    /// <summary>A part takes a message that no honest client can send in a wrong way.</summary>
    internal void On(ClientMessage.BodyOneofCase kind, MessageLimit limit, Action<Room, Resident, ClientMessage> handler) => On(kind, limit, (room, who, message) =>
    {
        handler(room, who, message);
        return true;
    });

    /// <summary>A message that is taken before it comes to the room: the table has its limit alone.</summary>
    internal void Elsewhere(ClientMessage.BodyOneofCase kind, MessageLimit limit) => _rows.Add(kind, (limit, null));

    /// <summary>Gives a message to whoever takes it.</summary>
    internal bool Hear(Room room, Resident who, ClientMessage message) =>
        _rows.TryGetValue(message.BodyCase, out (MessageLimit Limit, MessageHandler? Handler) row) && row.Handler is { } handler && handler(room, who, message);
}
