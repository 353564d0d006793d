using System.Numerics;
using System.Runtime.InteropServices;

namespace Kapok.Sockets.Framing;

/// <summary>Masks and unmasks payloads (RFC 6455, section 5.3): both are the same XOR.</summary>
public static class Masking
{
    /// <summary>Applies a key in place.</summary>
    /// <param name="payload">Bytes from the beginning of the payload.</param>
    /// <param name="mask">The key as it stands in the stream, read little-endian.</param>
    public static void Apply(Span<byte> payload, uint mask)
    {
        if (mask == 0) return;
        int at = 0;
        if (Vector.IsHardwareAccelerated && payload.Length >= Vector<byte>.Count)
        {
            Vector<byte> wide = Vector.AsVectorByte(new Vector<uint>(BitConverter.IsLittleEndian ? mask : System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(mask)));
            Span<Vector<byte>> blocks = MemoryMarshal.Cast<byte, Vector<byte>>(payload);
            for (int block = 0; block < blocks.Length; block++) blocks[block] ^= wide;
            at = blocks.Length * Vector<byte>.Count; // a multiple of four, so the key begins anew
        }
        for (; at < payload.Length; at++) payload[at] ^= (byte)(mask >> ((at & 3) * 8));
    }
}
