using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace Kapok.Tools.Packaging;

/// <summary>Asks the tools of both registries what they know, and joins it.</summary>
/// <param name="root">The checkout.</param>
/// <param name="commands">Runs the tools.</param>
/// <param name="work">Folder for what they write; restore results lie below it, as <c>--artifacts-path</c> lays them.</param>
internal sealed class BillSources(string root, Commands commands, string work)
{
    /// <summary>Makes the bill of what was published.</summary>
    /// <param name="version">Version of Kapok.</param>
    /// <param name="time">When it is made.</param>
    /// <param name="published">Published folder of each project.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="PackagingException">A tool failed, or something ships that none knows.</exception>
    public async Task<JsonObject> MakeAsync(string version, DateTimeOffset time, IReadOnlyDictionary<string, string> published, CancellationToken cancel)
    {
        await commands.RunAsync("tools", "dotnet", ["tool", "restore"], cancel);
        List<JsonObject> bills = [];
        HashSet<string> shipped = new(StringComparer.Ordinal);
        Dictionary<string, JsonObject> runtime = new(StringComparer.Ordinal);
        Dictionary<string, (string Name, string Text)> texts = new(StringComparer.Ordinal);
        foreach ((string project, string folder) in published)
        {
            bills.Add(await OfProjectAsync(project, cancel));
            using JsonDocument assets = JsonDocument.Parse(await File.ReadAllBytesAsync(AssetsOf(project), cancel));
            foreach (PackageId package in ShippedPackages.OfNuGet(folder, assets.RootElement))
            {
                string purl = BillOfMaterials.Purl("nuget", package);
                shipped.Add(purl);
                if (LicenceFileOf(PackageFolder(assets.RootElement, package), package) is { } file) texts[purl] = (package.Name, await File.ReadAllTextAsync(file, cancel));
                if (IsRuntime(package)) runtime[package.Name] = BillOfMaterials.Framework(package, LicenceOf(package, PackageFolder(assets.RootElement, package)));
            }
        }
        bills.Add(Parse(await commands.RunAsync("npm", "npm",
            ["--prefix", Path.Combine(root, "client"), "sbom", "--package-lock-only", "--sbom-format", "cyclonedx", "--sbom-type", "application"], cancel)));
        using JsonDocument npm = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(root, "client", "package-lock.json"), cancel));
        shipped.UnionWith(ShippedPackages.OfNpm(npm.RootElement).Select(package => BillOfMaterials.Purl("npm", package)));
        foreach (JsonObject bill in bills) BillOfMaterials.GiveLicences(bill, texts);
        return BillOfMaterials.Join(version, time, bills, shipped, runtime.Values);
    }

    /// <summary>The runtime's licence and its notices about what it contains, which go wherever it goes.</summary>
    /// <param name="project">A project that was published.</param>
    /// <param name="folder">Its published folder.</param>
    public IReadOnlyList<string> RuntimeNotices(string project, string folder)
    {
        using JsonDocument assets = JsonDocument.Parse(File.ReadAllBytes(AssetsOf(project)));
        PackageId pack = ShippedPackages.OfNuGet(folder, assets.RootElement).First(package => package.Name.StartsWith("Microsoft.NETCore.App.Runtime.", StringComparison.Ordinal));
        return [.. Directory.EnumerateFiles(PackageFolder(assets.RootElement, pack), "*.TXT").Order(StringComparer.Ordinal)];
    }

    private async Task<JsonObject> OfProjectAsync(string project, CancellationToken cancel)
    {
        string file = $"{project}.cdx.json";
        await commands.RunAsync("bill", "dotnet",
            [
                "dotnet-CycloneDX", Path.Combine(root, "src", project, $"{project}.csproj"), "--output", work, "--filename", file, "--output-format", "Json", "--spec-version", "1.6",
                "--no-serial-number", "--disable-package-restore", "--runtime", "linux-x64", "--base-intermediate-output-path", Path.GetDirectoryName(ObjFolder)!,
            ],
            cancel);
        return Parse(await File.ReadAllTextAsync(Path.Combine(work, file), cancel));
    }

    private string ObjFolder => Path.Combine(work, "build", "obj");

    private string AssetsOf(string project) => Path.Combine(ObjFolder, project, "project.assets.json");

    private static bool IsRuntime(PackageId package) => package.Name.EndsWith(".Runtime.linux-x64", StringComparison.Ordinal);

    private static string PackagesFolder(JsonElement assets) => assets.GetProperty("packageFolders").EnumerateObject().First().Name;

    private static string PackageFolder(JsonElement assets, PackageId package) =>
        Path.Combine(PackagesFolder(assets), package.Name.ToLowerInvariant(), package.Version.ToLowerInvariant());

    private static string LicenceOf(PackageId package, string folder)
    {
        string file = Path.Combine(folder, $"{package.Name.ToLowerInvariant()}.nuspec");
        XElement? licence = File.Exists(file) ? XDocument.Load(file).Descendants().FirstOrDefault(one => one.Name.LocalName == "license") : null;
        return licence?.Value ?? throw new PackagingException($"The licence of {package.Name} is not in {file}.");
    }

    // A package may carry its licence as a text of its own in place of a name that everybody knows.
    private static string? LicenceFileOf(string folder, PackageId package)
    {
        string file = Path.Combine(folder, $"{package.Name.ToLowerInvariant()}.nuspec");
        XElement? licence = File.Exists(file) ? XDocument.Load(file).Descendants().FirstOrDefault(one => one.Name.LocalName == "license") : null;
        return licence?.Attribute("type")?.Value == "file" && File.Exists(Path.Combine(folder, licence.Value)) ? Path.Combine(folder, licence.Value) : null;
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(json)?.AsObject() ?? throw new PackagingException("A bill of materials is empty.");
}
