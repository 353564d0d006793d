using System.Buffers;
using Kapok.Media.Rtc.Rtp;

namespace Kapok.Media.Rtc.Sessions;

/// <summary>The slots of one shard's listeners that carry a track, and the track's last packets for them.</summary>
/// <remarks>The shard owns it; others read <see cref="Count"/> to know whether to hand packets over.</remarks>
internal sealed class TrackFanout(ArrayPool<byte> pool)
{
    private OutgoingSlot[] _slots = [];
    private int _count, _life;

    /// <summary>How many slots carry it.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>The slots.</summary>
    public ReadOnlySpan<OutgoingSlot> Slots => _slots.AsSpan(0, _count);

    /// <summary>Its last packets.</summary>
    public RetransmissionCache Cache { get; } = new(pool);

    /// <summary>Lets the slots begin anew when a packet is of another source of the track, whose numbers have nothing to do with the old one's.</summary>
    /// <param name="track">The track.</param>
    /// <param name="life">Which source the packet is of. Not the track's own count: that is of the speaker's shard, which may be a source ahead of what waits here.</param>
    /// <returns>False for a packet of a source before the one that is carried.</returns>
    public bool Follow(IncomingTrack track, int life)
    {
        if (_life == life) return true;
        if (life - _life < 0) return false;
        _life = life;
        Cache.Clear();
        foreach (OutgoingSlot slot in Slots) slot.Switch(track);
        return true;
    }

    /// <summary>Adds a slot.</summary>
    public void Add(OutgoingSlot slot)
    {
        if (_count == _slots.Length) Array.Resize(ref _slots, Math.Max(4, _slots.Length * 2));
        slot.FanoutIndex = _count;
        _slots[_count] = slot;
        Volatile.Write(ref _count, _count + 1);
    }

    /// <summary>Removes a slot; the last one takes its place.</summary>
    public void Remove(OutgoingSlot slot)
    {
        int at = slot.FanoutIndex, last = _count - 1;
        if (at < 0 || at > last || _slots[at] != slot) return;
        _slots[at] = _slots[last];
        _slots[at].FanoutIndex = at;
        _slots[last] = null!;
        slot.FanoutIndex = -1;
        Volatile.Write(ref _count, last);
    }
}
