using Kapok.Sockets.Loops;
using Kapok.Sockets.Native;
using Kapok.Sockets.Tls;

namespace Kapok.Sockets.Door;

/// <summary>A connection that has not said yet, or not fully, what it wants; or one that is to be refused, and has not said enough to be answered. The door's
/// thread owns it.</summary>
internal sealed class Visitor : ILoopItem
{
    private const byte TlsRecord = 0x16; // a record's type (RFC 8446, section 5.1): whoever begins so does not read plain HTTP

    private const int MostLooks = 256; // at a ClientHello that grows: one in single bytes would be read from its beginning for each of them

    // An alert that ends the connection (RFC 8446, section 6): 50 is decode_error.
    private static ReadOnlySpan<byte> DecodeError => [0x15, 3, 3, 0, 2, 2, 50];

    private readonly AcceptedSocket _socket;
    private readonly DoorListener _listener;
    private bool _hasSpoken, _isTls;
    private int _looks;
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

    /// <summary>Its ClientHello is here, and its handshake waits for its turn.</summary>
    public bool IsHeld { get; private set; }

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
        Span<byte> first = _listener.Tls is null ? stackalloc byte[FrontDoorOptions.LookBytes] : _listener.LookRoom[..ClientHello.MostBytes];
        switch (Descriptor.Peek(_socket.FileDescriptor, first, out int bytes))
        {
            case Outcome.WouldBlock: return false;
            case Outcome.Done when IsRefused:
                Refuse(first[0] == TlsRecord);
                return true;
            case Outcome.Done when _listener.Tls is { } tls && first[0] == TlsRecord: return TryGreet(tls, first[..bytes]);
            case Outcome.Done: return TryDecide(first[..Math.Min(bytes, FrontDoorOptions.LookBytes)]);
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
        if (_isTls) _listener.Tls!.CountFailed("the ClientHello was not whole, or it was not its turn, in time");
        _listener.Forget(this);
        _socket.Close();
    }

    // Half a word may become a request of a kind that the web server knows; it has a limit of its own for that.
    private void GiveUp()
    {
        if (_hasSpoken && !IsRefused && !_isTls) GiveToWeb(isSecure: false);
        else Abandon();
    }

    private bool TryDecide(ReadOnlySpan<byte> first)
    {
        Match match = _listener.Takers.Ask(first, out IConnectionTaker? taker);
        if (match == Match.Perhaps) return IsWaitingFor(Patience.Undecided);
        if (taker is null) return GiveToWeb(first[0] == TlsRecord);
        if (!_listener.TryCount(_socket, Group)) return Refuse(isSecure: false);
        _listener.Forget(this);
        taker.Take(_socket);
        return true;
    }

    /// <summary>Begins a handshake as soon as the ClientHello is whole and it is its turn.</summary>
    private bool TryGreet(TlsEntrance tls, ReadOnlySpan<byte> first)
    {
        _isTls = true;
        HelloReading reading = ClientHello.TryRead(first, out ClientHello hello);
        if (reading == HelloReading.Partial && ++_looks < MostLooks) return IsWaitingFor(Patience.Turn);
        if (reading != HelloReading.Whole)
        {
            tls.CountRefused();
            _listener.Forget(this);
            _socket.CloseWith(DecodeError);
            return true;
        }
        if ((!IsHeld && _listener.HasQueue) || !tls.Rate.TryTake(_socket.Remote.Address, _listener.NowMs))
        {
            if (IsHeld) return false;
            if (!_listener.TryHold(this, _socket))
            {
                tls.CountFailed("too many wait for their turn");
                return Refuse(isSecure: true);
            }
            IsHeld = true;
            tls.CountDelayed();
            return IsWaitingFor(Patience.Turn);
        }
        if (!IsHeld && !_listener.TryCount(_socket, Group)) return Refuse(isSecure: true);
        _listener.Forget(this);
        tls.Greet(_socket, hello.ServerName, _listener);
        return true;
    }

    private bool IsWaitingFor(Patience patience)
    {
        if (!_hasSpoken) (_hasSpoken, _deadlineMs) = (true, _listener.DeadlineMs(patience));
        return false;
    }

    private bool GiveToWeb(bool isSecure)
    {
        if (_listener.Tls is not null)
        {
            _listener.Forget(this);
            _socket.CloseWith(DoorListener.SpeaksTls);
            return true;
        }
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

    /// <summary>Its turn for a handshake.</summary>
    Turn,

    /// <summary>A request, so that it can be answered with a refusal.</summary>
    Refused,
}
