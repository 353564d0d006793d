using System.Text;
using Kapok.Sockets.Buffers;
using Kapok.Sockets.Framing;

namespace Kapok.Sockets.Lines;

/// <summary>One WebSocket (RFC 6455): its protocol, whatever carries its bytes.</summary>
/// <remarks>
/// What is received, and everything that <see cref="ILineEvents"/> is told, happens in one place after the other: the loop's thread, or the
/// task that reads. Sending is for any thread: it gives bytes to the connection at once, under a lock that is never held while anything waits, and
/// what the connection does not take stays in a pooled buffer that is sent on when there is room.
/// </remarks>
#pragma warning disable CA1001 // It disposes of its reader when it ends, wherever it receives.
public abstract partial class WebSocketLine
#pragma warning restore CA1001
{
    private readonly bool _isServer;
    private readonly MessageReader _reader;
    private volatile LineState _state;
    private int _closeCode;
    private string _closeReason = "";
    private bool _isCloseSent, _isCloseReceived, _isDeaf, _hasShutDown;

    private protected WebSocketLine(LineOptions options, BufferPool buffers, bool isServer, LineState state)
    {
        (Options, Buffers, _isServer, _state) = (options, buffers, isServer, state);
        _reader = new(isServer, options.MaxMessageBytes, System.Buffers.ArrayPool<byte>.Shared);
    }

    /// <summary>The handshake is done and nobody has closed.</summary>
    public bool IsOpen => _state == LineState.Open;

    /// <summary>Whoever uses it; null until the handshake has found out.</summary>
    private protected ILineEvents? Events { get; set; }

    private protected LineOptions Options { get; }

    private protected BufferPool Buffers { get; }

    private protected LineState State => _state;

    /// <summary>Both closes are through.</summary>
    private protected bool IsDone => _state == LineState.Closing && _isCloseSent && _isCloseReceived && _unsent is null;

    /// <summary>Milliseconds of the clock by which limits are measured.</summary>
    private protected abstract double NowMs { get; }

    /// <summary>Sends what is queued, then a close, and waits for the peer's; for <see cref="LineOptions.CloseTime"/> at most. Later calls do nothing. Any thread.</summary>
    /// <param name="code">Close code (RFC 6455, section 7.4).</param>
    /// <param name="reason">Reason text; at most 123 bytes of UTF-8 are sent.</param>
    public void Close(int code, string reason)
    {
        lock (_gate)
        {
            if (_state == LineState.Greeting) Abort();
            if (_state != LineState.Open) return;
            BeginClose(code, reason);
            if (_unsent is null) SendWhatWaits();
        }
    }

    /// <summary>Drops the connection as it is. Any thread.</summary>
    public abstract void Abort();

    /// <summary>The close has so much time from now on. Gate held.</summary>
    private protected abstract void LimitClose(TimeSpan time);

    /// <summary>Nothing more will be sent: the peer is told so, where what carries the bytes can tell.</summary>
    private protected abstract void EndSending();

    /// <summary>Lets go of the connection. Gate held; called once.</summary>
    private protected abstract void LetGo();

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
        lock (_gate) BeginClose(LineEnd.Lost, reason);
        EndWhenDone();
    }

    /// <summary>Nothing more comes: the peer has ended, or the connection is lost.</summary>
    private protected void EndLost()
    {
        if (_state == LineState.Closing) End(_closeCode, _closeReason);
        else End(LineEnd.Lost, "the connection was lost");
    }

    /// <summary>The time for the handshake or the close is over.</summary>
    private protected void EndOverdue()
    {
        if (_state == LineState.Closing) End(_closeCode, _closeReason);
        else End(LineEnd.Lost, "the handshake took too long");
    }

    /// <summary>Closes at once and tells its user. Where it receives.</summary>
    private protected void End(int code, string reason)
    {
        PooledBuffer? unsent;
        lock (_gate)
        {
            if (_state == LineState.Ended) return;
            _state = LineState.Ended;
            unsent = _unsent;
            _unsent = null;
            LetGo();
        }
        unsent?.Release();
        _reader.Dispose();
        _held?.Release();
        _held = null;
        Events?.Ended(new(code, reason));
    }

    /// <summary>Ends a line whose closes are both through. A server ends first (RFC 6455, section 7.1.1); whoever cannot hear the peer's close waits for its end.</summary>
    private protected void EndWhenDone()
    {
        if (IsDone && _isServer) End(_closeCode, _closeReason);
        else if (_state == LineState.Closing && _isCloseSent && _unsent is null && _isDeaf && !_hasShutDown)
        {
            // The peer sees the end at once. Closing now would answer what it still sends with a reset, which can overtake the close.
            _hasShutDown = true;
            EndSending();
        }
    }

    // Gate held.
    private void BeginClose(int code, string reason)
    {
        (_closeCode, _closeReason) = (code, reason);
        _state = LineState.Closing;
        LimitClose(Options.CloseTime);
    }

    private static int WriteClose(Span<byte> to, int code, string reason)
    {
        if (code is 1005 or LineEnd.Lost) return 0; // stand for "none", and are never sent
        System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(to, (ushort)code);
        // Cuts between letters, never within one.
        Encoding.UTF8.GetEncoder().Convert(reason, to.Slice(2, FrameHeader.MaxControlPayload - 2), true, out _, out int bytes, out _);
        return 2 + bytes;
    }

    /// <summary>Where a line is in its life.</summary>
    private protected enum LineState
    {
        /// <summary>The handshake is not done.</summary>
        Greeting,

        /// <summary>Messages go both ways.</summary>
        Open,

        /// <summary>A close was sent, or is about to be, or the handshake was refused.</summary>
        Closing,

        /// <summary>Nothing is left.</summary>
        Ended,
    }
}
