using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Kapok.Media.Rtc.Stun;

/// <summary>What a STUN message is: method binding in one of its four classes (RFC 8489, section 5).</summary>
public enum StunType : ushort
{
    /// <summary>A connectivity check or a consent check.</summary>
    BindingRequest = 0x0001,

    /// <summary>A keep-alive that nobody answers.</summary>
    BindingIndication = 0x0011,

    /// <summary>The answer to a request.</summary>
    BindingSuccess = 0x0101,

    /// <summary>A refusal.</summary>
    BindingError = 0x0111,
}

/// <summary>Attributes of ICE's STUN (RFC 8489, section 14; RFC 8445, section 16.1).</summary>
internal static class StunAttribute
{
    public const ushort Username = 0x0006, MessageIntegrity = 0x0008, ErrorCode = 0x0009, UnknownAttributes = 0x000A, Realm = 0x0014, Nonce = 0x0015,
        MessageIntegritySha256 = 0x001C, PasswordAlgorithm = 0x001D, UserHash = 0x001E, XorMappedAddress = 0x0020, Priority = 0x0024, UseCandidate = 0x0025,
        Software = 0x8022, Fingerprint = 0x8028, IceControlled = 0x8029, IceControlling = 0x802A;

    /// <summary>Below this value an attribute that is not understood makes the message one that must be refused with 420.</summary>
    public const ushort FirstOptional = 0x8000;

    /// <summary>Whether an attribute is known, so that it is not a reason to refuse.</summary>
    public static bool IsKnown(ushort type) =>
        type is Username or MessageIntegrity or ErrorCode or UnknownAttributes or Realm or Nonce or MessageIntegritySha256 or PasswordAlgorithm
        or UserHash or XorMappedAddress or Priority or UseCandidate or >= FirstOptional;
}

