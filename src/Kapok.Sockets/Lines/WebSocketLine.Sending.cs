// Sending: batches, queued messages, control frames, and what the connection did not take.
using System.Diagnostics.CodeAnalysis;
using Kapok.Sockets.Buffers;
using Kapok.Sockets.Framing;

namespace Kapok.Sockets.Lines;

public abstract partial class WebSocketLine
{
    // Room before a batch: queued messages up to so much are copied in front of it, so that one write takes all.
    private const int FrontBytes = 4096;

    private const int PackBytes = 64 * 1024, MostInBatch = 16, SpareBytes = MostInBatch * FrameHeader.MaxBytes;

    // A batch is written and sent before the thread turns to the next line, so one piece of memory serves all lines.
    [ThreadStatic]
    private static byte[]? _batch;

    [ThreadStatic]
    private static byte[]? _pack;

    private readonly Lock _gate = new();
    private volatile PooledBuffer? _unsent;
    private volatile Outbox? _outbox;
    private int _unsentAt, _unsentEnd;
    private double _unsentSinceMs;
    private byte[]? _owedPong;

    /// <summary>The queue that is sent from; the newest that was set. Any thread.</summary>
    public Outbox? Outbox
    {
        get => _outbox;
        set => _outbox = value;
    }

    /// <summary>Something was queued: it leaves with the next batch, or within 100 ms. Any thread.</summary>
    public abstract void Queued();

    /// <summary>Sends what is queued now. Any thread.</summary>
    public void Flush()
    {
        lock (_gate)
        {
            if (_state is LineState.Open or LineState.Closing && _unsent is null) SendWhatWaits();
        }
    }

    /// <summary>Where the messages of a batch go, one after the other. Shared by all lines that this thread sends on: fill and send it before asking for another.</summary>
    /// <param name="bytes">How long it has to be.</param>
    /// <returns>Empty while something is unsent, or the line is not open.</returns>
    public Span<byte> BatchSlot(int bytes)
    {
        if (_unsent is not null || _state != LineState.Open) return default;
        if (_outbox is { WireBytes: > FrontBytes - FrameHeader.MaxBytes })
        {
            Flush(); // more than fits in front of the batch: it goes ahead by itself
            if (_unsent is not null) return default;
        }
        if (_batch is null || _batch.Length < FrontBytes + bytes + SpareBytes) _batch = GC.AllocateUninitializedArray<byte>(FrontBytes + bytes + SpareBytes, pinned: true);
        return _batch.AsSpan(FrontBytes, bytes);
    }

