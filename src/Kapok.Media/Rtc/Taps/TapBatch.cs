using System.Buffers;
using Kapok.Media.Rtc.Rtp;

namespace Kapok.Media.Rtc.Taps;

/// <summary>Packets in a row in one rented buffer.</summary>
/// <remarks>Belongs to one thread at a time; <see cref="TrackTap"/> hands it on.</remarks>
internal sealed class TapBatch
{
    private readonly ArrayPool<byte> _pool;
    private readonly Entry[] _entries;
    private byte[]? _bytes;
    private int _used;

    /// <summary>Rents the memory.</summary>
    public TapBatch(ArrayPool<byte> pool, int packets, int bytes) => (_pool, _entries, _bytes) = (pool, new Entry[packets], pool.Rent(bytes));

    /// <summary>Packets in it.</summary>
    public int Count { get; private set; }

    /// <summary>Copies a packet.</summary>
    /// <returns>False when there is no room.</returns>
    public bool TryAdd(in RtpHeader header, ReadOnlySpan<byte> packet, int payloadBytes, ulong index, double arrivalMs)
    {
        if (_bytes is null || Count == _entries.Length || _bytes.Length - _used < packet.Length) return false;
        packet.CopyTo(_bytes.AsSpan(_used));
        _entries[Count++] = new(header, _used, packet.Length, payloadBytes, index, arrivalMs);
        _used += packet.Length;
        return true;
    }

    /// <summary>Gives all packets, oldest first.</summary>
    public void Give(TappedPacketHandler handler)
    {
        for (int at = 0; at < Count; at++)
        {
            ref readonly Entry entry = ref _entries[at];
            ReadOnlySpan<byte> packet = _bytes.AsSpan(entry.From, entry.Length);
            TappedPacket one = new(entry.Header, packet, packet.Slice(entry.Header.HeaderBytes, entry.PayloadBytes), entry.Index, entry.ArrivalMs);
            handler(one);
        }
    }

    /// <summary>Takes as much of a later batch as there is room for.</summary>
    /// <returns>This batch; the other is given back.</returns>
    public TapBatch Merge(TapBatch later, ref long dropped)
    {
        for (int at = 0; at < later.Count; at++)
        {
            ref readonly Entry entry = ref later._entries[at];
            if (!TryAdd(entry.Header, later._bytes.AsSpan(entry.From, entry.Length), entry.PayloadBytes, entry.Index, entry.ArrivalMs)) dropped++;
        }
        later.Release();
        return this;
    }

    /// <summary>Empties it.</summary>
    public void Clear() => (Count, _used) = (0, 0);

    /// <summary>Gives the memory back.</summary>
    public void Release()
    {
        if (_bytes is not null) _pool.Return(_bytes);
        _bytes = null;
        Clear();
    }

    private readonly record struct Entry(RtpHeader Header, int From, int Length, int PayloadBytes, ulong Index, double ArrivalMs);
}
