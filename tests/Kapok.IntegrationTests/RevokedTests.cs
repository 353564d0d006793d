using System.Net;
using System.Text.Json.Nodes;
using Kapok.Events;
using Kapok.Events.Links;
using Kapok.Events.Organisations;
using Kapok.Protocol.Messages;
using Xunit;

namespace Kapok.IntegrationTests;

/// <summary>A role link that is withdrawn while somebody is in a room by it.</summary>
public sealed class RevokedTests(TestVenue venue) : IClassFixture<TestVenue>
{
    private static readonly Operator Organiser = new(null, "Olga", EventRole.Organiser);

    [Fact]
    public async Task Whoever_is_in_a_room_by_it_is_an_attendee_at_once()
    {
        CreateLink.Created link = await MakeAsync(EventRole.Performer);
        await using TestPerson byCookie = await venue.EnterAsync("Vega", browser: await OpenedAsync(link.Token));
        await using TestPerson byToken = await venue.EnterAsync("Rio", "forum", link: link.Token);
        await using TestPerson mei = await venue.EnterAsync("Mei");
        await mei.UntilAsync("the performer", () => mei.People.TryGetValue(byCookie.Id, out Person? person) && person.Role == Role.Performer);
        await mei.UntilAsync("the performer on the stage", () => mei.Where(byCookie.Id) is { Z: < -12f });
        await RevokeAsync(link);
        await byCookie.HearAsync("the end of the role", message => message.Notice?.Code == "notice.role-ended");
        await byToken.HearAsync("the end of the role", message => message.Notice?.Code == "notice.role-ended");
        await mei.UntilAsync("an attendee", () => mei.People[byCookie.Id].Role == Role.Attendee);
        await mei.UntilAsync("off the stage", () => mei.Where(byCookie.Id) is { Z: > 0f });
        Assert.DoesNotContain(mei.Messages, message => message.Notice is not null);
    }

    [Fact]
    public async Task A_ticket_from_before_lets_in_an_attendee_and_the_link_itself_nobody()
    {
        CreateLink.Created link = await MakeAsync(EventRole.Moderator);
        using HttpClient browser = await OpenedAsync(link.Token);
        (_, JsonNode body) = await TestVenue.JoinAsync(browser, new { name = "Mo" });
        await RevokeAsync(link);
        await using TestPerson mo = new("Mo", browser);
        await mo.ConnectAsync(venue.Address, body["ticket"]!.GetValue<string>());
        Assert.Equal(Role.Attendee, mo.People[mo.Id].Role);
        using HttpClient other = venue.Browser();
        (HttpStatusCode status, JsonNode refusal) = await TestVenue.JoinAsync(other, new { name = "Late", link = link.Token });
        Assert.Equal((HttpStatusCode.Forbidden, "link-expired"), (status, refusal["code"]!.GetValue<string>()));
    }

    private async Task<HttpClient> OpenedAsync(string token)
    {
        HttpClient browser = venue.Browser();
        using HttpResponseMessage answer = await browser.GetAsync(new Uri($"/link/{token}", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return browser;
    }

    private async Task<CreateLink.Created> MakeAsync(EventRole role)
    {
        Event current = await venue.Service<CurrentEvent>().FindAsync();
        return (await venue.Service<CreateLink>().HandleAsync(new(current.Id, "Test", role, null), Organiser)).Value;
    }

    private async Task RevokeAsync(CreateLink.Created link) => Assert.Null((await venue.Service<RevokeLink>().HandleAsync(link.Link.Id, Organiser)).Broken);
}
