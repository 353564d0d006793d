using System.Buffers.Binary;
using System.Numerics;
using Kapok.Protocol;
using Kapok.Protocol.Frames;
using Kapok.Protocol.Messages;
using Kapok.Sockets.Buffers;
using Kapok.Sockets.Framing;
using Kapok.Sockets.Lines;

namespace Kapok.Tools.Bench.Sockets;

/// <summary>One person of a crowd over sockets: counts and checks all that comes, and keeps it for a decoder if it has one.</summary>
/// <remarks>The loop's thread takes what comes; the driver's thread sends.</remarks>
internal sealed class CrowdGuest(RoomTime clock, BufferPool? decoderBuffers) : ILineEvents
{
    private const byte WelcomeTag = (ServerMessage.WelcomeFieldNumber << 3) | 2, PongTag = (ServerMessage.PongFieldNumber << 3) | 2;
    private const byte PutBackTag = (ServerMessage.PutBackFieldNumber << 3) | 2, LeftTag = (ServerMessage.LeftFieldNumber << 3) | 2,
        GoodbyeTag = (ServerMessage.GoodbyeFieldNumber << 3) | 2;

    private readonly TaskCompletionSource _decided = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private readonly Queue<(PooledBuffer Buffer, int Length)> _kept = new();
    private long _bytes;
    private int _frames, _wrong;
    private uint _frameMs;
    private double _pingMs;
    private ServerMessage? _placed;

    /// <summary>Its socket; null before and after.</summary>
    public WebSocketLine? Line { get; private set; }

    /// <summary>What the server said first; null before.</summary>
    public Welcome? Welcome { get; private set; }

    /// <summary>Why it ended, or null.</summary>
    public string? End { get; private set; }

    /// <summary>Payload bytes so far.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>State frames so far.</summary>
    public int Frames => Volatile.Read(ref _frames);

    /// <summary>Frames that were out of order, and messages that were none of the protocol.</summary>
    public int Wrong => Volatile.Read(ref _wrong);

    /// <summary>What it comes in with.</summary>
    public string Ticket { get; set; } = "";

    /// <summary>Takes its socket, which may open on another thread before it is even known here.</summary>
    /// <returns>Ends when the socket is open, or has ended.</returns>
    public Task ConnectAsync(Func<WebSocketLine> connect)
    {
        lock (_lock) Line = connect();
        return _decided.Task;
    }

    /// <summary>Forgets its socket.</summary>
    public void LetGo() => Line = null;

    /// <summary>Sends a move of the placement that counts.</summary>
    public bool Post(in MoveFrame move)
    {
        Span<byte> bytes = stackalloc byte[MoveFrame.Size];
        (move with { Epoch = (byte)(Welcome?.Placement.Epoch ?? 0) }).Write(bytes);
        return Line?.TrySend(Opcode.Binary, bytes) == true;
    }

    /// <summary>Sends a control message.</summary>
    public bool Say(ClientMessage message) => Line?.TrySend(Opcode.Binary, ControlMessage.Encode(message)) == true;

    /// <summary>Asks for the room's time; keeps the socket from being called silent too.</summary>
    public void Ping()
    {
        double asked = clock.OwnMs;
        if (Say(new() { Ping = new() { ClientMs = asked } })) _pingMs = asked;
    }

    /// <summary>Where the room has put it since it was asked last.</summary>
    public bool TryTakePlacement(out Vector2 place)
    {
        ServerMessage? placed = Interlocked.Exchange(ref _placed, null);
        place = placed is null ? default : new(placed.PutBack.Placement.X, placed.PutBack.Placement.Z);
        return placed is not null;
    }

    /// <summary>Takes the oldest message that was kept. Of somebody with a decoder only.</summary>
    public bool TryTakeKept(out PooledBuffer? buffer, out int length)
    {
        lock (_lock)
        {
            bool any = _kept.TryDequeue(out (PooledBuffer Buffer, int Length) kept);
            (buffer, length) = kept;
            return any;
        }
    }

    /// <inheritdoc/>
    public void Opened()
    {
        lock (_lock) Say(new() { Hello = new() { Ticket = Ticket, MinVersion = ProtocolVersion.Min, MaxVersion = ProtocolVersion.Max } });
        _decided.TrySetResult();
    }

    /// <inheritdoc/>
    public void Received(Opcode kind, ReadOnlySpan<byte> message)
    {
        Interlocked.Add(ref _bytes, message.Length);
        if (kind != Opcode.Binary || message.Length < 2)
        {
            _wrong++;
            return;
        }
        if (message[0] == MessageKind.State) TakeFrame(message);
        else if (message[0] == MessageKind.Control) TakeControl(message);
        else _wrong++;
        if (decoderBuffers is not null && (message[0] == MessageKind.State || message[1] is WelcomeTag or LeftTag)) Keep(message);
    }

    /// <inheritdoc/>
    public void Faulted(FrameFault fault) => End ??= fault.ToString();

    /// <inheritdoc/>
    public void Ended(LineEnd end)
    {
        End ??= end.Reason.Length > 0 ? end.Reason : $"closed with {end.Code}";
        _decided.TrySetResult();
    }

    private void TakeFrame(ReadOnlySpan<byte> message)
    {
        if (message.Length < 5)
        {
            _wrong++;
            return;
        }
        uint ms = BinaryPrimitives.ReadUInt32LittleEndian(message[1..]);
        if (_frames > 0 && (int)(ms - _frameMs) <= 0) _wrong++; // room time rises
        _frameMs = ms;
        clock.Heard(ms);
        Interlocked.Increment(ref _frames);
    }

    // Ten thousand people are told of thousands: only what concerns oneself is read, known by its first tag.
    private void TakeControl(ReadOnlySpan<byte> message)
    {
        if (message[1] is not (WelcomeTag or PongTag or PutBackTag or GoodbyeTag)) return;
        if (!ControlMessage.TryRead(message, out ServerMessage read))
        {
            _wrong++;
            return;
        }
        if (read.Welcome is { } welcome)
        {
            clock.Heard(welcome.RoomMs);
            Welcome = welcome;
        }
        if (read.Pong is { } pong && pong.ClientMs == _pingMs) clock.Answered(pong.ClientMs, pong.RoomMs);
        if (read.Goodbye is { } goodbye) End ??= goodbye.Code;
        if (read.PutBack is null || Welcome is null) return;
        Welcome.Placement = read.PutBack.Placement;
        Interlocked.Exchange(ref _placed, read);
    }

    private void Keep(ReadOnlySpan<byte> message)
    {
        PooledBuffer buffer = decoderBuffers!.Rent(message.Length);
        message.CopyTo(buffer.Span);
        lock (_lock) _kept.Enqueue((buffer, message.Length));
    }
}
