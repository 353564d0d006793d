using Kapok.Protocol;
using Kapok.Protocol.Messages;

namespace Kapok.Server.Realtime;

/// <summary>One world socket, however its bytes travel. A room speaks through its hold on it; <see cref="ConnectionHold"/>.</summary>
/// <remarks>Thread-safe.</remarks>
internal abstract class Connection
{
    private readonly TimeProvider _time;
    private readonly long _began;

    // The newest hold, or the ending once there is one: in one field, so that taking over and closing exclude each other without a lock.
    private object _holder;
    private volatile ConnectionHold _hold;

    protected Connection(TimeProvider time)
    {
        (_time, _began) = (time, time.GetTimestamp());
        _holder = _hold = new ConnectionHold(this);
    }

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
        TakenOver(from);
        return fresh;
    }

    /// <summary>Something was heard.</summary>
    public void Heard() => HeardMs = NowMs;

    /// <summary>Whether what was sent has been on its way for longer than this.</summary>
    public abstract bool IsStuck(TimeSpan limit);

    /// <summary>Where a hold's next batch goes: memory of the calling thread, so that a loop that was abandoned writes into its own. Empty while the batch before is on its way.</summary>
    public abstract Span<byte> BatchSlot(ConnectionHold hold);

    /// <summary>Sends what a hold's room wrote to the slot. Of a hold that is not the newest nothing is sent.</summary>
    public abstract void SendBatch(ConnectionHold hold, ReadOnlySpan<int> lengths);

    /// <summary>A control message waits in the newest hold.</summary>
    public abstract void Queued();

    /// <summary>Sends the control messages that wait at once.</summary>
    public abstract void Flush();

    /// <summary>Another hold is the newest.</summary>
    protected abstract void TakenOver(ConnectionHold from);

    /// <summary>Sends what waits, then the close; what does not leave in time is dropped.</summary>
    protected abstract void BeginClose(Ending ending);

    private bool TryClose(ConnectionHold by, Ending ending)
    {
        if (Interlocked.CompareExchange(ref _holder, ending, by) != by) return false;
        if (ending != Ending.Left) by.Control.Add(ControlMessage.Encode(new ServerMessage { Goodbye = new() { Code = ending.Code, MayReturn = ending.MayReturn } }));
        BeginClose(ending);
        return true;
    }
}
