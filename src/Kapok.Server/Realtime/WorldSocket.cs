using System.Buffers;
using System.Net.WebSockets;
using Kapok.Cluster;
using Kapok.Protocol;
using Kapok.Protocol.Frames;
using Kapok.Protocol.Messages;
using Kapok.World;

namespace Kapok.Server.Realtime;

/// <summary>The receiving half of one world socket: hello, then moves and messages, each under its limit.</summary>
/// <remarks>One loop owns it. Nothing a client sends throws through: what cannot be read or comes too fast ends the socket with its reason.</remarks>
internal sealed class WorldSocket(WebSocket socket, Connection connection, LocalRooms rooms, Tickets tickets, Door door)
{
    private readonly MessageLimits _limits = new();
    private RoomHost? _host;
    private Resident? _who;

    /// <summary>A Hello was taken.</summary>
    public bool IsGreeted => _who is not null;

    /// <summary>Reads until the socket ends.</summary>
    public async Task RunAsync()
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(MessageKind.MaxUpBytes + 1);
        try
        {
            while (connection.Ending is null)
            {
                (int length, Ending? ending) = await ReceiveAsync(buffer);
                ending ??= await TakeAsync(buffer.AsMemory(0, length));
                if (ending is null) continue;
                connection.Close(ending);
                break;
            }
            await DrainAsync(buffer);
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException or ObjectDisposedException or IOException)
        {
            connection.Close(Ending.Left);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            _host?.Post(room => room.Detach(_who, connection));
        }
    }

    private async ValueTask<(int Length, Ending? Ending)> ReceiveAsync(byte[] buffer)
    {
        int length = 0;
        while (true)
        {
            ValueWebSocketReceiveResult part = await socket.ReceiveAsync(buffer.AsMemory(length, MessageKind.MaxUpBytes + 1 - length), connection.Dead);
            if (part.MessageType == WebSocketMessageType.Close) return (0, Ending.Left);
            if (part.MessageType == WebSocketMessageType.Text) return (0, Ending.Malformed);
            length += part.Count;
            if (length > MessageKind.MaxUpBytes) return (0, Ending.TooLarge);
            if (!part.EndOfMessage) continue;
            connection.Heard();
            return (length, null);
        }
    }

    private ValueTask<Ending?> TakeAsync(ReadOnlyMemory<byte> message)
    {
        if (message.Length == 0) return new(Ending.Malformed);
        if (message.Span[0] == MessageKind.Move) return new(TakeMove(message.Span));
        if (!ControlMessage.TryRead(message.Span, out ClientMessage read)) return new(Ending.Malformed);
        if (_who is null) return read.BodyCase == ClientMessage.BodyOneofCase.Hello ? GreetAsync(read.Hello) : new(Ending.Malformed);
        return new(TakeMessage(read));
    }

    private Ending? TakeMove(ReadOnlySpan<byte> message)
    {
        if (_who is null || !MoveFrame.TryRead(message, out MoveFrame move)) return Ending.Malformed;
        if (!_limits.AllowsMove(connection.NowMs)) return Ending.TooFast;
        (_who = _who.Newest).Mailbox.Post(move, _host!.Clock.NowMilliseconds); // the room may have been started again
        return null;
    }

    private Ending? TakeMessage(ClientMessage message)
    {
        if (message.BodyCase == ClientMessage.BodyOneofCase.Hello) return Ending.Malformed;
        if (!_limits.Allows(message.BodyCase, connection.NowMs)) return Ending.TooFast;
        if (message.BodyCase == ClientMessage.BodyOneofCase.Ping)
        {
            // Answered here and not by the room: waiting for its next tick would blur the clock by up to 50 ms.
            connection.Hold.Send(ControlMessage.Encode(new ServerMessage { Pong = new() { ClientMs = message.Ping.ClientMs, RoomMs = _host!.Clock.NowMilliseconds } }));
            return null;
        }
        Resident who = _who!;
        _host!.Post(room => room.Hear(who, message));
        return null;
    }

    private async ValueTask<Ending?> GreetAsync(Hello hello)
    {
        if (ProtocolVersion.Agree(hello.MinVersion, hello.MaxVersion) == 0) return Ending.VersionRefused;
        if (tickets.TakeTicket(hello.Ticket) is not { } ticket || rooms.Find(ticket.Room) is not { } host) return Ending.TicketRefused;
        Admission admission = await door.AdmitAsync(new(ticket.Newcomer.Guest, ticket.Address, ticket.Room, null), connection.Dead);
        if (admission.Refusal is { } refusal)
        {
            host.Turnstile.Void(ticket.Promise);
            return refusal == "banned" ? Ending.Banned : Ending.Kicked;
        }
        _host = host;
        try
        {
            _who = await host.AskAsync(room =>
            {
                Resident? who = room.Enter(ticket.Newcomer, connection.Hold);
                host.Turnstile.Keep(ticket.Promise);
                return who;
            });
            return _who is null ? Ending.RoomFull : null;
        }
        catch (OperationCanceledException)
        {
            return Ending.Stopping; // the room was started again meanwhile; the client comes back by itself
        }
    }

    // Reads on until the peer has answered the close, or the time for goodbyes is over.
    private async Task DrainAsync(byte[] buffer)
    {
        while (socket.State is WebSocketState.Open or WebSocketState.CloseSent)
        {
            ValueWebSocketReceiveResult part = await socket.ReceiveAsync(buffer.AsMemory(), connection.Dead);
            if (part.MessageType == WebSocketMessageType.Close) return;
        }
    }
}
