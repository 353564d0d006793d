using System.Net.WebSockets;
using Google.Protobuf;
using Kapok.Protocol;
using Kapok.Protocol.Frames;
using Kapok.Protocol.Messages;

namespace Kapok.Tools.Bots;

/// <summary>One bot's world socket: joins, reads until the end, and sends without ever queueing.</summary>
/// <remarks>The reader runs as its own task; sends come from the driver loop only, one at a time, and are dropped while one is under way.</remarks>
public sealed class BotConnection(VenueClient venue, string room) : IDisposable
{
    private readonly byte[] _out = new byte[4096];
    private ClientWebSocket? _socket;
    private Task _sending = Task.CompletedTask;
    private long _bytes;
    private int _frames;

    /// <summary>Called on the reader's task with each state frame.</summary>
    public Action<ReadOnlyMemory<byte>>? OnFrame { get; set; }

    /// <summary>Called on the reader's task with each control message.</summary>
    public Action<ServerMessage>? OnControl { get; set; }

    /// <summary>Whether the socket is open and welcomed.</summary>
    public bool Live { get; private set; }

    /// <summary>Why it ended, or null.</summary>
    public string? Ended { get; private set; }

    /// <summary>Payload bytes received so far.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>State frames received so far.</summary>
    public int Frames => Volatile.Read(ref _frames);

    /// <summary>Joins and reads until the socket ends.</summary>
    public async Task RunAsync(JoinRequest request, CancellationToken cancel)
    {
        Ended = null;
        try
        {
            (JoinAnswer? answer, string? refusal) = await venue.JoinAsync(room, request, cancel);
            if (answer is null)
            {
                Ended = refusal;
                return;
            }
            using ClientWebSocket socket = await OpenAsync(answer, cancel);
            Send(new ClientMessage { Hello = new() { Ticket = answer.Ticket, MinVersion = ProtocolVersion.Min, MaxVersion = ProtocolVersion.Max } });
            await ReadAsync(socket, cancel);
        }
        catch (Exception e) when (e is WebSocketException or HttpRequestException or IOException or InvalidProtocolBufferException or TaskCanceledException)
        {
            Ended ??= e.Message;
        }
        finally
        {
            Live = false;
            _socket = null;
        }
    }

    /// <summary>Sends a control message unless a send is under way.</summary>
    /// <returns>Whether it was sent.</returns>
    public bool Send(ClientMessage message)
    {
        if (!CanSend) return false;
        _out[0] = MessageKind.Control;
        int size = message.CalculateSize();
        message.WriteTo(_out.AsSpan(1, size));
        return Post(size + 1);
    }

    /// <summary>Sends a move unless a send is under way.</summary>
    /// <returns>Whether it was sent.</returns>
    public bool Send(in MoveFrame move)
    {
        if (!CanSend) return false;
        move.Write(_out);
        return Post(MoveFrame.Size);
    }

    /// <inheritdoc/>
    public void Dispose() => _socket?.Dispose();

    private bool CanSend => _socket is { State: WebSocketState.Open } && _sending.IsCompleted;

    private bool Post(int bytes)
    {
        if (_socket is not { } socket) return false;
        try
        {
            _sending = socket.SendAsync(_out.AsMemory(0, bytes), WebSocketMessageType.Binary, true, CancellationToken.None).AsTask();
            return true;
        }
        catch (Exception e) when (e is WebSocketException or ObjectDisposedException or InvalidOperationException)
        {
            return false;
        }
    }

    private async Task<ClientWebSocket> OpenAsync(JoinAnswer answer, CancellationToken cancel)
    {
        ClientWebSocket socket = new();
        socket.Options.AddSubProtocol(ProtocolVersion.Subprotocol);
        socket.Options.SetRequestHeader("Origin", venue.Address.GetLeftPart(UriPartial.Authority));
        if (venue.OperatorToken is { } token) socket.Options.SetRequestHeader("X-Kapok-Operator", token);
        socket.Options.RemoteCertificateValidationCallback = venue.TakesCertificate;
        UriBuilder address = new(new Uri(venue.Address, answer.Socket)) { Scheme = venue.Address.Scheme == "https" ? "wss" : "ws" };
        await socket.ConnectAsync(address.Uri, cancel);
        _socket = socket;
        return socket;
    }

    private async Task ReadAsync(ClientWebSocket socket, CancellationToken cancel)
    {
        byte[] buffer = new byte[MessageKind.MaxDownBytes];
        while (true)
        {
            int length = 0;
            ValueWebSocketReceiveResult part;
            do
            {
                part = await socket.ReceiveAsync(buffer.AsMemory(length), cancel);
                length += part.Count;
            }
            while (!part.EndOfMessage && length < buffer.Length);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                Ended ??= socket.CloseStatusDescription ?? socket.CloseStatus?.ToString() ?? "closed";
                return;
            }
            Interlocked.Add(ref _bytes, length);
            Take(buffer.AsMemory(0, length));
        }
    }

    private void Take(ReadOnlyMemory<byte> message)
    {
        if (message.Length == 0) return;
        if (message.Span[0] == MessageKind.State)
        {
            Interlocked.Increment(ref _frames);
            OnFrame?.Invoke(message);
            return;
        }
        ServerMessage control = ServerMessage.Parser.ParseFrom(message.Span[1..]);
        if (control.BodyCase == ServerMessage.BodyOneofCase.Welcome) Live = true;
        if (control.BodyCase == ServerMessage.BodyOneofCase.Goodbye) Ended = control.Goodbye.Code;
        OnControl?.Invoke(control);
    }
}
