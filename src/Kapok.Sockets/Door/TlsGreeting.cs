using Kapok.Sockets.Loops;
using Kapok.Sockets.Native;
using Kapok.Sockets.Tls;

namespace Kapok.Sockets.Door;

/// <summary>A connection in the middle of its TLS handshake, or just behind it, that has not said yet what it wants. The entrance's thread owns it.</summary>
internal sealed class TlsGreeting(AcceptedSocket socket, TlsSocket tls, TlsEntrance entrance, DoorListener listener) : ILoopItem
{
    private double _deadlineMs = entrance.Loop.NowMs + entrance.Options.HandshakeTime.TotalMilliseconds;
    private bool _isShaken, _hasSpoken;

    /// <inheritdoc/>
    public int Number { get; set; }

    public Readiness Wanted => Readiness.Readable | Readiness.Writable | Readiness.PeerEnded | Readiness.OnChange;

    public void Ready(Readiness happened)
    {
        if (!_isShaken && !TryShake()) return;
        if (tls.IsHttp2) GiveToWeb();
        else Look();
    }

    public void Sweep(double nowMs)
    {
        if (nowMs < _deadlineMs) return;
        // Half a word may become a request of a kind that the web server knows; it has a limit of its own for that.
        if (_hasSpoken) GiveToWeb();
        else if (_isShaken) Abandon();
        else Fail("it took too long");
    }

    public void Abandon()
    {
        entrance.Loop.Remove(this, tls.Descriptor);
        socket.Close();
    }

    private bool TryShake()
    {
        TlsHandshake stands = tls.Handshake();
        if (stands == TlsHandshake.Failed) Fail(tls.Fault ?? "");
        if (stands != TlsHandshake.Done) return false;
        entrance.Count(tls);
        (_isShaken, _deadlineMs) = (true, entrance.Loop.NowMs + entrance.Options.SilenceTime.TotalMilliseconds);
        return true;
    }

    private void Fail(string why)
    {
        entrance.CountFailed(why);
        Abandon();
    }

    private void Look()
    {
        switch (tls.Look(FrontDoorOptions.LookBytes, out ReadOnlySpan<byte> first))
        {
            case Outcome.WouldBlock: return;
            case Outcome.Done: break;
            default:
                Abandon();
                return;
        }
        Match match = entrance.Takers.Ask(first, out IConnectionTaker? taker);
        if (match == Match.Perhaps) _hasSpoken = true;
        else if (taker is null) GiveToWeb();
        else
        {
            entrance.Loop.Remove(this, tls.Descriptor);
            taker.Take(socket);
        }
    }

    private void GiveToWeb()
    {
        entrance.Loop.Remove(this, tls.Descriptor);
        listener.GiveToWeb(socket, tls, entrance.Loop);
    }
}
