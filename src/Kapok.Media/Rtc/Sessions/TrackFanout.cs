using System.Buffers;
using Kapok.Media.Rtc.Codecs;
using Kapok.Media.Rtc.Rtp;

namespace Kapok.Media.Rtc.Sessions;

/// <summary>The subscriptions of one shard's peers that carry a track, and the track's last packets for them.</summary>
/// <remarks>The shard owns it; others read <see cref="Count"/> to know whether to hand packets over.</remarks>
internal sealed class TrackFanout(ArrayPool<byte> pool, MediaKind kind)
{
    private const int MostTurns = 32;

    private Subscription[] _subscriptions = [];
    private int _count, _life;
    private readonly Turn[] _turns = new Turn[kind == MediaKind.Video ? MostTurns : 0];
    private int _turnCount;
    private bool _keepsForLate;
    private ulong _whole; // index of the newest whole picture's first packet
    private uint _wholeTimestamp;
    private double _wholeMs = double.NaN;

    /// <summary>How many subscriptions carry it.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Whether packets are to be handed over: somebody carries it, or it is kept for those who come late.</summary>
    public bool IsWanted => Count > 0 || Volatile.Read(ref _keepsForLate);

    /// <summary>The newest packet's index.</summary>
    public ulong Newest { get; private set; }

    /// <summary>The subscriptions.</summary>
    public ReadOnlySpan<Subscription> Subscriptions => _subscriptions.AsSpan(0, _count);

    /// <summary>Its last packets.</summary>
    public RetransmissionCache Cache { get; } = new(pool, kind == MediaKind.Video ? RetransmissionCache.VideoPackets : RetransmissionCache.VoicePackets);

    /// <summary>Lets the subscriptions begin anew when a packet is of another source of the track, whose numbers have nothing to do with the old one's.</summary>
    /// <param name="track">The track.</param>
    /// <param name="life">Which source the packet is of. Not the track's own count: that is of the publisher's shard, which may be a source ahead of what waits here.</param>
    /// <returns>False for a packet of a source before the one that is carried.</returns>
    public bool Follow(RtcTrack track, int life)
    {
        if (_life == life) return true;
        if (life - _life < 0) return false;
        _life = life;
        Clear();
        foreach (Subscription subscription in Subscriptions) subscription.Switch(track);
        return true;
    }

    /// <summary>Keeps packets from now on also when nobody carries it, and more of them.</summary>
    public void KeepForLate()
    {
        if (_keepsForLate) return;
        Cache.Enlarge(RetransmissionCache.StagePackets);
        Volatile.Write(ref _keepsForLate, true);
    }

    /// <summary>Keeps a packet.</summary>
    /// <param name="index">Rollover counter × 65,536 + sequence number.</param>
    /// <param name="header">Its header.</param>
    /// <param name="payload">Its payload without padding.</param>
    /// <param name="beginsWhole">A whole picture begins in it.</param>
    /// <param name="nowMs">The clock.</param>
    public void Keep(ulong index, in RtpHeader header, ReadOnlySpan<byte> payload, bool beginsWhole, double nowMs)
    {
        Cache.Keep(index, header.Timestamp, header.IsMarked, payload);
        Newest = Math.Max(Newest, index);
        if (!beginsWhole || !_keepsForLate) return;
        bool isKnown = !double.IsNaN(_wholeMs);
        // A whole picture may begin in several packets, its parameters and its slices, and the first of them may come last.
        if (isKnown && header.Timestamp == _wholeTimestamp) _whole = Math.Min(_whole, index);
        else if (!isKnown || index > _whole) (_whole, _wholeTimestamp, _wholeMs) = (index, header.Timestamp, nowMs);
    }

    /// <summary>Packets of pictures that are kept and go out at the end of the round, in the order in which they came.</summary>
    public ReadOnlySpan<Turn> Turns => _turns.AsSpan(0, _turnCount);

    /// <summary>No more fit into this round.</summary>
    public bool IsFull => _turnCount == MostTurns;

    /// <summary>Which source of the track it carries.</summary>
    public int Life => _life;

    /// <summary>A packet that is kept goes out at the end of the round.</summary>
    public void Add(in Turn turn) => _turns[_turnCount++] = turn;

    /// <summary>They went out.</summary>
    public void ClearTurns() => _turnCount = 0;

    /// <summary>Lets a subscription begin with the newest whole picture, if that is kept and not too old.</summary>
    public bool TryCatchUp(Subscription subscription, double nowMs)
    {
        double age = nowMs - _wholeMs;
        if (!(age <= CatchUp.OldestMs) || !Cache.TryFind(_whole, out uint timestamp, out _, out _)) return false; // an unknown age is not a number
        subscription.BeginAtKept(_whole, timestamp, Newest, age, nowMs);
        return true;
    }

    /// <summary>Forgets what is kept.</summary>
    public void Clear()
    {
        Cache.Clear();
        ClearTurns();
        (Newest, _wholeMs) = (0, double.NaN);
    }

    /// <summary>Whether it carries this source of the track now.</summary>
    public bool IsOf(int life) => _life == life;

    /// <summary>Adds a subscription.</summary>
    public void Add(Subscription subscription)
    {
        if (_count == _subscriptions.Length) Array.Resize(ref _subscriptions, Math.Max(4, _subscriptions.Length * 2));
        subscription.FanoutIndex = _count;
        _subscriptions[_count] = subscription;
        Volatile.Write(ref _count, _count + 1);
    }

    /// <summary>Removes a subscription; the last one takes its place.</summary>
    public void Remove(Subscription subscription)
    {
        int at = subscription.FanoutIndex, last = _count - 1;
        if (at < 0 || at > last || _subscriptions[at] != subscription) return;
        _subscriptions[at] = _subscriptions[last];
        _subscriptions[at].FanoutIndex = at;
        _subscriptions[last] = null!;
        subscription.FanoutIndex = -1;
        Volatile.Write(ref _count, last);
    }

    /// <summary>A packet whose turn it is at the end of the round.</summary>
    /// <param name="Index">The source's index.</param>
    /// <param name="BeginsWhole">A whole picture begins in it.</param>
    internal readonly record struct Turn(ulong Index, bool BeginsWhole);
}
