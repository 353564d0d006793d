// One shard's loop: what it waits for and in which order it works. Receiving, forwarding and reports are in the other parts.
using Kapok.Media.Rtc.Dtls;
using Kapok.Media.Rtc.Ice;
using Kapok.Media.Rtc.Sessions;

namespace Kapok.Media.Rtc.Transport;

/// <summary>One socket and one thread that receives, opens, rewrites, protects and sends.</summary>
/// <remarks>
/// <para>A session belongs to the shard at which its first authentic check arrived. All of its keys, tracks and subscriptions are touched by that
/// shard's thread only, so nothing is locked and no key is used by two at once. A speaker's packet is opened once, by the speaker's shard, and
/// handed in the clear to every other shard that has listeners of it, once for each shard; each listener's packet is then made by the
/// listener's shard. All sockets share the port, so a packet may leave by any of them.</para>
/// <para>A packet of a session that arrives at another shard, as after a change of network, is handed to the session's shard as it is.</para>
/// </remarks>
internal sealed partial class Shard : IDisposable
{
    private const int TickMs = 10, IdleWaitMs = 100, PaceMs = 1;

    private readonly RtcCore _core;
    private readonly IDatagramPort _port;
    private readonly int _id;
    private readonly Inbox _inbox = new();
    private readonly Thread _thread;
    private readonly StunGate _gate;
    private readonly Dictionary<PeerAddress, IcePath> _paths = [];
    private readonly List<RtcSession> _sessions = []; // whose home is here
    private readonly List<RtcSession> _pacing = [];   // of those, the ones for which pictures wait
    private readonly List<(RtcTrack Track, TrackFanout Fanout)> _filming = []; // those of which pictures came in this round
    private readonly byte[] _frame = new byte[IceTcp.HeaderBytes + IDatagramPort.BufferBytes];
    private readonly bool[] _mustWake;
    private readonly ManualResetEventSlim _resting = new();
    private double _nowMs;
    private long _nextTickMs;
    private int _catchingUp; // of those who wait, those on the way to the present
    private bool _isStopping;

    public Shard(RtcCore core, IDatagramPort port, int id)
    {
        (_core, _port, _id, _mustWake) = (core, port, id, new bool[core.Options.Shards]);
        _gate = new(core.Options.FailedChecksPerSecond);
        _thread = new Thread(Run, 512 * 1024) { IsBackground = true, Name = $"rtc {id}" };
    }

    /// <summary>What it counted.</summary>
    public ShardCounters Counters { get; } = new();

    /// <summary>Packets lost between threads or in the kernel.</summary>
    public long Lost => _inbox.Lost + _port.Unsent + Counters.Unsent;

    /// <summary>The UDP port.</summary>
    public int Number => _port.Number;

    /// <summary>Starts the thread.</summary>
    public void Start() => _thread.Start();

    /// <summary>Runs work on the shard's thread soon. Any thread may call it.</summary>
    /// <param name="of">The session that ends when the work throws; null for work that is nobody's.</param>
    /// <param name="work">The work.</param>
    public void Post(RtcSession? of, Action work)
    {
        _inbox.Post(of, work);
        if (_inbox.MustWake()) _port.Wake();
    }

    /// <summary>Hands a packet over. Any thread may call it; <see cref="WakeIfAsleep"/> then makes sure that it is looked at.</summary>
    public void Post(Parcel kind, object target, ulong index, int life, ReadOnlySpan<byte> packet) => _inbox.Post(kind, target, index, life, packet);

    /// <summary>Wakes the shard when it waits.</summary>
    public void WakeIfAsleep()
    {
        if (_inbox.MustWake()) _port.Wake();
    }

    /// <summary>Stops the thread, ends its sessions and closes the socket.</summary>
    public void Dispose()
    {
        Post(null, () => _isStopping = true);
        _port.Wake();
        if (_thread.IsAlive) _thread.Join(TimeSpan.FromSeconds(2));
        _port.Dispose();
    }

