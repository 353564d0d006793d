namespace Kapok.Media.Rtc.Srtp;

/// <summary>Tells a packet's 48-bit index from its 16-bit sequence number (RFC 3711, section 3.3.1 and appendix A).</summary>
public struct PacketIndex
{
    private ulong _highest;

    /// <summary>Whether a packet was accepted yet.</summary>
    public bool HasAny { get; private set; }

    /// <summary>The highest index accepted.</summary>
    public readonly ulong Highest => _highest;

    /// <summary>The index nearest to the highest accepted one. Before the first packet the rollover counter is 0.</summary>
    public readonly ulong Guess(ushort sequence)
    {
        if (!HasAny) return sequence;
        int ahead = (short)(sequence - (ushort)_highest);
        // Before the first rollover nothing can lie behind it: what seems to is far ahead.
        return ahead < 0 && _highest < (ulong)-ahead ? sequence : _highest + (ulong)ahead;
    }

    /// <summary>A packet with this index was authentic.</summary>
    public void Accept(ulong index)
    {
        if (!HasAny || index > _highest) _highest = index;
        HasAny = true;
    }
}
