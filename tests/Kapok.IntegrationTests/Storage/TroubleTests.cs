using System.Net;
using System.Text.Json.Nodes;
using Kapok.Cluster;
using Kapok.Protocol.Messages;
using Kapok.Server.Rooms;
using Xunit;

namespace Kapok.IntegrationTests.Storage;

/// <summary>The database is locked while people are in the rooms.</summary>
public sealed class TroubleTests(TestVenue venue) : IClassFixture<TestVenue>
{
    private const int Limit = 90_000; // ms

    [Fact(Timeout = Limit)]
    public async Task A_ban_in_the_world_holds_at_once_is_told_of_and_stalls_no_room()
    {
        string link = (await File.ReadAllTextAsync(Path.Combine(venue.Data, "organiser.link"), TestContext.Current.CancellationToken)).Trim();
        await using TestPerson mo = await venue.EnterAsync("Mo", link: link), tom = await venue.EnterAsync("Tom"), mei = await venue.EnterAsync("Mei");
        int restarts = Restarts();
        await using (await SqliteLock.TakeAsync(venue.Data))
        {
            await mo.SendAsync(new ClientMessage { Moderate = new() { Measure = Measure.Ban, Person = tom.Id, Reason = "spam" } });
            await mei.SendAsync(new ClientMessage { Report = new() { Person = mo.Id, Reason = "too strict" } });
            await tom.UntilClosedAsync();
            await mo.HearAsync("that it holds", message => message.Notice?.Code == "notice.measure-held");
            await mei.HearAsync("that it waits", message => message.Notice?.Code == "notice.report-held");
            Assert.DoesNotContain(mo.Messages.Concat(mei.Messages), message => message.Notice?.Code is "notice.banned" or "notice.reported");
            (HttpStatusCode status, JsonNode body) = await TestVenue.JoinAsync(tom.Browser, new { name = "Tom" });
            Assert.Equal((HttpStatusCode.Forbidden, "banned"), (status, body["code"]!.GetValue<string>()));
            await mei.SendAsync(new ClientMessage { Say = new() { Text = "still here" } });
            await mo.HearAsync("chat goes on", message => message.Said?.Text == "still here");
            (HttpStatusCode ready, string why) = await ReadyAsync();
            Assert.Equal(HttpStatusCode.ServiceUnavailable, ready);
            Assert.Contains("storage (", why, StringComparison.Ordinal);
            using HttpResponseMessage opened = await venue.Browser().GetAsync(new Uri($"/link/{link}", UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.Equal("/console", opened.Headers.Location?.OriginalString);
        }
        await mo.HearAsync("that it is kept", message => message.Notice?.Code == "notice.banned");
        await mei.HearAsync("that it is kept", message => message.Notice?.Code == "notice.reported");
        await TestPerson.HoldsAsync("the server is ready again", async () => (await ReadyAsync()).Status == HttpStatusCode.OK);
        Assert.Equal((restarts, 1, 1), (Restarts(), mo.Welcomes, mei.Welcomes));
    }

    [Fact(Timeout = Limit)]
    public async Task A_kick_from_the_console_answers_that_it_is_not_stored_yet()
    {
        await using TestPerson ann = await venue.EnterAsync("Ann", "forum");
        IRoomControl control = (await venue.Service<IRoomDirectory>().FindAsync(TestVenue.Key("forum"), TestContext.Current.CancellationToken))!;
        await using (await SqliteLock.TakeAsync(venue.Data))
            Assert.Equal(MeasureResult.NotStoredYet, await control.KickAsync(ann.Id, new("Olga", "loud", Role.Organiser), TestContext.Current.CancellationToken));
        await ann.UntilClosedAsync();
        Assert.Equal("kicked", ann.Goodbye);
    }

    private int Restarts() => venue.Service<LocalRooms>().All.Sum(room => room.Host.Restarts);

    private async Task<(HttpStatusCode Status, string Text)> ReadyAsync()
    {
        using HttpResponseMessage answer = await venue.Browser().GetAsync(new Uri("/readyz", UriKind.Relative), TestContext.Current.CancellationToken);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
