using System.Text.Json;

namespace Kapok.Tools.Packaging;

/// <summary>Which packages of the registries are really in the package: what is published and bundled says it, not what a project names.</summary>
internal static class ShippedPackages
{
    private const string RuntimePack = "runtimepack.";

    // It has no assembly, so no .deps.json names it: its scripts lie in wwwroot/_framework, which the console's pages load.
    private const string FrameworkScripts = "Microsoft.AspNetCore.App.Internal.Assets";

    /// <summary>Packages of NuGet in a published folder, the runtime's own packs among them.</summary>
    /// <param name="folder">Folder that was published for one runtime.</param>
    /// <param name="assets">Restore result (<c>project.assets.json</c>) of the program that was published.</param>
    /// <exception cref="PackagingException">The folder holds no published program.</exception>
    public static IEnumerable<PackageId> OfNuGet(string folder, JsonElement assets)
    {
        string deps = Directory.EnumerateFiles(folder, "*.deps.json").FirstOrDefault() ?? throw new PackagingException($"{folder} holds no published program.");
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(deps));
        foreach (JsonProperty library in document.RootElement.GetProperty("libraries").EnumerateObject())
        {
            string type = library.Value.GetProperty("type").GetString()!;
            if (type == "package") yield return PackageId.Parse(library.Name);
            else if (type == "runtimepack") yield return PackageId.Parse(library.Name[RuntimePack.Length..]);
        }
        if (!Directory.Exists(Path.Combine(folder, "wwwroot", "_framework"))) yield break;
        foreach (JsonProperty library in assets.GetProperty("libraries").EnumerateObject())
            if (library.Name.StartsWith($"{FrameworkScripts}/", StringComparison.OrdinalIgnoreCase)) yield return PackageId.Parse(library.Name);
    }

    /// <summary>Packages of npm that the lock file does not mark as needed for development only.</summary>
    /// <param name="lockFile">A <c>package-lock.json</c> of version 3.</param>
    public static IEnumerable<PackageId> OfNpm(JsonElement lockFile)
    {
        const string folder = "node_modules/";
        foreach (JsonProperty package in lockFile.GetProperty("packages").EnumerateObject())
        {
            int at = package.Name.LastIndexOf(folder, StringComparison.Ordinal);
            if (at < 0 || IsMarked(package.Value, "dev") || IsMarked(package.Value, "devOptional")) continue;
            yield return new(package.Name[(at + folder.Length)..], package.Value.GetProperty("version").GetString()!);
        }
    }

    private static bool IsMarked(JsonElement package, string mark) => package.TryGetProperty(mark, out JsonElement value) && value.ValueKind == JsonValueKind.True;
}

/// <summary>A package of a registry.</summary>
/// <param name="Name">Name, with its scope where it has one.</param>
/// <param name="Version">Version.</param>
internal readonly record struct PackageId(string Name, string Version)
{
    /// <summary>Reads <c>Name/1.2.3</c>.</summary>
    public static PackageId Parse(string text)
    {
        int at = text.LastIndexOf('/');
        return new(text[..at], text[(at + 1)..]);
    }
}
