namespace Kapok.Tools;

/// <summary>Reads the settings of the service, a file of lines <c>NAME=value</c> as systemd reads it (systemd.exec(5), <c>EnvironmentFile=</c>).</summary>
internal static class SettingsFile
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">File.</param>
    /// <returns>Values by name, whatever the case; none where the file is missing or is not for this user.</returns>
    public static IReadOnlyDictionary<string, string> Read(string path)
    {
        try
        {
            return File.Exists(path) ? Parse(File.ReadLines(path)) : Parse([]);
        }
        catch (UnauthorizedAccessException)
        {
            // It may hold the password of a database, so it is for root and the service; whoever is neither gives options.
            return Parse([]);
        }
    }

    /// <summary>Reads lines. A line without a name is passed over, as systemd does; continued lines are not read, and no setting of Kapok needs one.</summary>
    public static IReadOnlyDictionary<string, string> Parse(IEnumerable<string> lines)
    {
        Dictionary<string, string> settings = new(StringComparer.OrdinalIgnoreCase);
        foreach (string line in lines.Select(line => line.Trim()))
        {
            int at = line.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0 || line[0] is '#' or ';') continue;
            settings[line[..at].TrimEnd()] = Unquoted(line[(at + 1)..].Trim());
        }
        return settings;
    }

    private static string Unquoted(string value) =>
        value.Length >= 2 && value[0] is '"' or '\'' && value[^1] == value[0] ? value[1..^1] : value;
}
