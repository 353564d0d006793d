namespace Kapok.Tools;

/// <summary>Where Kapok lies on this machine: in a checkout, which is built, or installed from a package, where everything lies ready.</summary>
internal static class Installation
{
    private const string SystemSettings = "/etc/kapok/kapok.conf", SystemData = "/var/lib/kapok/data", SystemFolder = "/usr/lib/kapok/";

    // lib/kapok holds the programs and share/kapok what they serve, below /usr or below the folder of the archive.
    private static readonly string Share = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "share", "kapok"));
    private static readonly Lazy<IReadOnlyDictionary<string, string>> Settings = new(() => SettingsFile.Read(SystemSettings));

    /// <summary>It is installed from a package, and nothing is built here.</summary>
    public static bool IsPackaged { get; } = Directory.Exists(Share) && AppContext.BaseDirectory.EndsWith("/lib/kapok/", StringComparison.Ordinal);

    /// <summary>It is the package of Debian, with a service, and settings in <c>/etc/kapok</c>.</summary>
    public static bool IsService { get; } = IsPackaged && AppContext.BaseDirectory == SystemFolder;

    /// <summary>Folder of the checkout, as <c>./kapok</c> says; of an archive, its one folder; else the one this process was started in.</summary>
    public static string Root => Environment.GetEnvironmentVariable("KAPOK_ROOT")
        ?? (IsPackaged && !IsService ? Path.GetFullPath(Path.Combine(Share, "..", "..")) : Directory.GetCurrentDirectory());

    /// <summary>Folder of the built client.</summary>
    public static string Client => IsPackaged ? Path.Combine(Share, "client") : Path.Combine(Root, "client", "dist");

    /// <summary>Folder of the places and avatars.</summary>
    public static string Assets => IsPackaged ? Path.Combine(Share, "assets") : Path.Combine(Root, "artifacts", "assets");

    /// <summary>Data folder of the venue on this machine.</summary>
    public static string Data => Setting("KAPOK__DATA") ?? (IsService ? SystemData : Path.Combine(Root, "data"));

    /// <summary>What to do where no venue runs.</summary>
    public static string HowToStart => IsService ? "start it with systemctl start kapok" : IsPackaged ? "start one with ./kapok-server" : "start one with ./run.sh";

    /// <summary>What to do where the client or the places are missing.</summary>
    public static string HowToBuild => IsPackaged ? "Install Kapok again: its files are not complete." : "Run ./run.sh once; it builds them.";

    /// <summary>Command that starts the server, without its options.</summary>
    /// <exception cref="InvalidOperationException">It is not built; one line says what to do.</exception>
    public static string[] Server()
    {
        if (IsPackaged) return [Path.Combine(AppContext.BaseDirectory, "Kapok.Server")];
        string[] places = [Path.Combine(Root, "src", "Kapok.Server", "bin", "Release", "net10.0"), Path.Combine(Root, "artifacts", "server")];
        // The newer of what ./run.sh publishes and what ./test.sh builds.
        string built = places.Select(place => Path.Combine(place, "Kapok.Server.dll")).Where(File.Exists).OrderByDescending(File.GetLastWriteTimeUtc).FirstOrDefault()
            ?? throw new InvalidOperationException("The server is not built: run ./run.sh once.");
        return ["dotnet", built];
    }

    /// <summary>A setting of the venue on this machine: of the environment, or of the service's settings; null where neither has it.</summary>
    /// <param name="name">Name such as <c>KAPOK__PORT</c>.</param>
    public static string? Setting(string name) => Environment.GetEnvironmentVariable(name) ?? (IsService ? Settings.Value.GetValueOrDefault(name) : null);
}
