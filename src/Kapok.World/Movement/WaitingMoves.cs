using System.Numerics;

namespace Kapok.World.Movement;

/// <summary>For whom of a room a move waits, a bit each: a tick looks only at those who sent one.</summary>
/// <remarks>Asking ten thousand mailboxes, each somewhere else in memory, cost 6 % of the tick, for a move in few of them.</remarks>
internal sealed class WaitingMoves(int ids)
{
    private readonly ulong[] _bits = new ulong[(ids + 63) / 64];
    private readonly int[] _taken = new int[ids];

    /// <summary>A move of somebody waits. Thread-safe; a full fence, so that whoever takes the bit sees the move.</summary>
    public void Set(ushort id) => Interlocked.Or(ref _bits[id >> 6], 1ul << (id & 63));

    /// <summary>Ids of those for whom one waits, rising; it waits no more. For one thread at a time; the span holds until the next call.</summary>
    public ReadOnlySpan<int> Take()
    {
        int count = 0;
        for (int word = 0; word < _bits.Length; word++)
        {
            if (Volatile.Read(ref _bits[word]) == 0) continue;
            for (ulong bits = Interlocked.Exchange(ref _bits[word], 0); bits != 0; bits &= bits - 1)
                _taken[count++] = (word << 6) + BitOperations.TrailingZeroCount(bits);
        }
        return _taken.AsSpan(0, count);
    }
}
