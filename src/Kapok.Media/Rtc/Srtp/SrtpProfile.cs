namespace Kapok.Media.Rtc.Srtp;

/// <summary>How media is protected, by the number use_srtp negotiates (RFC 5764 and RFC 7714).</summary>
public enum SrtpProfile
{
    /// <summary>None agreed on.</summary>
    None = 0,

    /// <summary>AES-128 in counter mode, HMAC-SHA1 cut to 80 bits (RFC 3711).</summary>
    Aes128CmSha1 = 1,

    /// <summary>AES-128 in Galois/counter mode with its whole tag (RFC 7714).</summary>
    AeadAes128Gcm = 7,
}

/// <summary>Lengths that go with a profile.</summary>
internal static class SrtpProfiles
{
    public const int KeyBytes = 16;

    /// <summary>In order of preference: GCM costs half as much here and authenticates more.</summary>
    public static readonly int[] Preferred = [(int)SrtpProfile.AeadAes128Gcm, (int)SrtpProfile.Aes128CmSha1];

    public static int SaltBytes(this SrtpProfile profile) => profile == SrtpProfile.AeadAes128Gcm ? 12 : 14;

    public static int TagBytes(this SrtpProfile profile) => profile == SrtpProfile.AeadAes128Gcm ? 16 : 10;

    /// <summary>Keying material of both directions (RFC 5764, section 4.2).</summary>
    public static int MaterialBytes(this SrtpProfile profile) => 2 * (KeyBytes + profile.SaltBytes());
}
