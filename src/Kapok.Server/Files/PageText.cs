using Kapok.Events.Files;
using Kapok.Protocol.Text;

namespace Kapok.Server.Files;

/// <summary>What is written on a page, and the speaker's notes: lines of plain text.</summary>
internal static class PageText
{
    private const int MostLines = 200;

    /// <summary>Cleans each line and cuts the whole to what is kept.</summary>
    internal static string Clean(string raw)
    {
        IEnumerable<string> lines = raw.Split('\n', MostLines + 1).Take(MostLines).Select(line => PlainText.CleanLine(line, DeckPage.MostText));
        return PlainText.Cut(string.Join('\n', lines).TrimEnd(), DeckPage.MostText);
    }
}
