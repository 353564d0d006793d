using System.Globalization;
using System.Reflection;
using Kapok.Console.Live;
using Kapok.Server.Configuration;
using Kapok.Server.Files;
using Kapok.Server.Stage;

namespace Kapok.Server.Keeping;

/// <summary>The server's own options for the console's settings page, without the one that is a secret.</summary>
public sealed class ServerEffectiveOptions(KapokOptions options, VoiceSettings voice, StageSettings stage, FileSettings files) : IEffectiveOptions
{
    public IEnumerable<EffectiveOption> All() =>
        [
            .. Of(KapokOptions.Section, options), .. Of(VoiceSettings.Section, voice).Where(option => option.Name != nameof(VoiceSettings.RelaySecret)),
            .. Of(StageSettings.Section, stage),
            .. Of(FileSettings.Section, files),
        ];

    private static IEnumerable<EffectiveOption> Of(string section, object options) =>
        options.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite).Select(property =>
            new EffectiveOption(section, property.Name, Convert.ToString(property.GetValue(options), CultureInfo.InvariantCulture) is { Length: > 0 } value ? value : "–"));
}
