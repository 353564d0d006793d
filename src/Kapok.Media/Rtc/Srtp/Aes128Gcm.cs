using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;

namespace Kapok.Media.Rtc.Srtp;

/// <summary>AES-128 in Galois/counter mode with 96-bit nonces and 128-bit tags (NIST SP 800-38D).</summary>
/// <remarks>
/// The hash multiplies with the carry-less instruction, four blocks for one reduction (Gueron and Kounavis, "Intel Carry-Less Multiplication
/// Instruction and its Usage for Computing the GCM Mode", algorithms 1 and 5; bytes are mirrored and products shifted left by one as there).
/// Without the instruction the framework does it, under a lock. See <see cref="Aes128"/> for why.
/// </remarks>
internal sealed class Aes128Gcm : IDisposable
{
    public const int TagBytes = 16, NonceBytes = 12;

    private readonly Aes128 _cipher;
    private readonly AesGcm? _platform;
    private readonly Vector128<ulong> _h1, _h2, _h3, _h4; // powers of the hash key, mirrored

    public Aes128Gcm(ReadOnlySpan<byte> key) : this(key, Pclmulqdq.IsSupported && Ssse3.IsSupported && System.Runtime.Intrinsics.X86.Aes.IsSupported)
    {
    }

    /// <summary>For tests: chooses the way.</summary>
    internal Aes128Gcm(ReadOnlySpan<byte> key, bool hardware)
    {
        _cipher = new(key, hardware);
        if (!hardware)
        {
            _platform = new(key, TagBytes);
            return;
        }
        Span<byte> zero = stackalloc byte[16];
        zero.Clear();
        _cipher.Encrypt(zero);
        _h1 = Mirror(Vector128.Create<byte>(zero));
        _h2 = Multiply(_h1, _h1);
        _h3 = Multiply(_h2, _h1);
        _h4 = Multiply(_h3, _h1);
    }

    /// <summary>Encrypts in place.</summary>
    /// <param name="nonce">12 bytes that never come again with this key for other data.</param>
    /// <param name="clear">What is authenticated only.</param>
    /// <param name="data">Plain text, replaced by cipher text; at most 2,048 bytes.</param>
    /// <param name="tag">16 bytes, written.</param>
    public void Seal(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> clear, Span<byte> data, Span<byte> tag)
    {
        if (_platform is not null)
        {
            lock (_platform) _platform.Encrypt(nonce, data, data, tag[..TagBytes], clear);
            return;
        }
        Span<byte> counter = stackalloc byte[16];
        nonce.CopyTo(counter);
        BinaryPrimitives.WriteUInt32BigEndian(counter[12..], 2);
        _cipher.Counter(counter, data);
        Tag(counter, clear, data, tag);
    }

