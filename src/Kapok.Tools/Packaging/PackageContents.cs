using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;

namespace Kapok.Tools.Packaging;

/// <summary>What lies where, in the package of Debian and in the archive.</summary>
/// <param name="root">The checkout.</param>
/// <param name="version">Version of the package.</param>
/// <param name="time">Time of the package.</param>
/// <param name="programs">The published server and tool, below <c>lib/kapok</c>.</param>
/// <param name="bill">The bill of materials.</param>
/// <param name="notices">Notices of the runtime.</param>
internal sealed class PackageContents(
    string root, string version, DateTimeOffset time, IReadOnlyList<PackageFile> programs, JsonObject bill, IReadOnlyList<string> notices)
{
    private static readonly string[] Samples = ["nginx.conf", "kapok-proxy.conf", "Caddyfile", "turnserver.conf"];

    private readonly string _templates = Path.Combine(root, "deploy", "package");

    /// <summary>Name of the bill of materials.</summary>
    /// <param name="version">Version of the package.</param>
    public static string BillName(string version) => $"kapok_{version}.cdx.json";

    /// <summary>Files of the Debian package, below the root of the system.</summary>
    public IReadOnlyList<PackageFile> OfSystem() =>
    [
        .. Shared().Select(file => file with { Path = $"usr/{file.Path}" }),
        new PackageFile.Link("usr/bin/kapok", "../lib/kapok/kapok"),
        new PackageFile.Copy("lib/systemd/system/kapok.service", Path.Combine(_templates, "kapok.service")),
        new PackageFile.Copy("etc/kapok/kapok.conf", Path.Combine(_templates, "kapok.conf")),
        new PackageFile.Copy("usr/share/lintian/overrides/kapok", Path.Combine(_templates, "debian", "lintian-overrides")),
        new PackageFile.Made("usr/share/doc/kapok/changelog.gz", Packed(Changelog())),
        new PackageFile.Made("usr/share/man/man1/kapok.1.gz", Packed(File.ReadAllText(Path.Combine(_templates, "debian", "kapok.1")))),
    ];

    /// <summary>Files of the archive, below its one folder.</summary>
    public IReadOnlyList<PackageFile> OfArchive() =>
    [
        .. Shared(),
        new PackageFile.Link("kapok", "lib/kapok/kapok"),
        new PackageFile.Copy("kapok-server", Path.Combine(_templates, "archive", "kapok-server"), IsProgram: true),
        new PackageFile.Copy("README", Path.Combine(_templates, "archive", "README")),
    ];

    private IEnumerable<PackageFile> Shared()
    {
        const string docs = "share/doc/kapok";
        foreach (PackageFile program in programs) yield return program;
        foreach (PackageFile file in Folder(Path.Combine(root, "client", "dist"), "share/kapok/client")) yield return file;
        foreach (PackageFile file in Folder(Path.Combine(root, "artifacts", "assets"), "share/kapok/assets")) yield return file;
        foreach (string sample in Samples) yield return new PackageFile.Copy($"{docs}/examples/{sample}", Path.Combine(root, "deploy", sample));
        foreach (string document in (string[])["operations.md", "security.md"]) yield return new PackageFile.Copy($"{docs}/{document}", Path.Combine(root, "docs", document));
        foreach (string notice in notices) yield return new PackageFile.Copy($"{docs}/dotnet/{Path.GetFileName(notice)}", notice);
        yield return new PackageFile.Made($"{docs}/{BillName(version)}", BillOfMaterials.Write(bill));
        yield return new PackageFile.Made($"{docs}/copyright", Copyright());
    }

    private static IEnumerable<PackageFile> Folder(string from, string under) => Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories)
        .Select(file => new PackageFile.Copy($"{under}/{Path.GetRelativePath(from, file).Replace('\\', '/')}", file));

    private string Copyright()
    {
        StringBuilder text = new(File.ReadAllText(Path.Combine(_templates, "debian", "copyright")));
        foreach (string line in BillOfMaterials.Licences(bill)) text.Append("  ").Append(line).Append('\n');
        foreach (string licence in BillOfMaterials.LicenceTexts(bill)) text.Append('\n').Append(licence.TrimEnd()).Append('\n');
        return text.ToString();
    }

    private string Changelog()
    {
        string date = time.UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss '+0000'", System.Globalization.CultureInfo.InvariantCulture);
        return $"kapok ({version}) stable; urgency=medium\n\n  * Kapok {version}.\n\n -- The Kapok authors <kapok@example.org>  {date}\n";
    }

    // gzip -n -9, as the policy of Debian asks for: no time and no name in its head.
    private static byte[] Packed(string text)
    {
        using MemoryStream packed = new();
        using (GZipStream zip = new(packed, CompressionLevel.SmallestSize)) zip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }
}
