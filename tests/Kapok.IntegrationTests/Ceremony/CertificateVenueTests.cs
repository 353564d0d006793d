using System.Net;
using System.Text.Json.Nodes;
using Kapok.Events;
using Kapok.Events.Links;
using Kapok.Events.Organisations;
using Kapok.Events.Storage;
using Kapok.Protocol.Messages;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Kapok.IntegrationTests.Ceremony;

/// <summary>Certificates of attendance over real sockets: given once, kept over a restart, read by a stranger, and none that is forged.</summary>
public sealed class CertificateVenueTests
{
    private static readonly Operator Organiser = new(null, "Olga", EventRole.Organiser);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_is_there_gets_one_certificate_which_a_stranger_can_verify_also_after_a_restart()
    {
        await using TestVenue venue = new();
        await venue.InitializeAsync();
        CookieContainer cookies = new();
        await using TestPerson olga = await venue.EnterAsync("Olga", link: await LinkAsync(venue)), mei = await venue.EnterAsync("Mei <3", browser: venue.Browser(cookies));
        Assert.Empty(await MineAsync(mei.Browser));
        await StepAsync(olga, "Dawn");
        await mei.HearAsync("that it is kept", message => message.Certified?.Title == "Dawn");
        await using TestPerson late = await venue.EnterAsync("Late");
        await late.HearAsync("that it is kept", message => message.Certified is not null);
        JsonNode own = Assert.Single(await MineAsync(mei.Browser))!;
        Assert.Equal(("Mei <3", "Dawn", "Opening Night"), (Text(own, "name"), Text(own, "title"), Text(own["event"]!, "en")[^13..]));
        Assert.NotEqual(Text(own, "number"), Text(Assert.Single(await MineAsync(late.Browser))!, "number"));
        Assert.Empty(await MineAsync(venue.Browser()));

        await venue.RestartAsync();
        using HttpClient stranger = venue.Browser();
        (HttpStatusCode status, string page) = await LookAsync(stranger, Text(own, "page"));
        Assert.Equal(HttpStatusCode.OK, status);
        foreach (string said in (string[])["Mei &lt;3", "Dawn", "Opening Night", "Valid certificate", Text(own, "number")]) Assert.Contains(said, page, StringComparison.Ordinal);
        foreach (string kept in (string[])["Olga", "Late", "<script", "guest"]) Assert.DoesNotContain(kept, page, StringComparison.OrdinalIgnoreCase);

        // The show is on after a restart: nobody gets a second one.
        using HttpClient back = venue.Browser(cookies);
        await using TestPerson again = await venue.EnterAsync("Mei again", browser: back);
        await again.HearAsync("that it is kept", message => message.Certified is not null);
        Assert.Equal(Text(own, "number"), Text(Assert.Single(await MineAsync(back))!, "number"));
    }

    [Fact]
    public async Task A_forged_number_one_of_a_deleted_event_and_too_many_are_refused_calmly()
    {
        await using TestVenue venue = new();
        await venue.InitializeAsync();
        await using TestPerson olga = await venue.EnterAsync("Olga", link: await LinkAsync(venue));
        await StepAsync(olga, "Dawn");
        await olga.HearAsync("that it is kept", message => message.Certified is not null);
        string page = Text(Assert.Single(await MineAsync(olga.Browser))!, "page"), forged = page[..^1] + (page[^1] == '0' ? '1' : '0');
        using HttpClient stranger = venue.Browser();
        Assert.Equal(HttpStatusCode.OK, (await LookAsync(stranger, page)).Status);
        foreach (string other in (string[])[forged, page + "0", "/certificate/x", "/certificate/%E6%9C%A8", $"/certificate/{new string('9', 32)}"])
        {
            (HttpStatusCode status, string text) = await LookAsync(stranger, other);
            Assert.Equal(HttpStatusCode.NotFound, status);
            Assert.Contains("has issued no certificate", text, StringComparison.Ordinal);
            Assert.DoesNotContain("Olga", text, StringComparison.Ordinal);
        }
        await using (EventsContext context = await venue.Service<IDbContextFactory<EventsContext>>().CreateDbContextAsync(Stop))
            await context.Events.ExecuteDeleteAsync(Stop);
        Assert.Equal(HttpStatusCode.NotFound, (await LookAsync(stranger, page)).Status);
        Assert.Empty(await MineAsync(olga.Browser));
        HttpStatusCode last;
        do last = (await LookAsync(stranger, forged)).Status;
        while (last == HttpStatusCode.NotFound && !Stop.IsCancellationRequested);
        Assert.Equal(HttpStatusCode.TooManyRequests, last);
    }

    private static string Text(JsonNode node, string key) => node[key]!.GetValue<string>();

    private static async Task<JsonArray> MineAsync(HttpClient browser)
    {
        string text = await browser.GetStringAsync(new Uri($"/api/v1/events/{OpeningNight.EventSlug}/certificates/mine", UriKind.Relative), Stop);
        return JsonNode.Parse(text)!["certificates"]!.AsArray();
    }

    private static async Task<(HttpStatusCode Status, string Page)> LookAsync(HttpClient browser, string address)
    {
        using HttpResponseMessage answer = await browser.GetAsync(new Uri(address, UriKind.Relative), Stop);
        Assert.Equal(["noindex, nofollow"], answer.Headers.GetValues("X-Robots-Tag"));
        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Stop));
    }

    private static async Task StepAsync(TestPerson by, string title)
    {
        await by.SendAsync(new() { Show = new() { Play = new() { Actions = { new ShowAction { Ceremony = new() { Kind = CeremonyKind.Certificate, Title = title } } } } } });
        await by.HearAsync("the step", message => message.ShowCue is not null);
    }

    private static async Task<string> LinkAsync(TestVenue venue)
    {
        Event current = await venue.Service<CurrentEvent>().FindAsync(Stop);
        return (await venue.Service<CreateLink>().HandleAsync(new(current.Id, "Test", EventRole.StageManager, null), Organiser, Stop)).Value.Token;
    }
}
