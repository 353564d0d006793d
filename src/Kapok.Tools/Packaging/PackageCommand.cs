using System.CommandLine;
using System.Globalization;

namespace Kapok.Tools.Packaging;

/// <summary><c>kapok package</c>: makes what somebody installs who has neither .NET nor Node.</summary>
public static class PackageCommand
{
    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        Option<string?> output = new("--out") { Description = "Folder for the packages; default artifacts/package." };
        Option<string?> version = new("--version") { Description = "Version, such as 1.2.3; default that of Directory.Build.props." };
        Option<bool> noBuild = new("--no-build") { Description = "Package what was built before." };
        Option<bool> quick = new("--quick") { Description = "Compress quickly rather than well, for a trial." };
        Command command = new("package", "Make a Debian package and an archive that need neither .NET nor Node, with a bill of materials.") { output, version, noBuild, quick };
        command.SetAction(async (parse, cancel) =>
        {
            string folder = Path.GetFullPath(parse.GetValue(output) ?? Path.Combine(Installation.Root, "artifacts", "package"));
            try
            {
                if (!OperatingSystem.IsLinux()) throw new PackagingException("A package is made on Linux: its programs, and dpkg-deb, are Linux's.");
                PackageBuild build = new(new(Installation.Root, folder, parse.GetValue(version), !parse.GetValue(noBuild), parse.GetValue(quick)), Console.Out);
                foreach (string file in await build.RunAsync(cancel))
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{file}  {new FileInfo(file).Length / 1e6:0.0##} MB"));
                return 0;
            }
            catch (Exception error) when (error is PackagingException or IOException or UnauthorizedAccessException)
            {
                await Console.Error.WriteLineAsync(error.Message.ReplaceLineEndings(" "));
                return 2;
            }
            catch (OperationCanceledException)
            {
                await Console.Error.WriteLineAsync("Ended early; the package is not made.");
                return 2;
            }
        });
        return command;
    }
}
