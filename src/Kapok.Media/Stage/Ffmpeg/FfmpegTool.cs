namespace Kapok.Media.Stage.Ffmpeg;

/// <summary>Finds ffmpeg on this machine.</summary>
public static class FfmpegTool
{
    /// <summary>It is looked for where programs lie.</summary>
    public const string Auto = "auto";

    /// <summary>It is not used.</summary>
    public const string None = "none";

    /// <summary>The program that a setting means.</summary>
    /// <param name="setting"><see cref="Auto"/>, <see cref="None"/>, or a path.</param>
    /// <returns>Its path; null when there is none.</returns>
    public static string? Find(string setting)
    {
        if (setting == None) return null;
        if (setting != Auto) return File.Exists(setting) ? Path.GetFullPath(setting) : null;
        string name = OperatingSystem.IsWindows() ? "ffmpeg.exe" : "ffmpeg";
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
    }
}
