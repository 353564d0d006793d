using System.Net;
using System.Text;
using Kapok.Sockets.Buffers;
using Kapok.Sockets.Framing;
using Kapok.Sockets.Loops;
using Kapok.Sockets.Native;

namespace Kapok.Sockets.Lines;

/// <summary>One WebSocket (RFC 6455) in an epoll loop.</summary>
/// <remarks>
/// Receiving and everything that <see cref="ILineEvents"/> is told happens on the loop's thread. Sending is for any thread: it writes to the
/// socket at once, under a lock that is never held while anything waits, and what the socket does not take goes into a pooled buffer that the
/// loop sends on. The lock also keeps the descriptor from being closed, and given to another socket, in the middle of a write.
/// </remarks>
#pragma warning disable CA1001 // It disposes of its reader when it ends, which the loop's thread does.
public abstract partial class WebSocketLine : LoopItem
#pragma warning restore CA1001
{
    private readonly bool _isServer;
    private readonly MessageReader _reader;
    private volatile LineState _state = LineState.Greeting;
    private int _descriptor;
    private double _deadlineMs;
    private int _closeCode;
    private string _closeReason = "";
    private bool _isCloseSent, _isCloseReceived, _isDeaf;

    private protected WebSocketLine(EpollLoop loop, LineOptions options, bool isServer, int descriptor)
    {
        (Loop, Options, _isServer, _descriptor) = (loop, options, isServer, descriptor);
        _reader = new(isServer, options.MaxMessageBytes, System.Buffers.ArrayPool<byte>.Shared);
        _deadlineMs = loop.NowMs + options.HandshakeTime.TotalMilliseconds;
    }

    /// <summary>The handshake is done and nobody has closed.</summary>
    public bool IsOpen => _state == LineState.Open;

    /// <summary>Address of the peer.</summary>
    public abstract IPEndPoint Remote { get; }

    /// <summary>Whoever uses it; null until the handshake has found out.</summary>
    private protected ILineEvents? Events { get; set; }

    private protected EpollLoop Loop { get; }

    private protected LineOptions Options { get; }

    private protected int FileDescriptor => _descriptor;

    internal override Readiness Wanted => Readiness.Readable | Readiness.Writable | Readiness.PeerEnded | Readiness.OnChange;

    /// <summary>Sends what is queued, then a close, and waits for the peer's; for <see cref="LineOptions.CloseTime"/> at most. Later calls do nothing. Any thread.</summary>
    /// <param name="code">Close code (RFC 6455, section 7.4).</param>
    /// <param name="reason">Reason text; at most 123 bytes of UTF-8 are sent.</param>
    public void Close(int code, string reason)
    {
        lock (_gate)
        {
            if (_state != LineState.Open)
            {
                if (_state == LineState.Greeting) Loop.Post(() => End(code, reason));
                return;
            }
            BeginClose(code, reason);
            if (_unsent is null) SendWhatWaits();
        }
    }

    /// <summary>Drops the connection as it is. Any thread.</summary>
    public void Abort() => Loop.Post(() => End(LineEnd.Lost, "aborted"));

    internal override void Ready(Readiness happened)
    {
        if ((happened & (Readiness.Readable | Readiness.PeerEnded | Readiness.HungUp | Readiness.Failed)) != 0) Receive(happened);
        if ((happened & Readiness.Writable) == 0 || _state == LineState.Ended) return;
        BecameWritable();
        EndWhenDone();
    }

    internal override void Sweep(double nowMs)
    {
        if (_state is LineState.Open || nowMs < _deadlineMs) return;
        if (_state == LineState.Greeting) End(LineEnd.Lost, "the handshake took too long");
        else End(_closeCode, _closeReason);
    }

    internal override void Abandon() => End(LineEnd.Lost, "the loop has ended");

    /// <summary>The socket may have room: after connecting, or for what is unsent.</summary>
    private protected virtual void BecameWritable()
    {
        lock (_gate) SendUnsent();
    }

    /// <summary>The handshake is done.</summary>
    private protected void Open(ILineEvents events)
    {
        Events = events;
        _state = LineState.Open;
        events.Opened();
    }

    /// <summary>The handshake has failed and its answer is written: reads on until the peer has heard it.</summary>
    private protected void EndAfterRefusal(string reason)
    {
        (_isCloseSent, _isDeaf) = (true, true);
        BeginClose(LineEnd.Lost, reason);
        EndWhenDone();
    }

    /// <summary>Closes at once and tells its user. On the loop's thread.</summary>
    private protected void End(int code, string reason)
    {
        PooledBuffer? unsent;
        lock (_gate)
        {
            if (_state == LineState.Ended) return;
            _state = LineState.Ended;
            unsent = _unsent;
            _unsent = null;
            Loop.Remove(this, _descriptor);
            if (_descriptor >= 0) _ = Libc.Close(_descriptor);
            _descriptor = -1;
        }
        unsent?.Release();
        _reader.Dispose();
        LetGoOfHeld();
        Events?.Ended(new(code, reason));
    }

    private protected virtual void LetGoOfHeld()
    {
        _held?.Release();
        _held = null;
    }

    // Gate held, or the line is known to the loop's thread only.
    private void BeginClose(int code, string reason)
    {
        (_closeCode, _closeReason, _deadlineMs) = (code, reason, Loop.NowMs + Options.CloseTime.TotalMilliseconds);
        _state = LineState.Closing;
    }

    /// <summary>Ends a line whose closes are both through. A server ends first (RFC 6455, section 7.1.1); whoever cannot hear the peer's close waits for its end.</summary>
    private void EndWhenDone()
    {
        if (_state != LineState.Closing || !_isCloseSent || _unsent is not null) return;
        if (_isCloseReceived && _isServer) End(_closeCode, _closeReason);
        else if (_isDeaf && !_hasShutDown)
        {
            // The peer sees the end at once. Closing now would answer what it still sends with a reset, which can overtake the close.
            _hasShutDown = true;
            _ = Libc.Shutdown(_descriptor, Libc.ShutdownSending);
        }
    }

    private static int WriteClose(Span<byte> to, int code, string reason)
    {
        if (code is 1005 or LineEnd.Lost) return 0; // stand for "none", and are never sent
        System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(to, (ushort)code);
        // Cuts between letters, never within one.
        Encoding.UTF8.GetEncoder().Convert(reason, to.Slice(2, FrameHeader.MaxControlPayload - 2), true, out _, out int bytes, out _);
        return 2 + bytes;
    }

    private enum LineState
    {
        Greeting,
        Open,
        Closing,
        Ended,
    }
}