    /// <summary>Checks and decrypts in place.</summary>
    /// <returns>False when the tag is wrong; the data is then as it was.</returns>
    public bool Open(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> clear, Span<byte> data, ReadOnlySpan<byte> tag)
    {
        if (_platform is not null) return OpenByPlatform(nonce, clear, data, tag);
        Span<byte> counter = stackalloc byte[16], expected = stackalloc byte[16];
        nonce.CopyTo(counter);
        Tag(counter, clear, data, expected);
        if (!CryptographicOperations.FixedTimeEquals(expected, tag[..TagBytes])) return false;
        BinaryPrimitives.WriteUInt32BigEndian(counter[12..], 2);
        _cipher.Counter(counter, data);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _platform?.Dispose();

    // The framework can only throw at a wrong tag, and clears the data; forged packets are then dear, but this is the fallback.
    private bool OpenByPlatform(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> clear, Span<byte> data, ReadOnlySpan<byte> tag)
    {
        Span<byte> copy = stackalloc byte[data.Length];
        data.CopyTo(copy);
        try
        {
            lock (_platform!) _platform.Decrypt(nonce, copy, tag[..TagBytes], data, clear);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            copy.CopyTo(data);
            return false;
        }
    }

    private void Tag(Span<byte> counter, ReadOnlySpan<byte> clear, ReadOnlySpan<byte> cipherText, Span<byte> tag)
    {
        Vector128<ulong> sum = Absorb(Absorb(Vector128<ulong>.Zero, clear), cipherText);
        // The lengths in bits, as one block: mirrored, the first is the high half.
        sum = Multiply(sum ^ Vector128.Create((ulong)cipherText.Length * 8, (ulong)clear.Length * 8), _h1);
        BinaryPrimitives.WriteUInt32BigEndian(counter[12..], 1);
        Span<byte> mask = stackalloc byte[16];
        counter.CopyTo(mask);
        _cipher.Encrypt(mask);
        (Mirror(sum) ^ Vector128.Create<byte>(mask)).CopyTo(tag);
    }

    private Vector128<ulong> Absorb(Vector128<ulong> sum, ReadOnlySpan<byte> data)
    {
        while (data.Length >= 64)
        {
            ref byte from = ref MemoryMarshal.GetReference(data);
            Vector128<ulong> a = sum ^ Mirror(Vector128.LoadUnsafe(ref from)), b = Mirror(Vector128.LoadUnsafe(ref from, 16));
            Vector128<ulong> c = Mirror(Vector128.LoadUnsafe(ref from, 32)), d = Mirror(Vector128.LoadUnsafe(ref from, 48));
            (Vector128<ulong> low, Vector128<ulong> middle, Vector128<ulong> high) = Product(a, _h4);
            Add(ref low, ref middle, ref high, b, _h3);
            Add(ref low, ref middle, ref high, c, _h2);
            Add(ref low, ref middle, ref high, d, _h1);
            sum = Reduce(low, middle, high);
            data = data[64..];
        }
        for (; data.Length >= 16; data = data[16..]) sum = Multiply(sum ^ Mirror(Vector128.Create(data)), _h1);
        if (data.IsEmpty) return sum;
        Span<byte> last = stackalloc byte[16];
        last.Clear();
        data.CopyTo(last);
        return Multiply(sum ^ Mirror(Vector128.Create<byte>(last)), _h1);
    }

    private static Vector128<ulong> Mirror(Vector128<byte> block) =>
        Ssse3.Shuffle(block, Vector128.Create((byte)15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0)).AsUInt64();

    private static Vector128<byte> Mirror(Vector128<ulong> block) => Mirror(block.AsByte()).AsByte();

    private static Vector128<ulong> Multiply(Vector128<ulong> a, Vector128<ulong> b)
    {
        (Vector128<ulong> low, Vector128<ulong> middle, Vector128<ulong> high) = Product(a, b);
        return Reduce(low, middle, high);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector128<ulong> Low, Vector128<ulong> Middle, Vector128<ulong> High) Product(Vector128<ulong> a, Vector128<ulong> b) => (
        Pclmulqdq.CarrylessMultiply(a, b, 0x00),
        Pclmulqdq.CarrylessMultiply(a, b, 0x10) ^ Pclmulqdq.CarrylessMultiply(a, b, 0x01),
        Pclmulqdq.CarrylessMultiply(a, b, 0x11));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(ref Vector128<ulong> low, ref Vector128<ulong> middle, ref Vector128<ulong> high, Vector128<ulong> a, Vector128<ulong> b)
    {
        (Vector128<ulong> moreLow, Vector128<ulong> moreMiddle, Vector128<ulong> moreHigh) = Product(a, b);
        (low, middle, high) = (low ^ moreLow, middle ^ moreMiddle, high ^ moreHigh);
    }

    // Algorithm 5 of the paper: the product of mirrored operands is one bit short, so all 256 bits move left by one; then modulo
    // x^128 + x^7 + x^2 + x + 1.
    private static Vector128<ulong> Reduce(Vector128<ulong> low, Vector128<ulong> middle, Vector128<ulong> high)
    {
        low ^= Sse2.ShiftLeftLogical128BitLane(middle, 8);
        high ^= Sse2.ShiftRightLogical128BitLane(middle, 8);
        Vector128<uint> l = low.AsUInt32(), h = high.AsUInt32();
        Vector128<uint> carryLow = Sse2.ShiftRightLogical(l, 31), carryHigh = Sse2.ShiftRightLogical(h, 31);
        l = Sse2.ShiftLeftLogical(l, 1) | Sse2.ShiftLeftLogical128BitLane(carryLow, 4);
        h = Sse2.ShiftLeftLogical(h, 1) | Sse2.ShiftLeftLogical128BitLane(carryHigh, 4) | Sse2.ShiftRightLogical128BitLane(carryLow, 12);

        Vector128<uint> fold = Sse2.ShiftLeftLogical(l, 31) ^ Sse2.ShiftLeftLogical(l, 30) ^ Sse2.ShiftLeftLogical(l, 25);
        l ^= Sse2.ShiftLeftLogical128BitLane(fold, 12);
        Vector128<uint> rest = Sse2.ShiftRightLogical128BitLane(fold, 4);
        rest ^= Sse2.ShiftRightLogical(l, 1) ^ Sse2.ShiftRightLogical(l, 2) ^ Sse2.ShiftRightLogical(l, 7);
        return (h ^ l ^ rest).AsUInt64();
    }
}