/// <summary>A STUN message where it lies (RFC 8489), read for ICE (RFC 8445).</summary>
/// <remarks>It points into the bytes it was read from. Reading checks form and fingerprint; <see cref="HasIntegrity"/> checks who sent it.</remarks>
public readonly ref struct StunMessage
{
    /// <summary>Bytes of the header.</summary>
    public const int HeaderBytes = 20;

    /// <summary>The longest message taken. ICE's checks are below 200 bytes.</summary>
    public const int MaxBytes = 1024;

    internal const uint Cookie = 0x2112A442, FingerprintXor = 0x5354554E;
    internal const int IntegrityBytes = 20;

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _integrityAt; // offset of MESSAGE-INTEGRITY, 0 for none: an attribute never lies in the header

    private StunMessage(ReadOnlySpan<byte> bytes, Attributes found)
    {
        _bytes = bytes;
        _integrityAt = found.IntegrityAt;
        Username = bytes.Slice(found.UsernameAt, found.UsernameBytes);
        MappedAddress = bytes.Slice(found.MappedAt, found.MappedBytes);
        (Priority, ErrorCode, UnknownRequired) = (found.Priority, found.ErrorCode, found.UnknownRequired);
        (UsesCandidate, IsControlling, IsControlled, HasFingerprint) = (found.UsesCandidate, found.IsControlling, found.IsControlled, found.HasFingerprint);
    }

    /// <summary>Method and class.</summary>
    public StunType Type => (StunType)BinaryPrimitives.ReadUInt16BigEndian(_bytes);

    /// <summary>The twelve bytes that a response repeats.</summary>
    public ReadOnlySpan<byte> TransactionId => _bytes.Slice(8, 12);

    /// <summary>USERNAME: "receiver's fragment:sender's fragment"; empty when there is none.</summary>
    public ReadOnlySpan<byte> Username { get; }

    /// <summary>Value of XOR-MAPPED-ADDRESS, still XORed; empty when there is none.</summary>
    public ReadOnlySpan<byte> MappedAddress { get; }

    /// <summary>PRIORITY of the peer-reflexive candidate, 0 when there is none.</summary>
    public uint Priority { get; }

    /// <summary>Code of ERROR-CODE, 300 to 699; 0 when there is none.</summary>
    public int ErrorCode { get; }

    /// <summary>The first attribute that must be understood and is not; 0 when there is none.</summary>
    public ushort UnknownRequired { get; }

    /// <summary>USE-CANDIDATE: the controlling side nominates this pair.</summary>
    public bool UsesCandidate { get; }

    /// <summary>The sender takes the controlling role.</summary>
    public bool IsControlling { get; }

    /// <summary>The sender takes the controlled role.</summary>
    public bool IsControlled { get; }

    /// <summary>It ends with a FINGERPRINT, and that is right.</summary>
    public bool HasFingerprint { get; }

    /// <summary>It carries a MESSAGE-INTEGRITY, right or wrong.</summary>
    public bool CarriesIntegrity => _integrityAt != 0;

    /// <summary>Whether a datagram's first byte says that it is STUN (RFC 7983).</summary>
    public static bool IsStun(byte first) => first < 4;

    /// <summary>Reads a message.</summary>
    /// <returns>False when it is not STUN, is cut, is longer than <see cref="MaxBytes"/>, or its fingerprint is wrong.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out StunMessage message)
    {
        message = default;
        if (bytes.Length is < HeaderBytes or > MaxBytes || !IsStun(bytes[0])) return false;
        int length = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
        if (length % 4 != 0 || length + HeaderBytes != bytes.Length || BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]) != Cookie) return false;
        Attributes found = default;
        if (!found.TryFind(bytes)) return false;
        message = new(bytes, found);
        return true;
    }

    /// <summary>Whether MESSAGE-INTEGRITY is there and was made with a password (RFC 8489, section 14.5).</summary>
    /// <param name="password">The receiver's ICE password for a request, the same one for its response.</param>
    public bool HasIntegrity(ReadOnlySpan<byte> password)
    {
        if (_integrityAt == 0) return false;
        Span<byte> signed = stackalloc byte[MaxBytes], mac = stackalloc byte[IntegrityBytes];
        _bytes[.._integrityAt].CopyTo(signed);
        // The length that was signed ends with this attribute, whatever follows it.
        BinaryPrimitives.WriteUInt16BigEndian(signed[2..], (ushort)(_integrityAt + 4 + IntegrityBytes - HeaderBytes));
        Sign(password, signed[.._integrityAt], mac);
        return CryptographicOperations.FixedTimeEquals(mac, _bytes.Slice(_integrityAt + 4, IntegrityBytes));
    }

    /// <summary>HMAC-SHA1 (RFC 8489, section 14.5).</summary>
    internal static void Sign(ReadOnlySpan<byte> password, ReadOnlySpan<byte> message, Span<byte> mac)
    {
#pragma warning disable CA5350 // ICE has no other algorithm (RFC 8445, section 7), and HMAC does not need SHA-1 to resist collisions
        HMACSHA1.HashData(password, message, mac);
#pragma warning restore CA5350
    }

    /// <summary>What a walk over the attributes found.</summary>
    private struct Attributes
    {
        public int IntegrityAt, UsernameAt, UsernameBytes, MappedAt, MappedBytes, ErrorCode;
        public uint Priority;
        public ushort UnknownRequired;
        public bool UsesCandidate, IsControlling, IsControlled, HasFingerprint;

        public bool TryFind(ReadOnlySpan<byte> bytes)
        {
            for (int at = HeaderBytes; at < bytes.Length;)
            {
                // The whole is a multiple of four, so an attribute's header is always there.
                ushort type = BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]);
                int length = BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]), next = at + 4 + ((length + 3) & ~3);
                if (next > bytes.Length || HasFingerprint) return false; // nothing may follow a fingerprint
                if (type == StunAttribute.Fingerprint)
                {
                    if (length != 4 || BinaryPrimitives.ReadUInt32BigEndian(bytes[(at + 4)..]) != (Crc32.Of(bytes[..at]) ^ FingerprintXor)) return false;
                    HasFingerprint = true;
                }
                else if (IntegrityAt == 0 && !TryTake(type, bytes, at + 4, length)) return false; // what follows the integrity is not protected by it: ignored
                at = next;
            }
            return true;
        }

        private bool TryTake(ushort type, ReadOnlySpan<byte> bytes, int at, int length)
        {
            switch (type)
            {
                case StunAttribute.MessageIntegrity:
                    IntegrityAt = at - 4;
                    return length == IntegrityBytes;
                case StunAttribute.Username:
                    (UsernameAt, UsernameBytes) = (at, length);
                    return length <= 513; // RFC 8489, section 14.3
                case StunAttribute.XorMappedAddress:
                    (MappedAt, MappedBytes) = (at, length);
                    return length is 8 or 20;
                case StunAttribute.Priority:
                    if (length == 4) Priority = BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]);
                    return length == 4;
                case StunAttribute.UseCandidate:
                    UsesCandidate = true;
                    return length == 0;
                case StunAttribute.IceControlling:
                    IsControlling = true;
                    return length == 8;
                case StunAttribute.IceControlled:
                    IsControlled = true;
                    return length == 8;
                case StunAttribute.ErrorCode:
                    if (length >= 4) ErrorCode = ((bytes[at + 2] & 7) * 100) + bytes[at + 3];
                    return length >= 4;
                default:
                    if (UnknownRequired == 0 && !StunAttribute.IsKnown(type)) UnknownRequired = type;
                    return true;
            }
        }
    }
}
