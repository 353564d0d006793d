namespace Kapok.Events.Storage;

/// <summary>Closes the data folder to everyone but the server's own user: what was said, who was reported and every key lie in it.</summary>
/// <remarks>
/// At each start, so that a folder of an earlier version, or one whose files were copied back from a backup, is closed too. SQLite gives the files
/// beside the database (<c>-wal</c>, <c>-shm</c>) the rights of the database itself. Windows has the rights of the folder it lies in.
/// </remarks>
internal static class OwnersOnly
{
    private const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite, FolderMode = FileMode | UnixFileMode.UserExecute;

    /// <summary>Makes the folder where it is missing, and closes it and our files in it.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="ourFiles">Names of files that are ours, present or not.</param>
    /// <returns>False when something belongs to another user and could not be closed.</returns>
    public static bool Close(string folder, IEnumerable<string> ourFiles)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return true;
        }
        if (!Directory.Exists(folder)) Directory.CreateDirectory(folder, FolderMode);
        bool isClosed = IsShared(folder) || TrySet(folder, FolderMode);
        foreach (string file in ourFiles.Select(name => Path.Combine(folder, name)).Where(File.Exists)) isClosed &= TrySet(file, FileMode);
        string keys = Path.Combine(folder, StorageOptions.KeysFolderName);
        if (!Directory.Exists(keys)) return isClosed;
        isClosed &= TrySet(keys, FolderMode);
        foreach (string key in Directory.EnumerateFiles(keys)) isClosed &= TrySet(key, FileMode);
        return isClosed;
    }

    /// <summary>Makes an empty file that nobody else may read, unless there is one.</summary>
    public static void Create(string path)
    {
        if (File.Exists(path)) return;
        FileStreamOptions creating = new() { Mode = System.IO.FileMode.OpenOrCreate, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) creating.UnixCreateMode = FileMode;
        using FileStream file = new(path, creating);
    }

    // Somebody who names /tmp or another folder that all may write to has not given it to us; our files in it are closed all the same.
    private static bool IsShared(string folder) => !OperatingSystem.IsWindows() && File.GetUnixFileMode(folder).HasFlag(UnixFileMode.StickyBit);

    private static bool TrySet(string path, UnixFileMode mode)
    {
        if (OperatingSystem.IsWindows()) return true;
        try
        {
            if (File.GetUnixFileMode(path) != mode) File.SetUnixFileMode(path, mode);
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }
}