    /// <summary>Sends what this thread wrote to the slot, after what was queued before, in one write. As a server, since nothing is masked.</summary>
    /// <param name="outbox">The queue whose messages go first. When it is no longer the line's, nothing is sent.</param>
    /// <param name="lengths">Bytes of each message, in order; 1 to 16 of them.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are none, or too many.</exception>
    public void SendBatch(Outbox outbox, ReadOnlySpan<int> lengths)
    {
        ArgumentOutOfRangeException.ThrowIfZero(lengths.Length, nameof(lengths));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lengths.Length, MostInBatch, nameof(lengths));
        if (_batch is not { } batch) return;
        int end = FrameBatch(batch, lengths, out int begin);
        lock (_gate)
        {
            if (_state != LineState.Open || outbox != _outbox) return;
            if (_unsent is null && outbox.WireBytes > begin) SendQueued(outbox); // queued since the slot was asked for
            if (_unsent is null) begin = PutInFront(batch, begin, outbox);
            Write(batch.AsSpan(begin, end - begin));
        }
    }

    /// <summary>Sends one message now. As a client, since it is masked.</summary>
    /// <returns>False when something is still unsent, or the line is not open: nothing is ever queued.</returns>
    public bool TrySend(Opcode kind, ReadOnlySpan<byte> message)
    {
        if (_unsent is not null || _state != LineState.Open) return false;
        if (_pack is null || _pack.Length < message.Length + FrameHeader.MaxBytes) _pack = new byte[Math.Max(PackBytes, message.Length + FrameHeader.MaxBytes)];
        int bytes = WriteFrame(_pack, kind, message);
        lock (_gate)
        {
            if (_unsent is not null || _state != LineState.Open) return false;
            Write(_pack.AsSpan(0, bytes));
            return true;
        }
    }

    /// <summary>
    /// Asks whether the peer is there (RFC 6455, section 5.5.2): whatever carries a browser's page answers by itself, even while the page sleeps. Any thread.
    /// Not while something is unsent: then the
    /// answer would say nothing that this does not.
    /// </summary>
    public void Ping()
    {
        lock (_gate)
        {
            if (_state == LineState.Open && _unsent is null) WriteControl(Opcode.Ping, default);
        }
    }

    /// <summary>Whether some bytes have found no room for longer than this.</summary>
    public bool IsStuck(TimeSpan limit)
    {
        if (_unsent is null) return false;
        lock (_gate) return _unsent is not null && NowMs - _unsentSinceMs > limit.TotalMilliseconds;
    }

    /// <summary>Gives bytes to the connection: all, or as many as it has room for. Gate held, and nothing is unsent.</summary>
    /// <returns>How many it took.</returns>
    private protected abstract int Give(ReadOnlySpan<byte> bytes);

    /// <summary>Writes bytes that are no frame: the handshake.</summary>
    private protected void WriteRaw(ReadOnlySpan<byte> bytes)
    {
        lock (_gate) Write(bytes);
    }

    /// <summary>Gives the connection what it did not take before.</summary>
    private protected void SendUnsent()
    {
        lock (_gate)
        {
            if (_unsent is { } buffer) TookUnsent(Give(buffer.Span[_unsentAt.._unsentEnd]));
        }
    }

    /// <summary>Holds what is unsent for somebody who sends it in the background.</summary>
    /// <param name="buffer">To be released when it is sent.</param>
    /// <param name="unsent">The bytes. More may come behind them meanwhile, in this buffer or in another.</param>
    private protected bool TryHoldUnsent([NotNullWhen(true)] out PooledBuffer? buffer, out Memory<byte> unsent)
    {
        lock (_gate)
        {
            buffer = _unsent;
            unsent = buffer is null ? default : buffer.Memory[_unsentAt.._unsentEnd];
            buffer?.Retain();
            return buffer is not null;
        }
    }

    /// <summary>So many bytes of what is unsent were sent.</summary>
    private protected void WasSent(int bytes)
    {
        lock (_gate) TookUnsent(bytes);
    }

    // Moves the messages apart, the last one first, and writes each one's header before it.
    private static int FrameBatch(byte[] batch, ReadOnlySpan<int> lengths, out int begin)
    {
        int end = FrontBytes, headers = 0;
        foreach (int length in lengths) end += length;
        // The first header goes into the room in front, so a batch of one message, as most are, is not moved.
        foreach (int length in lengths[1..]) headers += FrameHeader.SizeOf(length);
        int from = end, to = end + headers, whole = to;
        for (int at = lengths.Length - 1; at >= 0; at--)
        {
            from -= lengths[at];
            to -= lengths[at];
            if (to != from) Buffer.BlockCopy(batch, from, batch, to, lengths[at]);
            to -= FrameHeader.SizeOf(lengths[at]);
            FrameHeader.Write(batch.AsSpan(to), Opcode.Binary, lengths[at]);
        }
        begin = to;
        return whole;
    }

    private static int PutInFront(byte[] batch, int begin, Outbox outbox)
    {
        int bytes = outbox.WireBytes;
        if (bytes == 0 || bytes > begin) return begin;
        int at = begin - bytes;
        while (outbox.TryTake(begin - at, out byte[]? message))
        {
            at += FrameHeader.Write(batch.AsSpan(at), Opcode.Binary, message.Length);
            message.CopyTo(batch, at);
            at += message.Length;
        }
        // Had another thread taken some meanwhile there would be a gap; only who holds the gate takes from the line's outbox.
        return begin - bytes;
    }

    private int WriteFrame(Span<byte> to, Opcode kind, ReadOnlySpan<byte> payload)
    {
        uint mask = _isServer ? 0 : Masks.Next();
        int header = _isServer ? FrameHeader.Write(to, kind, payload.Length) : FrameHeader.WriteMasked(to, kind, payload.Length, mask);
        payload.CopyTo(to[header..]);
        Masking.Apply(to.Slice(header, payload.Length), mask);
        return header + payload.Length;
    }

    // The rest of the file: gate held.

    private void SendQueued(Outbox outbox)
    {
        byte[] pack = _pack ??= new byte[PackBytes];
        while (_unsent is null && outbox.WireBytes > 0)
        {
            int used = 0;
            while (outbox.TryTake(pack.Length - used, out byte[]? message)) used += WriteFrame(pack.AsSpan(used), Opcode.Binary, message);
            if (used > 0) Write(pack.AsSpan(0, used));
            else pack = _pack = new byte[2 * pack.Length]; // one message alone is longer
        }
    }

    /// <summary>Sends a pong that is owed, what is queued and the close, in this order, for as long as the socket takes them.</summary>
    private void SendWhatWaits()
    {
        if (_owedPong is { } pong)
        {
            _owedPong = null;
            if (!_isCloseSent) WriteControl(Opcode.Pong, pong);
        }
        if (_unsent is null && !_isCloseReceived && _outbox is { } outbox) SendQueued(outbox);
        if (_unsent is not null || _state != LineState.Closing || _isCloseSent) return;
        Span<byte> payload = stackalloc byte[FrameHeader.MaxControlPayload];
        _isCloseSent = true;
        WriteControl(Opcode.Close, payload[..WriteClose(payload, _closeCode, _closeReason)]);
    }

    private void WriteControl(Opcode kind, ReadOnlySpan<byte> payload)
    {
        Span<byte> frame = stackalloc byte[FrameHeader.MaxBytes + FrameHeader.MaxControlPayload];
        Write(frame[..WriteFrame(frame, kind, payload)]);
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        if (_unsent is null) bytes = bytes[Give(bytes)..];
        if (!bytes.IsEmpty) Keep(bytes);
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        PooledBuffer? before = _unsent;
        ReadOnlySpan<byte> kept = before is null ? default : before.Span[_unsentAt.._unsentEnd];
        if (before is null) _unsentSinceMs = NowMs;
        if (before is null || before.Capacity - _unsentEnd < bytes.Length)
        {
            PooledBuffer larger = Buffers.Rent(kept.Length + bytes.Length);
            kept.CopyTo(larger.Span);
            (_unsent, _unsentAt, _unsentEnd) = (larger, 0, kept.Length);
            before?.Release(); // whoever sends from it in the background holds it too
        }
        bytes.CopyTo(_unsent!.Span[_unsentEnd..]);
        _unsentEnd += bytes.Length;
    }

    private void TookUnsent(int bytes)
    {
        if (_unsent is not { } buffer) return;
        _unsentAt += bytes;
        if (_unsentAt < _unsentEnd) return;
        _unsent = null;
        buffer.Release();
        SendWhatWaits();
    }
}
