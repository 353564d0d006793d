namespace Kapok.Assets.Music;

/// <summary>Numbers that look random and are the same in each build (G. Marsaglia, Xorshift RNGs, 2003).</summary>
internal struct Noise(uint seed)
{
    private uint _state = seed == 0 ? 1 : seed;

    /// <summary>The next, −1..1.</summary>
    public float Next()
    {
        _state ^= _state << 13;
        _state ^= _state >> 17;
        _state ^= _state << 5;
        return (_state / 2147483648f) - 1f;
    }
}
