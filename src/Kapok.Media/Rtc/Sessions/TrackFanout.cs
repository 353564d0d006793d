using System.Buffers;
using Kapok.Media.Rtc.Codecs;
using Kapok.Media.Rtc.Rtp;

namespace Kapok.Media.Rtc.Sessions;

/// <summary>The subscriptions of one shard's peers that carry a track, and the track's last packets for them.</summary>
/// <remarks>The shard owns it; others read <see cref="Count"/> to know whether to hand packets over.</remarks>
internal sealed class TrackFanout(ArrayPool<byte> pool, MediaKind kind)
{
    private Subscription[] _subscriptions = [];
    private int _count, _life;

    /// <summary>How many subscriptions carry it.</summary>
    public int Count => Volatile.Read(ref _count);

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
        Cache.Clear();
        foreach (Subscription subscription in Subscriptions) subscription.Switch(track);
        return true;
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
}
