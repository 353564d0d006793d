using System.Net.WebSockets;
using Kapok.Protocol;
using Kapok.Protocol.Messages;
using Kapok.World;

namespace Kapok.Server.Realtime;

/// <summary>The sending half of one world socket. A room speaks through its hold on it; <see cref="ConnectionHold"/>.</summary>
/// <remarks>Thread-safe. Buffers are not pooled: a loop may still be writing into one when the socket dies, and another connection must never get those bytes.</remarks>
internal sealed class Connection : IDisposable
{
    private static readonly TimeSpan GoodbyeTime = TimeSpan.FromSeconds(2);

    private readonly WebSocket _socket;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _wake = new(0);
    private readonly CancellationTokenSource _dead = new();
    private readonly long _began;

    // The newest hold, or the ending once there is one: in one field, so that taking over and closing exclude each other without a lock.
    private object _holder;
    private volatile ConnectionHold _hold;
    private int _signalled;
    private long _sendBeganMs = -1;

    /// <summary>Takes a socket.</summary>
    public Connection(WebSocket socket, TimeProvider time)
    {
        (_socket, _time, _began) = (socket, time, time.GetTimestamp());
        _holder = _hold = new ConnectionHold(this);
    }

    /// <summary>The newest hold on it.</summary>
    public ConnectionHold Hold => _hold;

    /// <summary>Why it is closing, or null.</summary>
    public Ending? Ending => Volatile.Read(ref _holder) as Ending;

    /// <summary>Milliseconds since it opened at which something was last heard.</summary>
    public long HeardMs { get; private set; }

    /// <summary>Milliseconds since it opened.</summary>
    public long NowMs => (long)_time.GetElapsedTime(_began).TotalMilliseconds;

    /// <summary>Cancelled when the socket is given up.</summary>
    public CancellationToken Dead => _dead.Token;

    /// <summary>Says goodbye and closes, whoever holds it. Later calls do nothing.</summary>
    public void Close(Ending ending)
    {
        while (Volatile.Read(ref _holder) is ConnectionHold hold && !TryClose(hold, ending))
        {
            // taken over meanwhile: the next attempt closes it for the new holder
        }
    }

    /// <summary>Closes it for a holder; does nothing when another has taken over.</summary>
    public void Close(ConnectionHold by, Ending ending) => TryClose(by, ending);

    /// <summary>Makes a new hold in place of the newest.</summary>
    /// <returns>Null when <paramref name="from"/> is not the newest, or the connection has ended.</returns>
    public ConnectionHold? TakeOver(ConnectionHold from)
    {
        ConnectionHold fresh = new(this);
        if (Interlocked.CompareExchange(ref _holder, fresh, from) != from) return null;
        _hold = fresh;
        return fresh;
    }

    /// <summary>Something was heard.</summary>
    public void Heard() => HeardMs = NowMs;

    /// <summary>Whether one message has been on its way for longer than this.</summary>
    public bool IsStuck(TimeSpan limit) => Volatile.Read(ref _sendBeganMs) is var began and >= 0 && NowMs - began > limit.TotalMilliseconds;

    /// <summary>There is something to send.</summary>
    public void Wake()
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

    /// <summary>Sends until the connection ends, goodbye included.</summary>
    public async Task RunAsync()
    {
        try
        {
            Ending? ending;
            while ((ending = Ending) is null)
            {
                await _wake.WaitAsync(_dead.Token);
                Volatile.Write(ref _signalled, 0);
                ConnectionHold hold = _hold;
                while (hold.Control.TryRead(out byte[]? message)) await SendNowAsync(message);
                int messages = hold.BatchMessages;
                if (messages == 0 || Ending is not null) continue;
                for (int message = 0; message < messages; message++) await SendNowAsync(hold.BatchMessage(message));
                hold.FreeSlot();
            }
            while (_hold.Control.TryRead(out byte[]? message)) await SendNowAsync(message);
            if (ending.CloseCode != (int)WebSocketCloseStatus.NormalClosure)
                await SendNowAsync(ControlMessage.Encode(new ServerMessage { Goodbye = new() { Code = ending.Code, MayReturn = ending.MayReturn } }));
            await _socket.CloseOutputAsync((WebSocketCloseStatus)ending.CloseCode, ending.Code, _dead.Token);
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException or ObjectDisposedException or IOException)
        {
            Close(Ending.Left); // the peer is gone; whoever reads from the socket notices the same
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _dead.Dispose();
        _wake.Dispose();
    }

    private bool TryClose(ConnectionHold by, Ending ending)
    {
        if (Interlocked.CompareExchange(ref _holder, ending, by) != by) return false;
        Wake();
        try
        {
            _dead.CancelAfter(GoodbyeTime); // a peer that reads nothing gets no goodbye
        }
        catch (ObjectDisposedException)
        {
            // it ended by itself meanwhile
        }
        return true;
    }

    private async ValueTask SendNowAsync(ReadOnlyMemory<byte> message)
    {
        Volatile.Write(ref _sendBeganMs, NowMs);
        await _socket.SendAsync(message, WebSocketMessageType.Binary, true, _dead.Token);
        Volatile.Write(ref _sendBeganMs, -1);
    }
}
