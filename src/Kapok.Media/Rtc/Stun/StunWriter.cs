using System.Buffers.Binary;
using System.Text;
using Kapok.Media.Rtc.Ice;

namespace Kapok.Media.Rtc.Stun;

/// <summary>Writes one STUN message into a span (RFC 8489).</summary>
/// <remarks>Attributes come in the order of the calls; <see cref="Finish"/> adds integrity and fingerprint last, as the standard asks.</remarks>
public ref struct StunWriter
{
    private readonly Span<byte> _to;
    private int _length;

    /// <summary>Begins a message.</summary>
    /// <param name="to">Where it goes; 200 bytes hold whatever is written here.</param>
    /// <param name="type">Method and class.</param>
    /// <param name="transactionId">Twelve bytes.</param>
    public StunWriter(Span<byte> to, StunType type, ReadOnlySpan<byte> transactionId)
    {
        _to = to;
        _length = StunMessage.HeaderBytes;
        BinaryPrimitives.WriteUInt16BigEndian(to, (ushort)type);
        BinaryPrimitives.WriteUInt32BigEndian(to[4..], StunMessage.Cookie);
        transactionId[..12].CopyTo(to[8..]);
    }

    /// <summary>USERNAME, at most 100 ASCII characters.</summary>
    public void Username(ReadOnlySpan<char> name)
    {
        Span<byte> ascii = stackalloc byte[100];
        int length = Encoding.ASCII.GetBytes(name, ascii);
        Add(StunAttribute.Username, ascii[..length]);
    }

    /// <summary>PRIORITY of the candidate the sender would learn (RFC 8445, section 7.1.1).</summary>
    public void Priority(uint priority)
    {
        Span<byte> value = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(value, priority);
        Add(StunAttribute.Priority, value);
    }

    /// <summary>USE-CANDIDATE.</summary>
    public void UseCandidate() => Add(StunAttribute.UseCandidate, default);

    /// <summary>ICE-CONTROLLING with its tie-breaker.</summary>
    public void Controlling(ulong tieBreaker) => Role(StunAttribute.IceControlling, tieBreaker);

    /// <summary>ICE-CONTROLLED with its tie-breaker.</summary>
    public void Controlled(ulong tieBreaker) => Role(StunAttribute.IceControlled, tieBreaker);

    /// <summary>XOR-MAPPED-ADDRESS: where a request came from (RFC 8489, section 14.2).</summary>
    public void MappedAddress(in PeerAddress address)
    {
        Span<byte> value = stackalloc byte[20];
        value.Clear();
        BinaryPrimitives.WriteUInt16BigEndian(value[2..], (ushort)(address.Port ^ (StunMessage.Cookie >> 16)));
        Span<byte> ip = stackalloc byte[16];
        address.WriteIp(ip);
        int length = address.IsIPv4 ? 8 : 20;
        value[1] = (byte)(address.IsIPv4 ? 1 : 2);
        ReadOnlySpan<byte> plain = address.IsIPv4 ? ip[12..] : ip;
        for (int i = 0; i < plain.Length; i++) value[4 + i] = (byte)(plain[i] ^ _to[4 + i]); // cookie and transaction id lie in a row
        Add(StunAttribute.XorMappedAddress, value[..length]);
    }

    /// <summary>ERROR-CODE without a phrase.</summary>
    /// <param name="code">300 to 699.</param>
    public void Error(int code) => Add(StunAttribute.ErrorCode, [0, 0, (byte)(code / 100), (byte)(code % 100)]);

    /// <summary>UNKNOWN-ATTRIBUTES with one attribute, which goes with error 420.</summary>
    public void Unknown(ushort attribute) => Add(StunAttribute.UnknownAttributes, [(byte)(attribute >> 8), (byte)attribute]);

    /// <summary>Adds MESSAGE-INTEGRITY and FINGERPRINT.</summary>
    /// <param name="password">The ICE password of whoever was asked; empty leaves the integrity out, as a refusal without credentials does.</param>
    /// <returns>Length of the message.</returns>
    public int Finish(ReadOnlySpan<byte> password)
    {
        if (!password.IsEmpty)
        {
            Span<byte> mac = stackalloc byte[StunMessage.IntegrityBytes];
            SetLength(_length + 4 + mac.Length);
            StunMessage.Sign(password, _to[.._length], mac);
            Add(StunAttribute.MessageIntegrity, mac);
        }
        Span<byte> sum = stackalloc byte[4];
        SetLength(_length + 8);
        BinaryPrimitives.WriteUInt32BigEndian(sum, Crc32.Of(_to[.._length]) ^ StunMessage.FingerprintXor);
        Add(StunAttribute.Fingerprint, sum);
        return _length;
    }

    private void Role(ushort type, ulong tieBreaker)
    {
        Span<byte> value = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(value, tieBreaker);
        Add(type, value);
    }

    private readonly void SetLength(int whole) => BinaryPrimitives.WriteUInt16BigEndian(_to[2..], (ushort)(whole - StunMessage.HeaderBytes));

    private void Add(ushort type, scoped ReadOnlySpan<byte> value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(_to[_length..], type);
        BinaryPrimitives.WriteUInt16BigEndian(_to[(_length + 2)..], (ushort)value.Length);
        value.CopyTo(_to[(_length + 4)..]);
        int padded = (value.Length + 3) & ~3;
        _to.Slice(_length + 4 + value.Length, padded - value.Length).Clear();
        _length += 4 + padded;
        SetLength(_length);
    }
}
