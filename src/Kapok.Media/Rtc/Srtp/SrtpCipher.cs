using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Kapok.Media.Rtc.Srtp;

/// <summary>One direction of SRTP and SRTCP: protects and opens packets in place (RFC 3711, RFC 7714).</summary>
/// <remarks>It knows keys only, neither streams nor replays. Not thread-safe with HMAC-SHA1; one shard owns it. Nothing allocates.</remarks>
internal sealed class SrtpCipher : IDisposable
{
    /// <summary>The most a protected packet is longer than a plain one: tag and SRTCP index.</summary>
    public const int MaxGrowth = 20;

    private const int IndexBytes = 4;

    private readonly SrtpProfile _profile;
    private readonly Aes128Gcm? _rtpGcm, _rtcpGcm;
    private readonly Aes128? _rtpAes, _rtcpAes;
    private readonly IncrementalHash? _rtpMac, _rtcpMac;
    private readonly byte[] _rtpSalt, _rtcpSalt;

    /// <summary>Derives the session keys.</summary>
    /// <param name="profile">What was negotiated.</param>
    /// <param name="key">Master key, 16 bytes.</param>
    /// <param name="salt">Master salt, 12 or 14 bytes.</param>
    public SrtpCipher(SrtpProfile profile, ReadOnlySpan<byte> key, ReadOnlySpan<byte> salt)
    {
        _profile = profile;
        Aes128 master = new(key);
        Span<byte> rtp = stackalloc byte[SrtpProfiles.KeyBytes], rtcp = stackalloc byte[SrtpProfiles.KeyBytes], mac = stackalloc byte[20];
        SrtpKeys.Derive(master, salt, SrtpKeys.RtpEncryption, rtp);
        SrtpKeys.Derive(master, salt, SrtpKeys.RtcpEncryption, rtcp);
        (_rtpSalt, _rtcpSalt) = (new byte[profile.SaltBytes()], new byte[profile.SaltBytes()]);
        SrtpKeys.Derive(master, salt, SrtpKeys.RtpSalt, _rtpSalt);
        SrtpKeys.Derive(master, salt, SrtpKeys.RtcpSalt, _rtcpSalt);
        if (profile == SrtpProfile.AeadAes128Gcm)
        {
            (_rtpGcm, _rtcpGcm) = (new(rtp), new(rtcp));
            return;
        }
        (_rtpAes, _rtcpAes) = (new(rtp), new(rtcp));
        SrtpKeys.Derive(master, salt, SrtpKeys.RtpAuthentication, mac);
        _rtpMac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA1, mac);
        SrtpKeys.Derive(master, salt, SrtpKeys.RtcpAuthentication, mac);
        _rtcpMac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA1, mac);
    }

    private SrtpCipher(ReadOnlySpan<byte> sessionKey, ReadOnlySpan<byte> sessionSalt)
    {
        _profile = SrtpProfile.AeadAes128Gcm;
        (_rtpGcm, _rtcpGcm) = (new(sessionKey), new(sessionKey));
        _rtpSalt = _rtcpSalt = sessionSalt.ToArray();
    }

    /// <summary>For tests: GCM with session keys that were not derived, as RFC 7714's vectors have them.</summary>
    internal static SrtpCipher OfSession(ReadOnlySpan<byte> sessionKey, ReadOnlySpan<byte> sessionSalt) => new(sessionKey, sessionSalt);

    /// <summary>Protects an RTP packet in place.</summary>
    /// <param name="packet">The packet, followed by room for the tag.</param>
    /// <param name="length">Length of the plain packet.</param>
    /// <param name="headerBytes">Length of its header with extensions.</param>
    /// <param name="index">Rollover counter × 65,536 + sequence number.</param>
    /// <returns>Length of the protected packet.</returns>
    public int Protect(Span<byte> packet, int length, int headerBytes, ulong index)
    {
        uint ssrc = BinaryPrimitives.ReadUInt32BigEndian(packet[8..]);
        Span<byte> iv = stackalloc byte[16], data = packet[headerBytes..length];
        if (_rtpGcm is not null)
        {
            WriteNonce(iv, ssrc, index, _rtpSalt);
            _rtpGcm.Seal(iv[..12], packet[..headerBytes], data, packet.Slice(length, 16));
            return length + 16;
        }
        WriteCounter(iv, ssrc, index, _rtpSalt);
        _rtpAes!.Counter(iv, data);
        SignRtp(packet[..length], index, packet.Slice(length, 10));
        return length + 10;
    }

    /// <summary>Checks and opens an RTP packet in place.</summary>
    /// <returns>Length of the plain packet, or −1 when it is not authentic; it is then as it was.</returns>
    public int Open(Span<byte> packet, int headerBytes, ulong index)
    {
        int length = packet.Length - _profile.TagBytes();
        if (length < headerBytes) return -1;
        uint ssrc = BinaryPrimitives.ReadUInt32BigEndian(packet[8..]);
        Span<byte> iv = stackalloc byte[16], data = packet[headerBytes..length], tag = packet[length..];
        if (_rtpGcm is not null)
        {
            WriteNonce(iv, ssrc, index, _rtpSalt);
            return _rtpGcm.Open(iv[..12], packet[..headerBytes], data, tag) ? length : -1;
        }
        Span<byte> expected = stackalloc byte[10];
        SignRtp(packet[..length], index, expected);
        if (!CryptographicOperations.FixedTimeEquals(expected, tag)) return -1;
        WriteCounter(iv, ssrc, index, _rtpSalt);
        _rtpAes!.Counter(iv, data);
        return length;
    }

    /// <summary>Protects an RTCP compound in place.</summary>
    /// <param name="packet">The compound, followed by 20 bytes of room.</param>
    /// <param name="length">Length of the plain compound, 8 at least.</param>
    /// <param name="index">31 bits that never come again with this key.</param>
    /// <returns>Length of the protected compound.</returns>
    public int ProtectRtcp(Span<byte> packet, int length, uint index)
    {
        uint ssrc = BinaryPrimitives.ReadUInt32BigEndian(packet[4..]), marked = index | 0x8000_0000;
        Span<byte> iv = stackalloc byte[16], data = packet[8..length];
        if (_rtcpGcm is not null)
        {
            Span<byte> clear = stackalloc byte[12];
            packet[..8].CopyTo(clear);
            BinaryPrimitives.WriteUInt32BigEndian(clear[8..], marked);
            WriteNonce(iv, ssrc, index, _rtcpSalt);
            _rtcpGcm.Seal(iv[..12], clear, data, packet.Slice(length, 16));
            BinaryPrimitives.WriteUInt32BigEndian(packet[(length + 16)..], marked);
            return length + 16 + IndexBytes;
        }
        WriteCounter(iv, ssrc, index, _rtcpSalt);
        _rtcpAes!.Counter(iv, data);
        BinaryPrimitives.WriteUInt32BigEndian(packet[length..], marked);
        Sign(_rtcpMac!, packet[..(length + IndexBytes)], default, packet.Slice(length + IndexBytes, 10));
        return length + IndexBytes + 10;
    }

    /// <summary>Checks and opens an RTCP compound in place. One that is not encrypted is refused.</summary>
    /// <param name="packet">The protected compound.</param>
    /// <param name="index">Its index, for the replay window.</param>
    /// <returns>Length of the plain compound, or −1.</returns>
    public int OpenRtcp(Span<byte> packet, out uint index)
    {
        int length = packet.Length - _profile.TagBytes() - IndexBytes;
        index = 0;
        if (length < 8) return -1;
        uint ssrc = BinaryPrimitives.ReadUInt32BigEndian(packet[4..]);
        Span<byte> iv = stackalloc byte[16], data = packet[8..length];
        uint marked = BinaryPrimitives.ReadUInt32BigEndian(packet[(_rtcpGcm is null ? length : packet.Length - IndexBytes)..]);
        if (marked < 0x8000_0000) return -1;
        index = marked & 0x7FFF_FFFF;
        if (_rtcpGcm is not null)
        {
            Span<byte> clear = stackalloc byte[12];
            packet[..8].CopyTo(clear);
            BinaryPrimitives.WriteUInt32BigEndian(clear[8..], marked);
            WriteNonce(iv, ssrc, index, _rtcpSalt);
            return _rtcpGcm.Open(iv[..12], clear, data, packet.Slice(length, 16)) ? length : -1;
        }
        Span<byte> expected = stackalloc byte[10];
        Sign(_rtcpMac!, packet[..(length + IndexBytes)], default, expected);
        if (!CryptographicOperations.FixedTimeEquals(expected, packet[(length + IndexBytes)..])) return -1;
        WriteCounter(iv, ssrc, index, _rtcpSalt);
        _rtcpAes!.Counter(iv, data);
        return length;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _rtpGcm?.Dispose();
        _rtcpGcm?.Dispose();
        _rtpMac?.Dispose();
        _rtcpMac?.Dispose();
    }

    private void SignRtp(ReadOnlySpan<byte> packet, ulong index, Span<byte> tag)
    {
        Span<byte> rollover = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(rollover, (uint)(index >> 16));
        Sign(_rtpMac!, packet, rollover, tag);
    }

    private static void Sign(IncrementalHash mac, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, Span<byte> tag)
    {
        Span<byte> whole = stackalloc byte[20];
        mac.AppendData(first);
        mac.AppendData(second);
        mac.GetHashAndReset(whole);
        whole[..tag.Length].CopyTo(tag);
    }

    // RFC 7714, sections 8.1 and 9.1: 00 00 ‖ SSRC ‖ 48 bits of index, XORed with the salt. An RTCP index has 31 bits, so it starts with zeros.
    private static void WriteNonce(Span<byte> iv, uint ssrc, ulong index, ReadOnlySpan<byte> salt)
    {
        BinaryPrimitives.WriteUInt16BigEndian(iv, 0);
        BinaryPrimitives.WriteUInt32BigEndian(iv[2..], ssrc);
        BinaryPrimitives.WriteUInt16BigEndian(iv[6..], (ushort)(index >> 32));
        BinaryPrimitives.WriteUInt32BigEndian(iv[8..], (uint)index);
        for (int at = 0; at < 12; at++) iv[at] ^= salt[at];
    }

    // RFC 3711, section 4.1.1: salt × 2^16 ⊕ SSRC × 2^64 ⊕ index × 2^16.
    private static void WriteCounter(Span<byte> iv, uint ssrc, ulong index, ReadOnlySpan<byte> salt)
    {
        iv.Clear();
        BinaryPrimitives.WriteUInt32BigEndian(iv[4..], ssrc);
        BinaryPrimitives.WriteUInt16BigEndian(iv[8..], (ushort)(index >> 32));
        BinaryPrimitives.WriteUInt32BigEndian(iv[10..], (uint)index);
        for (int at = 0; at < 14; at++) iv[at] ^= salt[at];
    }
}
