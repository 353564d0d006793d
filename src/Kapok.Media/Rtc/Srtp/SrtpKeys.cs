using System.Buffers.Binary;

namespace Kapok.Media.Rtc.Srtp;

/// <summary>Derives session keys from a master key (RFC 3711, section 4.3; RFC 7714, section 11).</summary>
internal static class SrtpKeys
{
    public const byte RtpEncryption = 0, RtpAuthentication = 1, RtpSalt = 2, RtcpEncryption = 3, RtcpAuthentication = 4, RtcpSalt = 5;

    /// <summary>Derives one key with a derivation rate of 0.</summary>
    /// <param name="master">AES-128 under the master key.</param>
    /// <param name="salt">The master salt: 14 bytes, or 12 with GCM, which count as if two zeros followed.</param>
    /// <param name="label">What the key is for.</param>
    /// <param name="key">Filled.</param>
    public static void Derive(Aes128 master, ReadOnlySpan<byte> salt, byte label, Span<byte> key)
    {
        Span<byte> counter = stackalloc byte[16];
        counter.Clear();
        salt.CopyTo(counter);
        counter[7] ^= label;
        BinaryPrimitives.WriteUInt16BigEndian(counter[14..], 0);
        key.Clear();
        master.Counter(counter, key);
    }
}
