using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Kapok.Tools.Packaging;

/// <summary>How a package is made.</summary>
/// <param name="Root">The checkout.</param>
/// <param name="Out">Folder for the packages.</param>
/// <param name="Version">Version; null for the checkout's.</param>
/// <param name="Builds">Build first; else what was built before is packaged.</param>
/// <param name="IsQuick">Compress quickly rather than well.</param>
internal sealed record PackageOptions(string Root, string Out, string? Version, bool Builds, bool IsQuick);

/// <summary>Makes the packages, step by step, and says how long each took.</summary>
[SupportedOSPlatform("linux")]
internal sealed partial class PackageBuild(PackageOptions options, TextWriter progress)
{
    private const long NeededBytes = 1200L << 20, NeededOutBytes = 200L << 20;

    private static readonly string[] Projects = ["Kapok.Server", "Kapok.Tools"];

    private readonly string _work = Path.Combine(options.Root, ".build", "package");

    /// <summary>Makes them.</summary>
    /// <returns>The files that were made.</returns>
    /// <exception cref="PackagingException">It cannot be done; one line says why.</exception>
    public async Task<IReadOnlyList<string>> RunAsync(CancellationToken cancel)
    {
        string version = options.Version ?? VersionOf(options.Root);
        if (!IsVersion().IsMatch(version)) throw new PackagingException($"--version must be like 1.2.3 or 1.2.3~rc1, not '{version}'.");
        Require();
        Make(_work);
        Make(options.Out);
        RequireSpace(_work, options.Builds ? NeededBytes : NeededOutBytes);
        RequireSpace(options.Out, NeededOutBytes);
        Commands plain = new(options.Root, _work);
        DateTimeOffset time = await TimeAsync(plain, cancel);
        Commands commands = new(options.Root, _work, new Dictionary<string, string> { ["SOURCE_DATE_EPOCH"] = time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) });
        if (options.Builds) await BuildAsync(commands, cancel);
        else if (Projects.Any(project => !Directory.Exists(Published(project)))) throw new PackagingException("Nothing is built yet: run ./kapok package without --no-build.");
        return await PackAsync(commands, version, time, cancel);
    }

    private async Task BuildAsync(Commands commands, CancellationToken cancel)
    {
        await StepAsync("client and places", () => commands.RunAsync("client", "bash", ["scripts/build-site.sh"], cancel));
        foreach (string project in Projects)
        {
            string folder = Published(project);
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
            await StepAsync(project, () => commands.RunAsync(project, "dotnet",
                [
                    // Compiled ahead of time, a venue is ready in 1.3 s and not 1.7, for 14 MB more to download.
                    "publish", $"src/{project}", "-c", "Release", "-r", "linux-x64", "--self-contained", "-p:PublishReadyToRun=true",
                    // Paths of this machine are not to stand in what is published; documentation is for whoever compiles.
                    "-p:ContinuousIntegrationBuild=true", "-p:GenerateDocumentationFile=false",
                    // Apart from what ./run.sh and the tests build, so that neither has to be built again for the other.
                    "--artifacts-path", Path.Combine(_work, "build"), "-o", folder, "-v", "quiet", "--nologo",
                ],
                cancel));
        }
    }

    private async Task<IReadOnlyList<string>> PackAsync(Commands commands, string version, DateTimeOffset time, CancellationToken cancel)
    {
        BillSources sources = new(options.Root, commands, _work);
        JsonObject bill = await StepAsync("bill of materials", () => sources.MakeAsync(version, time, Projects.ToDictionary(project => project, Published), cancel));
        PackageContents contents = new(options.Root, version, time, [.. PublishedFiles.Join("lib/kapok", Projects.Select(Published))], bill,
            sources.RuntimeNotices(Projects[0], Published(Projects[0])));
        string billFile = Path.Combine(options.Out, PackageContents.BillName(version)), stem = Path.Combine(options.Out, $"kapok_{version}_amd64");
        await File.WriteAllTextAsync(billFile, BillOfMaterials.Write(bill), cancel);
        DebianArchive debian = new(commands, Path.Combine(options.Root, "deploy", "package", "debian"), options.IsQuick);
        await StepAsync(".deb", async () =>
        {
            await debian.WriteAsync(stem + ".deb", version, contents.OfSystem(), Path.Combine(_work, "stage"), cancel);
            return stem;
        });
        await StepAsync(".tar.gz", () => Task.Run(() =>
        {
            TarArchive.Write(stem + ".tar.gz", $"kapok-{version}", contents.OfArchive(), time);
            return stem;
        }, cancel));
        string[] made = [stem + ".deb", stem + ".tar.gz", billFile];
        await File.WriteAllLinesAsync(Path.Combine(options.Out, "SHA256SUMS"), made.Select(Sum), cancel);
        return made;
    }

    private async Task<T> StepAsync<T>(string name, Func<Task<T>> step)
    {
        long started = Stopwatch.GetTimestamp();
        T result = await step();
        await progress.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  {name}: {Stopwatch.GetElapsedTime(started).TotalSeconds:F0} s"));
        return result;
    }

    private void Require()
    {
        if (!File.Exists(Path.Combine(options.Root, "Kapok.slnx"))) throw new PackagingException($"{options.Root} is no checkout of Kapok: run ./kapok package in one.");
        if (!Commands.Has("dpkg-deb")) throw new PackagingException("dpkg-deb is missing, which writes the package: apt-get install dpkg");
        foreach (string program in (string[])["dotnet", "node", "npm"])
            if (!Commands.Has(program)) throw new PackagingException($"{program} is missing: a package is built with the .NET SDK 10 and Node 20.19 or newer.");
    }

    private static void Make(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            string probe = Path.Combine(folder, $".write-{Environment.ProcessId}");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new PackagingException($"{folder} cannot be written ({error.Message}): take the right to, or name another folder with --out.");
        }
    }

    private static void RequireSpace(string folder, long bytes)
    {
        long free = new DriveInfo(folder).AvailableFreeSpace;
        if (free < bytes) throw new PackagingException($"{folder} has {free >> 20} MiB left, and {bytes >> 20} MiB are needed: make room, or name another folder with --out.");
    }

    // Of the commit, so that packaging itself adds nothing that differs from day to day (reproducible-builds.org, SOURCE_DATE_EPOCH). The web SDK does: it writes
    // the times of the console's files on disk into its list of them.
    private static async Task<DateTimeOffset> TimeAsync(Commands commands, CancellationToken cancel)
    {
        string? seconds = Environment.GetEnvironmentVariable("SOURCE_DATE_EPOCH");
        if (seconds is null && Commands.Has("git"))
        {
            try
            {
                seconds = await commands.RunAsync("git", "git", ["log", "-1", "--format=%ct"], cancel);
            }
            catch (PackagingException)
            {
                // sources without their history: the time is now
            }
        }
        return long.TryParse(seconds, NumberStyles.None | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out long known)
            ? DateTimeOffset.FromUnixTimeSeconds(known) : TimeProvider.System.GetUtcNow();
    }

    private string Published(string project) => Path.Combine(_work, "published", project);

    private static string VersionOf(string root)
    {
        string file = Path.Combine(root, "Directory.Build.props");
        return (File.Exists(file) ? XDocument.Load(file).Descendants("Version").FirstOrDefault()?.Value : null)
            ?? throw new PackagingException($"{file} names no version: run ./kapok package in a checkout, or name one with --version.");
    }

    private static string Sum(string path)
    {
        using FileStream file = File.OpenRead(path);
        return $"{Convert.ToHexStringLower(SHA256.HashData(file))}  {Path.GetFileName(path)}";
    }

    // What is a version for Debian (deb-version(7)) and can be a part of a file's name everywhere.
    [GeneratedRegex(@"^[0-9][0-9A-Za-z.+~]{0,63}$")]
    private static partial Regex IsVersion();
}
