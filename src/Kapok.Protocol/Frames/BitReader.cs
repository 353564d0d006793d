namespace Kapok.Protocol.Frames;

/// <summary>Reads numbers packed bit by bit, most significant bit first. Never reads past its span.</summary>
public ref struct BitReader(ReadOnlySpan<byte> source)
{
    private readonly ReadOnlySpan<byte> _source = source;
    private int _bit;

    /// <summary>Whole bytes touched so far, the one begun included.</summary>
    public readonly int Length => (_bit + 7) >> 3;

    /// <summary>Reads the next bits as an unsigned number.</summary>
    /// <param name="bits">1 to 32.</param>
    /// <param name="value">The number; 0 when there are too few bits left.</param>
    /// <returns>False when there are too few bits left; nothing is read then.</returns>
    public bool TryRead(int bits, out uint value)
    {
        value = 0;
        if (bits > (_source.Length * 8) - _bit) return false;
        for (int left = bits; left > 0;)
        {
            int inByte = 8 - (_bit & 7), take = Math.Min(inByte, left);
            uint part = (uint)(_source[_bit >> 3] >> (inByte - take)) & ((1u << take) - 1);
            value = (value << take) | part;
            _bit += take;
            left -= take;
        }
        return true;
    }

    /// <summary>Skips to the next whole byte.</summary>
    /// <returns>False when the padding is not zero.</returns>
    public bool TryAlign()
    {
        int padding = -_bit & 7;
        return padding == 0 || (TryRead(padding, out uint zeros) && zeros == 0);
    }
}
