using System.CommandLine;
using System.Globalization;

namespace Kapok.Tools;

/// <summary>Limits of options of the command line.</summary>
internal static class OptionLimits
{
    /// <summary>Refuses what is not in a range, with one line that tells it.</summary>
    /// <param name="option">The option.</param>
    /// <param name="least">Least that is taken.</param>
    /// <param name="most">Most that is taken.</param>
    /// <returns>The option.</returns>
    public static Option<T> Within<T>(this Option<T> option, T least, T most)
        where T : struct, IComparable<T>
    {
        option.Validators.Add(result =>
        {
            T value = result.GetValueOrDefault<T>();
            if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
                result.AddError(string.Create(CultureInfo.InvariantCulture, $"{option.Name} must be from {least} to {most}."));
        });
        return option;
    }
}
