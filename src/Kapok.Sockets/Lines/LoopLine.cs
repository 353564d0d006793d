using System.Net;
using Kapok.Sockets.Loops;
using Kapok.Sockets.Native;

namespace Kapok.Sockets.Lines;

/// <summary>A WebSocket on a TCP connection that an epoll loop watches over.</summary>
/// <remarks>
/// Whoever sends writes to the socket itself, so a room's thread needs no other thread to be heard; the loop sends what the socket did not take.
/// The line's lock also keeps the descriptor from being closed, and given to another socket, in the middle of a write.
/// </remarks>
public abstract class LoopLine : WebSocketLine, ILoopItem
{
    private readonly EpollLoop _loop;
    private double _deadlineMs;
    private bool _hasPeerEnded;

    private protected LoopLine(EpollLoop loop, LineOptions options, bool isServer, LoopSocket socket)
        : base(options, loop.Buffers, isServer, LineState.Greeting) =>
        (_loop, Socket, _deadlineMs) = (loop, socket, loop.NowMs + options.HandshakeTime.TotalMilliseconds);

    /// <summary>Address of the peer.</summary>
    public abstract IPEndPoint Remote { get; }

    int ILoopItem.Number { get; set; }

    Readiness ILoopItem.Wanted => Readiness.Readable | Readiness.Writable | Readiness.PeerEnded | Readiness.OnChange;

    /// <summary>In the loop's queue of lines to flush.</summary>
    internal bool IsFlushDue { get; set; }

    /// <summary>When the loop flushes it.</summary>
    internal double FlushAtMs { get; set; }

    private protected LoopSocket Socket { get; }

    private protected override double NowMs => _loop.NowMs;

    /// <inheritdoc/>
    public override void Queued() => _loop.FlushLater(this);

    /// <inheritdoc/>
    public override void Resume() => _loop.Post(() =>
    {
        GoOn();
        // Nothing tells of what came during the pause: it was told of then.
        if (State != LineState.Ended && !IsPaused) Receive();
    });

    /// <inheritdoc/>
    public override void Abort() => _loop.Post(() => End(LineEnd.Lost, "aborted"));

    void ILoopItem.Ready(Readiness happened)
    {
        Readiness ended = happened & (Readiness.PeerEnded | Readiness.HungUp | Readiness.Failed);
        _hasPeerEnded |= ended != Readiness.None;
        if (((happened & Readiness.Readable) | ended) != Readiness.None) Receive();
        if ((happened & Readiness.Writable) == 0 || State == LineState.Ended) return;
        BecameWritable();
        EndWhenDone();
        // Through TLS receiving may have waited for room to answer: nothing else tells of what is in memory.
        if (State != LineState.Ended && Socket.HasHeld) _loop.Again(this);
    }

    void ILoopItem.Sweep(double nowMs)
    {
        if (State != LineState.Open && nowMs >= _deadlineMs) EndOverdue();
    }

    void ILoopItem.Abandon() => End(LineEnd.Lost, "the loop has ended");

    /// <summary>Does what comes before the first byte is taken, as far as it goes without waiting.</summary>
    /// <returns>Whether bytes may be taken.</returns>
    private protected virtual bool TryPrepare() => true;

    /// <summary>Takes bytes of the handshake.</summary>
    /// <param name="bytes">What was received.</param>
    /// <returns>What was received behind it, once the line is open.</returns>
    private protected abstract Span<byte> TakeGreeting(Span<byte> bytes);

    /// <summary>The socket may have room: after connecting, or for what is unsent.</summary>
    private protected virtual void BecameWritable() => SendUnsent();

    private protected override int Give(ReadOnlySpan<byte> bytes) =>
        // A broken connection is the loop's to notice: it is told of it, and ends the line. Until then it swallows everything.
        Socket.Send(bytes, out int sent) == Outcome.Broken ? bytes.Length : sent;

    private protected override void LimitClose(TimeSpan time) => _deadlineMs = _loop.NowMs + time.TotalMilliseconds;

    private protected override void EndSending() => Socket.EndSending();

    private protected override void LetGo()
    {
        _loop.Remove(this, Socket.Descriptor);
        Socket.Close();
    }

    private void Receive()
    {
        if (IsPaused || !TryPrepare()) return;
        Span<byte> room = _loop.ReceiveBuffer;
        switch (Socket.Receive(room, out int bytes, out bool isMore))
        {
            case Outcome.WouldBlock: return;
            case Outcome.Done: break;
            default:
                EndLost();
                return;
        }
        Span<byte> received = room[..bytes];
        if (State == LineState.Greeting) received = TakeGreeting(received);
        if (!received.IsEmpty && State != LineState.Greeting) TakeFrames(received);
        // The end of the stream is told of once only.
        if (State != LineState.Ended && (isMore || _hasPeerEnded)) _loop.Again(this);
    }
}
