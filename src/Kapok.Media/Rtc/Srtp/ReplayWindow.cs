namespace Kapok.Media.Rtc.Srtp;

/// <summary>Which of the last 128 packet indices were seen (RFC 3711, section 3.3.2, asks for 64 at least).</summary>
/// <remarks>128 rather than 64, since a packet that was asked for again comes after half a second: 25 packets of voice, more of stage music.</remarks>
public struct ReplayWindow
{
    /// <summary>Indices remembered.</summary>
    public const int Size = 128;

    private UInt128 _seen; // bit n: highest − n was seen
    private ulong _highest;
    private bool _hasAny;

    /// <summary>Whether an index is neither seen nor too old to know.</summary>
    public readonly bool IsFresh(ulong index)
    {
        if (!_hasAny || index > _highest) return true;
        ulong age = _highest - index;
        return age < Size && (_seen & (UInt128.One << (int)age)) == 0;
    }

    /// <summary>Remembers an index whose packet was authentic.</summary>
    public void Accept(ulong index)
    {
        if (!_hasAny || index > _highest)
        {
            ulong ahead = _hasAny ? index - _highest : Size;
            _seen = ahead < Size ? (_seen << (int)ahead) | UInt128.One : UInt128.One;
            (_highest, _hasAny) = (index, true);
            return;
        }
        ulong age = _highest - index;
        if (age < Size) _seen |= UInt128.One << (int)age;
    }
}
