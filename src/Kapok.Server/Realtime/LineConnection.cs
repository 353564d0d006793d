using Kapok.Protocol;
using Kapok.Sockets.Framing;
using Kapok.Sockets.Lines;
using Kapok.World;

namespace Kapok.Server.Realtime;

/// <summary>A world socket in an epoll loop: the room's thread writes straight to the socket, and what comes is taken on the loop's thread.</summary>
/// <remarks>Its memory is small: no task, no buffer and no slot of its own while nothing is on its way.</remarks>
internal sealed partial class LineConnection : Connection, ILineEvents
{
    private readonly ServerLine _line;
    private readonly Action<LineConnection> _ended;
    private readonly ILogger _log;

    /// <summary>Takes a line that is about to open.</summary>
    /// <param name="line">The line.</param>
    /// <param name="time">Clock of the limits.</param>
    /// <param name="newWorld">Makes the receiving half.</param>
    /// <param name="ended">Called once, when the line is closed.</param>
    /// <param name="log">Where a failed hello is told.</param>
    public LineConnection(ServerLine line, TimeProvider time, Func<Connection, WorldSocket> newWorld, Action<LineConnection> ended, ILogger log)
        : base(time)
    {
        (_line, _ended, _log) = (line, ended, log);
        World = newWorld(this);
        line.Outbox = Hold.Control;
    }

    /// <summary>The receiving half.</summary>
    public WorldSocket World { get; }

    /// <inheritdoc/>
    public override bool IsStuck(TimeSpan limit) => _line.IsStuck(limit);

    /// <inheritdoc/>
    public override Span<byte> BatchSlot(ConnectionHold hold) => Ending is null ? _line.BatchSlot(RoomSettings.SlotBytes) : default;

    /// <inheritdoc/>
    public override void SendBatch(ConnectionHold hold, ReadOnlySpan<int> lengths) => _line.SendBatch(hold.Control, lengths);

    /// <inheritdoc/>
    public override void Queued() => _line.Queued();

    /// <inheritdoc/>
    public override void Flush() => _line.Flush();

    /// <inheritdoc/>
    public void Opened()
    {
        // nothing to do before the hello comes
    }

    /// <inheritdoc/>
    public void Received(Opcode kind, ReadOnlySpan<byte> message)
    {
        Heard();
        Taken taken = kind == Opcode.Binary ? World.Take(message) : new(Ending.Malformed);
        if (taken.Ending is not null) Close(taken.Ending);
        if (taken.Hello is null) return;
        _line.Pause(); // what follows the hello is for whoever it makes of the peer
        _ = GoOnAfterAsync(taken.Hello);
    }

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

    /// <inheritdoc/>
    protected override void TakenOver(ConnectionHold from) => _line.Outbox = Hold.Control;

    /// <inheritdoc/>
    protected override void BeginClose(Ending ending) => _line.Close(ending.CloseCode, ending.Code);

    private async Task GoOnAfterAsync(Task<Ending?> hello)
    {
        try
        {
            if (await hello is { } ending) Close(ending);
            _line.Resume();
        }
#pragma warning disable CA1031 // Whatever storage throws, it costs this connection and no other.
        catch (Exception error)
#pragma warning restore CA1031
        {
            HelloFailed(_log, error);
            _line.Abort();
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A hello could not be answered; its connection is dropped")]
    private static partial void HelloFailed(ILogger log, Exception error);
}
