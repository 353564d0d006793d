using System.CommandLine;
using System.Diagnostics;
using Kapok.Assets;

namespace Kapok.Tools;

/// <summary><c>kapok assets</c>: makes the default avatars and places as VRM 1.0 and glTF 2.0.</summary>
public static class AssetsCommand
{
    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        Option<DirectoryInfo> output = new("--out") { Description = "Folder to write to.", DefaultValueFactory = _ => new("artifacts/assets") };
        Option<string?> only = new("--only") { Description = "Make only files whose name contains this." };
        Command command = new("assets", "Make the default avatars and places (VRM 1.0, glTF 2.0 with OMI).") { output, only };
        command.SetAction(parse =>
        {
            foreach ((string name, Action<string> make) in AssetFile.All)
            {
                if (parse.GetValue(only) is { } part && !name.Contains(part, StringComparison.Ordinal)) continue;
                long started = Stopwatch.GetTimestamp();
                string path = Path.Combine(parse.GetValue(output)!.FullName, name);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                make(path);
                Console.WriteLine($"{name,-28} {new FileInfo(path).Length / 1024,6} KiB  {Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s");
            }
            return 0;
        });
        return command;
    }
}