    private void Run()
    {
        while (!_isStopping)
        {
            try
            {
                Round();
            }
#pragma warning disable CA1031 // Nothing is known that gets here; whatever does must not end the process, and every voice with it.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                _core.Faults.Note(fault);
                _resting.Wait(TickMs); // a fault of every round would keep a core busy with nothing but itself
            }
        }
        for (int at = _sessions.Count - 1; at >= 0; at--) Guarded(_sessions[at], SessionEnd.ServerStopped, static (shard, session, reason) => shard.End(session!, reason));
        Drain(); // clears what others had of our listeners
        _resting.Dispose();
    }

    private void Round()
    {
        _nowMs = _core.NowMs;
        int received = _port.Receive();
        for (int at = 0; at < received; at++) Guarded(null, at, static (shard, _, at) => shard.TakeDatagram(shard._port.Datagram(at, out PeerAddress from), from));
        bool hadWork = Drain();
        if (_filming.Count > 0) SendPictures();
        if (_nowMs >= _nextTickMs)
        {
            _nextTickMs = (long)_nowMs + TickMs;
            Tick();
        }
        if (_pacing.Count > 0) Pace();
        WakeOthers();
        _port.Flush();
        Counters.Allocated = GC.GetAllocatedBytesForCurrentThread();
        if (received == 0 && !hadWork) Sleep();
    }

    // One packet's or one person's fault must not be everyone's silence, and this thread's would be the process's end. A packet costs itself, work
    // and the clock their session. The action captures nothing, so that nothing is allocated for each packet.
    private void Guarded<T>(RtcSession? of, T argument, Action<Shard, RtcSession?, T> action)
    {
        try
        {
            action(this, of, argument);
        }
#pragma warning disable CA1031 // Whatever it is, the others must not notice.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            _core.Faults.Note(fault);
            if (of is { State: not SessionState.Ended }) Guarded(null, of, static (shard, _, session) => shard.End(session, SessionEnd.Faulted));
        }
    }

    private bool Drain()
    {
        bool hadWork = false;
        while (_inbox.TryTake(out RtcSession? of, out Action work))
        {
            hadWork = true;
            Guarded(of, work, static (_, _, work) => work());
        }
        // No more than came by one batch, so that the socket is looked at in between.
        for (int left = 256; left > 0 && _inbox.TryTake(out Inbox.Entry entry, out Span<byte> packet); left--)
        {
            hadWork = true;
            try
            {
                TakeParcel(entry, packet);
            }
#pragma warning disable CA1031 // A packet's fault costs the packet.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                _core.Faults.Note(fault);
            }
            _inbox.Done();
        }
        return hadWork;
    }

    private void Sleep()
    {
        _inbox.FallAsleep();
        if (_inbox.IsEmpty && !_isStopping) _port.Wait(_pacing.Count > 0 ? PaceMs : _sessions.Count == 0 ? IdleWaitMs : TickMs);
        _inbox.WakeUp();
    }

    private void WakeOthers()
    {
        for (int at = 0; at < _mustWake.Length; at++)
        {
            if (!_mustWake[at]) continue;
            _mustWake[at] = false;
            _core.Shards[at].WakeIfAsleep();
        }
    }

    /// <summary>A handshake is done. Runs on the shard's thread, as everything below.</summary>
    public void Connect(RtcSession session, DtlsOutcome outcome)
    {
        if (session.State != SessionState.Connecting) return;
        session.Install(outcome, (long)_nowMs);
        session.NextReportMs = (long)_nowMs + 500;
        _core.Tell(session);
    }

    /// <summary>Ends a session whose home is here.</summary>
    public void End(RtcSession session, SessionEnd reason)
    {
        if (!session.TryEnd(reason)) return;
        if (session.ShardIndex >= 0)
        {
            RtcSession last = _sessions[^1];
            (_sessions[session.ShardIndex], last.ShardIndex) = (last, session.ShardIndex);
            _sessions.RemoveAt(_sessions.Count - 1);
            session.ShardIndex = -1;
        }
        foreach (Subscription subscription in session.Subscriptions) Assign(subscription, null);
        foreach (RtcTrack track in session.Tracks)
        {
            ClearFanout(track);
            foreach (Shard other in _core.Shards)
            {
                if (other != this) other.Post(null, () => other.ClearFanout(track));
            }
        }
        foreach (IcePath? path in session.Paths)
        {
            if (path is not null) Forget(path);
        }
        session.Release();
        if (session.Dtls is { } association && !_core.Handshakes.TryRun(association.Dispose)) association.Pipe.Close();
        _core.Sessions.TryRemove(session.Credentials.Key, out _);
        _core.Tell(session);
    }

    /// <summary>A subscription whose home is here carries another track.</summary>
    public void Assign(Subscription subscription, RtcTrack? track)
    {
        if (subscription.Track == track) return;
        subscription.Track?.FanoutAt(_id, _core.Pool).Remove(subscription);
        bool isThere = track is not null && track.Session.State == SessionState.Connected && subscription.Session.State == SessionState.Connected;
        subscription.Switch(isThere ? track : null);
        if (!isThere) return;
        TrackFanout fanout = track!.FanoutAt(_id, _core.Pool);
        fanout.Add(subscription);
        if (!TryCatchUp(subscription, fanout)) track.RequestKeyframe(); // after it is in the fan-out, so that the one that answers comes here
    }

    /// <summary>A track is over: nobody here receives it any more.</summary>
    public void ClearFanout(RtcTrack track)
    {
        if (track.Fanouts[_id] is not { } fanout) return;
        while (fanout.Count > 0)
        {
            Subscription subscription = fanout.Subscriptions[^1];
            fanout.Remove(subscription);
            subscription.Switch(null);
        }
        fanout.Clear();
    }

    private void Forget(IcePath path)
    {
        if (path.Tcp is not null) path.Tcp.Dispose();
        else if (path.Shard == this) Drop(path);
        else path.Shard.Post(null, () => path.Shard.Drop(path));
    }

    // The address may belong to another session by now.
    private void Drop(IcePath path)
    {
        if (_paths.GetValueOrDefault(path.Address) == path) _paths.Remove(path.Address);
    }
}
