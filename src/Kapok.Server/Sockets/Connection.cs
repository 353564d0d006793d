using Kapok.Protocol;
using Kapok.Protocol.Messages;
using Kapok.Sockets.Framing;
using Kapok.Sockets.Lines;

namespace Kapok.Server.Sockets;

/// <summary>One world socket, whatever carries its bytes. A room speaks through its hold on it; <see cref="ConnectionHold"/>.</summary>
/// <remarks>
/// Sending and closing are for any thread; what comes, the line tells in one place after the other. On an epoll loop it has no task, no buffer and
/// no slot of its own, so ten thousand of them are small.
/// </remarks>
internal sealed partial class Connection : ILineEvents
{
    private readonly TimeProvider _time;
    private readonly Action<Connection> _ended;
    private readonly ILogger _log;
    private readonly long _began;

    // The newest hold, or the ending once there is one: in one field, so that taking over and closing exclude each other without a lock.
    private object _holder;
    private volatile ConnectionHold _hold;

    /// <summary>Takes a line that opens.</summary>
    /// <param name="line">The line.</param>
    /// <param name="time">Clock of the limits.</param>
    /// <param name="newWorld">Makes the receiving half.</param>
    /// <param name="ended">Called once, when the line is closed.</param>
    /// <param name="log">Where a hello that fails is told.</param>
    public Connection(WebSocketLine line, TimeProvider time, Func<Connection, WorldSocket> newWorld, Action<Connection> ended, ILogger log)
    {
        (Line, _time, _ended, _log, _began) = (line, time, ended, log, time.GetTimestamp());
        _holder = _hold = new ConnectionHold(this);
        line.Outbox = _hold.Control;
        World = newWorld(this);
    }

    /// <summary>What carries it.</summary>
    public WebSocketLine Line { get; }

    /// <summary>The receiving half.</summary>
    public WorldSocket World { get; }

    /// <summary>The newest hold on it.</summary>
    public ConnectionHold Hold => _hold;

    /// <summary>Why it is closing, or null.</summary>
    public Ending? Ending => Volatile.Read(ref _holder) as Ending;

    /// <summary>Milliseconds since it opened at which something was last heard.</summary>
    public long HeardMs { get; private set; }

    /// <summary>Milliseconds since it opened.</summary>
    public long NowMs => (long)_time.GetElapsedTime(_began).TotalMilliseconds;

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
        Line.Outbox = fresh.Control; // from here on the line sends nothing more of the other
        return fresh;
    }

    /// <inheritdoc/>
    public void Opened()
    {
        // the peer speaks first
    }

    /// <inheritdoc/>
    public void Received(Opcode kind, ReadOnlySpan<byte> message)
    {
        HeardMs = NowMs;
        Taken taken = kind == Opcode.Binary ? World.Take(message) : new(Ending.Malformed);
        if (taken.Ending is not null) Close(taken.Ending);
        if (taken.Hello is null) return;
        Line.Pause(); // what follows the hello is for whoever it makes of the peer
        _ = GoOnAfterAsync(taken.Hello);
    }

    /// <summary>Milliseconds since it opened at which it was last asked whether it is there.</summary>
    public long PingedMs { get; private set; }

    /// <summary>Asks whether it is there.</summary>
    public void Ping()
    {
        PingedMs = NowMs;
        Line.Ping();
    }

    /// <inheritdoc/>
    public void Ponged() => HeardMs = NowMs;

    /// <inheritdoc/>
    public void Faulted(FrameFault fault)
    {
        if (fault == FrameFault.TooLarge) Close(Ending.TooLarge); // the only one that a client of ours may run into
    }

    /// <inheritdoc/>
    public void Ended(LineEnd end)
    {
        Close(Ending.Left);
        World.Left();
        _ended(this);
    }

    private bool TryClose(ConnectionHold by, Ending ending)
    {
        if (Interlocked.CompareExchange(ref _holder, ending, by) != by) return false;
        if (ending != Ending.Left) by.Control.Add(ControlMessage.Encode(new ServerMessage { Goodbye = new() { Code = ending.Code, MayReturn = ending.MayReturn } }));
        Line.Close(ending.CloseCode, ending.Code);
        return true;
    }

    private async Task GoOnAfterAsync(Task<Ending?> hello)
    {
        try
        {
            if (await hello is { } ending) Close(ending);
            Line.Resume();
        }
#pragma warning disable CA1031 // Whatever storage throws, it costs this connection and no other.
        catch (Exception error)
#pragma warning restore CA1031
        {
            HelloFailed(_log, error);
            Line.Abort();
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A hello could not be answered; its connection is dropped")]
    private static partial void HelloFailed(ILogger log, Exception error);
}
