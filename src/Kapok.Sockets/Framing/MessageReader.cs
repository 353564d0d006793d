using System.Buffers;
using System.Buffers.Binary;
using System.Text.Unicode;

namespace Kapok.Sockets.Framing;

/// <summary>What was read from a stream.</summary>
public enum Reading
{
    /// <summary>Nothing: the rest of the bytes was kept, and more are needed.</summary>
    Nothing,

    /// <summary>A whole message of text or bytes, a ping, a pong or a close.</summary>
    Message,

    /// <summary>A fault; the stream cannot be read any further.</summary>
    Fault,
}

/// <summary>Reads the messages of one WebSocket out of its bytes, in whatever pieces these come (RFC 6455, sections 5 and 8.1).</summary>
/// <remarks>
/// A frame that came whole is unmasked where it lies, and nothing is copied or rented; this is nearly every frame. Only what is still missing
/// a part is kept, in rented memory that is bounded by the longest message. Not thread-safe. A payload is valid until the next call.
/// </remarks>
/// <param name="fromClient">The peer is a client, so it must mask; otherwise it must not.</param>
/// <param name="maxMessageBytes">The longest message that is taken, fragments together.</param>
/// <param name="pool">Where memory for partial frames and fragments is rented.</param>
public sealed class MessageReader(bool fromClient, int maxMessageBytes, ArrayPool<byte> pool) : IDisposable
{
    private byte[]? _stash, _message; // a frame that is not whole yet; fragments of a message that is not whole yet
    private int _stashed, _gathered;
    private Opcode _messageKind;
    private bool _isGathering, _givesMessage;
    private FrameFault? _fault;

    /// <summary>What was read last: text, binary, close, ping or pong.</summary>
    public Opcode Kind { get; private set; }

    /// <summary>Frames so far that brought nothing to anybody: pings, pongs, and fragments without a byte. They cost their sender two bytes and a mask, so
    /// whoever reads limits them.</summary>
    public long IdleFrames { get; private set; }

    /// <summary>What is wrong, after <see cref="Reading.Fault"/>.</summary>
    public FrameFault Fault => _fault ?? FrameFault.Incomplete;

    /// <summary>Reads the next message.</summary>
    /// <param name="input">Bytes just received; what was read is cut off its beginning. It is unmasked in place.</param>
    /// <param name="payload">The message's payload.</param>
    public Reading Read(ref Span<byte> input, out ReadOnlySpan<byte> payload)
    {
        payload = default;
        FreeGiven();
        while (_fault is null)
        {
            FrameFault? fault = TakeFrame(ref input, out FrameHeader header, out Span<byte> body);
            if (fault is FrameFault.Incomplete) return Reading.Nothing;
            fault ??= TakeBody(header, body, out payload, out bool isWhole) ?? (isWhole ? null : FrameFault.Incomplete);
            if (fault is null) return Reading.Message;
            if (fault is not FrameFault.Incomplete) _fault = fault;
        }
        Dispose();
        return Reading.Fault;
    }

    /// <summary>The code in the payload of a close; 1005 when it carries none (RFC 6455, section 7.1.5).</summary>
    public static int CloseCode(ReadOnlySpan<byte> payload) => payload.Length < 2 ? 1005 : BinaryPrimitives.ReadUInt16BigEndian(payload);

    /// <summary>Gives back what was rented.</summary>
    public void Dispose()
    {
        Return(ref _stash);
        Return(ref _message);
        (_stashed, _gathered, _isGathering, _givesMessage) = (0, 0, false, false);
    }

