using System.Text.Json;
using Kapok.Events.Files;

namespace Kapok.Server.Files;

/// <summary>A link on a page: a part of it that leads to an address, or to another page. Never followed by the server.</summary>
/// <param name="X">Left edge, 0 to 1 of the page's width.</param>
/// <param name="Y">Upper edge, 0 to 1 of its height from above.</param>
/// <param name="Width">0 to 1.</param>
/// <param name="Height">0 to 1.</param>
/// <param name="Url">An address of https, http or mailto, at most 300 characters; null for a page.</param>
/// <param name="Page">A page of the same deck, from 0; null for an address.</param>
public sealed record PageLink(double X, double Y, double Width, double Height, string? Url, int? Page)
{
    private const int Most = 30, LongestUrl = 300;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Whether it is a link that may be shown.</summary>
    public bool IsGood => IsShare(X) && IsShare(Y) && IsShare(Width) && IsShare(Height) && (Url is null ? Page is >= 0 and < Deck.MostPages : Page is null && IsAddress(Url));

    /// <summary>The links of a page as they are kept: those that are good, the first 30.</summary>
    public static string Write(IReadOnlyList<PageLink> links)
    {
        List<PageLink> good = [.. links.Where(link => link is { IsGood: true }).Take(Most)];
        string json = JsonSerializer.Serialize(good, Json);
        return json.Length <= DeckPage.MostLinks ? json : "[]";
    }

    private static bool IsShare(double value) => value is >= 0 and <= 1;

    private static bool IsAddress(string url) => url.Length <= LongestUrl && Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) && (uri.Scheme is "https" or "http" or "mailto");
}
