using System.Globalization;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;

namespace Kapok.Tools.Packaging;

/// <summary>Writes a <c>.deb</c> by <c>dpkg-deb</c>: the files and what <c>deploy/package/debian</c> says of them.</summary>
/// <param name="commands">Runs <c>dpkg-deb</c>, with <c>SOURCE_DATE_EPOCH</c> as the time of every entry.</param>
/// <param name="templates">Folder of the control file and the maintainer's scripts.</param>
/// <param name="isQuick">Compress in a tenth of the time, to a package that is larger by a quarter.</param>
[SupportedOSPlatform("linux")]
internal sealed class DebianArchive(Commands commands, string templates, bool isQuick)
{
    private static readonly string[] Scripts = ["postinst", "prerm", "postrm"];

    /// <summary>Writes it.</summary>
    /// <param name="path">File to write; an older one is replaced.</param>
    /// <param name="version">Version of the package.</param>
    /// <param name="files">Its files. Those below <c>etc</c> are the administrator's: what they changed stays.</param>
    /// <param name="stage">Folder to lay them out in; emptied before, and deleted at the end.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="PackagingException"><c>dpkg-deb</c> failed.</exception>
    public async Task WriteAsync(string path, string version, IReadOnlyList<PackageFile> files, string stage, CancellationToken cancel)
    {
        if (Directory.Exists(stage)) Directory.Delete(stage, recursive: true);
        try
        {
            StringBuilder sums = new();
            long bytes = 0;
            foreach (PackageFile file in files.OrderBy(one => one.Path, StringComparer.Ordinal))
            {
                string target = Path.Combine(stage, file.Path);
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                if (file is PackageFile.Link link)
                {
                    File.CreateSymbolicLink(target, link.Target);
                    continue;
                }
                bytes += LayOut(file, target);
                if (!IsSetting(file)) sums.Append(CultureInfo.InvariantCulture, $"{Md5(target)}  {file.Path}\n");
            }
            string control = Directory.CreateDirectory(Path.Combine(stage, "DEBIAN")).FullName;
            foreach (PackageFile file in Control(version, bytes, sums.ToString(), files)) LayOut(file, Path.Combine(control, file.Path));
            foreach (string folder in Directory.EnumerateDirectories(stage, "*", SearchOption.AllDirectories).Append(stage)) File.SetUnixFileMode(folder, PackageFile.ProgramMode);
            await commands.RunAsync("dpkg-deb", "dpkg-deb", ["--root-owner-group", .. Compression, "--build", stage, path], cancel);
        }
        finally
        {
            if (Directory.Exists(stage)) Directory.Delete(stage, recursive: true);
        }
    }

    // Not zstd, which packs as quickly as gzip and smaller: Debian 12's own lintian takes such a package for damaged.
    private string[] Compression => isQuick ? ["-Zgzip", "-z6"] : ["-Zxz", "-z6"];

    private IEnumerable<PackageFile> Control(string version, long bytes, string sums, IReadOnlyList<PackageFile> files)
    {
        string size = ((bytes + 1023) / 1024).ToString(CultureInfo.InvariantCulture);
        yield return new PackageFile.Made("control", File.ReadAllText(Path.Combine(templates, "control")).Replace("@VERSION@", version, StringComparison.Ordinal)
            .Replace("@SIZE@", size, StringComparison.Ordinal));
        yield return new PackageFile.Made("conffiles", string.Concat(files.Where(IsSetting).Select(file => $"/{file.Path}\n")));
        yield return new PackageFile.Made("md5sums", sums);
        foreach (string script in Scripts) yield return new PackageFile.Copy(script, Path.Combine(templates, script), IsProgram: true);
    }

    private static bool IsSetting(PackageFile file) => file.Path.StartsWith("etc/", StringComparison.Ordinal);

    // The umask of whoever builds is not to decide about the modes of the package.
    private static long LayOut(PackageFile file, string target)
    {
        using (Stream from = file.Open())
        using (FileStream to = File.Create(target)) from.CopyTo(to);
        File.SetUnixFileMode(target, file.Mode);
        return new FileInfo(target).Length;
    }

    // What dpkg compares with is MD5 (deb-md5sums(5)); it finds damage, and protects from nobody. SHA256SUMS does.
#pragma warning disable CA5351
    private static string Md5(string path)
    {
        using FileStream file = File.OpenRead(path);
        return Convert.ToHexStringLower(MD5.HashData(file));
    }
#pragma warning restore CA5351
}
