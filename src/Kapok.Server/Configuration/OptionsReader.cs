using System.Reflection;
using Kapok.Events.Storage;
using Kapok.Server.Stage;

namespace Kapok.Server.Configuration;

/// <summary>Binds the options, refuses unknown keys and values out of range, and tells what is in effect.</summary>
public static partial class OptionsReader
{
    /// <summary>Reads a section.</summary>
    /// <exception cref="StartRefusedException">A key is unknown or a value cannot be read.</exception>
    public static T Read<T>(IConfiguration configuration, string section)
        where T : new()
    {
        string[] known = [.. Keys<T>().Select(property => property.Name)];
        foreach (IConfigurationSection child in configuration.GetSection(section).GetChildren())
        {
            if (!known.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
                throw new StartRefusedException($"Unknown option {section}:{child.Key}; known are {string.Join(", ", known)}.");
        }
        T options = new();
        try
        {
            configuration.GetSection(section).Bind(options);
        }
        catch (InvalidOperationException unreadable)
        {
            throw new StartRefusedException($"{section} has a value that cannot be read: {unreadable.Message.ReplaceLineEndings(" ")}");
        }
        return options;
    }

    /// <summary>Refuses to start when something is wrong.</summary>
    /// <exception cref="StartRefusedException">There is an error; the first is told.</exception>
    public static void Require(IEnumerable<string> errors)
    {
        foreach (string error in errors) throw new StartRefusedException(error);
    }

    /// <summary>Logs what is in effect, without secrets.</summary>
    public static void Log(ILogger log, KapokOptions options, StorageOptions storage, VoiceSettings voice, StageSettings stage)
    {
        foreach (PropertyInfo property in Keys<KapokOptions>())
        {
            object? value = property.GetValue(options);
            Effective(log, KapokOptions.Section, property.Name, value);
        }
        foreach (PropertyInfo property in Keys<VoiceSettings>())
        {
            object? value = property.GetValue(voice);
            if (property.Name == nameof(VoiceSettings.RelaySecret) && value is string { Length: > 0 }) value = "(hidden)";
            Effective(log, VoiceSettings.Section, property.Name, value);
        }
        foreach (PropertyInfo property in Keys<StageSettings>())
        {
            object? value = property.GetValue(stage);
            Effective(log, StageSettings.Section, property.Name, value);
        }
        foreach (PropertyInfo property in Keys<StorageOptions>())
        {
            object? value = property.GetValue(storage);
            if (property.Name == nameof(StorageOptions.ConnectionString) && value is not null) value = "(hidden)";
            Effective(log, StorageOptions.Section, property.Name, value);
        }
    }

    /// <summary>Logs what is in effect of a section that holds no secrets.</summary>
    public static void Log<T>(ILogger log, string section, T options)
    {
        foreach (PropertyInfo property in Keys<T>())
        {
            object? value = property.GetValue(options);
            Effective(log, section, property.Name, value);
        }
    }

    private static IEnumerable<PropertyInfo> Keys<T>() =>
        typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property is { CanWrite: true });

    [LoggerMessage(Level = LogLevel.Information, Message = "Option {Section}:{Name} = {Value}")]
    private static partial void Effective(ILogger log, string section, string name, object? value);
}
