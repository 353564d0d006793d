namespace Kapok.Sockets.Buffers;

/// <summary>Memory from a pool, shared by as many as hold it; the last one who lets go gives it back.</summary>
/// <remarks>
/// Whoever rents it holds it once. Counting is thread-safe, the bytes are not: they belong to whoever agreed so. To release what is not held
/// throws, since the bytes may be somebody else's by then; never to release it only costs the pool a new array, and a test that counts notices.
/// </remarks>
public sealed class PooledBuffer
{
    private readonly BufferPool _pool;
    private readonly byte[] _array;
    private int _holders;

    internal PooledBuffer(BufferPool pool, int bytes) => (_pool, _array) = (pool, GC.AllocateUninitializedArray<byte>(bytes));

    /// <summary>How many bytes there are: at least as many as were asked for.</summary>
    public int Capacity => _array.Length;

    /// <summary>The bytes.</summary>
    public Span<byte> Span => _array;

    /// <summary>The bytes, for calls that go on by themselves.</summary>
    public Memory<byte> Memory => _array;

    /// <summary>Holds it once more.</summary>
    /// <exception cref="InvalidOperationException">Nobody holds it: it is back in its pool.</exception>
    public void Retain()
    {
        if (Interlocked.Increment(ref _holders) > 1) return;
        Interlocked.Decrement(ref _holders);
        throw new InvalidOperationException("The buffer is back in its pool.");
    }

    /// <summary>Lets go of it.</summary>
    /// <exception cref="InvalidOperationException">Nobody holds it.</exception>
    public void Release()
    {
        int left = Interlocked.Decrement(ref _holders);
        if (left > 0) return;
        if (left == 0)
        {
            _pool.TakeBack(this);
            return;
        }
        Interlocked.Increment(ref _holders);
        throw new InvalidOperationException("The buffer was released more often than it was held.");
    }

    internal void HoldFirst() => Volatile.Write(ref _holders, 1);
}
