using Kapok.Server.Files.Content;

namespace Kapok.Tests.Files;

/// <summary>A file in memory.</summary>
internal sealed class MemoryBytes(byte[] bytes) : IFileBytes
{
    public long Length => bytes.Length;

    public int Read(long at, Span<byte> into)
    {
        if (at < 0 || at > bytes.Length) throw new ArgumentOutOfRangeException(nameof(at), at, "A parser looks beyond the file.");
        int count = (int)Math.Min(into.Length, bytes.Length - at);
        bytes.AsSpan((int)at, count).CopyTo(into);
        return count;
    }
}
