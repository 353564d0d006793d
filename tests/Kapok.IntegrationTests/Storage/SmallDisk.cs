using System.Diagnostics;

namespace Kapok.IntegrationTests.Storage;

/// <summary>A disk in memory that is soon full.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private SmallDisk(string folder) => Folder = folder;

    internal string Folder { get; }

    /// <summary>Mounts one; null where that is not allowed.</summary>
    internal static async Task<SmallDisk?> MountAsync(int megabytes)
    {
        if (!OperatingSystem.IsLinux()) return null;
        string folder = Directory.CreateTempSubdirectory("kapok-disk-").FullName;
        if (await RunAsync("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", folder)) return new(folder);
        Directory.Delete(folder);
        return null;
    }

    /// <summary>Writes a file on it until nothing more fits.</summary>
    internal void Fill(string name)
    {
        using FileStream file = new(Path.Combine(Folder, name), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        byte[] page = new byte[4096];
        try
        {
            while (true) file.Write(page);
        }
        catch (IOException)
        {
            // full
        }
    }

    public async ValueTask DisposeAsync()
    {
        await RunAsync("umount", "-l", Folder);
        if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
    }

    private static async Task<bool> RunAsync(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        await process.WaitForExitAsync();
        return process.ExitCode == 0;
    }
}
