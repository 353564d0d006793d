using System.Formats.Tar;
using System.IO.Compression;

namespace Kapok.Tools.Packaging;

/// <summary>Writes a <c>.tar.gz</c> that is the same bytes for the same files: sorted, of root, with one time for all.</summary>
internal static class TarArchive
{
    /// <summary>Writes it.</summary>
    /// <param name="path">File to write; an older one is replaced.</param>
    /// <param name="top">Name of the one folder that holds all.</param>
    /// <param name="files">Files.</param>
    /// <param name="time">Time of every entry.</param>
    public static void Write(string path, string top, IEnumerable<PackageFile> files, DateTimeOffset time)
    {
        using FileStream file = File.Create(path);
        using GZipStream packed = new(file, CompressionLevel.SmallestSize); // writes no time and no name into its head
        using TarWriter tar = new(packed, TarEntryFormat.Ustar);
        HashSet<string> folders = [];
        foreach (PackageFile entry in files.OrderBy(one => one.Path, StringComparer.Ordinal))
        {
            string name = $"{top}/{entry.Path}";
            foreach (string folder in Above(name).Where(folders.Add)) tar.WriteEntry(Entry(TarEntryType.Directory, folder + "/", PackageFile.ProgramMode, time));
            if (entry is PackageFile.Link link)
            {
                UstarTarEntry symbolic = Entry(TarEntryType.SymbolicLink, name, PackageFile.ProgramMode, time);
                symbolic.LinkName = link.Target;
                tar.WriteEntry(symbolic);
                continue;
            }
            using Stream content = entry.Open();
            UstarTarEntry regular = Entry(TarEntryType.RegularFile, name, entry.Mode, time);
            regular.DataStream = content;
            tar.WriteEntry(regular);
        }
    }

    private static UstarTarEntry Entry(TarEntryType type, string name, UnixFileMode mode, DateTimeOffset time) =>
        new(type, name) { Mode = mode, ModificationTime = time, Uid = 0, Gid = 0, UserName = "root", GroupName = "root" };

    private static IEnumerable<string> Above(string name)
    {
        for (int at = name.IndexOf('/', StringComparison.Ordinal); at >= 0; at = name.IndexOf('/', at + 1)) yield return name[..at];
    }
}