    /// <summary>Finds the next whole frame, in the input or in what was kept together with it.</summary>
    private FrameFault? TakeFrame(ref Span<byte> input, out FrameHeader header, out Span<byte> body)
    {
        body = default;
        Span<byte> from = input;
        if (_stashed > 0)
        {
            // Completes what was kept, byte by needed byte, so that what follows the frame is still read in place.
            while (true)
            {
                int missing = Missing(_stash.AsSpan(0, _stashed), out header, out FrameFault? wrong);
                if (wrong is not null and not FrameFault.Incomplete) return wrong;
                if (missing == 0) break;
                int taken = Math.Min(missing, input.Length);
                if (taken == 0) return FrameFault.Incomplete;
                Stash(input[..taken]);
                input = input[taken..];
            }
            body = _stash.AsSpan(header.HeaderBytes, (int)header.PayloadBytes);
            _stashed = 0; // the memory itself stays until the body was used
            return null;
        }
        int needed = Missing(from, out header, out FrameFault? fault);
        if (fault is not null and not FrameFault.Incomplete) return fault;
        if (needed > 0)
        {
            if (!from.IsEmpty) Stash(from);
            input = default;
            return FrameFault.Incomplete;
        }
        body = from.Slice(header.HeaderBytes, (int)header.PayloadBytes);
        input = from[(header.HeaderBytes + body.Length)..];
        return null;
    }

    /// <summary>How many bytes are at least missing to a whole frame; 0 when it is whole. A frame that is never taken is refused by its header.</summary>
    private int Missing(ReadOnlySpan<byte> bytes, out FrameHeader header, out FrameFault? fault)
    {
        fault = FrameHeader.Read(bytes, out header);
        if (fault is not null) return 1;
        fault = Refuse(header);
        if (fault is not null) return 1;
        return (int)Math.Max(0L, header.HeaderBytes + header.PayloadBytes - bytes.Length);
    }

    private FrameFault? Refuse(in FrameHeader header)
    {
        if (header.IsMasked != fromClient) return FrameFault.BadMasking;
        if (header.IsControl) return null;
        if (header.Opcode == Opcode.Continuation != _isGathering) return FrameFault.BadSequence;
        return header.PayloadBytes > maxMessageBytes - _gathered ? FrameFault.TooLarge : null;
    }

    private FrameFault? TakeBody(scoped in FrameHeader header, Span<byte> body, out ReadOnlySpan<byte> payload, out bool isWhole)
    {
        Masking.Apply(body, header.Mask);
        payload = body;
        isWhole = true;
        Kind = header.Opcode;
        if (header.IsControl || (body.IsEmpty && (_isGathering || !header.IsFinal))) IdleFrames++;
        if (header.IsControl) return header.Opcode == Opcode.Close ? CheckClose(body) : null;
        if (header.Opcode != Opcode.Continuation) _messageKind = header.Opcode;
        if (!header.IsFinal || _isGathering)
        {
            Gather(body);
            isWhole = header.IsFinal;
            _isGathering = !isWhole;
            if (!isWhole) return null;
            payload = _message.AsSpan(0, _gathered);
            _givesMessage = true;
        }
        Kind = _messageKind;
        return _messageKind == Opcode.Text && !Utf8.IsValid(payload) ? FrameFault.NotUtf8 : null;
    }

    private static FrameFault? CheckClose(ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty) return null;
        if (body.Length == 1 || !FrameFaults.MayBeSent(BinaryPrimitives.ReadUInt16BigEndian(body))) return FrameFault.BadClose;
        return Utf8.IsValid(body[2..]) ? null : FrameFault.NotUtf8;
    }

    private void Stash(ReadOnlySpan<byte> bytes) => Append(ref _stash, ref _stashed, bytes);

    private void Gather(ReadOnlySpan<byte> bytes) => Append(ref _message, ref _gathered, bytes);

    private void Append(ref byte[]? to, ref int length, ReadOnlySpan<byte> bytes)
    {
        int needed = length + bytes.Length;
        if (to is null || to.Length < needed)
        {
            byte[] larger = pool.Rent(Math.Max(needed, 2 * length));
            to.AsSpan(0, length).CopyTo(larger);
            if (to is not null) pool.Return(to);
            to = larger;
        }
        bytes.CopyTo(to.AsSpan(length));
        length = needed;
    }

    /// <summary>The memory of what was given last goes back once the next is asked for.</summary>
    private void FreeGiven()
    {
        if (_stashed == 0) Return(ref _stash);
        if (!_givesMessage) return;
        Return(ref _message);
        (_gathered, _givesMessage) = (0, false);
    }

    private void Return(ref byte[]? rented)
    {
        if (rented is not null) pool.Return(rented);
        rented = null;
    }
}
