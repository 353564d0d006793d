using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;
using AesNi = System.Runtime.Intrinsics.X86.Aes;

namespace Kapok.Media.Rtc.Srtp;

/// <summary>AES with one 128-bit key: single blocks and counter mode (FIPS 197; RFC 3711, section 4.1.1).</summary>
/// <remarks>
/// Written on the processor's AES instructions, four blocks at a time, since a voice packet is five blocks: the framework's calls into OpenSSL
/// cost a microsecond for one, four times as much, and keep a kilobyte of unmanaged memory for each key. Where the
/// instructions are missing the framework does it. Immutable with the instructions, so any thread may use it; the fallback takes a lock.
/// The instructions take the same time whatever the data.
/// </remarks>
internal sealed class Aes128
{
    private const int Rounds = 10;

    private readonly Keys _keys;
    private readonly ICryptoTransform? _platform;
    private readonly byte[]? _platformBlocks;

    public Aes128(ReadOnlySpan<byte> key) : this(key, AesNi.IsSupported && BitConverter.IsLittleEndian)
    {
    }

    /// <summary>For tests: chooses the way.</summary>
    internal Aes128(ReadOnlySpan<byte> key, bool hardware)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(key.Length, SrtpProfiles.KeyBytes, nameof(key));
        if (hardware)
        {
            _keys = Expand(key);
            return;
        }
        using System.Security.Cryptography.Aes aes = System.Security.Cryptography.Aes.Create();
#pragma warning disable CA5358 // the block cipher itself, from which counter mode is built
        (aes.Mode, aes.Padding) = (CipherMode.ECB, PaddingMode.None);
#pragma warning restore CA5358
        aes.Key = key.ToArray();
        _platform = aes.CreateEncryptor();
        _platformBlocks = new byte[2048];
    }

    /// <summary>Encrypts one block in place.</summary>
    public void Encrypt(Span<byte> block)
    {
        if (_platform is null)
        {
            Cipher(Vector128.Create<byte>(block)).CopyTo(block);
            return;
        }
        lock (_platform)
        {
            block[..16].CopyTo(_platformBlocks);
            _platform.TransformBlock(_platformBlocks!, 0, 16, _platformBlocks!, 0);
            _platformBlocks.AsSpan(0, 16).CopyTo(block);
        }
    }

    /// <summary>XORs data with the key stream of a counter that grows by one each block, in the last 32 bits, big-endian.</summary>
    /// <param name="first">The first counter block, 16 bytes. Unchanged.</param>
    /// <param name="data">At most 2,048 bytes.</param>
    public void Counter(ReadOnlySpan<byte> first, Span<byte> data)
    {
        if (_platform is not null) CounterByPlatform(first, data);
        else CounterByHardware(Vector128.Create(first), data);
    }

    private void CounterByHardware(Vector128<byte> first, Span<byte> data)
    {
        Vector128<uint> fixedPart = first.AsUInt32();
        uint counter = BinaryPrimitives.ReverseEndianness(fixedPart[3]);
        while (data.Length >= 64)
        {
            Vector128<byte> a = At(fixedPart, counter), b = At(fixedPart, counter + 1), c = At(fixedPart, counter + 2), d = At(fixedPart, counter + 3);
            Cipher(ref a, ref b, ref c, ref d);
            ref byte to = ref MemoryMarshal.GetReference(data);
            (a ^ Vector128.LoadUnsafe(ref to)).StoreUnsafe(ref to);
            (b ^ Vector128.LoadUnsafe(ref to, 16)).StoreUnsafe(ref to, 16);
            (c ^ Vector128.LoadUnsafe(ref to, 32)).StoreUnsafe(ref to, 32);
            (d ^ Vector128.LoadUnsafe(ref to, 48)).StoreUnsafe(ref to, 48);
            data = data[64..];
            counter += 4;
        }
        for (; data.Length >= 16; counter++)
        {
            (Cipher(At(fixedPart, counter)) ^ Vector128.Create<byte>(data)).CopyTo(data);
            data = data[16..];
        }
        if (data.IsEmpty) return;
        Span<byte> stream = stackalloc byte[16];
        Cipher(At(fixedPart, counter)).CopyTo(stream);
        for (int at = 0; at < data.Length; at++) data[at] ^= stream[at];
    }

    private void CounterByPlatform(ReadOnlySpan<byte> first, Span<byte> data)
    {
        uint counter = BinaryPrimitives.ReadUInt32BigEndian(first[12..]);
        int blocks = (data.Length + 15) / 16;
        lock (_platform!)
        {
            Span<byte> stream = _platformBlocks.AsSpan(0, blocks * 16);
            for (int block = 0; block < blocks; block++)
            {
                first[..12].CopyTo(stream[(block * 16)..]);
                BinaryPrimitives.WriteUInt32BigEndian(stream[((block * 16) + 12)..], counter + (uint)block);
            }
            if (blocks > 0) _platform.TransformBlock(_platformBlocks!, 0, stream.Length, _platformBlocks!, 0);
            for (int at = 0; at < data.Length; at++) data[at] ^= stream[at];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> At(Vector128<uint> fixedPart, uint counter) => fixedPart.WithElement(3, BinaryPrimitives.ReverseEndianness(counter)).AsByte();

    private Vector128<byte> Cipher(Vector128<byte> block)
    {
        block ^= _keys[0];
        for (int round = 1; round < Rounds; round++) block = AesNi.Encrypt(block, _keys[round]);
        return AesNi.EncryptLast(block, _keys[Rounds]);
    }

    private void Cipher(ref Vector128<byte> a, ref Vector128<byte> b, ref Vector128<byte> c, ref Vector128<byte> d)
    {
        Vector128<byte> key = _keys[0];
        (a, b, c, d) = (a ^ key, b ^ key, c ^ key, d ^ key);
        for (int round = 1; round < Rounds; round++)
        {
            key = _keys[round];
            (a, b, c, d) = (AesNi.Encrypt(a, key), AesNi.Encrypt(b, key), AesNi.Encrypt(c, key), AesNi.Encrypt(d, key));
        }
        key = _keys[Rounds];
        (a, b, c, d) = (AesNi.EncryptLast(a, key), AesNi.EncryptLast(b, key), AesNi.EncryptLast(c, key), AesNi.EncryptLast(d, key));
    }

    // FIPS 197, section 5.2. The instruction wants its round constant as a literal.
    private static Keys Expand(ReadOnlySpan<byte> key)
    {
        Keys keys = default;
        Vector128<byte> k = Vector128.Create(key);
        keys[0] = k;
        keys[1] = k = Next(k, AesNi.KeygenAssist(k, 0x01));
        keys[2] = k = Next(k, AesNi.KeygenAssist(k, 0x02));
        keys[3] = k = Next(k, AesNi.KeygenAssist(k, 0x04));
        keys[4] = k = Next(k, AesNi.KeygenAssist(k, 0x08));
        keys[5] = k = Next(k, AesNi.KeygenAssist(k, 0x10));
        keys[6] = k = Next(k, AesNi.KeygenAssist(k, 0x20));
        keys[7] = k = Next(k, AesNi.KeygenAssist(k, 0x40));
        keys[8] = k = Next(k, AesNi.KeygenAssist(k, 0x80));
        keys[9] = k = Next(k, AesNi.KeygenAssist(k, 0x1B));
        keys[10] = Next(k, AesNi.KeygenAssist(k, 0x36));
        return keys;
    }

    private static Vector128<byte> Next(Vector128<byte> key, Vector128<byte> assist)
    {
        key ^= Sse2.ShiftLeftLogical128BitLane(key, 4);
        key ^= Sse2.ShiftLeftLogical128BitLane(key, 8);
        return key ^ Sse2.Shuffle(assist.AsInt32(), 0xFF).AsByte();
    }

    [InlineArray(Rounds + 1)]
    private struct Keys
    {
        private Vector128<byte> _first;
    }
}
