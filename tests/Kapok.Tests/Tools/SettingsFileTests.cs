using System.Globalization;
using System.Reflection;
using Kapok.Events.Storage;
using Kapok.Server.Configuration;
using Kapok.Server.Files;
using Kapok.Server.Stage;
using Kapok.Tools;
using Xunit;

namespace Kapok.Tests.Tools;

public sealed class SettingsFileTests
{
    private static readonly string Shipped = Path.Combine(Repository.Root, "deploy", "package", "kapok.conf");

    [Fact]
    public void It_is_read_as_systemd_reads_it()
    {
        IReadOnlyDictionary<string, string> settings = SettingsFile.Parse(
            ["# KAPOK__PORT=1", "; note", "KAPOK__PORT=443", "  KAPOK__HOST = \"0.0.0.0\" ", "nothing", "Storage__ConnectionString='Host=a;Password=b'", ""]);
        Assert.Equal(3, settings.Count);
        Assert.Equal("443", settings["kapok__port"]);
        Assert.Equal("0.0.0.0", settings["KAPOK__HOST"]);
        Assert.Equal("Host=a;Password=b", settings["STORAGE__CONNECTIONSTRING"]);
        Assert.Empty(SettingsFile.Read("/nowhere/kapok.conf"));
    }

    [Fact]
    public void The_package_s_settings_change_nothing_until_somebody_does() => Assert.Empty(SettingsFile.Read(Shipped));

    [Fact]
    public void The_package_s_settings_name_every_option_with_its_default()
    {
        IReadOnlyDictionary<string, string> named = SettingsFile.Parse(
            File.ReadLines(Shipped).Where(line => line.StartsWith('#') && !line.StartsWith("# ", StringComparison.Ordinal)).Select(line => line[1..]));
        Dictionary<string, string> options = new(StringComparer.OrdinalIgnoreCase);
        (string, object)[] sections = [(KapokOptions.Section, new KapokOptions()), (VoiceSettings.Section, new VoiceSettings()), (StageSettings.Section, new StageSettings()),
            (FileSettings.Section, new FileSettings()), (StorageOptions.Section, new StorageOptions())];
        foreach ((string section, object defaults) in sections)
        {
            foreach (PropertyInfo option in defaults.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite))
                options[$"{section}__{option.Name}"] = Convert.ToString(option.GetValue(defaults), CultureInfo.InvariantCulture) ?? "";
        }
        options.Remove("Storage__DataFolder"); // follows Kapok:Data
        (options["Kapok__Data"], options["Kapok__Client"], options["Kapok__Assets"]) = ("/var/lib/kapok/data", "/usr/share/kapok/client", "/usr/share/kapok/assets");
        Assert.Empty(options.Keys.Except(named.Keys, StringComparer.OrdinalIgnoreCase));
        Assert.Equal(["LOGGING__LOGLEVEL__DEFAULT"], named.Keys.Except(options.Keys, StringComparer.OrdinalIgnoreCase));
        foreach ((string name, string value) in options) Assert.Equal($"{name}={value}", $"{name}={named[name]}", ignoreCase: true);
    }
}
