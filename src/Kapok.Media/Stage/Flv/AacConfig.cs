using Kapok.Media.Stage.H264;

namespace Kapok.Media.Stage.Flv;

/// <summary>Configuration of an AAC decoder: the AudioSpecificConfig (ISO/IEC 14496-3, section 1.6.2.1).</summary>
/// <param name="ObjectType">2 for AAC-LC; 5 and 29 for HE-AAC.</param>
/// <param name="SampleRate">Samples a second.</param>
/// <param name="Channels">channelConfiguration: 1 to 6 as many, 7 for eight, 0 when the stream says.</param>
public readonly record struct AacConfig(int ObjectType, int SampleRate, int Channels)
{
    /// <summary>AAC-LC.</summary>
    public const int LowComplexity = 2;

    private const int Explicit = 15; // the rate follows

    private static ReadOnlySpan<int> Rates => [96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350];

    /// <summary>Reads one.</summary>
    /// <returns>False where it is cut, or names a rate that does not exist.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out AacConfig config)
    {
        config = default;
        BitReader bits = new(bytes);
        int kind = (int)bits.Bits(5);
        if (kind == 31) kind = 32 + (int)bits.Bits(6);
        int index = (int)bits.Bits(4);
        int rate = index == Explicit ? (int)bits.Bits(24) : index < Rates.Length ? Rates[index] : 0;
        int channels = (int)bits.Bits(4);
        if (bits.IsOver || rate <= 0) return false;
        config = new(kind, rate, channels);
        return true;
    }
}
