using System.Net;
using System.Text.Json.Nodes;
using Kapok.Cluster;
using Kapok.Events;
using Kapok.Events.Links;
using Kapok.Events.Organisations;
using Xunit;

namespace Kapok.IntegrationTests.Cluster;

/// <summary>Two whole servers on one database that reach each other over <see cref="Wire"/>: the arena runs on the first, forum and terrace on the second.</summary>
internal sealed class TwoNodes : IAsyncDisposable
{
    private static readonly Operator Organiser = new(null, "Olga", EventRole.Organiser);

    private readonly InProcessCluster _cluster = new(Wire.Over);
    private readonly string[] _storage;

    private TwoNodes(string[] storage)
    {
        _storage = storage;
        A = new(["--Kapok:Rooms=arena", .. storage]) { Cluster = _cluster };
        B = A;
    }

    internal TestVenue A { get; }

    internal TestVenue B { get; private set; }

    /// <summary>Starts both.</summary>
    /// <param name="storage">Options of the storage; none for SQLite in the data folder that both have.</param>
    internal static async Task<TwoNodes> StartAsync(params string[] storage)
    {
        TwoNodes nodes = new(storage);
        await nodes.A.InitializeAsync();
        // A browser's page comes from the first and opens a socket to the second.
        nodes.B = new(["--Kapok:Rooms=forum,terrace", $"--Kapok:AllowedOrigins={Origin(nodes.A)}", .. nodes._storage]) { Cluster = nodes._cluster, Beside = nodes.A };
        await nodes.B.InitializeAsync();
        return nodes;
    }

    public async ValueTask DisposeAsync()
    {
        if (B != A) await B.DisposeAsync();
        await A.DisposeAsync();
    }

    /// <summary>Joins by the page of the first node, and enters where the answer leads.</summary>
    internal async Task<TestPerson> EnterAsync(string name, string room, HttpClient? browser = null, string? link = null, string? pass = null, string resume = "")
    {
        HttpClient own = browser ?? A.Browser();
        (HttpStatusCode status, JsonNode body) = await TestVenue.JoinAsync(own, new { name, link, pass, resume }, room);
        Assert.True(status == HttpStatusCode.OK, body.ToJsonString());
        Uri socket = new(A.Address, body["socket"]!.GetValue<string>());
        Assert.Equal("/rt", socket.AbsolutePath);
        Assert.Equal((room == "arena" ? A : B).Address.Port, socket.Port);
        TestPerson person = new(name, own);
        await person.ConnectAsync(socket, body["ticket"]!.GetValue<string>(), Origin(A));
        return person;
    }

    /// <summary>A role link's token.</summary>
    internal async Task<CreateLink.Created> LinkAsync(EventRole role)
    {
        Event current = await A.Service<CurrentEvent>().FindAsync();
        return (await A.Service<CreateLink>().HandleAsync(new(current.Id, "Test", role, null), Organiser)).Value;
    }

    internal async Task RevokeAsync(CreateLink.Created link) => Assert.Null((await A.Service<RevokeLink>().HandleAsync(link.Link.Id, Organiser)).Broken);

    private static string Origin(TestVenue venue) => venue.Address.GetLeftPart(UriPartial.Authority);
}
