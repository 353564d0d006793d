using System.Text.RegularExpressions;

namespace Kapok.Console.Access;

/// <summary>The pages of the console that are open to stage managers.</summary>
public static partial class StagePages
{
    /// <summary>Whether an address is one of them: the stages, and the show of a room.</summary>
    public static bool Has(string path) => Pages().IsMatch(path);

    [GeneratedRegex("^/console/(stages|rooms/[a-z0-9-]+/show)/?$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Pages();
}
