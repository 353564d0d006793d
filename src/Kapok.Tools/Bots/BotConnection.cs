using System.Net.WebSockets;
using Google.Protobuf;
using Kapok.Protocol;
using Kapok.Protocol.Frames;
using Kapok.Protocol.Messages;

namespace Kapok.Tools.Bots;

/// <summary>One bot's world socket: joins, stays until the end, and sends without ever queueing.</summary>
/// <remarks>What comes is taken on the thread that all bots share; sends come from the driver loop, and are dropped while one is under way.</remarks>
public sealed class BotConnection(VenueClient venue, string room) : IDisposable
{
    private const int UsualBytes = 512;

    private volatile WorldLink? _link;
    private long _bytes;
    private int _frames;

    /// <summary>Called with each state frame; the bytes are good until it returns.</summary>
    public Action<ReadOnlySpan<byte>>? OnFrame { get; set; }

    /// <summary>Called with each control message.</summary>
    public Action<ServerMessage>? OnControl { get; set; }

    /// <summary>Whether the socket is open and welcomed.</summary>
    public bool Live { get; private set; }

    /// <summary>Why it ended, or null.</summary>
    public string? Ended { get; private set; }

    /// <summary>Payload bytes received so far.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>State frames received so far.</summary>
    public int Frames => Volatile.Read(ref _frames);

    /// <summary>Asks for a ticket.</summary>
    /// <returns>Null when it was refused; <see cref="Ended"/> says why.</returns>
    public async Task<JoinAnswer?> JoinAsync(JoinRequest request, CancellationToken cancel)
    {
        Ended = null;
        try
        {
            (JoinAnswer? answer, Ended) = await venue.JoinAsync(room, request, cancel);
            return answer;
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is TaskCanceledException && !cancel.IsCancellationRequested))
        {
            Ended = e.Message;
            return null;
        }
    }

    /// <summary>Opens the socket with a ticket and stays until it ends.</summary>
    public async Task StayAsync(JoinAnswer answer, CancellationToken cancel)
    {
        try
        {
            using WorldLink link = await WorldLink.OpenAsync(venue, answer.Socket, Take, cancel);
            _link = link;
            Send(new ClientMessage { Hello = new() { Ticket = answer.Ticket, MinVersion = ProtocolVersion.Min, MaxVersion = ProtocolVersion.Max } });
            string why = await link.Ended.WaitAsync(cancel);
            Ended ??= why;
        }
        catch (Exception e) when (e is WebSocketException or HttpRequestException or IOException or TaskCanceledException)
        {
            Ended ??= e.Message;
        }
        finally
        {
            Live = false;
            _link = null;
        }
    }

    /// <summary>Sends a control message unless a send is under way.</summary>
    /// <returns>Whether it was sent.</returns>
    public bool Send(ClientMessage message)
    {
        if (_link is not { } link) return false;
        int size = 1 + message.CalculateSize();
        Span<byte> bytes = size <= UsualBytes ? stackalloc byte[UsualBytes] : new byte[size];
        bytes = bytes[..size];
        bytes[0] = MessageKind.Control;
        message.WriteTo(bytes[1..]);
        return link.TrySend(bytes);
    }

    /// <summary>Sends a move unless a send is under way.</summary>
    /// <returns>Whether it was sent.</returns>
    public bool Send(in MoveFrame move)
    {
        if (_link is not { } link) return false;
        Span<byte> bytes = stackalloc byte[MoveFrame.Size];
        move.Write(bytes);
        return link.TrySend(bytes);
    }

    /// <inheritdoc/>
    public void Dispose() => _link?.Dispose();

    private void Take(ReadOnlySpan<byte> message)
    {
        Interlocked.Add(ref _bytes, message.Length);
        if (message.IsEmpty) return;
        if (message[0] == MessageKind.State)
        {
            Interlocked.Increment(ref _frames);
            OnFrame?.Invoke(message);
            return;
        }
        if (!ControlMessage.TryRead(message, out ServerMessage control)) return;
        if (control.BodyCase == ServerMessage.BodyOneofCase.Welcome) Live = true;
        if (control.BodyCase == ServerMessage.BodyOneofCase.Goodbye) Ended = control.Goodbye.Code;
        OnControl?.Invoke(control);
    }
}
