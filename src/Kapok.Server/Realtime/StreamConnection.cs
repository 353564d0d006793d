using System.Buffers;
using System.Net.WebSockets;
using System.Runtime.InteropServices;
using Kapok.Protocol;
using Kapok.Protocol.Frames;
using Kapok.Sockets.Buffers;
using Kapok.World;

namespace Kapok.Server.Realtime;

/// <summary>A world socket that the web server has opened: behind its TLS, on a connection that was kept alive, or where there is no epoll.</summary>
/// <remarks>
/// Two tasks: one sends, one receives. A batch is copied into a pooled buffer when it is committed, which waits in its hold: so what a loop
/// commits that was abandoned is sent by nobody, and nobody writes into a buffer that another connection may have.
/// </remarks>
internal sealed class StreamConnection : Connection, IDisposable
{
    private const int MostLengths = RoomSettings.BatchMessages, HeadBytes = sizeof(int) * (1 + MostLengths); // before the messages of a batch: how many, and how long

    private static readonly TimeSpan GoodbyeTime = TimeSpan.FromSeconds(2);

    [ThreadStatic]
    private static byte[]? t_slot;

    private readonly WebSocket _socket;
    private readonly BufferPool _buffers;
    private readonly SemaphoreSlim _wake = new(0);
    private readonly CancellationTokenSource _dead = new();
    private volatile PooledBuffer? _sending;
    private int _signalled;
    private long _sendBeganMs = -1;

    /// <summary>Takes a socket.</summary>
    public StreamConnection(WebSocket socket, BufferPool buffers, TimeProvider time, Func<Connection, WorldSocket> newWorld)
        : base(time)
    {
        (_socket, _buffers) = (socket, buffers);
        World = newWorld(this);
    }

    /// <summary>The receiving half.</summary>
    public WorldSocket World { get; }

    /// <inheritdoc/>
    public override bool IsStuck(TimeSpan limit) => Volatile.Read(ref _sendBeganMs) is var began and >= 0 && NowMs - began > limit.TotalMilliseconds;

    /// <inheritdoc/>
    public override Span<byte> BatchSlot(ConnectionHold hold) =>
        Volatile.Read(ref hold.Pending) is null && _sending is null && Ending is null ? t_slot ??= new byte[RoomSettings.SlotBytes] : default;

    /// <inheritdoc/>
    public override void SendBatch(ConnectionHold hold, ReadOnlySpan<int> lengths)
    {
        if (t_slot is not { } slot) return;
        int bytes = 0;
        foreach (int length in lengths) bytes += length;
        PooledBuffer batch = _buffers.Rent(HeadBytes + bytes);
        Span<int> head = MemoryMarshal.Cast<byte, int>(batch.Span[..HeadBytes]);
        head[0] = lengths.Length;
        lengths.CopyTo(head[1..]);
        slot.AsSpan(0, bytes).CopyTo(batch.Span[HeadBytes..]);
        Interlocked.Exchange(ref hold.Pending, batch)?.Release();
        if (hold == Hold) Queued();
        else Interlocked.Exchange(ref hold.Pending, null)?.Release(); // another has taken over, and nobody looks here any more
    }

    /// <inheritdoc/>
    public override void Queued()
    {
        if (Interlocked.Exchange(ref _signalled, 1) != 0) return;
        try
        {
            _wake.Release();
        }
        catch (ObjectDisposedException)
        {
            // the room had not yet learnt that the connection is gone
        }
    }

    /// <inheritdoc/>
    public override void Flush() => Queued();

