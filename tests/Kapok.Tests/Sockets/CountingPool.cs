using System.Buffers;

namespace Kapok.Tests.Sockets;

/// <summary>A pool that knows what is out and what was rented at most, and fills what comes back, so that a late reader is found out.</summary>
internal sealed class CountingPool : ArrayPool<byte>
{
    private readonly HashSet<byte[]> _out = [];

    public int Out => _out.Count;

    public int Largest { get; private set; }

    public override byte[] Rent(int minimumLength)
    {
        byte[] array = new byte[minimumLength];
        _out.Add(array);
        Largest = Math.Max(Largest, minimumLength);
        return array;
    }

    public override void Return(byte[] array, bool clearArray = false)
    {
        if (!_out.Remove(array)) throw new InvalidOperationException("Returned twice, or never rented.");
        array.AsSpan().Fill(0xDD);
    }
}
