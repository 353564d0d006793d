using System.Security.Cryptography;

namespace Kapok.Server.Configuration;

/// <summary>The folder where everything is kept, and the secrets in it.</summary>
public sealed class DataFolder
{
    private const int SecretBytes = 32;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private DataFolder(string path) => Path = path;

    /// <summary>Absolute path.</summary>
    public string Path { get; }

    /// <summary>Opens the folder, creating it where it is missing.</summary>
    /// <exception cref="StartRefusedException">It cannot be written to.</exception>
    public static DataFolder Open(string path)
    {
        string full = System.IO.Path.GetFullPath(path);
        try
        {
            Directory.CreateDirectory(full);
            string probe = System.IO.Path.Combine(full, $".write-{Environment.ProcessId}");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException($"The data folder {full} cannot be written to: give its user access, or name another with --data.");
        }
        return new(full);
    }

    /// <summary>Reads a secret of this venue, making one at the first start. Only its owner may read the file.</summary>
    public string Secret(string file)
    {
        string path = System.IO.Path.Combine(Path, file);
        if (File.Exists(path) && File.ReadAllText(path).Trim() is { Length: >= SecretBytes } kept) return kept;
        string secret = NewToken();
        FileStreamOptions creating = new() { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) creating.UnixCreateMode = OwnerOnly;
        using (StreamWriter writer = new(path, creating)) writer.WriteLine(secret);
        return secret;
    }

    /// <summary>An unguessable token of 43 characters that fits into addresses.</summary>
    public static string NewToken()
    {
        Span<byte> bytes = stackalloc byte[SecretBytes];
        RandomNumberGenerator.Fill(bytes);
        return System.Buffers.Text.Base64Url.EncodeToString(bytes);
    }
}
