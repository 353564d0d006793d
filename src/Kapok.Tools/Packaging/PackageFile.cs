using System.Text;

namespace Kapok.Tools.Packaging;

/// <summary>A file of a package.</summary>
/// <param name="Path">Path below the package's root, with forward slashes.</param>
/// <param name="IsProgram">Mode 755 and not 644.</param>
internal abstract record PackageFile(string Path, bool IsProgram)
{
    /// <summary>Mode in the package. Everything belongs to root there.</summary>
    public UnixFileMode Mode => IsProgram ? ProgramMode : DataMode;

    /// <summary>Mode of a program and of a folder: 755.</summary>
    public const UnixFileMode ProgramMode = DataMode | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private const UnixFileMode DataMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>A file that is copied from disk.</summary>
    public sealed record Copy(string Path, string Source, bool IsProgram = false) : PackageFile(Path, IsProgram)
    {
        /// <inheritdoc/>
        public override Stream Open() => File.OpenRead(Source);
    }

    /// <summary>A file that is made here.</summary>
    public sealed record Made(string Path, byte[] Content, bool IsProgram = false) : PackageFile(Path, IsProgram)
    {
        public Made(string path, string content, bool isProgram = false)
            : this(path, Encoding.UTF8.GetBytes(content), isProgram)
        {
        }

        /// <inheritdoc/>
        public override Stream Open() => new MemoryStream(Content, writable: false);
    }

    /// <summary>A symbolic link.</summary>
    public sealed record Link(string Path, string Target) : PackageFile(Path, IsProgram: true)
    {
        /// <inheritdoc/>
        public override Stream Open() => Stream.Null;
    }

    /// <summary>Reads it from its start.</summary>
    public abstract Stream Open();
}
