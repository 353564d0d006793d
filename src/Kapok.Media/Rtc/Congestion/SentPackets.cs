namespace Kapok.Media.Rtc.Congestion;

/// <summary>When the last packets with transport-wide numbers were sent to one peer, and how long they were.</summary>
/// <remarks>Bounded: 2,048 packets, some seven seconds at 2.5 Mbit/s; feedback about older ones is of no use. Not thread-safe.</remarks>
public sealed class SentPackets
{
    private const int Size = 2048;

    private readonly Entry[] _entries = new Entry[Size];
    private ushort _next;

    /// <summary>The number of the next packet.</summary>
    public ushort Next => _next;

    /// <summary>The packet with the number <see cref="Next"/> was sent.</summary>
    /// <param name="nowMs">The clock, in milliseconds with fraction.</param>
    /// <param name="bytes">Its length.</param>
    public void Add(double nowMs, int bytes)
    {
        ushort number = _next++;
        _entries[number % Size] = new() { SentMs = nowMs, Number = number, Bytes = bytes, IsOpen = true };
    }

    /// <summary>Takes out what is known of a packet; once.</summary>
    public bool TryTake(ushort number, out double sentMs, out int bytes)
    {
        ref Entry entry = ref _entries[number % Size];
        (sentMs, bytes) = (entry.SentMs, entry.Bytes);
        if (!entry.IsOpen || entry.Number != number) return false;
        entry.IsOpen = false;
        return true;
    }

    private struct Entry
    {
        public double SentMs;
        public int Bytes;
        public ushort Number;
        public bool IsOpen;
    }
}
