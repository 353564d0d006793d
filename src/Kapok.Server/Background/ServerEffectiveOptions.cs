using System.Globalization;
using System.Reflection;
using Kapok.Console.Live;
using Kapok.Server.Configuration;

namespace Kapok.Server.Background;

/// <summary>The server's own options for the console's settings page; none of them is a secret.</summary>
public sealed class ServerEffectiveOptions(KapokOptions options) : IEffectiveOptions
{
    public IEnumerable<EffectiveOption> All() =>
        typeof(KapokOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite).Select(property =>
            new EffectiveOption(KapokOptions.Section, property.Name, Convert.ToString(property.GetValue(options), CultureInfo.InvariantCulture) is { Length: > 0 } value ? value : "–"));
}
