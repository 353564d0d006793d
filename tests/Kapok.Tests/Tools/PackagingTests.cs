using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kapok.Tools.Packaging;
using Xunit;

namespace Kapok.Tests.Tools;

public sealed class PackagingTests : IDisposable
{
    private static readonly DateTimeOffset Time = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kapok-packaging");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_bill_has_what_ships_with_its_licence_and_nothing_else()
    {
        JsonObject bill = BillOfMaterials.Join("1.2.3", Time, [Bill("pkg:nuget/Kept@1.0", "pkg:nuget/Analyser@2.0"), Bill("pkg:nuget/Kept@1.0", "pkg:npm/%40a/b@3.0")],
            new HashSet<string> { "pkg:nuget/Kept@1.0", "pkg:npm/%40a/b@3.0", "pkg:nuget/Runtime@10.0" }, [BillOfMaterials.Framework(new("Runtime", "10.0"), "MIT")]);
        Assert.Equal(["pkg:npm/%40a/b@3.0", "pkg:nuget/Kept@1.0", "pkg:nuget/Runtime@10.0"], bill["components"]!.AsArray().Select(one => (string)one!["purl"]!));
        Assert.All(bill["components"]!.AsArray(), one => Assert.Equal("required", (string)one!["scope"]!));
        JsonNode root = bill["dependencies"]!.AsArray().Single(one => (string)one!["ref"]! == "pkg:generic/kapok@1.2.3")!;
        Assert.Equal(["pkg:npm/%40a/b@3.0", "pkg:nuget/Kept@1.0", "pkg:nuget/Runtime@10.0"], root["dependsOn"]!.AsArray().Select(one => (string)one!));
        Assert.Equal("1.6", (string)bill["specVersion"]!);
    }

    [Fact]
    public void What_ships_unknown_or_without_a_licence_makes_no_bill()
    {
        JsonObject unlicensed = Bill("pkg:nuget/Kept@1.0");
        unlicensed["components"]![0]!.AsObject().Remove("licenses");
        HashSet<string> shipped = ["pkg:nuget/Kept@1.0"];
        Assert.Contains("Kept", Assert.Throws<PackagingException>(() => BillOfMaterials.Join("1", Time, [Bill()], shipped, [])).Message, StringComparison.Ordinal);
        Assert.Contains("licence", Assert.Throws<PackagingException>(() => BillOfMaterials.Join("1", Time, [unlicensed], shipped, [])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_ships_is_what_was_published_and_what_npm_needs_at_run_time()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "x.deps.json"), """
            { "libraries": { "Kapok/0.1.0": { "type": "project" }, "Npgsql/10.0.3": { "type": "package" }, "runtimepack.Some.Runtime/10.0": { "type": "runtimepack" } } }
            """);
        JsonElement assets = JsonDocument.Parse("""{ "libraries": { "Microsoft.AspNetCore.App.Internal.Assets/10.0.12": {}, "Analyser/1.0": {} } }""").RootElement;
        Assert.Equal([new("Npgsql", "10.0.3"), new("Some.Runtime", "10.0")], ShippedPackages.OfNuGet(_folder.FullName, assets));
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "wwwroot", "_framework"));
        Assert.Contains(new("Microsoft.AspNetCore.App.Internal.Assets", "10.0.12"), ShippedPackages.OfNuGet(_folder.FullName, assets));

        JsonElement lockFile = JsonDocument.Parse("""
            { "packages": { "": {}, "node_modules/preact": { "version": "11.2.0" }, "node_modules/vite": { "version": "8.0.0", "dev": true },
              "node_modules/a/node_modules/@b/c": { "version": "1.0.0" }, "node_modules/d": { "version": "1.0.0", "devOptional": true } } }
            """).RootElement;
        Assert.Equal([new("preact", "11.2.0"), new("@b/c", "1.0.0")], ShippedPackages.OfNpm(lockFile));
    }

    [Fact]
    public void An_archive_is_the_same_bytes_for_the_same_files_and_all_is_of_root()
    {
        PackageFile[] files = [new PackageFile.Made("lib/b", "text"), new PackageFile.Link("kapok", "lib/a"), new PackageFile.Made("lib/a", "program", isProgram: true)];
        string one = Path.Combine(_folder.FullName, "one"), other = Path.Combine(_folder.FullName, "other");
        TarArchive.Write(one, "top", files, Time);
        TarArchive.Write(other, "top", files.Reverse(), Time);
        Assert.Equal(File.ReadAllBytes(one), File.ReadAllBytes(other));

        using GZipStream unpacked = new(File.OpenRead(one), CompressionMode.Decompress);
        using TarReader reader = new(unpacked);
        List<(string, UnixFileMode, int)> entries = [];
        while (reader.GetNextEntry() is { } entry) entries.Add((entry.Name, entry.Mode, entry.Uid));
        const UnixFileMode program = PackageFile.ProgramMode,
            data = program & ~(UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        Assert.Equal([("top/", program, 0), ("top/kapok", program, 0), ("top/lib/", program, 0), ("top/lib/a", program, 0), ("top/lib/b", data, 0)], entries);
    }

    [Fact]
    public void Two_programs_that_need_different_versions_of_a_library_are_not_put_into_one_folder()
    {
        string server = _folder.CreateSubdirectory("server").FullName, tool = _folder.CreateSubdirectory("tool").FullName;
        foreach (string folder in (string[])[server, tool]) File.WriteAllText(Path.Combine(folder, "Shared.dll"), "same");
        File.WriteAllText(Path.Combine(server, "Kapok.Server"), "program");
        Assert.Equal([("lib/Kapok.Server", true), ("lib/Shared.dll", false)], PublishedFiles.Join("lib", server, tool).Select(file => (file.Path, file.IsProgram)));
        File.WriteAllText(Path.Combine(tool, "Shared.dll"), "else");
        Assert.Contains("Shared.dll", Assert.Throws<PackagingException>(() => PublishedFiles.Join("lib", server, tool)).Message, StringComparison.Ordinal);
    }

    // Each package stands under a name of the tool's own, and all are needed by the program.
    private static JsonObject Bill(params string[] purls) => new()
    {
        ["metadata"] = new JsonObject { ["component"] = new JsonObject { ["bom-ref"] = "program" } },
        ["components"] = new JsonArray([.. purls.Select((purl, at) => new JsonObject
        {
            ["bom-ref"] = $"ref{at}", ["purl"] = purl, ["scope"] = "excluded", ["licenses"] = new JsonArray(new JsonObject { ["license"] = new JsonObject { ["id"] = "MIT" } }),
        })]),
        ["dependencies"] = new JsonArray(new JsonObject { ["ref"] = "program", ["dependsOn"] = new JsonArray([.. purls.Select((_, at) => JsonValue.Create($"ref{at}"))]) }),
    };
}
