namespace Kapok.Protocol.Frames;

/// <summary>Rice codes of the gaps between rising ids (Rice and Plaunt, 1971): a quotient in ones and a zero, then a remainder of <c>k</c> bits.</summary>
internal static class Rice
{
    /// <summary>Longest quotient: a writer takes a larger parameter, and a reader gives up.</summary>
    public const int MostOnes = 63;

    /// <summary>The parameters a block may name, by the two bits in its header.</summary>
    public static ReadOnlySpan<byte> Parameters => [0, 3, 6, 9];

    /// <summary>Most bits of a gap.</summary>
    public const int MaxBits = MostOnes + 1 + 9;

    /// <summary>The parameter that makes these gaps shortest.</summary>
    /// <returns>Its two bits.</returns>
    public static int Best(ReadOnlySpan<int> gaps)
    {
        int best = Parameters.Length - 1, fewest = int.MaxValue;
        for (int parameter = 0; parameter < Parameters.Length; parameter++)
        {
            int k = Parameters[parameter], total = 0, most = 0;
            foreach (int gap in gaps) (total, most) = (total + (gap >> k) + 1 + k, Math.Max(most, gap >> k));
            if (most <= MostOnes && total < fewest) (best, fewest) = (parameter, total);
        }
        return best;
    }

    public static void Write(ref BitWriter bits, int gap, int parameter)
    {
        int ones = gap >> parameter;
        for (; ones >= 31; ones -= 31) bits.Write(uint.MaxValue, 31);
        bits.Write(((1u << ones) - 1) << 1, ones + 1);
        if (parameter > 0) bits.Write((uint)gap, parameter);
    }

    public static bool TryRead(ref BitReader bits, int parameter, out int gap)
    {
        gap = 0;
        int ones = 0;
        while (true)
        {
            if (!bits.TryRead(1, out uint bit)) return false;
            if (bit == 0) break;
            if (++ones > MostOnes) return false;
        }
        uint rest = 0;
        if (parameter > 0 && !bits.TryRead(parameter, out rest)) return false;
        gap = (ones << parameter) | (int)rest;
        return true;
    }
}
