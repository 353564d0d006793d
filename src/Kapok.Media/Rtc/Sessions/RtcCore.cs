using System.Buffers;
using System.Collections.Concurrent;
using Kapok.Media.Rtc.Dtls;
using Kapok.Media.Rtc.Ice;
using Kapok.Media.Rtc.Transport;

namespace Kapok.Media.Rtc.Sessions;

/// <summary>What the shards of a server share.</summary>
internal sealed class RtcCore : IDisposable
{
    private readonly Action _nudge;
    private readonly long _began;
    private readonly Lock _limiting = new();
    private RateLimit _handshakeLimit;

    public RtcCore(RtcOptions options, TimeProvider time, ArrayPool<byte> pool, Action nudge)
    {
        (Options, Time, Pool, _nudge, _began) = (options, time, pool, nudge, time.GetTimestamp());
        Identity = DtlsIdentity.Generate(time);
        Handshakes = new(options.Handshakes, options.HandshakesWaiting, Faults);
    }

    public RtcOptions Options { get; }

    public TimeProvider Time { get; }

    public ArrayPool<byte> Pool { get; }

    public DtlsIdentity Identity { get; }

    public HandshakePool Handshakes { get; }

    public PlatformCrypto Crypto { get; } = new();

    /// <summary>What was thrown.</summary>
    public FaultLog Faults { get; } = new();

    /// <summary>Sessions by our user name fragment.</summary>
    public ConcurrentDictionary<ulong, RtcSession> Sessions { get; } = new();

    /// <summary>Sessions that were connected or ended and of which the outside was not told yet.</summary>
    public ConcurrentQueue<RtcSession> News { get; } = new();

    public Shard[] Shards { get; set; } = [];

    /// <summary>The clock of all of this: milliseconds with fraction since the start, from 1 on, since 0 means never.</summary>
    public double NowMs => Time.GetElapsedTime(_began).TotalMilliseconds + 1d;

    /// <summary>Tells the outside of a session soon.</summary>
    public void Tell(RtcSession session)
    {
        News.Enqueue(session);
        _nudge();
    }

    /// <summary>Begins a handshake on a worker.</summary>
    /// <returns>False when there are too many; the peer repeats its flight, and then may be luckier.</returns>
    public bool TryShake(RtcSession session, Shard home)
    {
        lock (_limiting)
        {
            if (!_handshakeLimit.TryTake((long)NowMs, Options.HandshakesPerSecond, Options.HandshakesPerSecond)) return false;
        }
        DtlsRules rules = new(Identity, session.Fingerprint, TimeSpan.FromSeconds(Options.HandshakeSeconds), [.. Options.Profiles]);
        DtlsAssociation association = new(Crypto, rules, session.IsDtlsClient, datagram => home.Post(session, () => home.SendRaw(session, datagram.Span)));
        if (!Handshakes.TryRun(() => Shake(session, association, home))) return false;
        session.Dtls = association;
        return true;
    }

    /// <summary>Lets a worker read what came after the handshake.</summary>
    public void ReadLater(RtcSession session, DtlsAssociation association, Shard home) => Handshakes.TryRun(() =>
    {
        if (association.TryBeginReading() && association.Read() == DtlsEnd.Closed) home.Post(session, () => home.End(session, SessionEnd.ClosedByPeer));
    });

    private static void Shake(RtcSession session, DtlsAssociation association, Shard home)
    {
        DtlsEnd end = association.Shake(out _);
        if (end == DtlsEnd.None && association.Outcome is { } outcome) home.Post(session, () => home.Connect(session, outcome));
        else home.Post(session, () => home.End(session, SessionEnd.HandshakeFailed));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Handshakes.Dispose();
        Identity.Dispose();
    }
}
