using System.Net.WebSockets;
using System.Threading.Channels;
using Kapok.Protocol;
using Kapok.Protocol.Messages;
using Kapok.World;

namespace Kapok.Server.Realtime;

/// <summary>The sending half of one world socket: a short queue of control messages and one slot for the newest state.</summary>
/// <remarks>
/// Any thread may call <see cref="Send"/> and <see cref="Close"/>; only the room loop touches the slot, and only while it is empty.
/// The slot is not pooled: the loop may still be writing into it when the socket dies, and another connection must never get those bytes.
/// </remarks>
internal sealed class Connection(WebSocket socket, TimeProvider time) : IOutbound, IDisposable
{
    // A second of everything a full room may say. Who is further behind than this gets a new start, not the past.
    private const int QueueMessages = 512;
    private static readonly TimeSpan GoodbyeTime = TimeSpan.FromSeconds(2);

    private readonly Channel<byte[]> _control = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(QueueMessages) { SingleReader = true });
    private readonly SemaphoreSlim _wake = new(0);
    private readonly CancellationTokenSource _dead = new();
    private readonly long _began = time.GetTimestamp();
    private readonly byte[] _state = new byte[RoomSettings.SlotBytes];
    private int _stateLength, _signalled;
    private long _sendBeganMs = -1;
    private Ending? _ending;

    /// <summary>Why it is closing, or null.</summary>
    public Ending? Ending => _ending;

    /// <summary>Milliseconds since it opened at which something was last heard.</summary>
    public long HeardMs { get; private set; }

    /// <summary>Milliseconds since it opened.</summary>
    public long NowMs => (long)time.GetElapsedTime(_began).TotalMilliseconds;

    /// <summary>Cancelled when the socket is given up.</summary>
    public CancellationToken Dead => _dead.Token;

    /// <inheritdoc/>
    public Span<byte> StateSlot => Volatile.Read(ref _stateLength) == 0 && _ending is null ? _state : default;

    /// <inheritdoc/>
    public void CommitState(int length)
    {
        Volatile.Write(ref _stateLength, length);
        Wake();
    }

    /// <inheritdoc/>
    public void Send(byte[] message)
    {
        if (_ending is not null) return;
        if (_control.Writer.TryWrite(message)) Wake();
        else Close(Ending.TooSlow);
    }

    /// <inheritdoc/>
    public void Close(Ending ending)
    {
        if (Interlocked.CompareExchange(ref _ending, ending, null) is not null) return;
        Wake();
        try
        {
            _dead.CancelAfter(GoodbyeTime); // a peer that reads nothing gets no goodbye
        }
        catch (ObjectDisposedException)
        {
            // it ended by itself meanwhile
        }
    }

    /// <summary>Something was heard.</summary>
    public void Heard() => HeardMs = NowMs;

    /// <summary>Whether one message has been on its way for longer than this.</summary>
    public bool IsStuck(TimeSpan limit) => Volatile.Read(ref _sendBeganMs) is var began and >= 0 && NowMs - began > limit.TotalMilliseconds;

    /// <summary>Sends until the connection ends, goodbye included.</summary>
    public async Task RunAsync()
    {
        try
        {
            while (_ending is null)
            {
                await _wake.WaitAsync(_dead.Token);
                Volatile.Write(ref _signalled, 0);
                while (_control.Reader.TryRead(out byte[]? message)) await SendNowAsync(message);
                int length = Volatile.Read(ref _stateLength);
                if (length == 0 || _ending is not null) continue;
                await SendNowAsync(_state.AsMemory(0, length));
                Volatile.Write(ref _stateLength, 0);
            }
            while (_control.Reader.TryRead(out byte[]? message)) await SendNowAsync(message);
            if (_ending.CloseCode != (int)WebSocketCloseStatus.NormalClosure)
                await SendNowAsync(ControlMessage.Encode(new ServerMessage { Goodbye = new() { Code = _ending.Code, MayReturn = _ending.MayReturn } }));
            await socket.CloseOutputAsync((WebSocketCloseStatus)_ending.CloseCode, _ending.Code, _dead.Token);
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException or ObjectDisposedException or IOException)
        {
            _ending ??= Ending.Left; // the peer is gone; whoever reads from the socket notices the same
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _dead.Dispose();
        _wake.Dispose();
    }

    private async ValueTask SendNowAsync(ReadOnlyMemory<byte> message)
    {
        Volatile.Write(ref _sendBeganMs, NowMs);
        await socket.SendAsync(message, WebSocketMessageType.Binary, true, _dead.Token);
        Volatile.Write(ref _sendBeganMs, -1);
    }

    private void Wake()
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
}
