using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Kapok.Cluster;
using Kapok.Events;
using Kapok.Events.Links;
using Kapok.Events.Organisations;
using Kapok.Events.Safety;
using Kapok.Protocol.Messages;
using Kapok.Server.Entry;
using Kapok.Server.Rooms;
using Xunit;

namespace Kapok.IntegrationTests;

/// <summary>Who comes in is decided once, and the socket asks only what was revoked since.</summary>
public sealed class AdmissionTests
{
    private const string Shared = "203.0.113.9";
    private static readonly Operator Organiser = new(null, "Olga", EventRole.Organiser);

    [Theory]
    [InlineData("auto")]
    [InlineData("kestrel")]
    public async Task Who_keeps_order_comes_in_from_an_address_that_is_banned_by_link_cookie_and_pass(string door)
    {
        await using TestVenue venue = new($"--Kapok:FrontDoor={door}", "--Kapok:KnownProxies=127.0.0.1");
        await venue.InitializeAsync();
        await venue.Service<BanGuest>().HandleAsync(new(OpeningNight.EventSlug, "troll", IPAddress.Parse(Shared), "Troll", "spam", Until: null), Organiser,
            TestContext.Current.CancellationToken);
        string token = await LinkAsync(venue, EventRole.Moderator);
        (HttpStatusCode status, JsonNode body) = await AskAsync(venue.Browser(), new { name = "Visitor" });
        Assert.Equal((HttpStatusCode.Forbidden, "banned"), (status, body["code"]!.GetValue<string>()));

        HttpClient byLink = venue.Browser();
        await using TestPerson mo = await EnterAsync(venue, byLink, new { name = "Mo", link = token });
        Assert.Equal(Role.Moderator, mo.People[mo.Id].Role);

        HttpClient byCookie = venue.Browser();
        using (await byCookie.GetAsync(new Uri($"/link/{token}", UriKind.Relative), TestContext.Current.CancellationToken))
        {
        }
        await using TestPerson jo = await EnterAsync(venue, byCookie, new { name = "Jo" });
        Assert.Equal(Role.Moderator, jo.People[jo.Id].Role);

        // Through a portal, without the link in the second ask.
        string pass = venue.Service<Tickets>().Issue(new Pass((await WhoAsync(venue, mo)).Who, "arena"), TestVenue.Key("forum"));
        await using TestPerson again = await EnterAsync(venue, byLink, new { name = "Mo", pass }, "forum");
        Assert.Equal(Role.Moderator, again.People[again.Id].Role);
    }

