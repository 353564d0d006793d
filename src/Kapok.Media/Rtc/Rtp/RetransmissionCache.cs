using System.Buffers;

namespace Kapok.Media.Rtc.Rtp;

/// <summary>The last packets of one track in the clear, for whoever of its subscribers lost one (RFC 4585).</summary>
/// <remarks>
/// One for each track and shard, not for each subscriber: a subscriber's packet is made again from it. Memory is rented and given back when the track
/// has been silent for a while. One shard owns it.
/// </remarks>
/// <param name="pool">Where memory comes from.</param>
/// <param name="size">Packets kept, a power of two.</param>
internal sealed class RetransmissionCache(ArrayPool<byte> pool, int size = RetransmissionCache.VoicePackets)
{
    /// <summary>1.3 s of voice, twice the time after which a browser's jitter buffer gives up.</summary>
    public const int VoicePackets = 64;

    /// <summary>Two seconds of pictures at 2.5 Mbit/s; a keyframe alone may have a hundred.</summary>
    public const int VideoPackets = 512;

    /// <summary>Two seconds at the most that somebody on a stage may send, twelve at what is usual: 4 MiB.</summary>
    public const int StagePackets = 2048;

    private Entry[]? _entries;
    private int _size = size;

    /// <summary>Keeps a packet.</summary>
    /// <param name="index">Rollover counter × 65,536 + sequence number.</param>
    /// <param name="timestamp">Its timestamp.</param>
    /// <param name="isMarked">Its marker.</param>
    /// <param name="payload">Its payload without padding.</param>
    public void Keep(ulong index, uint timestamp, bool isMarked, ReadOnlySpan<byte> payload)
    {
        _entries ??= new Entry[_size];
        ref Entry entry = ref _entries[(int)index & (_size - 1)];
        if (entry.Payload is not null && entry.Index > index) return; // came so late that its place is taken by a newer one
        if (entry.Payload is null || entry.Payload.Length < payload.Length)
        {
            if (entry.Payload is not null) pool.Return(entry.Payload);
            entry.Payload = pool.Rent(Math.Max(payload.Length, 128));
        }
        payload.CopyTo(entry.Payload);
        (entry.Index, entry.Timestamp, entry.IsMarked, entry.Length) = (index, timestamp, isMarked, payload.Length);
    }

    /// <summary>Finds a packet.</summary>
    public bool TryFind(ulong index, out uint timestamp, out bool isMarked, out ReadOnlySpan<byte> payload)
    {
        Entry entry = _entries is null ? default : _entries[(int)index & (_size - 1)];
        (timestamp, isMarked) = (entry.Timestamp, entry.IsMarked);
        bool isThere = entry.Payload is not null && entry.Index == index;
        payload = isThere ? entry.Payload.AsSpan(0, entry.Length) : default;
        return isThere;
    }

    /// <summary>Keeps more from now on; what is kept is forgotten.</summary>
    /// <param name="packets">Packets, a power of two.</param>
    public void Enlarge(int packets)
    {
        Clear();
        _size = packets;
    }

    /// <summary>Gives everything back.</summary>
    public void Clear()
    {
        if (_entries is null) return;
        foreach (Entry entry in _entries)
        {
            if (entry.Payload is not null) pool.Return(entry.Payload);
        }
        _entries = null;
    }

    private struct Entry
    {
        public byte[]? Payload;
        public ulong Index;
        public uint Timestamp;
        public int Length;
        public bool IsMarked;
    }
}
