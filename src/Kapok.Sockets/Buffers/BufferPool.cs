using System.Numerics;

namespace Kapok.Sockets.Buffers;

/// <summary>Buffers of 1 KiB to 128 KiB in powers of two, kept for the next who needs one. Thread-safe.</summary>
/// <remarks>
/// Not <see cref="System.Buffers.ArrayPool{T}"/>: its arrays have no count of holders, and a wrapper around each would be allocated anew every time.
/// It keeps at most 2 MiB of each size, so that a storm of slow viewers does not stay in memory for ever.
/// </remarks>
public sealed class BufferPool
{
    private const int SmallestShift = 10, LargestShift = 17, KeptBytes = 2 << 20;

    private readonly Shelf[] _shelves = [.. Enumerable.Range(SmallestShift, LargestShift - SmallestShift + 1).Select(shift => new Shelf(1 << shift))];
    private int _out;

    /// <summary>Buffers that somebody holds now.</summary>
    public int Out => Volatile.Read(ref _out);

    /// <summary>Rents a buffer, held once.</summary>
    /// <param name="bytes">How many are needed at least; above 128 KiB it is made for this occasion and not kept.</param>
    public PooledBuffer Rent(int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        PooledBuffer buffer = ShelfFor(bytes)?.TryTake() ?? new PooledBuffer(this, ShelfFor(bytes)?.Bytes ?? bytes);
        buffer.HoldFirst();
        Interlocked.Increment(ref _out);
        return buffer;
    }

    internal void TakeBack(PooledBuffer buffer)
    {
        Interlocked.Decrement(ref _out);
        ShelfFor(buffer.Capacity)?.Keep(buffer);
    }

    private Shelf? ShelfFor(int bytes)
    {
        int shift = bytes <= 1 ? 0 : 32 - BitOperations.LeadingZeroCount((uint)(bytes - 1));
        return shift > LargestShift ? null : _shelves[Math.Max(0, shift - SmallestShift)];
    }

    private sealed class Shelf(int bytes)
    {
        private readonly Lock _lock = new();
        private readonly Stack<PooledBuffer> _kept = new();

        public int Bytes => bytes;

        public PooledBuffer? TryTake()
        {
            lock (_lock) return _kept.TryPop(out PooledBuffer? kept) ? kept : null;
        }

        public void Keep(PooledBuffer buffer)
        {
            lock (_lock)
            {
                if (_kept.Count < KeptBytes / bytes) _kept.Push(buffer);
            }
        }
    }
}
