using Kapok.Protocol.Messages;

namespace Kapok.World;

/// <summary>Takes a message that somebody's client sent.</summary>
/// <returns>False when no honest client sends it: their connection is closed as malformed.</returns>
public delegate bool MessageHandler(Room room, Resident who, ClientMessage message);

/// <summary>Who takes which message, and how often it may come: one table for all rooms and for the sockets before them.</summary>
/// <remarks>Filled once by the parts, each in its <c>Messages</c>, and then only read, by any thread.</remarks>
public sealed class MessageTable
{
    private readonly Dictionary<ClientMessage.BodyOneofCase, Row> _rows = [];

    /// <summary>Fills a table.</summary>
    /// <param name="parts">Each writes its rows.</param>
    /// <exception cref="ArgumentException">Two take the same message.</exception>
    internal MessageTable(params ReadOnlySpan<Action<MessageTable>> parts)
    {
        foreach (Action<MessageTable> part in parts) part(this);
    }

    /// <summary>How often a message may come; null for one that is never taken after the hello.</summary>
    public MessageLimit? LimitOf(ClientMessage.BodyOneofCase kind) => _rows.TryGetValue(kind, out Row row) ? row.Limit : null;

    /// <summary>Whether too many of a message are dropped without a word.</summary>
    public bool IsQuiet(ClientMessage.BodyOneofCase kind) => _rows.TryGetValue(kind, out Row row) && row.IsQuiet;

    /// <summary>A part takes a message.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="limit">How often it may come.</param>
    /// <param name="handler">What takes it.</param>
    /// <param name="isQuiet">Whoever sends too many is not told: the next one makes good for those that were dropped.</param>
    internal void On(ClientMessage.BodyOneofCase kind, MessageLimit limit, MessageHandler handler, bool isQuiet = false) => _rows.Add(kind, new(limit, handler, isQuiet));

    /// <summary>A part takes a message that no honest client can send in a wrong way.</summary>
    internal void On(ClientMessage.BodyOneofCase kind, MessageLimit limit, Action<Room, Resident, ClientMessage> handler, bool isQuiet = false) => On(
        kind, limit, (room, who, message) =>
        {
            handler(room, who, message);
            return true;
        }, isQuiet);

    /// <summary>A message that is taken before it comes to the room: the table has its limit alone.</summary>
    internal void Elsewhere(ClientMessage.BodyOneofCase kind, MessageLimit limit) => _rows.Add(kind, new(limit, null, false));

    /// <summary>Gives a message to whoever takes it.</summary>
    internal bool Hear(Room room, Resident who, ClientMessage message) =>
        _rows.TryGetValue(message.BodyCase, out Row row) && row.Handler is { } handler && handler(room, who, message);

    private readonly record struct Row(MessageLimit Limit, MessageHandler? Handler, bool IsQuiet);
}
