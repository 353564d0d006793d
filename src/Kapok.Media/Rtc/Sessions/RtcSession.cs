using System.Security.Cryptography;
using Kapok.Media.Rtc.Codecs;
using Kapok.Media.Rtc.Congestion;
using Kapok.Media.Rtc.Dtls;
using Kapok.Media.Rtc.Ice;
using Kapok.Media.Rtc.Rtcp;
using Kapok.Media.Rtc.Sdp;
using Kapok.Media.Rtc.Srtp;
using Kapok.Media.Rtc.Transport;

namespace Kapok.Media.Rtc.Sessions;

/// <summary>A peer's connection: tracks that it publishes, and subscriptions in which it receives tracks of others.</summary>
/// <remarks>
/// It is opened by an owner (<see cref="IRtcOwner"/>), who alone knows whom it is of. What is public may be read by any thread.
/// The rest belongs to the home shard: the one at which the first authentic check arrived. Only that shard touches the peer's keys, tracks and
/// subscriptions, so none of it is locked.
/// </remarks>
public sealed class RtcSession
{
    private const int MostPaths = 8;

    private readonly IcePath?[] _paths = new IcePath?[MostPaths];
    private Shard? _home;
    private IceCredentials _credentials = IceCredentials.Generate();
    private CongestionFeedback? _arrivals;
    private int _state, _end;
    private long _lastHeardMs;
    private int _nextPath;

    internal RtcSession(RtcCore core, IRtcOwner owner, object key, SdpOffer offer, IReadOnlyList<SdpSection> sections)
    {
        (Core, Owner, Key, Fingerprint, CreatedMs) = (core, owner, key, offer.Fingerprint, (long)core.NowMs);
        _lastHeardMs = CreatedMs;
        // The offerer opens unless it insists on waiting: browsers say either, and then their first flight comes without our asking.
        IsDtlsClient = offer.Setup == SdpSetup.Passive;
        // Seeded from the system: these numbers only have to differ, they are no secret.
        Random random = new(RandomNumberGenerator.GetInt32(int.MaxValue));
        Tracks = [.. sections.Where(section => section.Use == SectionUse.Publish).Select(section => new RtcTrack(this, section, core.Options.Shards))];
        Subscriptions = [.. sections.Where(section => section.Use == SectionUse.Subscribe).Select((section, number) => new Subscription(this, section, number, random))];
        PublishesVideo = Array.Exists(Tracks, track => track.Kind == MediaKind.Video);
        if (Array.Exists(Subscriptions, subscription => subscription.Kind == MediaKind.Video)) Outlet = new();
        Spread = (int)(Credentials.Key % 1000);
    }

    /// <summary>A session without a peer: what it publishes is sent by <see cref="LocalSource"/>. It is connected until it is ended.</summary>
    internal RtcSession(RtcCore core, IRtcOwner owner, object key, IReadOnlyList<RtpCodec> codecs)
    {
        (Core, Owner, Key, Fingerprint, CreatedMs, _state) = (core, owner, key, [], (long)core.NowMs, (int)SessionState.Connected);
        Tracks = [.. codecs.Select(codec => new RtcTrack(this, codec, core.Options.Shards))];
        Subscriptions = [];
    }

    /// <summary>Who opened it, and is told what becomes of it.</summary>
    public IRtcOwner Owner { get; }

    /// <summary>What the owner knows it by; means nothing here.</summary>
    public object Key { get; }

    /// <summary>Tracks that the peer publishes, in the order of the offer.</summary>
    public IReadOnlyList<RtcTrack> Published => Tracks;

    /// <summary>Where the peer receives, in the order of the offer.</summary>
    public IReadOnlyList<Subscription> Subscribed => Subscriptions;

    /// <summary>How far it has come.</summary>
    public SessionState State => (SessionState)Volatile.Read(ref _state);

    /// <summary>Why it is over.</summary>
    public SessionEnd End => (SessionEnd)Volatile.Read(ref _end);

    /// <summary>Whether packets go by TCP.</summary>
    public bool IsTcp { get; private set; }

    /// <summary>How media is protected.</summary>
    public SrtpProfile Profile { get; private set; }

    /// <summary>Milliseconds from the answer to the end of the handshake; 0 before.</summary>
    public long ConnectMs { get; private set; }

    /// <summary>Round trip in milliseconds by the listener's last report; −1 when there was none.</summary>
    public double RoundTripMs { get; internal set; } = -1;

    /// <summary>Share of our packets that the listener lost lately, 0 to 1.</summary>
    public double LossShare { get; internal set; }

    /// <summary>How much the peer can be sent, by its feedback, in bits a second; 0 where it receives no pictures. For whoever chooses among layers of them.</summary>
    public double EstimatedBitsPerSecond => Outlet?.Estimator.BitsPerSecond ?? 0;

