// Receiving: bytes to messages, control frames answered, and pauses. All on the loop's thread.
using System.Text;
using Kapok.Sockets.Buffers;
using Kapok.Sockets.Framing;
using Kapok.Sockets.Native;

namespace Kapok.Sockets.Lines;

public abstract partial class WebSocketLine
{
    private PooledBuffer? _held; // what was received behind the message at which it was paused
    private int _heldBytes;
    private bool _isPaused, _hasPeerEnded, _hasShutDown;

    /// <summary>Takes no message after the one that is being told of, until <see cref="Resume"/>. On the loop's thread.</summary>
    public void Pause() => _isPaused = true;

    /// <summary>Takes messages again. Any thread.</summary>
    public void Resume() => Loop.Post(GoOn);

    /// <summary>Takes bytes of the handshake.</summary>
    /// <param name="bytes">What was received.</param>
    /// <returns>What was received behind it, once the line is open.</returns>
    private protected abstract Span<byte> TakeGreeting(Span<byte> bytes);

    private void GoOn()
    {
        _isPaused = false;
        if (_state == LineState.Ended) return;
        if (_held is { } held)
        {
            _held = null;
            TakeFrames(held.Span[.._heldBytes]);
            held.Release();
        }
        // Nothing tells of what came during the pause: it was told of then.
        if (_state != LineState.Ended && !_isPaused) Receive(Readiness.Readable);
    }

    private void Receive(Readiness happened)
    {
        _hasPeerEnded |= (happened & (Readiness.PeerEnded | Readiness.HungUp | Readiness.Failed)) != 0;
        if (_isPaused) return;
        Span<byte> room = Loop.ReceiveBuffer;
        switch (Descriptor.Receive(_descriptor, room, out int bytes))
        {
            case Outcome.WouldBlock: return;
            case Outcome.Done: break;
            default:
                if (_state == LineState.Closing) End(_closeCode, _closeReason);
                else End(LineEnd.Lost, "the connection was lost");
                return;
        }
        Take(room[..bytes]);
        // Fewer than asked for means that there were no more, and new ones are told of. The end of the stream is told of once only.
        if (_state != LineState.Ended && (bytes == room.Length || _hasPeerEnded)) Loop.Again(this);
    }

    private void Take(Span<byte> bytes)
    {
        if (_state == LineState.Greeting)
        {
            bytes = TakeGreeting(bytes);
            if (_state is not LineState.Open || bytes.IsEmpty) return;
        }
        TakeFrames(bytes);
    }

    private void TakeFrames(Span<byte> input)
    {
        while (!_isDeaf && _state != LineState.Ended)
        {
            if (_isPaused)
            {
                Hold(input);
                break;
            }
            Reading reading = _reader.Read(ref input, out ReadOnlySpan<byte> payload);
            if (reading == Reading.Nothing) break;
            if (reading == Reading.Message) TakeMessage(_reader.Kind, payload);
            else TakeFault();
        }
        if (_state == LineState.Ended) return;
        SendOwedPong();
        EndWhenDone();
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
                break; // an answer to nothing is allowed (section 5.5.3)
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

    private void TakeFault()
    {
        _isDeaf = true;
        if (_state == LineState.Open) Events!.Faulted(_reader.Fault);
        if (_state == LineState.Open) Close(_reader.Fault.CloseCode(), _reader.Fault.ToString());
    }

    private void Hold(Span<byte> rest)
    {
        if (rest.IsEmpty) return;
        PooledBuffer held = Loop.Buffers.Rent(rest.Length);
        rest.CopyTo(held.Span);
        (_held, _heldBytes) = (held, rest.Length);
    }
}
