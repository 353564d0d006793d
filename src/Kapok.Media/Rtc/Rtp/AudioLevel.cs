namespace Kapok.Media.Rtc.Rtp;

/// <summary>How loud a packet is, and whether its sender takes it for voice (RFC 6464).</summary>
/// <param name="Decibels">Level in −dBov: 0 is the loudest, 127 is digital silence.</param>
/// <param name="IsVoice">The sender's voice activity.</param>
public readonly record struct AudioLevel(byte Decibels, bool IsVoice)
{
    /// <summary>Digital silence.</summary>
    public static AudioLevel Silence => new(127, false);

    /// <summary>Reads the value of the extension; further bytes are padding of its two-byte form.</summary>
    public static bool TryRead(ReadOnlySpan<byte> value, out AudioLevel level)
    {
        level = value.IsEmpty ? Silence : new((byte)(value[0] & 0x7F), (value[0] & 0x80) != 0);
        return !value.IsEmpty;
    }

    /// <summary>The value of the extension.</summary>
    public byte ToByte() => (byte)((IsVoice ? 0x80 : 0) | (Decibels & 0x7F));
}
