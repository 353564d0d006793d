using System.Reflection;
using System.Runtime.CompilerServices;
using System.Xml.Linq;
using Xunit;

namespace Kapok.Tests.Architecture;

/// <summary>The floor plan of docs/architecture.md: arrows point down only.</summary>
public sealed class FloorPlanTests
{
    private static readonly Dictionary<string, string[]> Plan = new()
    {
        ["Kapok.Protocol"] = [],
        ["Kapok.Sockets"] = [],
        ["Kapok.World"] = ["Kapok.Protocol"],
        ["Kapok.Media"] = [],
        ["Kapok.Events"] = ["Kapok.Protocol"],
        ["Kapok.Cluster"] = ["Kapok.Protocol"],
        ["Kapok.Console"] = ["Kapok.Events", "Kapok.Cluster", "Kapok.Protocol"],
        ["Kapok.Server"] = ["Kapok.Protocol", "Kapok.Sockets", "Kapok.World", "Kapok.Media", "Kapok.Events", "Kapok.Cluster", "Kapok.Console"],
        ["Kapok.Assets"] = [],
        ["Kapok.Tools"] = ["Kapok.Assets", "Kapok.Protocol", "Kapok.Sockets", "Kapok.World", "Kapok.Media"],
    };

    private static readonly string[] Folders = ["src", "tests"];

    [Fact]
    public void The_arrows_of_the_plan_are_all_that_there_are_and_each_is_used()
    {
        List<string> seen = [];
        foreach (string project in Directory.EnumerateFiles(Path.Combine(Root(), "src"), "*.csproj", SearchOption.AllDirectories))
        {
            string name = Path.GetFileNameWithoutExtension(project);
            IEnumerable<string> references = XDocument.Load(project).Descendants("ProjectReference")
                .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value));
            Assert.True(Plan.TryGetValue(name, out string[]? allowed), $"{name} is not on the floor plan.");
            Assert.Equal(allowed.Order(), references.Order());
            // A compiler names only those assemblies of which something is used.
            string assembly = name == "Kapok.Tools" ? "kapok" : name;
            Assert.Equal(allowed.Order(), Assembly.Load(assembly).GetReferencedAssemblies().Select(used => used.Name!)
                .Where(used => used.StartsWith("Kapok.", StringComparison.Ordinal)).Order());
            seen.Add(name);
        }
        Assert.Equal(Plan.Keys.Order(), seen.Order());
    }

    [Fact]
    public void The_world_does_no_input_or_output()
    {
        string[] banned = ["System.IO.FileSystem", "System.Net.Sockets", "System.Net.Http", "Microsoft.AspNetCore"];
        IEnumerable<string> used = typeof(Kapok.World.Scenes.FloorGrid).Assembly.GetReferencedAssemblies().Select(assembly => assembly.Name!);
        Assert.DoesNotContain(used, name => banned.Any(b => name.StartsWith(b, StringComparison.Ordinal)));
    }

    [Fact]
    public void The_engine_of_RTC_knows_no_voices()
    {
        IEnumerable<string> engine = Directory.EnumerateFiles(Path.Combine(Root(), "src", "Kapok.Media", "Rtc"), "*.cs", SearchOption.AllDirectories);
        Assert.Empty(engine.Where(file => File.ReadAllText(file).Contains("Kapok.Media.Voices", StringComparison.Ordinal)).Select(Path.GetFileName));
    }

    [Fact]
    public void No_hand_written_file_is_too_long_to_read()
    {
        string root = Root();
        IEnumerable<string> files = Folders
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(root, folder), "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/Migrations/", StringComparison.Ordinal));
        Assert.Empty(files.Where(file => File.ReadLines(file).Count() > 400).Select(file => Path.GetRelativePath(root, file)));
    }

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../.."));
}
