using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Kapok.Protocol;
using Kapok.Protocol.Messages;
using Kapok.Server.Realtime;
using Xunit;

namespace Kapok.IntegrationTests;

/// <summary>A room that many want to enter at the same moment.</summary>
public sealed class CapacityTests : IAsyncLifetime
{
    private const int Capacity = 20, Visitors = 100;

    private readonly ConcurrentBag<TestPerson> _visitors = [];
    private readonly TestVenue _venue = new($"--Kapok:Capacity={Capacity}");

    public ValueTask InitializeAsync() => _venue.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (TestPerson visitor in _visitors) await visitor.DisposeAsync();
        await _venue.DisposeAsync();
    }

    [Fact]
    public async Task Exactly_its_capacity_come_in_and_the_others_are_told_that_it_is_full()
    {
        string[] ends = await Task.WhenAll(Enumerable.Range(0, Visitors).Select(VisitAsync));
        Assert.Equal(Capacity, ends.Count(end => end == "in"));
        Assert.Equal(Visitors - Capacity, ends.Count(end => end == "room-full"));
        Assert.Equal(Capacity, await _venue.Service<LocalRooms>().Find("arena")!.AskAsync(room => room.Residents.Count));
    }

    // Tickets are handed out while there is room, so some are told at the join and some only by the socket.
    private async Task<string> VisitAsync(int number)
    {
        using HttpClient browser = _venue.Browser();
        (HttpStatusCode status, JsonNode body) = await TestVenue.JoinAsync(browser, new { name = $"Visitor {number}" });
        if (status != HttpStatusCode.OK) return body["code"]!.GetValue<string>();
        TestPerson visitor = new($"Visitor {number}", browser);
        _visitors.Add(visitor);
        await visitor.OpenAsync(_venue.Address);
        await visitor.SendAsync(new ClientMessage { Hello = new() { Ticket = body["ticket"]!.GetValue<string>(), MinVersion = 1, MaxVersion = 1 } });
        await visitor.UntilAsync("an answer", () => visitor.Welcomes > 0 || visitor.Closed is not null);
        if (visitor.Welcomes > 0) return "in";
        Assert.Equal((Ending.RoomFull.CloseCode, Ending.RoomFull.Code), ((int)visitor.Closed!, visitor.Goodbye));
        return visitor.Goodbye!;
    }
}
