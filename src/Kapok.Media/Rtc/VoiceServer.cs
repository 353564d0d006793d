// The server's parts: its start, its clock and its end.
using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Kapok.Media.Rtc.Routing;
using Kapok.Media.Rtc.Sessions;
using Kapok.Media.Rtc.Transport;

namespace Kapok.Media.Rtc;

/// <summary>A node's voice: one UDP port, ICE-TCP handed over by a front door, and the voices of all its rooms.</summary>
/// <remarks>See docs/voice.md for how it works. Any thread may call what is public.</remarks>
public sealed class VoiceServer : IAsyncDisposable
{
    private const int EvaluateMs = 200, UnknownCarrierMs = 10_000;

    private readonly VoiceOptions _options;
    private readonly IVoiceEvents _events;
    private readonly VoiceCore _core;
    private readonly ConcurrentDictionary<string, VoiceHall> _halls = new();
    private readonly ConcurrentDictionary<TcpCarrier, byte> _carriers = new();
    private readonly SlotGovernor _governor;
    private readonly ITimer _clock;
    private long _forwardedBefore, _evaluatedMs;
    private int _isEvaluating, _isDue, _isNudged, _nextShard;
    private volatile bool _isStopping;

    /// <summary>Starts a server.</summary>
    /// <param name="options">How it is set up.</param>
    /// <param name="events">Is told what happens.</param>
    /// <param name="time">The clock.</param>
    /// <param name="pool">Memory of the packets that are kept; the shared pool when null.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="SocketException">The port is taken.</exception>
    public VoiceServer(VoiceOptions options, IVoiceEvents events, TimeProvider time, ArrayPool<byte>? pool = null)
    {
        if (options.Problems().FirstOrDefault() is { } problem) throw new ArgumentException(problem, nameof(options));
        (_options, _events, _governor) = (options, events, new(options.VoiceSlots, options.ForwardBudget));
        IDatagramPort[] ports = Ports.Open(options.Bind, options.Port, options.Shards, options.UsesBatches);
        _core = new(options, time, pool ?? ArrayPool<byte>.Shared, Nudge);
        _core.Shards = [.. ports.Select((port, id) => new Shard(_core, port, id))];
        Port = ports[0].Number;
        Addresses = options.Advertised.Count > 0 ? options.Advertised : OwnAddresses();
        foreach (Shard shard in _core.Shards) shard.Start();
        _clock = time.CreateTimer(_ => Evaluate(), null, TimeSpan.FromMilliseconds(EvaluateMs), TimeSpan.FromMilliseconds(EvaluateMs));
    }

    /// <summary>The UDP port.</summary>
    public int Port { get; }

    /// <summary>The addresses that answers name.</summary>
    public IReadOnlyList<IPAddress> Addresses { get; }

    /// <summary>Fingerprint of this start's certificate.</summary>
    public string Fingerprint => _core.Identity.Fingerprint;

    internal bool IsStopping => _isStopping;

    /// <summary>A room's voices; made on first use.</summary>
    /// <param name="room">The room's id.</param>
    /// <param name="settings">How voices are chosen; counts when the room is made.</param>
    public VoiceHall Hall(string room, VoiceRoomSettings? settings = null) => _halls.GetOrAdd(room, id => new(this, _core, id, settings ?? new()));

    /// <summary>Rooms with voices now.</summary>
    public int HallCount => _halls.Count;

    /// <summary>A room closes: its sessions end, and nothing of it is kept. Whoever still has its hall may call it without effect.</summary>
    /// <returns>False when there is none.</returns>
    public bool CloseHall(string room)
    {
        if (!_halls.TryRemove(room, out VoiceHall? hall)) return false;
        hall.Close();
        return true;
    }

