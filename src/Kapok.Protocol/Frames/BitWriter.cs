namespace Kapok.Protocol.Frames;

/// <summary>Packs numbers bit by bit into a span, most significant bit first.</summary>
/// <remarks>The caller sizes the span: writing past its end throws, as any span does.</remarks>
public ref struct BitWriter(Span<byte> destination)
{
    private readonly Span<byte> _destination = destination;
    private ulong _pending; // low _pendingBits bits are not yet written
    private int _pendingBits, _written;

    /// <summary>Whole bytes used so far, the one begun included.</summary>
    public readonly int Length => _written + ((_pendingBits + 7) >> 3);

    /// <summary>Appends the low <paramref name="bits"/> bits of a value; higher bits are dropped.</summary>
    /// <param name="value">The value.</param>
    /// <param name="bits">1 to 32.</param>
    public void Write(uint value, int bits)
    {
        _pending = (_pending << bits) | (value & (uint.MaxValue >> (32 - bits)));
        _pendingBits += bits;
        while (_pendingBits >= 8)
        {
            _pendingBits -= 8;
            _destination[_written++] = (byte)(_pending >> _pendingBits);
        }
    }

    /// <summary>Writes the last begun byte, padded with zeros.</summary>
    /// <returns>Bytes used.</returns>
    public int Finish()
    {
        if (_pendingBits > 0)
        {
            _destination[_written++] = (byte)(_pending << (8 - _pendingBits));
            (_pendingBits, _pending) = (0, 0);
        }
        return _written;
    }
}
