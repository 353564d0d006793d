// The server's parts: its start, its clock and its end.
using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Security.Cryptography;
using Kapok.Media.Rtc.Codecs;
using Kapok.Media.Rtc.Ice;
using Kapok.Media.Rtc.Sdp;
using Kapok.Media.Rtc.Sessions;
using Kapok.Media.Rtc.Transport;

namespace Kapok.Media.Rtc;

/// <summary>A node's RTC: one UDP port, ICE-TCP handed over by a front door, and the sessions of all who open any. It knows neither people nor rooms.</summary>
/// <remarks>See docs/voice.md for how it works. Any thread may call what is public.</remarks>
public sealed class RtcServer : IAsyncDisposable
{
    /// <summary>Milliseconds from one stroke of the clock to the next.</summary>
    public const int BeatMs = 200;

    private const int UnknownCarrierMs = 10_000;

    private readonly RtcOptions _options;
    private readonly RtcCore _core;
    private readonly ConcurrentDictionary<TcpCarrier, byte> _carriers = new();
    private readonly ConcurrentDictionary<Action<long>, byte> _beats = new();
    private readonly ITimer _clock;
    private int _isBeating, _isDue, _isNudged, _nextShard;
    private volatile bool _isStopping;

    /// <summary>Starts a server.</summary>
    /// <param name="options">How it is set up.</param>
    /// <param name="time">The clock.</param>
    /// <param name="pool">Memory of the packets that are kept; the shared pool when null.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="SocketException">The port is taken.</exception>
    public RtcServer(RtcOptions options, TimeProvider time, ArrayPool<byte>? pool = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Problems().FirstOrDefault() is { } problem) throw new ArgumentException(problem, nameof(options));
        _options = options;
        IDatagramPort[] ports = Ports.Open(options.Bind, options.Port, options.Shards, options.UsesBatches);
        _core = new(options, time, pool ?? ArrayPool<byte>.Shared, Nudge);
        _core.Shards = [.. ports.Select((port, id) => new Shard(_core, port, id))];
        Port = ports[0].Number;
        Addresses = options.Advertised.Count > 0 ? options.Advertised : OwnAddresses();
        foreach (Shard shard in _core.Shards) shard.Start();
        _clock = time.CreateTimer(_ => Beat(), null, TimeSpan.FromMilliseconds(BeatMs), TimeSpan.FromMilliseconds(BeatMs));
    }

    /// <summary>Something was thrown where nothing may be: a defect. It cost a packet or a session. With the newest and how many there were since the last
    /// time, at most once a second.</summary>
    public event Action<Exception, long>? Faulted;

    /// <summary>The UDP port.</summary>
    public int Port { get; }

    /// <summary>The addresses that answers name.</summary>
    public IReadOnlyList<IPAddress> Addresses { get; }

    /// <summary>Fingerprint of this start's certificate.</summary>
    public string Fingerprint => _core.Identity.Fingerprint;

    /// <summary>Packets forwarded to subscribers since the start.</summary>
    public long Forwarded => _core.Shards.Sum(shard => shard.Counters.Forwarded);

    /// <summary>The clock of everything here: milliseconds with fraction since the start, from 1 on.</summary>
    public double NowMs => _core.NowMs;

    /// <summary>It takes no further sessions.</summary>
    public bool IsStopping => _isStopping;

    /// <summary>Takes over an accepted TCP connection that <see cref="IceTcp.IsIceTcp"/> recognised.</summary>
    /// <param name="socket">The connection; it is this server's from now on.</param>
    /// <param name="begun">Bytes that were read from it already.</param>
    /// <returns>False when there are too many; the socket is then closed.</returns>
    public bool Adopt(Socket socket, ReadOnlySpan<byte> begun)
    {
        ArgumentNullException.ThrowIfNull(socket);
        if (_isStopping || _carriers.Count >= _options.MaxSessions)
        {
            socket.Dispose();
            return false;
        }
        TcpCarrier carrier;
        try
        {
            int shard = (int)((uint)Interlocked.Increment(ref _nextShard) % (uint)_core.Shards.Length);
            carrier = new(socket) { SinceMs = (long)_core.NowMs, Shard = _core.Shards[shard] };
        }
        catch (SocketException)
        {
            socket.Dispose(); // reset in the meantime
            return false;
        }
        _carriers.TryAdd(carrier, 0);
        _ = CarryAsync(carrier, begun.ToArray());
        return true;
    }

    /// <summary>Makes a session that is not open yet: no check of its peer is answered before <see cref="Open"/>.</summary>
    /// <param name="owner">Whose it is.</param>
    /// <param name="key">What the owner knows it by.</param>
    /// <param name="offer">The peer's offer.</param>
    /// <param name="sections">What each section of the offer is used for, in its order; at least one is not refused.</param>
    /// <param name="answer">The answer for the peer.</param>
    public RtcSession Prepare(IRtcOwner owner, object key, SdpOffer offer, IReadOnlyList<SdpSection> sections, out string answer)
    {
        ArgumentNullException.ThrowIfNull(offer);
        if (sections.Count != offer.Media.Count || sections.All(section => section.Use == SectionUse.Refused))
            throw new ArgumentException("There must be one for each section of the offer, and one that is taken.", nameof(sections));
        RtcSession session = new(_core, owner, key, offer, sections);
        answer = SdpAnswer.Write(sections, TransportOf(session), RandomNumberGenerator.GetInt32(1, int.MaxValue));
        return session;
    }

    /// <summary>Opens a prepared session: its peer may connect now.</summary>
    public OpenFault Open(RtcSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        if (_isStopping) return OpenFault.Stopping;
        if (IsFull) return OpenFault.Full;
        _core.Sessions[session.Credentials.Key] = session;
        return OpenFault.None;
    }

    /// <summary>Gives a session new ICE credentials, as its peer asks for that has changed its own (RFC 8839, section 4.4.3): checks by the old ones are refused
    /// from now on, and media goes on. Of a session that is over nothing follows.</summary>
    /// <param name="session">An open session.</param>
    /// <param name="fragment">The peer's request.</param>
    /// <returns>What to answer (RFC 9725, section 4.3.2).</returns>
    public string RestartIce(RtcSession session, IceFragment fragment)
    {
        ArgumentNullException.ThrowIfNull(session);
        lock (session)
        {
            ulong before = session.Credentials.Key;
            session.Credentials = IceCredentials.Generate();
            _core.Sessions[session.Credentials.Key] = session;
            _core.Sessions.TryRemove(before, out _);
            if (session.State == SessionState.Ended) _core.Sessions.TryRemove(session.Credentials.Key, out _); // in between
        }
        return fragment.Answer(TransportOf(session));
    }

    /// <summary>Publishes tracks that are made here and come from no peer.</summary>
    /// <param name="codecs">Of each track.</param>
    public LocalSource Publish(params IReadOnlyList<RtpCodec> codecs) => new(_core, codecs);

    /// <summary>It has as many sessions as it takes.</summary>
    public bool IsFull => _core.Sessions.Count >= _options.MaxSessions;

    /// <summary>Ends a session that its owner wants no more.</summary>
    public void End(RtcSession session) => End(session, SessionEnd.Left);

    /// <summary>What was counted since the start.</summary>
    public RtcCounters Count()
    {
        long Sum(Func<ShardCounters, long> one) => _core.Shards.Sum(shard => one(shard.Counters));
        return new()
        {
            Received = Sum(shard => shard.Received),
            Published = Sum(shard => shard.Published),
            Forwarded = Sum(shard => shard.Forwarded),
            Repeated = Sum(shard => shard.Repeated),
            Lost = _core.Shards.Sum(shard => shard.Lost),
            Forged = Sum(shard => shard.Forged),
            Replayed = Sum(shard => shard.Replayed),
            Limited = Sum(shard => shard.Limited),
            Stray = Sum(shard => shard.Stray),
            Checks = Sum(shard => shard.Checks),
            ChecksRefused = Sum(shard => shard.ChecksRefused),
            Recovered = Sum(shard => shard.Recovered),
            Faults = _core.Faults.Count,
            Sessions = _core.Sessions.Count,
            Connected = _core.Sessions.Values.Count(session => session.State == SessionState.Connected),
            Handshakes = _core.Handshakes.Busy,
        };
    }

    /// <summary>Calls something at each stroke of the clock, and soon after <see cref="Nudge"/>, with the clock in milliseconds; by the thread that calls owners.</summary>
    public void AddBeat(Action<long> beat) => _beats.TryAdd(beat, 0);

    /// <summary>Calls it no more; a call that goes on at this moment may still.</summary>
    public void RemoveBeat(Action<long> beat) => _beats.TryRemove(beat, out _);

    /// <summary>Lets the clock strike soon rather than at its time.</summary>
    public void Nudge()
    {
        if (Interlocked.Exchange(ref _isNudged, 1) == 0) ThreadPool.UnsafeQueueUserWorkItem(static server => server.Beat(), this, preferLocal: false);
    }

    /// <summary>Calls what is another's, who may throw.</summary>
    public void Guarded(Action call)
    {
        ArgumentNullException.ThrowIfNull(call);
        try
        {
            call();
        }
#pragma warning disable CA1031 // The clock's thread has nobody above it: what is thrown here would end the process.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            _core.Faults.Note(fault);
        }
    }

    /// <summary>Ends all sessions and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isStopping) return;
        _isStopping = true;
        await _clock.DisposeAsync().ConfigureAwait(false);
        while (Interlocked.Exchange(ref _isBeating, 1) != 0) await Task.Yield(); // never given back: the clock strikes no more
        foreach (RtcSession session in _core.Sessions.Values) End(session, SessionEnd.ServerStopped);
        // Twice: what ends at one shard is cleared at the others.
        for (int round = 0; round < 2; round++) await Task.WhenAll(_core.Shards.Select(RoundAsync)).ConfigureAwait(false);
        foreach (TcpCarrier carrier in _carriers.Keys) carrier.Dispose();
        foreach (Shard shard in _core.Shards) shard.Dispose();
        _core.Dispose();
        Report();
    }

    /// <summary>For tests: managed bytes that the shards' threads allocated.</summary>
    internal long AllocatedByShards() => _core.Shards.Sum(shard => shard.Counters.Allocated);

    internal void End(RtcSession session, SessionEnd reason)
    {
        if (session.Home is { } home)
        {
            home.Post(session, () => home.End(session, reason));
            return;
        }
        if (!session.TryEnd(reason)) return;
        _core.Sessions.TryRemove(session.Credentials.Key, out _);
        session.Release();
        _core.Tell(session);
    }

    private SdpTransport TransportOf(RtcSession session) => new(
        session.Credentials, _core.Identity.Fingerprint, session.IsDtlsClient ? SdpSetup.Active : SdpSetup.Passive, Addresses, _options.OffersUdp ? Port : 0, _options.TcpPort);

    private static Task RoundAsync(Shard shard)
    {
        TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        shard.Post(null, done.SetResult);
        return done.Task.WaitAsync(TimeSpan.FromSeconds(2), TimeProvider.System).ContinueWith(static _ => { }, TaskScheduler.Default);
    }

    private async Task CarryAsync(TcpCarrier carrier, byte[] begun)
    {
        await carrier.ReadAsync(begun, Take).ConfigureAwait(false);
        _carriers.TryRemove(carrier, out _);
    }

    private static bool Take(TcpCarrier carrier, ReadOnlyMemory<byte> frame)
    {
        bool isCheck = Stun.StunMessage.IsStun(frame.Span[0]);
        if (!isCheck && carrier.Path is null) return false; // whoever is not known sends checks first
        Shard shard = carrier.Shard!;
        if (isCheck) shard.Post(Parcel.StunByTcp, carrier, 0, 0, frame.Span);
        else shard.Post(Parcel.FromPeer, carrier.Path!, 0, 0, frame.Span);
        shard.WakeIfAsleep();
        return true;
    }

    private void Beat()
    {
        Volatile.Write(ref _isNudged, 0);
        Volatile.Write(ref _isDue, 1);
        // Somebody may be at it and past what is new: they go round once more.
        while (Volatile.Read(ref _isDue) != 0 && Interlocked.Exchange(ref _isBeating, 1) == 0) BeatOnce();
    }

    private void BeatOnce()
    {
        try
        {
            Volatile.Write(ref _isDue, 0);
            Guarded(Report);
            long now = (long)_core.NowMs;
            Guarded(() => LetGo(now));
            foreach ((Action<long> beat, byte _) in _beats) Guarded(() => beat(now));
            if (_core.Faults.TryTake(now, out Exception newest, out long count)) Guarded(() => Faulted?.Invoke(newest, count));
        }
        finally
        {
            Volatile.Write(ref _isBeating, 0);
        }
    }

    /// <summary>Tells of sessions that were connected or ended.</summary>
    private void Report()
    {
        while (_core.News.TryDequeue(out RtcSession? session))
        {
            Guarded(() =>
            {
                if (session.State == SessionState.Connected) session.Owner.Connected(session);
                else session.Owner.Ended(session);
            });
        }
    }

    /// <summary>Lets those go who never connected.</summary>
    private void LetGo(long nowMs)
    {
        foreach (RtcSession session in _core.Sessions.Values)
        {
            if (session.State == SessionState.Connecting && nowMs - session.CreatedMs > _options.ConnectSeconds * 1000L) End(session, SessionEnd.NeverConnected);
        }
        foreach (TcpCarrier carrier in _carriers.Keys)
        {
            if (carrier.Path is null && nowMs - carrier.SinceMs > UnknownCarrierMs) carrier.Dispose();
        }
    }

    private static IPAddress[] OwnAddresses()
    {
        IPAddress[] all = [.. NetworkInterface.GetAllNetworkInterfaces().Where(card => card.OperationalStatus == OperationalStatus.Up)
            .SelectMany(card => card.GetIPProperties().UnicastAddresses).Select(one => one.Address).Where(address => !address.IsIPv6LinkLocal)];
        IPAddress[] outward = [.. all.Where(address => !IPAddress.IsLoopback(address)).OrderBy(address => address.AddressFamily == AddressFamily.InterNetwork ? 0 : 1).Take(8)];
        return outward.Length > 0 ? outward : [.. all.Take(2)];
    }
}
