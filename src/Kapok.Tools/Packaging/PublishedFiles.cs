namespace Kapok.Tools.Packaging;

/// <summary>The server and the tool in one folder, so that they share the runtime.</summary>
internal static class PublishedFiles
{
    // Native tracing for LTTng, which links a library that a venue does not need; the runtime goes on without it.
    private static readonly string[] LeftOut = ["libcoreclrtraceptprovider.so"];
    private static readonly string[] Programs = ["Kapok.Server", "kapok", "createdump"];

    /// <summary>Puts published folders over each other.</summary>
    /// <param name="under">Path of the folder in the package, without a slash at its end.</param>
    /// <param name="folders">Published folders.</param>
    /// <returns>Every file, by its path.</returns>
    /// <exception cref="PackagingException">Two of them have a file of one name that differs: one of the programs would run with what the other needs.</exception>
    public static IEnumerable<PackageFile> Join(string under, params IEnumerable<string> folders)
    {
        SortedDictionary<string, string> joined = new(StringComparer.Ordinal);
        foreach (string folder in folders)
        {
            foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            {
                string name = Path.GetRelativePath(folder, file);
                if (LeftOut.Contains(name)) continue;
                if (joined.TryGetValue(name, out string? other) && !IsSame(file, other))
                    throw new PackagingException($"{name} differs between the server and the tool: let both take the same version of what it comes from.");
                joined[name] = file;
            }
        }
        return joined.Select(file => new PackageFile.Copy($"{under}/{file.Key}", file.Value, Programs.Contains(file.Key)));
    }

    private static bool IsSame(string one, string other) =>
        new FileInfo(one).Length == new FileInfo(other).Length && File.ReadAllBytes(one).AsSpan().SequenceEqual(File.ReadAllBytes(other));
}
