using Kapok.Protocol.Frames;

namespace Kapok.World.Movement;

/// <summary>Holds the newest move of one client until the room takes it.</summary>
/// <remarks>
/// Sockets post and the room loop takes. A lock for each person is never contended by more than these two; a queue for the room would
/// let whoever sends most delay the others, and would keep moves that nobody needs any more.
/// </remarks>
public sealed class MoveMailbox
{
    private readonly Lock _lock = new();
    private MoveFrame _newest;
    private volatile bool _full;
    private double _newestMs;
    private bool _any;
    private ushort _lastSequence;
    private WaitingMoves? _waiting;
    private ushort _id;

    /// <summary>Says where the room looks for those who moved, before anything is posted; null once no room does.</summary>
    internal void AnnounceTo(WaitingMoves? waiting, ushort id) => (_waiting, _id) = (waiting, id);

    /// <summary>Puts a move in, over one that was not taken.</summary>
    /// <param name="move">The move.</param>
    /// <param name="roomMs">Room time at which it came: what passes until the room's next tick is not lost to those who extrapolate.</param>
    /// <returns>False when it is older than the last one, and dropped.</returns>
    public bool Post(in MoveFrame move, double roomMs)
    {
        lock (_lock)
        {
            // Wrapping difference: newer is at most half the range ahead (RFC 1982).
            if (_any && (short)(move.Sequence - _lastSequence) <= 0) return false;
            (_newest, _newestMs, _lastSequence, _any) = (move, roomMs, move.Sequence, true);
            _full = true;
        }
        _waiting?.Set(_id);
        return true;
    }

    /// <summary>Takes the newest move.</summary>
    public bool TryTake(out MoveFrame move, out double roomMs)
    {
        (move, roomMs) = (default, 0d);
        if (!_full) return false;
        lock (_lock)
        {
            _full = false;
            (move, roomMs) = (_newest, _newestMs);
            return true;
        }
    }

    /// <summary>Forgets everything: another connection counts from anew.</summary>
    public void Reset()
    {
        lock (_lock) (_any, _full) = (false, false);
    }
}
