using System.Net;
using System.Text.Json.Nodes;
using Kapok.Protocol.Messages;
using Kapok.Tools.Bots;
using Xunit;

namespace Kapok.IntegrationTests;

/// <summary>Bots that perform, as <c>kapok bots --performers</c> starts them, and who may not.</summary>
public sealed class PerformerTests(TestVenue venue) : IClassFixture<TestVenue>
{
    private const uint Dance = 4;

    private string OperatorToken => venue.OperatorToken;

    [Fact]
    public async Task A_guest_sees_three_performers_dance_on_the_stage()
    {
        await using TestPerson mei = await venue.EnterAsync("Mei");
        using VenueClient client = new(venue.Address, OperatorToken, insecure: false);
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        Task<BotReport> crowd = new BotCrowd(client, new("arena", 2, 0, Behaviour.Audience, Seed: 1, Performers: 3), TimeProvider.System).RunAsync(null, end.Token);
        Person[] Performers() => [.. mei.People.Values.Where(person => person.Role == Role.Performer)];
        await mei.UntilAsync("three performers", () => Performers().Length == 3);
        Assert.All(Performers(), person => Assert.True(person.Bot));
        // The stage of the small scene: x −5 to 5, z −18 to −12.
        foreach (Person person in Performers())
        {
            await mei.UntilAsync($"{person.Name} on the stage", () => mei.Where(person.Id) is { X: > -5f and < 5f, Z: > -18f and < -12f });
            await mei.UntilAsync($"{person.Name}'s dance", () => mei.Gestures.Contains(new((ushort)person.Id, (byte)Dance)));
        }
        Assert.Contains(mei.People.Values, person => person is { Bot: true, Role: Role.Attendee });
        await end.CancelAsync();
        await crowd;
    }

    [Theory]
    [InlineData("performer", false)]
    [InlineData("moderator", true)]
    [InlineData("organiser", true)]
    [InlineData("king", true)]
    public async Task A_role_is_for_bots_and_never_one_that_keeps_order(string role, bool withToken)
    {
        using HttpClient browser = venue.Browser();
        (HttpStatusCode status, JsonNode body) = await TestVenue.JoinAsync(browser, new { name = "Mallory", role }, operatorToken: withToken ? OperatorToken : null);
        Assert.Equal((HttpStatusCode.Forbidden, "role-refused"), (status, body["code"]!.GetValue<string>()));
    }
}
