using Kapok.Media.Rtc.Taps;

namespace Kapok.Media.Stage.WebRtc;

/// <summary>A packet of a track whose turn it is.</summary>
/// <param name="timestamp">In units of the codec's clock.</param>
/// <param name="isMarked">Of pictures: the last one of its picture.</param>
/// <param name="arrivalMs">When it came, in milliseconds of the server's clock.</param>
/// <param name="isAfterGap">What belongs before it is lost.</param>
/// <param name="payload">Without padding; valid until the next call.</param>
internal readonly ref struct OrderedPacket(uint timestamp, bool isMarked, double arrivalMs, bool isAfterGap, ReadOnlySpan<byte> payload)
{
    public uint Timestamp { get; } = timestamp;

    public bool IsMarked { get; } = isMarked;

    public double ArrivalMs { get; } = arrivalMs;

    public bool IsAfterGap { get; } = isAfterGap;

    public ReadOnlySpan<byte> Payload { get; } = payload;
}

/// <summary>Brings the packets of one track into their order, and waits a while for those that are missing: what was lost is asked for again and comes later.</summary>
/// <remarks>Holds a fixed number of packets; whoever is further ahead pushes the oldest out. Its memory is reused. Not thread-safe.</remarks>
internal sealed class PacketOrder
{
    private readonly Entry[] _entries;
    private readonly double _patienceMs;
    private ulong _next;
    private int _count;
    private bool _hasBegun, _hasGap;

    /// <param name="size">Packets held at most, a power of two.</param>
    /// <param name="patienceMs">How long what comes after a missing packet waits for it.</param>
    public PacketOrder(int size, double patienceMs) => (_entries, _patienceMs) = (new Entry[size], patienceMs);

    /// <summary>Packets that were given up.</summary>
    public long Missed { get; private set; }

    /// <summary>Another source begins: its numbers have nothing to do with those before.</summary>
    public void Restart()
    {
        for (int at = 0; at < _entries.Length; at++) _entries[at].IsThere = false;
        (_count, _hasGap) = (0, _hasBegun);
        _hasBegun = false;
    }

    /// <summary>Takes a packet in; one that comes too late or twice is left out.</summary>
    public void Put(in TappedPacket packet) => Put(packet.Index, packet.Header.Timestamp, packet.Header.IsMarked, packet.Payload, packet.ArrivalMs);

    /// <summary>As <see cref="Put(in TappedPacket)"/>.</summary>
    public void Put(ulong index, uint timestamp, bool isMarked, ReadOnlySpan<byte> payload, double arrivalMs)
    {
        if (!_hasBegun) (_hasBegun, _next) = (true, index);
        if (index < _next) return;
        if (index - _next >= (ulong)_entries.Length) Advance(index - (ulong)_entries.Length + 1);
        ref Entry entry = ref EntryOf(index);
        if (entry.IsThere) return;
        if (entry.Bytes is null || entry.Bytes.Length < payload.Length) entry.Bytes = new byte[Math.Max(payload.Length, 256)];
        payload.CopyTo(entry.Bytes);
        (entry.IsThere, entry.Timestamp, entry.IsMarked, entry.ArrivalMs, entry.Length) = (true, timestamp, isMarked, arrivalMs, payload.Length);
        _count++;
    }

    /// <summary>Takes the next packet out, if its turn has come.</summary>
    /// <param name="nowMs">The server's clock.</param>
    /// <param name="packet">It.</param>
    public bool TryTake(double nowMs, out OrderedPacket packet)
    {
        packet = default;
        if (_count == 0) return false;
        ulong at = _next;
        while (!EntryOf(at).IsThere) at++; // ends: there is at least one within the ring
        ref Entry entry = ref EntryOf(at);
        if (at != _next)
        {
            if (nowMs - entry.ArrivalMs < _patienceMs) return false;
            Advance(at);
        }
        packet = new(entry.Timestamp, entry.IsMarked, entry.ArrivalMs, _hasGap, entry.Bytes.AsSpan(0, entry.Length));
        (entry.IsThere, _hasGap) = (false, false);
        _count--;
        _next++;
        return true;
    }

    // What is before is given up, whether it came or not.
    private void Advance(ulong to)
    {
        ulong skipped = to - _next;
        for (ulong at = 0; at < Math.Min(skipped, (ulong)_entries.Length); at++)
        {
            ref Entry entry = ref EntryOf(_next + at);
            if (entry.IsThere) _count--;
            entry.IsThere = false;
        }
        Missed += (long)skipped;
        (_next, _hasGap) = (to, true);
    }

    private ref Entry EntryOf(ulong index) => ref _entries[(int)(index & (ulong)(_entries.Length - 1))];

    private struct Entry
    {
        public byte[]? Bytes;
        public double ArrivalMs;
        public uint Timestamp;
        public int Length;
        public bool IsMarked, IsThere;
    }
}