    /// <summary>Sends and receives until the connection ends, goodbye included.</summary>
    public async Task RunAsync()
    {
        try
        {
            await Task.WhenAll(SendAsync(), ReceiveAsync());
        }
        finally
        {
            World.Left();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Interlocked.Exchange(ref Hold.Pending, null)?.Release();
        _sending?.Release();
        _dead.Dispose();
        _wake.Dispose();
    }

    /// <inheritdoc/>
    protected override void TakenOver(ConnectionHold from) => Interlocked.Exchange(ref from.Pending, null)?.Release();

    /// <inheritdoc/>
    protected override void BeginClose(Ending ending)
    {
        Queued();
        try
        {
            _dead.CancelAfter(GoodbyeTime); // a peer that reads nothing gets no goodbye
        }
        catch (ObjectDisposedException)
        {
            // it ended by itself meanwhile
        }
    }

    private async Task SendAsync()
    {
        try
        {
            Ending? ending;
            while ((ending = Ending) is null)
            {
                await _wake.WaitAsync(_dead.Token);
                Volatile.Write(ref _signalled, 0);
                await SendControlAsync();
                if (Ending is null) await SendBatchAsync(Hold);
            }
            await SendControlAsync();
            await _socket.CloseOutputAsync((WebSocketCloseStatus)ending.CloseCode, ending.Code, _dead.Token);
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException or ObjectDisposedException or IOException)
        {
            Close(Ending.Left); // the peer is gone; whoever reads from the socket notices the same
        }
    }

    private async ValueTask SendControlAsync()
    {
        ConnectionHold hold = Hold;
        while (hold.Control.TryTake(out byte[]? message)) await SendNowAsync(message);
    }

    private async ValueTask SendBatchAsync(ConnectionHold hold)
    {
        if (Interlocked.Exchange(ref hold.Pending, null) is not { } batch) return;
        _sending = batch;
        int at = HeadBytes, count = MemoryMarshal.Cast<byte, int>(batch.Span)[0];
        for (int number = 0; number < count; number++)
        {
            int length = MemoryMarshal.Cast<byte, int>(batch.Span)[1 + number];
            await SendNowAsync(batch.Memory.Slice(at, length));
            at += length;
        }
        // Not when sending fails: the framework may still read from it, and Dispose gives it back once the socket is done with.
        _sending = null;
        batch.Release();
    }

    private async ValueTask SendNowAsync(ReadOnlyMemory<byte> message)
    {
        Volatile.Write(ref _sendBeganMs, NowMs);
        await _socket.SendAsync(message, WebSocketMessageType.Binary, true, _dead.Token);
        Volatile.Write(ref _sendBeganMs, -1);
    }

    private async Task ReceiveAsync()
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(MessageKind.MaxUpBytes + 1);
        try
        {
            while (Ending is null)
            {
                (int length, Ending? ending) = await ReceiveAsync(buffer);
                if (ending is null)
                {
                    Taken taken = World.Take(buffer.AsSpan(0, length));
                    ending = taken.Hello is null ? taken.Ending : await taken.Hello;
                }
                if (ending is not null) Close(ending);
            }
            await DrainAsync(buffer);
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException or ObjectDisposedException or IOException)
        {
            Close(Ending.Left);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async ValueTask<(int Length, Ending? Ending)> ReceiveAsync(byte[] buffer)
    {
        int length = 0;
        while (true)
        {
            ValueWebSocketReceiveResult part = await _socket.ReceiveAsync(buffer.AsMemory(length, MessageKind.MaxUpBytes + 1 - length), _dead.Token);
            if (part.MessageType == WebSocketMessageType.Close) return (0, Ending.Left);
            if (part.MessageType == WebSocketMessageType.Text) return (0, Ending.Malformed);
            length += part.Count;
            if (length > MessageKind.MaxUpBytes) return (0, Ending.TooLarge);
            if (!part.EndOfMessage) continue;
            Heard();
            return (length, null);
        }
    }

    // Reads on until the peer has answered the close, or the time for goodbyes is over.
    private async Task DrainAsync(byte[] buffer)
    {
        while (_socket.State is WebSocketState.Open or WebSocketState.CloseSent)
        {
            ValueWebSocketReceiveResult part = await _socket.ReceiveAsync(buffer.AsMemory(), _dead.Token);
            if (part.MessageType == WebSocketMessageType.Close) return;
        }
    }
}
