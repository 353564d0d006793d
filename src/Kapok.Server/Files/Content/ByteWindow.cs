using System.Buffers.Binary;

namespace Kapok.Server.Files.Content;

/// <summary>Looks into a file here and there, and reads each stretch of it once.</summary>
/// <remarks>Parsers step from header to header.
/// Reading each by a call of its own would be a quarter of a million calls for a long MP3; reading the whole file into memory a gigabyte for a film.</remarks>
public sealed class ByteWindow(IFileBytes file)
{
    /// <summary>The most bytes that can be seen at once.</summary>
    public const int Most = 64 * 1024;

    private readonly byte[] _bytes = new byte[Most];
    private long _from;
    private int _count;

    /// <summary>Length of the file.</summary>
    public long Length => file.Length;

    /// <summary>Shows bytes of the file.</summary>
    /// <param name="at">Where they begin.</param>
    /// <param name="count">How many, at most <see cref="Most"/>.</param>
    /// <param name="bytes">They, until the next look.</param>
    /// <returns>False where the file has not so many there.</returns>
    public bool TryLook(long at, int count, out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        if (at < 0 || count is < 0 or > Most || at > Length - count) return false;
        if (at < _from || at + count > _from + _count)
        {
            (_from, _count) = (at, 0);
            while (_count < Most && file.Read(at + _count, _bytes.AsSpan(_count)) is > 0 and int read) _count += read;
            if (_count < count) return false;
        }
        bytes = _bytes.AsSpan((int)(at - _from), count);
        return true;
    }

    /// <summary>Shows what there is of some bytes: fewer at the end of the file.</summary>
    public ReadOnlySpan<byte> Look(long at, int count) =>
        at >= 0 && at < Length && TryLook(at, (int)Math.Min(count, Length - at), out ReadOnlySpan<byte> bytes) ? bytes : default;

    /// <summary>Reads a number of four bytes, the highest first.</summary>
    public bool TryU32(long at, out uint number)
    {
        bool isThere = TryLook(at, 4, out ReadOnlySpan<byte> bytes);
        number = isThere ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : 0;
        return isThere;
    }

    /// <summary>Reads a number of eight bytes, the highest first.</summary>
    public bool TryU64(long at, out ulong number)
    {
        bool isThere = TryLook(at, 8, out ReadOnlySpan<byte> bytes);
        number = isThere ? BinaryPrimitives.ReadUInt64BigEndian(bytes) : 0;
        return isThere;
    }
}
