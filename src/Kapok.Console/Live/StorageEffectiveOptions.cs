using System.Globalization;
using Kapok.Events.Storage;

namespace Kapok.Console.Live;

/// <summary>The options of the storage.</summary>
internal sealed class StorageEffectiveOptions(StorageOptions options) : IEffectiveOptions
{
    public IEnumerable<EffectiveOption> All()
    {
        yield return Option(nameof(options.Provider), options.Provider.ToString());
        if (options.ConnectionString is not null) yield return Option(nameof(options.ConnectionString), "••••••");
        yield return Option(nameof(options.ChatRetentionDays), options.ChatRetentionDays.ToString(CultureInfo.InvariantCulture));
        yield return Option(nameof(options.KickMinutes), options.KickMinutes.ToString(CultureInfo.InvariantCulture));
        yield return Option(nameof(options.DataFolder), Path.GetFullPath(options.DataFolder));
    }

    private static EffectiveOption Option(string name, string value) => new(StorageOptions.Section, name, value);
}
