using Kapok.Events.Files;

namespace Kapok.Server.Files.Content;

/// <summary>Says what a file is by its content. Its name and what its sender says of it are not looked at.</summary>
/// <remarks>Nothing here throws, whatever a file holds; each parser looks at a bounded number of headers and never at what they describe.</remarks>
public static class ContentCheck
{
    /// <summary>Bytes of the beginning by which <see cref="Guess"/> tells kinds apart.</summary>
    public const int HeadBytes = 64;

    private static readonly (byte[] Magic, ContentFault Fault)[] Refused =
    [
        ("PK\x03\x04"u8.ToArray(), ContentFault.Archive), ("PK\x05\x06"u8.ToArray(), ContentFault.Archive), ("Rar!\x1a\x07"u8.ToArray(), ContentFault.Archive),
        ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], ContentFault.Archive), ([0x1F, 0x8B], ContentFault.Archive), ("BZh"u8.ToArray(), ContentFault.Archive),
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A], ContentFault.Archive), ("%PDF-"u8.ToArray(), ContentFault.Pdf),
    ];

    private delegate ContentFault Reader(ByteWindow file, out FileFacts facts);

    /// <summary>What a file will turn out to be if it is anything: so that one that is too large is not taken to its end first.</summary>
    /// <param name="head">Its beginning.</param>
    /// <param name="kind">A film where it may be a track as well.</param>
    public static ContentFault Guess(ReadOnlySpan<byte> head, out FileKind kind)
    {
        kind = default;
        foreach ((byte[] magic, ContentFault fault) in Refused)
            if (head.StartsWith(magic)) return fault;
        kind = ReaderOf(head).Kind;
        return kind == default ? ContentFault.Unknown : ContentFault.None;
    }

    /// <summary>Reads what a file is.</summary>
    /// <returns>Why it is not taken.</returns>
    public static ContentFault Read(IFileBytes file, out FileFacts facts)
    {
        facts = default;
        ByteWindow window = new(file);
        ReadOnlySpan<byte> head = window.Look(0, HeadBytes);
        if (Guess(head, out _) is not ContentFault.None and ContentFault fault) return fault;
        ContentFault found = ReaderOf(head).Read!(window, out FileFacts read);
        if (found == ContentFault.None) found = Check(read);
        if (found == ContentFault.None) facts = read;
        return found;
    }

    private static ContentFault Check(in FileFacts read)
    {
        if (read.Kind != FileKind.Picture && read.DurationMs <= 0) return ContentFault.Duration;
        if (read.Kind == FileKind.Track) return ContentFault.None;
        if (read.Width <= 0 || read.Height <= 0) return ContentFault.Damaged;
        bool isTooLarge = read.Width > FileFacts.MostSide || read.Height > FileFacts.MostSide || (long)read.Width * read.Height > FileFacts.MostPixels;
        return isTooLarge ? ContentFault.Pixels : ContentFault.None;
    }

    private static (FileKind Kind, Reader? Read) ReaderOf(ReadOnlySpan<byte> head)
    {
        if (head.Length < 12) return default;
        if (head.StartsWith("RIFF"u8) && head[8..].StartsWith("WAVE"u8)) return (FileKind.Track, WavFile.Read);
        if (head.StartsWith("RIFF"u8) && head[8..].StartsWith("WEBP"u8)) return (FileKind.Picture, PictureFile.ReadWebP);
        if (head.StartsWith("fLaC"u8)) return (FileKind.Track, FlacFile.Read);
        if (head.StartsWith("OggS"u8)) return (FileKind.Track, OggFile.Read);
        if (head.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])) return (FileKind.Picture, PictureFile.ReadPng);
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF])) return (FileKind.Picture, PictureFile.ReadJpeg);
        if (head.StartsWith((ReadOnlySpan<byte>)[0x1A, 0x45, 0xDF, 0xA3])) return (FileKind.Film, WebmFile.Read);
        if (head[4..].StartsWith("ftyp"u8)) return (FileKind.Film, Mp4File.Read);
        if (head.StartsWith("ID3"u8)) return (FileKind.Track, MpegAudioFile.Read);
        if (head[0] == 0xFF && (head[1] & 0xE0) == 0xE0) return (FileKind.Track, MpegAudioFile.Read);
        return default;
    }

    /// <summary>Milliseconds of seconds; 0 where it is no length that a track may have.</summary>
    internal static int Milliseconds(double seconds) => seconds is > 0 and <= FileFacts.LongestSeconds ? Math.Max(1, (int)Math.Round(seconds * 1000)) : 0;
}
