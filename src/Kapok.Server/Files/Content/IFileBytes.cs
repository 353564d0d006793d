namespace Kapok.Server.Files.Content;

/// <summary>The bytes of a file, wherever they lie.</summary>
public interface IFileBytes
{
    /// <summary>How many.</summary>
    long Length { get; }

    /// <summary>Reads some of them.</summary>
    /// <param name="at">Where they begin, 0 to <see cref="Length"/>.</param>
    /// <param name="into">Where they go.</param>
    /// <returns>How many were read: fewer than asked for at the end alone.</returns>
    int Read(long at, Span<byte> into);
}
