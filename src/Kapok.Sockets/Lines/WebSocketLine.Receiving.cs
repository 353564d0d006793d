// Receiving: bytes to messages, control frames answered, and pauses. All in the one place where the line receives.
using System.Text;
using Kapok.Sockets.Buffers;
using Kapok.Sockets.Framing;

namespace Kapok.Sockets.Lines;

public abstract partial class WebSocketLine
{
    private PooledBuffer? _held; // what was received behind the message at which it was paused
    private int _heldBytes;
    private long _idleSeen;
    private double _idle, _idleAtMs; // a bucket that leaks

    private protected bool IsPaused { get; private set; }

    /// <summary>Takes no message after the one that is being told of, until <see cref="Resume"/>. Where it receives.</summary>
    public void Pause() => IsPaused = true;

    /// <summary>Takes messages again. Any thread.</summary>
    public abstract void Resume();

    /// <summary>The pause is over: takes what was held.</summary>
    private protected void GoOn()
    {
        IsPaused = false;
        if (_state == LineState.Ended || _held is not { } held) return;
        _held = null;
        TakeFrames(held.Span[.._heldBytes]);
        held.Release();
    }

    /// <summary>Takes bytes behind the handshake.</summary>
    private protected void TakeFrames(Span<byte> input)
    {
        while (!_isDeaf && _state != LineState.Ended)
        {
            if (IsPaused)
            {
                Hold(input);
                break;
            }
            Reading reading = _reader.Read(ref input, out ReadOnlySpan<byte> payload);
            if (_reader.IdleFrames != _idleSeen && HasTooManyIdle()) TakeFault(FrameFault.TooOften);
            else if (reading == Reading.Nothing) break;
            else if (reading == Reading.Message) TakeMessage(_reader.Kind, payload);
            else TakeFault(_reader.Fault);
        }
        if (_state == LineState.Ended) return;
        SendOwedPong();
        EndWhenDone();
    }

    private bool HasTooManyIdle()
    {
        double nowMs = NowMs;
        _idle = Math.Max(0d, _idle - ((nowMs - _idleAtMs) * Options.IdleFramesPerSecond / 1000d)) + (_reader.IdleFrames - _idleSeen);
        (_idleSeen, _idleAtMs) = (_reader.IdleFrames, nowMs);
        return _idle > 10d * Options.IdleFramesPerSecond;
    }

    // Before the next message is told of, and for the newest ping only (RFC 6455, section 5.5.3): a flood of pings costs one answer.
    private void SendOwedPong()
    {
        if (_owedPong is null) return;
        lock (_gate)
        {
            if (_unsent is null) SendWhatWaits();
        }
    }

    private void TakeMessage(Opcode kind, ReadOnlySpan<byte> payload)
    {
        switch (kind)
        {
            case Opcode.Ping:
                lock (_gate) _owedPong = payload.ToArray();
                break;
            case Opcode.Pong:
                if (_state == LineState.Open) Events!.Ponged(); // an answer to nothing is allowed (section 5.5.3), and says as much
                break;
            case Opcode.Close:
                TakeClose(payload);
                break;
            default:
                SendOwedPong();
                if (_state == LineState.Open) Events!.Received(kind, payload);
                break;
        }
    }

    private void TakeClose(ReadOnlySpan<byte> payload)
    {
        int code = MessageReader.CloseCode(payload);
        lock (_gate)
        {
            (_isCloseReceived, _isDeaf) = (true, true);
            // The answer carries the same code (section 5.5.1); of what is queued nothing would be read any more.
            if (_state == LineState.Open) BeginClose(code, payload.Length > 2 ? Encoding.UTF8.GetString(payload[2..]) : "");
            if (_unsent is null) SendWhatWaits();
        }
    }

    private void TakeFault(FrameFault fault)
    {
        _isDeaf = true;
        if (_state == LineState.Open) Events!.Faulted(fault);
        if (_state == LineState.Open) Close(fault.CloseCode(), fault.ToString());
    }

    private void Hold(Span<byte> rest)
    {
        if (rest.IsEmpty) return;
        PooledBuffer held = Buffers.Rent(rest.Length);
        rest.CopyTo(held.Span);
        (_held, _heldBytes) = (held, rest.Length);
    }
}
