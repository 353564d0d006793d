using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;

namespace Kapok.Media.Rtc.Dtls;

/// <summary>Why a handshake or what followed it ended.</summary>
internal enum DtlsEnd
{
    /// <summary>It goes on.</summary>
    None,

    /// <summary>The peer said goodbye.</summary>
    Closed,

    /// <summary>The peer's certificate, its profile or its records are wrong, or it took too long.</summary>
    Failed,
}

/// <summary>One peer's DTLS: the handshake, and afterwards its repeated last flight and its goodbye.</summary>
/// <remarks>BouncyCastle's DTLS blocks, so both are run by a worker of <see cref="HandshakePool"/>; never by two at once.</remarks>
internal sealed class DtlsAssociation(TlsCrypto crypto, DtlsRules rules, bool isClient, Action<ReadOnlyMemory<byte>> send) : IDisposable
{
    private DtlsTransport? _transport;
    private Func<bool>? _saysGoodbye;
    private int _isReading;

    /// <summary>Where datagrams of the peer go.</summary>
    public DtlsPipe Pipe { get; } = new(send);

    /// <summary>We open the handshake.</summary>
    public bool IsClient => isClient;

    /// <summary>What was agreed on, after the handshake.</summary>
    public DtlsOutcome? Outcome { get; private set; }

    /// <summary>Shakes hands. Blocks until it is done, at most for the time limit.</summary>
    /// <param name="reason">Why it failed.</param>
    public DtlsEnd Shake(out string reason)
    {
        reason = "";
        try
        {
            if (isClient)
            {
                DtlsClientPeer peer = new(crypto, rules);
                _transport = new DtlsClientProtocol().Connect(peer, Pipe);
                (Outcome, _saysGoodbye) = (peer.Outcome, () => peer.SaysGoodbye);
            }
            else
            {
                DtlsServerPeer peer = new(crypto, rules);
                _transport = new DtlsServerProtocol().Accept(peer, Pipe);
                (Outcome, _saysGoodbye) = (peer.Outcome, () => peer.SaysGoodbye);
            }
            return Outcome is null ? DtlsEnd.Failed : DtlsEnd.None;
        }
        catch (IOException fault) // alerts and timeouts are such
        {
            reason = fault.Message;
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            reason = fault.GetType().Name; // what a malformed message may throw deep inside must not end the worker
        }
        return DtlsEnd.Failed;
    }

    /// <summary>Whether the caller is the only one who reads; <see cref="Read"/> ends that.</summary>
    public bool TryBeginReading() => Interlocked.Exchange(ref _isReading, 1) == 0;

    /// <summary>Reads what came after the handshake without waiting: answers a repeated flight, and sees a goodbye.</summary>
    public DtlsEnd Read()
    {
        Span<byte> data = stackalloc byte[256];
        try
        {
            // A call reads on until a millisecond has passed, which is the shortest it knows; data is not used by anybody.
            for (int left = 16; left > 0 && _transport is not null && Pipe.Waiting > 0; left--) _transport.Receive(data, 1);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            // A record that anybody could have forged ends nothing; a true goodbye was told of below.
        }
        finally
        {
            Volatile.Write(ref _isReading, 0);
        }
        return _saysGoodbye?.Invoke() == true ? DtlsEnd.Closed : DtlsEnd.None;
    }

    /// <summary>Says goodbye.</summary>
    public void Dispose()
    {
        try
        {
            _transport?.Close();
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            // The path is gone; so is the peer.
        }
        Pipe.Close();
    }
}
