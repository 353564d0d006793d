using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Kapok.Protocol.Messages;
using Kapok.Server.Rooms;
using Xunit;

namespace Kapok.IntegrationTests;

/// <summary>A room that many want to enter at the same moment.</summary>
public sealed class CapacityTests : IAsyncLifetime
{
    private const int Capacity = 20, Visitors = 100;

    private readonly ConcurrentBag<TestPerson> _visitors = [];
    private readonly ConcurrentDictionary<int, HttpClient> _waiting = new();
    private readonly TestVenue _venue = new($"--Kapok:Capacity={Capacity}");

    public ValueTask InitializeAsync() => _venue.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (TestPerson visitor in _visitors) await visitor.DisposeAsync();
        await _venue.DisposeAsync();
    }

    [Fact]
    public async Task Exactly_its_capacity_come_in_and_the_others_wait_in_line()
    {
        await Task.WhenAll(Enumerable.Range(0, Visitors).Select(VisitAsync));
        Assert.Equal(Capacity, _visitors.Count);
        Assert.All(_visitors, visitor => Assert.Equal(1, visitor.Welcomes));
        Assert.Equal(Enumerable.Range(1, Visitors - Capacity), _waiting.Keys.Order());
        RoomHost host = _venue.Service<LocalRooms>().Find(TestVenue.Key("arena"))!.Host;
        Assert.Equal((Capacity, Visitors - Capacity), (await host.AskAsync(room => room.Residents.Count), host.Queue.Length));

        // Whoever performs comes in all the same, and takes nobody's place.
        (HttpStatusCode status, JsonNode body) = await TestVenue.JoinAsync(_venue.Browser(), new { name = "Vega", role = "performer" }, operatorToken: _venue.OperatorToken);
        Assert.Equal(HttpStatusCode.OK, status);
        await EnterAsync("Vega", _venue.Browser(), body);
        Assert.Equal(Capacity + 1, await host.AskAsync(room => room.Residents.Count));

        // One leaves: the first of the line is let in, the second moves up, and a newcomer goes to its end.
        TestPerson leaver = _visitors.First(visitor => visitor.Name != "Vega");
        await leaver.SendLeaveAsync();
        await leaver.UntilClosedAsync();
        await host.AskAsync(room => room.Residents.Count); // a tick later the place is free
        await host.AskAsync(room => room.Residents.Count);
        Assert.Equal(2, PositionOf(await AskAsync(2)));
        (status, body) = await AskAsync(1);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(1, PositionOf(await AskAsync(2)));
        Assert.Equal(Visitors - Capacity, PositionOf(await TestVenue.JoinAsync(_venue.Browser(), new { name = "Late" })));
        await EnterAsync("First", _waiting[1], body);
        Assert.Equal(Capacity + 1, await host.AskAsync(room => room.Residents.Count));
    }

    [Fact]
    public async Task Whoever_lost_the_connection_comes_back_into_a_full_room()
    {
        await Task.WhenAll(Enumerable.Range(0, Capacity).Select(VisitAsync));
        TestPerson lost = _visitors.First();
        await lost.LoseAsync();
        (HttpStatusCode status, JsonNode body) = await TestVenue.JoinAsync(lost.Browser, new { name = lost.Name, resume = lost.Welcome.Resume });
        Assert.True(status == HttpStatusCode.OK, body.ToJsonString());
        TestPerson back = await EnterAsync(lost.Name, lost.Browser, body);
        Assert.Equal(lost.Id, back.Id);
        Assert.Equal(1, PositionOf(await TestVenue.JoinAsync(_venue.Browser(), new { name = "Late" })));
    }

    [Fact]
    public async Task A_page_loaded_anew_is_let_into_a_full_room_in_place_of_the_older_one()
    {
        await Task.WhenAll(Enumerable.Range(0, Capacity).Select(VisitAsync));
        TestPerson older = _visitors.First();
        (HttpStatusCode status, JsonNode body) = await TestVenue.JoinAsync(older.Browser, new { name = "Reloaded" }); // it has forgotten its token
        Assert.True(status == HttpStatusCode.OK, body.ToJsonString());
        TestPerson newer = await EnterAsync("Reloaded", older.Browser, body);
        await older.UntilClosedAsync();
        Assert.Equal((Kapok.Protocol.Ending.Replaced.Code, older.Id), (older.Goodbye, newer.Id));
        RoomHost host = _venue.Service<LocalRooms>().Find(TestVenue.Key("arena"))!.Host;
        Assert.Equal((Capacity, "Reloaded"), await host.AskAsync(room => (room.Residents.Count, room.Find(newer.Id)!.Name)));
        Assert.Equal(1, PositionOf(await TestVenue.JoinAsync(_venue.Browser(), new { name = "Late" })));
    }

    private async Task VisitAsync(int number)
    {
        HttpClient browser = _venue.Browser();
        (HttpStatusCode status, JsonNode body) answer = await TestVenue.JoinAsync(browser, new { name = $"Visitor {number}" });
        if (answer.status == HttpStatusCode.OK) await EnterAsync($"Visitor {number}", browser, answer.body);
        else Assert.True(_waiting.TryAdd(PositionOf(answer), browser));
    }

    private async Task<TestPerson> EnterAsync(string name, HttpClient browser, JsonNode ticket)
    {
        TestPerson visitor = new(name, browser);
        _visitors.Add(visitor);
        await visitor.ConnectAsync(_venue.Address, ticket["ticket"]!.GetValue<string>());
        return visitor;
    }

    private Task<(HttpStatusCode Status, JsonNode Body)> AskAsync(int first) => TestVenue.JoinAsync(_waiting[first], new { name = "Waiting" });

    private static int PositionOf((HttpStatusCode Status, JsonNode Body) answer)
    {
        Assert.True(answer.Status == HttpStatusCode.Accepted, answer.Body.ToJsonString());
        return answer.Body["waiting"]!["position"]!.GetValue<int>();
    }
}
