using Kapok.Events.Files;
using Kapok.Server.Configuration;

namespace Kapok.Server.Files;

/// <summary>Keeps the bytes of uploaded files on disk, each once, under its id: <c>files/ab/abcdef…</c>.</summary>
/// <remarks>What is being uploaded lies in <c>files/coming</c> until it is whole, on disk and named:
/// a process that is killed leaves nothing under an id that is not all there.</remarks>
public sealed class FileStore
{
    private const string Coming = "coming";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string _folder;

    /// <summary>Opens the store.</summary>
    /// <exception cref="StartRefusedException">Its folder cannot be written to.</exception>
    public FileStore(FileSettings settings, DataFolder data)
    {
        _folder = Path.GetFullPath(settings.Folder ?? Path.Combine(data.Path, "files"));
        try
        {
            Make(_folder);
            Make(Path.Combine(_folder, Coming));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException($"The folder {_folder} cannot be written to: give its user access, or name another with --Files:Folder.");
        }
    }

    /// <summary>Where a file lies, whether it is there or not.</summary>
    /// <param name="id">See <see cref="StoredFile.Id"/>.</param>
    public string PathOf(string id) => Path.Combine(_folder, id[..2], id);

    /// <summary>Begins to keep a file.</summary>
    public FileStream Begin() => new(Path.Combine(_folder, Coming, Guid.NewGuid().ToString("N")), new FileStreamOptions
    {
        Mode = FileMode.CreateNew,
        Access = FileAccess.ReadWrite,
        Options = FileOptions.Asynchronous,
        BufferSize = 0,
    });

    /// <summary>Gives a file that is whole its id. One that is there already stays.</summary>
    public void Keep(FileStream whole, string id)
    {
        whole.Flush(flushToDisk: true);
        whole.Dispose();
        string path = PathOf(id);
        Make(Path.GetDirectoryName(path)!);
        if (File.Exists(path)) File.Delete(whole.Name);
        else File.Move(whole.Name, path);
    }

    /// <summary>Forgets a file that did not become whole.</summary>
    public static void Discard(FileStream begun)
    {
        begun.Dispose();
        if (File.Exists(begun.Name)) File.Delete(begun.Name);
    }

    /// <summary>Deletes a file. Whoever is being sent it gets it to its end.</summary>
    public void Delete(string id)
    {
        string path = PathOf(id);
        if (File.Exists(path)) File.Delete(path);
    }

    /// <summary>What was being uploaded when the process before this one ended.</summary>
    public void DeleteUnfinished()
    {
        foreach (string path in Directory.EnumerateFiles(Path.Combine(_folder, Coming))) File.Delete(path);
    }

    /// <summary>Ids of the files that have lain here since a moment before <paramref name="before"/>.</summary>
    public IEnumerable<string> Kept(DateTimeOffset before) =>
        Directory.EnumerateDirectories(_folder).Where(folder => Path.GetFileName(folder) != Coming).SelectMany(Directory.EnumerateFiles)
            .Where(path => StoredFile.IsId(Path.GetFileName(path)) && File.GetLastWriteTimeUtc(path) < before.UtcDateTime).Select(path => Path.GetFileName(path));

    private static void Make(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, OwnerOnly);
    }
}
