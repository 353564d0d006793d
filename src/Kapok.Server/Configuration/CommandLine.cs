using Kapok.Server.Files;
using Kapok.Server.Stage;

namespace Kapok.Server.Configuration;

/// <summary>Reads the command line. What it does not know it refuses: a mistyped option that is ignored is found out on the evening of the event.</summary>
public static class CommandLine
{
    private static readonly Dictionary<string, string> Options = new(StringComparer.Ordinal)
    {
        ["--port"] = nameof(KapokOptions.Port),
        ["--host"] = nameof(KapokOptions.Host),
        ["--data"] = nameof(KapokOptions.Data),
        ["--client"] = nameof(KapokOptions.Client),
        ["--assets"] = nameof(KapokOptions.Assets),
        ["--cert"] = nameof(KapokOptions.Cert),
        ["--key"] = nameof(KapokOptions.Key),
    };

    // A section that is mistyped would otherwise be read by nobody. Logging is the framework's own: levels by category.
    private static readonly string[] Sections =
        [KapokOptions.Section, Events.Storage.StorageOptions.Section, VoiceSettings.Section, StageSettings.Section, FileSettings.Section, "Logging"];

    /// <summary>Turns arguments into settings: <c>--port 5080</c>, <c>--port=5080</c>, <c>--Kapok:Port=5080</c>, <c>--Storage:Provider=Postgres</c>.</summary>
    /// <exception cref="StartRefusedException">An argument is unknown, or lacks its value.</exception>
    public static Dictionary<string, string?> Parse(IReadOnlyList<string> args)
    {
        Dictionary<string, string?> settings = new(StringComparer.OrdinalIgnoreCase);
        for (int at = 0; at < args.Count; at++)
        {
            string[] parts = args[at].Split('=', 2);
            if (parts[0] == "--self-signed" && parts.Length == 1)
            {
                settings[$"{KapokOptions.Section}:{nameof(KapokOptions.SelfSigned)}"] = "true";
                continue;
            }
            string? key = Options.TryGetValue(parts[0], out string? option) ? $"{KapokOptions.Section}:{option}"
                : Sections.Any(section => parts[0].StartsWith($"--{section}:", StringComparison.OrdinalIgnoreCase)) ? parts[0][2..] : null;
            if (key is null)
                throw new StartRefusedException($"Unknown option {parts[0]}; known are {string.Join(", ", Options.Keys)}, --self-signed, --Kapok:NAME=VALUE, --Voice:NAME=VALUE, --Stage:NAME=VALUE, --Files:NAME=VALUE and --Storage:NAME=VALUE.");
            if (parts.Length == 1 && at + 1 == args.Count) throw new StartRefusedException($"{parts[0]} needs a value.");
            settings[key] = parts.Length == 2 ? parts[1] : args[++at];
        }
        return settings;
    }
}