    internal RtcCore Core { get; }

    /// <summary>Ours; <see cref="RtcServer.RestartIce"/> changes them.</summary>
    internal IceCredentials Credentials
    {
        get => Volatile.Read(ref _credentials);
        set => Volatile.Write(ref _credentials, value);
    }

    internal byte[] Fingerprint { get; }

    /// <summary>We open the handshake.</summary>
    internal bool IsDtlsClient { get; }

    internal long CreatedMs { get; }

    internal RtcTrack[] Tracks { get; }

    internal Subscription[] Subscriptions { get; }

    /// <summary>Pictures come from it, so it may send more.</summary>
    internal bool PublishesVideo { get; }

    /// <summary>What pictures need on their way to it; null where it receives none.</summary>
    internal VideoOutlet? Outlet { get; }

    /// <summary>0 to 999: spreads what happens by the clock, so that sessions that came at once do not do it at once.</summary>
    internal int Spread { get; }

    /// <summary>When packets of all its tracks came, by their transport-wide numbers, which count the whole connection.</summary>
    internal CongestionFeedback Arrivals => _arrivals ??= new();

    /// <summary>Whether there is anything to tell of arrivals.</summary>
    internal bool HasArrivals => _arrivals is { HasAny: true };

    /// <summary>When that is to be told.</summary>
    internal long NextCongestionMs { get; set; }

    internal DtlsAssociation? Dtls { get; set; }

    internal SrtpReceiver? Incoming { get; private set; }

    internal SrtpCipher? Outgoing { get; private set; }

    /// <summary>The path on which to send: that of the last authentic packet.</summary>
    internal IcePath? Path { get; private set; }

    /// <summary>Next index of SRTCP.</summary>
    internal uint RtcpIndex { get; set; } = 1;

    internal RateLimit PacketLimit, ByteLimit, RepeatLimit;

    /// <summary>When sender reports are due.</summary>
    internal long NextReportMs { get; set; }

    /// <summary>Place in the home shard's list, −1 for none.</summary>
    internal int ShardIndex { get; set; } = -1;

    internal Shard? Home => Volatile.Read(ref _home);

    /// <summary>Paths that were validated; some may be null.</summary>
    internal ReadOnlySpan<IcePath?> Paths => _paths;

    /// <summary>When an authentic check or packet last came.</summary>
    internal long LastHeardMs
    {
        get => Volatile.Read(ref _lastHeardMs);
        set => Volatile.Write(ref _lastHeardMs, value);
    }

    /// <summary>Makes a shard the home if there is none yet.</summary>
    /// <returns>The home.</returns>
    internal Shard Settle(Shard shard) => Interlocked.CompareExchange(ref _home, shard, null) ?? shard;

    /// <summary>Keeps a validated path; the oldest goes when there are too many.</summary>
    /// <returns>The path that had to go.</returns>
    internal IcePath? AddPath(IcePath path)
    {
        IcePath? oldest = _paths[_nextPath];
        if (oldest is not null && oldest == Path) // never the one in use
        {
            _nextPath = (_nextPath + 1) % MostPaths;
            oldest = _paths[_nextPath];
        }
        _paths[_nextPath] = path;
        _nextPath = (_nextPath + 1) % MostPaths;
        Path ??= path;
        return oldest;
    }

    /// <summary>Sends on a path from now on.</summary>
    internal void Select(IcePath path)
    {
        if (Path == path) return;
        Path = path;
        IsTcp = path.Tcp is not null;
    }

    /// <summary>The handshake is done.</summary>
    internal void Install(DtlsOutcome outcome, long nowMs)
    {
        (Incoming, Outgoing, Profile, ConnectMs) = (new(outcome.Incoming()), outcome.Outgoing(), outcome.Profile, Math.Max(1, nowMs - CreatedMs));
        IsTcp = Path?.Tcp is not null;
        Volatile.Write(ref _state, (int)SessionState.Connected);
    }

    /// <summary>Ends it; the first reason counts.</summary>
    /// <returns>Whether this call ended it.</returns>
    internal bool TryEnd(SessionEnd reason)
    {
        if (Interlocked.CompareExchange(ref _end, (int)reason, (int)SessionEnd.None) != (int)SessionEnd.None) return false;
        Volatile.Write(ref _state, (int)SessionState.Ended);
        return true;
    }

    /// <summary>Frees keys and the handshake's memory. The home shard calls, or whoever ends a session without one.</summary>
    internal void Release()
    {
        foreach (RtcTrack track in Tracks) track.End();
        Outlet?.Pacer.Clear();
        Incoming?.Dispose();
        Outgoing?.Dispose();
        (Incoming, Outgoing, Path) = (null, null, null);
        foreach (IcePath? path in _paths) path?.Tcp?.Dispose();
    }
}
