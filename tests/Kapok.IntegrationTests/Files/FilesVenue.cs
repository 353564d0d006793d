using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Kapok.Events;
using Kapok.Events.Links;
using Kapok.Events.Organisations;

namespace Kapok.IntegrationTests.Files;

/// <summary>A venue to which files are uploaded, with a small quota.</summary>
public sealed class FilesVenue() : TestVenue("--Files:QuotaMegabytes=2", "--Files:TrackMegabytes=1")
{
    internal const string Files = $"/api/v1/events/{OpeningNight.EventSlug}/files", Decks = $"/api/v1/events/{OpeningNight.EventSlug}/decks";

    internal string Stored => Path.Combine(Data, "files");

    /// <summary>A browser in which a role link was opened.</summary>
    internal async Task<HttpClient> AsAsync(EventRole role)
    {
        Event current = await Service<CurrentEvent>().FindAsync();
        CreateLink.Created link = (await Service<CreateLink>().HandleAsync(new(current.Id, role.ToString(), role, null), new(null, "Olga", EventRole.Organiser))).Value;
        HttpClient browser = Browser();
        using HttpResponseMessage opened = await browser.GetAsync($"/link/{link.Token}");
        return browser;
    }

    internal static byte[] Sample(string name) => File.ReadAllBytes(Path.Combine(RepositoryRoot(), "tests", "vectors", "files", name));

    internal static async Task<(HttpStatusCode Status, JsonNode Body)> UploadAsync(HttpClient browser, byte[] bytes, string name)
    {
        using ByteArrayContent content = new(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } };
        using HttpResponseMessage answer = await browser.PostAsync($"{Files}?name={Uri.EscapeDataString(name)}", content);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
    }

    internal static async Task<JsonNode> GetAsync(HttpClient browser, string path)
    {
        using HttpResponseMessage answer = await browser.GetAsync(path);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
    }
}