    /// <summary>Takes over an accepted TCP connection that <see cref="IceTcp.IsIceTcp"/> recognised.</summary>
    /// <param name="socket">The connection; it is this server's from now on.</param>
    /// <param name="begun">Bytes that were read from it already.</param>
    /// <returns>False when there are too many; the socket is then closed.</returns>
    public bool Adopt(Socket socket, ReadOnlySpan<byte> begun)
    {
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

    /// <summary>Ends a session.</summary>
    public void End(VoiceSession session) => End(session, SessionEnd.Left);

    /// <summary>What was counted since the start.</summary>
    public VoiceCounters Count()
    {
        long Sum(Func<ShardCounters, long> one) => _core.Shards.Sum(shard => one(shard.Counters));
        return new()
        {
            Received = Sum(shard => shard.Received),
            VoicePackets = Sum(shard => shard.VoicePackets),
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
            SlotLimit = _governor.Limit,
        };
    }

    /// <summary>For tests: managed bytes that the shards' threads allocated.</summary>
    internal long AllocatedByShards() => _core.Shards.Sum(shard => shard.Counters.Allocated);

    /// <summary>Ends all sessions and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        _isStopping = true;
        await _clock.DisposeAsync().ConfigureAwait(false);
        while (Interlocked.Exchange(ref _isEvaluating, 1) != 0) await Task.Yield(); // never given back: nothing is evaluated any more
        foreach (VoiceSession session in _core.Sessions.Values) End(session, SessionEnd.ServerStopped);
        // Twice: what ends at one shard is cleared at the others.
        for (int round = 0; round < 2; round++) await Task.WhenAll(_core.Shards.Select(RoundAsync)).ConfigureAwait(false);
        foreach (TcpCarrier carrier in _carriers.Keys) carrier.Dispose();
        foreach (Shard shard in _core.Shards) shard.Dispose();
        _core.Dispose();
        Report();
    }

    internal void End(VoiceSession session, SessionEnd reason)
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

    /// <summary>Evaluates soon rather than at the next stroke of the clock.</summary>
    internal void Nudge()
    {
        if (Interlocked.Exchange(ref _isNudged, 1) == 0) ThreadPool.UnsafeQueueUserWorkItem(static server => server.Evaluate(), this, preferLocal: false);
    }

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

    private void Evaluate()
    {
        Volatile.Write(ref _isNudged, 0);
        Volatile.Write(ref _isDue, 1);
        // Somebody may be at it and past what is new: they go round once more.
        while (Volatile.Read(ref _isDue) != 0 && Interlocked.Exchange(ref _isEvaluating, 1) == 0) EvaluateOnce();
    }

    private void EvaluateOnce()
    {
        try
        {
            Volatile.Write(ref _isDue, 0);
            Guarded(Report);
            long now = (long)_core.NowMs;
            Guarded(() => Govern(now));
            Guarded(() => LetGo(now));
            foreach (VoiceHall hall in _halls.Values) Guarded(() => hall.Evaluate(now, _governor.Limit, _events));
            if (_core.Faults.TryTake(now, out Exception newest, out long count)) Guarded(() => _events.Faulted(newest, count));
        }
        finally
        {
            Volatile.Write(ref _isEvaluating, 0);
        }
    }

    /// <summary>Tells of sessions that were connected or ended.</summary>
    private void Report()
    {
        while (_core.News.TryDequeue(out VoiceSession? session))
        {
            _halls.TryGetValue(session.Room, out VoiceHall? hall);
            if (session.State == SessionState.Connected)
            {
                hall?.Attach(session);
                Guarded(() => _events.Connected(session));
            }
            else
            {
                hall?.Detach(session);
                Guarded(() => _events.Ended(session));
            }
        }
    }

    private void Govern(long nowMs)
    {
        long passed = nowMs - _evaluatedMs;
        if (passed < EvaluateMs / 2) return; // a nudge; too short to tell a rate
        long forwarded = _core.Shards.Sum(shard => shard.Counters.Forwarded);
        double perSecond = (forwarded - _forwardedBefore) * 1000d / passed;
        (_forwardedBefore, _evaluatedMs) = (forwarded, nowMs);
        if (_governor.Update(perSecond, nowMs)) Guarded(() => _events.SlotLimitChanged(_governor.Limit, _governor.IsReduced));
    }

    /// <summary>Lets those go who never connected.</summary>
    private void LetGo(long nowMs)
    {
        foreach (VoiceSession session in _core.Sessions.Values)
        {
            if (session.State == SessionState.Connecting && nowMs - session.CreatedMs > _options.ConnectSeconds * 1000L) End(session, SessionEnd.NeverConnected);
        }
        foreach (TcpCarrier carrier in _carriers.Keys)
        {
            if (carrier.Path is null && nowMs - carrier.SinceMs > UnknownCarrierMs) carrier.Dispose();
        }
    }

    private void Guarded(Action call)
    {
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

    private static IPAddress[] OwnAddresses()
    {
        IPAddress[] all = [.. NetworkInterface.GetAllNetworkInterfaces().Where(card => card.OperationalStatus == OperationalStatus.Up)
            .SelectMany(card => card.GetIPProperties().UnicastAddresses).Select(one => one.Address).Where(address => !address.IsIPv6LinkLocal)];
        IPAddress[] outward = [.. all.Where(address => !IPAddress.IsLoopback(address)).OrderBy(address => address.AddressFamily == AddressFamily.InterNetwork ? 0 : 1).Take(8)];
        return outward.Length > 0 ? outward : [.. all.Take(2)];
    }
}
