using Kapok.Sockets.Loops;
using Kapok.Sockets.Native;

namespace Kapok.Sockets.Door;

/// <summary>A connection that has not said yet, or not fully, what it wants. The door's thread owns it.</summary>
internal sealed class Visitor(AcceptedSocket socket, DoorListener listener) : ILoopItem
{
    private bool _hasSpoken;
    private double _deadlineMs = listener.DeadlineMs(hasSpoken: false);

    /// <inheritdoc/>
    public int Number { get; set; }

    // On change: a prefix that waits in the socket is not told of again and again, only what comes to it.
    public Readiness Wanted => Readiness.Readable | Readiness.PeerEnded | Readiness.OnChange;

    /// <summary>Looks at what has come so far.</summary>
    /// <returns>Whether it is decided whose the connection is.</returns>
    public bool TryDecide()
    {
        Span<byte> first = stackalloc byte[FrontDoorOptions.LookBytes];
        switch (Descriptor.Peek(socket.FileDescriptor, first, out int bytes))
        {
            case Outcome.WouldBlock: return false;
            case Outcome.Done: return TryDecide(first[..bytes]);
            default:
                Abandon();
                return true;
        }
    }

    /// <summary>Gives it to the web server.</summary>
    public void GiveToWeb()
    {
        listener.Forget(this, socket.FileDescriptor);
        listener.GiveToWeb(socket);
    }

    public void Ready(Readiness happened)
    {
        // A peer that has ended what it says will not say the rest.
        if (!TryDecide() && (happened & (Readiness.PeerEnded | Readiness.HungUp | Readiness.Failed)) != 0) GiveToWeb();
    }

    public void Sweep(double nowMs)
    {
        if (nowMs > _deadlineMs) GiveToWeb();
    }

    public void Abandon()
    {
        listener.Forget(this, socket.FileDescriptor);
        socket.Close();
    }

    private bool TryDecide(ReadOnlySpan<byte> first)
    {
        bool isUndecided = false;
        foreach (IConnectionTaker taker in listener.Takers)
        {
            Match match = taker.Look(first);
            isUndecided |= match == Match.Perhaps;
            if (match != Match.Yes) continue;
            listener.Forget(this, socket.FileDescriptor);
            taker.Take(socket);
            return true;
        }
        if (isUndecided && first.Length < FrontDoorOptions.LookBytes)
        {
            if (!_hasSpoken) (_hasSpoken, _deadlineMs) = (true, listener.DeadlineMs(hasSpoken: true));
            return false;
        }
        GiveToWeb();
        return true;
    }
}
