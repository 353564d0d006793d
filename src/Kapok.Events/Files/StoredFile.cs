using System.Buffers;

namespace Kapok.Events.Files;

/// <summary>A file that somebody uploaded to an event. Its bytes lie in the data folder; several events may have the same.</summary>
public sealed class StoredFile
{
    /// <summary>Characters of an id.</summary>
    public const int IdLength = 40;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    /// <summary>The event it is of.</summary>
    public required Guid EventId { get; init; }

    /// <summary>The first 160 bits of the SHA-256 of its bytes in hexadecimal: who knows it may get the file, and it cannot be guessed.</summary>
    public required string Id { get; init; }

    /// <summary>What it is.</summary>
    public required FileKind Kind { get; set; }

    /// <summary>Its media type, as found by its content.</summary>
    public required string Type { get; init; }

    /// <summary>As people call it, 1 to 120 characters.</summary>
    public required string Name { get; set; }

    /// <summary>Its length.</summary>
    public required long Bytes { get; init; }

    /// <summary>How long it plays; 0 for a picture.</summary>
    public required int DurationMs { get; init; }

    /// <summary>Pixels; 0 for a track.</summary>
    public required int Width { get; init; }

    /// <summary>Pixels; 0 for a track.</summary>
    public required int Height { get; init; }

    /// <summary>Who brought it.</summary>
    public required string AddedBy { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset AddedAt { get; init; }

    /// <summary>Whether a text can be the id of a file.</summary>
    public static bool IsId(string? id) => id is { Length: IdLength } && !id.AsSpan().ContainsAnyExcept(Digits);
}