    [Fact]
    public async Task A_pass_is_good_until_its_owner_got_in_and_then_it_is_void()
    {
        await using TestVenue venue = new("--Kapok:Capacity=1");
        await venue.InitializeAsync();
        HttpClient browser = venue.Browser();
        await using TestPerson mei = await venue.EnterAsync("Mei", "arena", browser);
        await using TestPerson tom = await venue.EnterAsync("Tom", "forum");
        string pass = venue.Service<Tickets>().Issue(new Pass((await WhoAsync(venue, mei)).Who, "arena"), TestVenue.Key("forum"));
        Assert.Equal(HttpStatusCode.Accepted, (await TestVenue.JoinAsync(browser, new { name = "Mei", pass }, "forum")).Status);
        Assert.Equal(HttpStatusCode.Accepted, (await TestVenue.JoinAsync(browser, new { name = "Mei", pass }, "forum")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await TestVenue.JoinAsync(venue.Browser(), new { name = "Thief", pass }, "forum")).Status);
        await tom.SendLeaveAsync();
        await tom.UntilClosedAsync();
        await TestPerson.HoldsAsync("a place", () => !venue.Service<LocalRooms>().Find(TestVenue.Key("forum"))!.Host.Queue.IsFull || venue.Service<LocalRooms>()
            .Find(TestVenue.Key("forum"))!.Host.People == 0);
        (HttpStatusCode status, JsonNode body) = await TestVenue.JoinAsync(browser, new { name = "Mei", link = pass }, "forum"); // as clients sent it before
        Assert.True(status == HttpStatusCode.OK, body.ToJsonString());
        (status, body) = await TestVenue.JoinAsync(browser, new { name = "Mei", pass }, "forum");
        Assert.Equal((HttpStatusCode.Forbidden, "link-expired"), (status, body["code"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_guest_who_asks_often_holds_one_place_and_whoever_leaves_the_line_is_out_of_it()
    {
        await using TestVenue venue = new("--Kapok:Capacity=2");
        await venue.InitializeAsync();
        HttpClient mei = venue.Browser(), tom = venue.Browser(), ann = venue.Browser(), joe = venue.Browser();
        for (int click = 0; click < 5; click++) Assert.Equal(HttpStatusCode.OK, (await TestVenue.JoinAsync(mei, new { name = "Mei" })).Status);
        Assert.Equal(HttpStatusCode.OK, (await TestVenue.JoinAsync(tom, new { name = "Tom" })).Status);
        Assert.Equal(1, PositionOf(await TestVenue.JoinAsync(ann, new { name = "Ann" })));
        Assert.Equal(2, PositionOf(await TestVenue.JoinAsync(joe, new { name = "Joe" })));
        using HttpResponseMessage left = await ann.DeleteAsync(new Uri("/api/v1/rooms/arena/join", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NoContent, left.StatusCode);
        Assert.Equal(1, PositionOf(await TestVenue.JoinAsync(joe, new { name = "Joe" })));
        Assert.Equal(1, venue.Service<LocalRooms>().Find(TestVenue.Key("arena"))!.Host.Queue.Length);
    }

    [Fact]
    public async Task Whoever_comes_too_soon_is_told_when_and_gets_in_then()
    {
        await using TestVenue venue = new("--Kapok:JoinsPerMinute=20");
        await venue.InitializeAsync();
        HttpClient browser;
        HttpResponseMessage early;
        do
        {
            browser = venue.Browser();
            early = await browser.PostAsJsonAsync(new Uri("/api/v1/rooms/arena/join", UriKind.Relative), new { name = "Pupil" }, TestContext.Current.CancellationToken);
        }
        while (early.StatusCode == HttpStatusCode.OK);
        string answer = await early.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(early.StatusCode == HttpStatusCode.TooManyRequests, $"{early.StatusCode}: {answer}");
        JsonNode body = JsonNode.Parse(answer)!;
        int seconds = body["retryAfterSeconds"]!.GetValue<int>();
        Assert.Equal(("too-fast", 1), (body["code"]!.GetValue<string>(), body["position"]!.GetValue<int>()));
        Assert.Equal(seconds.ToString(CultureInfo.InvariantCulture), early.Headers.GetValues("Retry-After").Single());
        Assert.InRange(seconds, 1, 3);
        early.Dispose();
        await TestPerson.HoldsAsync("in", async () => (await TestVenue.JoinAsync(browser, new { name = "Late" })).Status == HttpStatusCode.OK);
    }

    private static int PositionOf((HttpStatusCode Status, JsonNode Body) answer)
    {
        Assert.True(answer.Status == HttpStatusCode.Accepted, answer.Body.ToJsonString());
        return answer.Body["waiting"]!["position"]!.GetValue<int>();
    }

    private static async Task<string> LinkAsync(TestVenue venue, EventRole role)
    {
        Event current = await venue.Service<CurrentEvent>().FindAsync(TestContext.Current.CancellationToken);
        return (await venue.Service<CreateLink>().HandleAsync(new(current.Id, "Test", role, null), Organiser, TestContext.Current.CancellationToken)).Value.Token;
    }

    private static async Task<(Identity Who, string Name)> WhoAsync(TestVenue venue, TestPerson person) =>
        await venue.Service<LocalRooms>().Find(TestVenue.Key("arena"))!.Host.AskAsync(room =>
        {
            Kapok.World.Resident who = room.Residents.Single(one => one.Id == person.Id);
            return (Identity.Visitor(who.Guest).As(who.Role, who.Link), who.Name);
        });

    private static async Task<(HttpStatusCode Status, JsonNode Body)> AskAsync(HttpClient browser, object body, string room = "arena")
    {
        browser.DefaultRequestHeaders.Remove("X-Forwarded-For");
        browser.DefaultRequestHeaders.Add("X-Forwarded-For", Shared);
        return await TestVenue.JoinAsync(browser, body, room);
    }

    private static async Task<TestPerson> EnterAsync(TestVenue venue, HttpClient browser, object body, string room = "arena")
    {
        (HttpStatusCode status, JsonNode ticket) = await AskAsync(browser, body, room);
        Assert.True(status == HttpStatusCode.OK, ticket.ToJsonString());
        TestPerson person = new("Somebody", browser);
        await person.ConnectAsync(venue.Address, ticket["ticket"]!.GetValue<string>());
        return person;
    }
}
