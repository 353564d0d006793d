using Kapok.Sockets.Loops;
using Kapok.Sockets.Native;

namespace Kapok.Sockets.Door;

/// <summary>A connection that has not said yet, or not fully, what it wants; or one that is to be refused, and has not said enough to be answered. The door's
/// thread owns it.</summary>
internal sealed class Visitor : ILoopItem
{
    private const byte TlsHandshake = 0x16; // a record's type (RFC 8446, section 5.1): whoever begins so does not read plain HTTP

    private readonly AcceptedSocket _socket;
    private readonly DoorListener _listener;
    private bool _hasSpoken;
    private double _deadlineMs;

    public Visitor(AcceptedSocket socket, DoorListener listener, AddressGroup group, bool isRefused)
    {
        (_socket, _listener, Group, IsRefused, InOrder, InGroup) = (socket, listener, group, isRefused, new(this), new(this));
        _deadlineMs = listener.DeadlineMs(isRefused ? Patience.Refused : Patience.Silent);
    }

    /// <inheritdoc/>
    public int Number { get; set; }

    // On change: a prefix that waits in the socket is not told of again and again, only what comes to it.
    public Readiness Wanted => Readiness.Readable | Readiness.PeerEnded | Readiness.OnChange;

    /// <summary>Connections of its address.</summary>
    public AddressGroup Group { get; }

    /// <summary>There is no room for it.</summary>
    public bool IsRefused { get; }

    /// <summary>Its place among all that wait.</summary>
    public LinkedListNode<Visitor> InOrder { get; }

    /// <summary>Its place among those of its address.</summary>
    public LinkedListNode<Visitor> InGroup { get; }

    /// <summary>Its descriptor.</summary>
    public int FileDescriptor => _socket.FileDescriptor;

    /// <summary>Looks at what has come so far.</summary>
    /// <returns>Whether it is decided whose the connection is.</returns>
    public bool TryDecide()
    {
        Span<byte> first = stackalloc byte[FrontDoorOptions.LookBytes];
        switch (Descriptor.Peek(_socket.FileDescriptor, first, out int bytes))
        {
            case Outcome.WouldBlock: return false;
            case Outcome.Done when IsRefused:
                Refuse(first[0] == TlsHandshake);
                return true;
            case Outcome.Done: return TryDecide(first[..bytes]);
            default:
                Abandon();
                return true;
        }
    }

    public void Ready(Readiness happened)
    {
        // A peer that has ended what it says will not say the rest.
        if (!TryDecide() && (happened & (Readiness.PeerEnded | Readiness.HungUp | Readiness.Failed)) != 0) GiveUp();
    }

    public void Sweep(double nowMs)
    {
        if (nowMs > _deadlineMs) GiveUp();
    }

    public void Abandon()
    {
        _listener.Forget(this);
        _socket.Close();
    }

    // Half a word may become a request of a kind that the web server knows; it has a limit of its own for that.
    private void GiveUp()
    {
        if (_hasSpoken && !IsRefused) GiveToWeb(isSecure: false);
        else Abandon();
    }

    private bool TryDecide(ReadOnlySpan<byte> first)
    {
        bool isUndecided = false;
        foreach (IConnectionTaker taker in _listener.Takers)
        {
            Match match = taker.Look(first);
            isUndecided |= match == Match.Perhaps;
            if (match != Match.Yes) continue;
            if (!_listener.TryCount(_socket, Group)) return Refuse(isSecure: false);
            _listener.Forget(this);
            taker.Take(_socket);
            return true;
        }
        if (isUndecided && first.Length < FrontDoorOptions.LookBytes)
        {
            if (!_hasSpoken) (_hasSpoken, _deadlineMs) = (true, _listener.DeadlineMs(Patience.Undecided));
            return false;
        }
        return GiveToWeb(first[0] == TlsHandshake);
    }

    private bool GiveToWeb(bool isSecure)
    {
        if (!_listener.TryCount(_socket, Group)) return Refuse(isSecure);
        _listener.Forget(this);
        _listener.GiveToWeb(_socket);
        return true;
    }

    private bool Refuse(bool isSecure)
    {
        _listener.Forget(this);
        if (isSecure) _socket.Close();
        else _socket.CloseWith(DoorListener.Refusal);
        return true;
    }
}

/// <summary>For what a connection is being waited for.</summary>
internal enum Patience
{
    /// <summary>Its first byte.</summary>
    Silent,

    /// <summary>Enough bytes to know whose it is.</summary>
    Undecided,

    /// <summary>A request, so that it can be answered with a refusal.</summary>
    Refused,
}
