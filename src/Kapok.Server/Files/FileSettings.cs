using Kapok.Events.Files;

namespace Kapok.Server.Files;

/// <summary>The <c>Files</c> section of the options: <c>--Files:QuotaMegabytes=…</c>, <c>FILES__QUOTAMEGABYTES</c> or appsettings.json. A megabyte is 1,048,576 bytes.</summary>
public sealed class FileSettings
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Files";

    private const long Megabyte = 1024 * 1024;

    /// <summary>Folder of uploaded files; nodes that hold a venue together need one that they share. Default <c>files</c> in the data folder.</summary>
    public string? Folder { get; set; }

    /// <summary>Megabytes of all files of an event, slides among them. Default 2048, range 1 to 1048576.</summary>
    public int QuotaMegabytes { get; set; } = 2048;

    /// <summary>The largest track, megabytes. Default 100, range 1 to 4096.</summary>
    public int TrackMegabytes { get; set; } = 100;

    /// <summary>The largest film, megabytes. Default 1024, range 1 to 65536.</summary>
    public int FilmMegabytes { get; set; } = 1024;

    /// <summary>The largest picture, megabytes. Default 20, range 1 to 256.</summary>
    public int PictureMegabytes { get; set; } = 20;

    /// <summary>The largest picture of a slide, megabytes. Default 4, range 1 to 64.</summary>
    public int SlideMegabytes { get; set; } = 4;

    /// <summary>Bytes of all files of an event.</summary>
    public long QuotaBytes => QuotaMegabytes * Megabyte;

    /// <summary>The most bytes of a file.</summary>
    public long MostBytes(FileKind kind) => Megabyte * kind switch
    {
        FileKind.Track => TrackMegabytes,
        FileKind.Film => FilmMegabytes,
        FileKind.Picture => PictureMegabytes,
        _ => SlideMegabytes,
    };

    /// <summary>What is wrong, one line each.</summary>
    public IEnumerable<string> Errors()
    {
        if (Folder is not null && string.IsNullOrWhiteSpace(Folder)) yield return "Files:Folder must name a folder.";
        if (QuotaMegabytes is < 1 or > 1_048_576) yield return $"Files:QuotaMegabytes must be 1 to 1048576, not {QuotaMegabytes}.";
        if (TrackMegabytes is < 1 or > 4096) yield return $"Files:TrackMegabytes must be 1 to 4096, not {TrackMegabytes}.";
        if (FilmMegabytes is < 1 or > 65_536) yield return $"Files:FilmMegabytes must be 1 to 65536, not {FilmMegabytes}.";
        if (PictureMegabytes is < 1 or > 256) yield return $"Files:PictureMegabytes must be 1 to 256, not {PictureMegabytes}.";
        if (SlideMegabytes is < 1 or > 64) yield return $"Files:SlideMegabytes must be 1 to 64, not {SlideMegabytes}.";
    }
}
