using System.Buffers.Binary;

namespace Kapok.Media.Stage.Mp4;

/// <summary>Writes boxes of ISO/IEC 14496-12, whose numbers are big-endian.</summary>
/// <param name="capacity">Bytes that are expected; it grows.</param>
internal sealed class BoxWriter(int capacity)
{
    private byte[] _bytes = new byte[capacity];

    /// <summary>Bytes written so far.</summary>
    public int Length { get; private set; }

    /// <summary>Begins a box.</summary>
    /// <param name="type">Its four characters.</param>
    /// <returns>Where it begins, for <see cref="End"/>.</returns>
    public int Begin(ReadOnlySpan<byte> type)
    {
        int start = Length;
        U32(0);
        Bytes(type);
        return start;
    }

    /// <summary>Begins a box with a version and flags.</summary>
    public int Begin(ReadOnlySpan<byte> type, byte version, uint flags)
    {
        int start = Begin(type);
        U32(((uint)version << 24) | flags);
        return start;
    }

    /// <summary>Ends a box: its size is known now.</summary>
    public void End(int start) => BinaryPrimitives.WriteUInt32BigEndian(_bytes.AsSpan(start), (uint)(Length - start));

    /// <summary>Writes eight bits.</summary>
    public void U8(int value) => Room(1)[0] = (byte)value;

    /// <summary>Writes sixteen bits.</summary>
    public void U16(int value) => BinaryPrimitives.WriteUInt16BigEndian(Room(2), (ushort)value);

    /// <summary>Writes 32 bits.</summary>
    public void U32(uint value) => BinaryPrimitives.WriteUInt32BigEndian(Room(4), value);

    /// <summary>Writes 32 bits with a sign.</summary>
    public void I32(int value) => BinaryPrimitives.WriteInt32BigEndian(Room(4), value);

    /// <summary>Writes 64 bits.</summary>
    public void U64(ulong value) => BinaryPrimitives.WriteUInt64BigEndian(Room(8), value);

    /// <summary>Writes bytes as they are.</summary>
    public void Bytes(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Room(bytes.Length));

    /// <summary>Writes zeros.</summary>
    public void Zeros(int count) => Room(count).Clear();

    /// <summary>What was written, as an array of just that size; without a copy where the capacity was right.</summary>
    public byte[] ToArray() => Length == _bytes.Length ? _bytes : _bytes.AsSpan(0, Length).ToArray();

    private Span<byte> Room(int count)
    {
        if (_bytes.Length - Length < count) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + count));
        Span<byte> room = _bytes.AsSpan(Length, count);
        Length += count;
        return room;
    }
}
