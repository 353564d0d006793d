using System.Net;
using System.Text.Json.Nodes;
using Kapok.Events;
using Kapok.Events.Links;
using Kapok.Events.Organisations;
using Xunit;

namespace Kapok.IntegrationTests.Voice;

/// <summary>A venue of one large place: an entrance, a private table, a corner farther away than anybody is heard, and a stage.</summary>
/// <remarks>Where one comes from decides where one arrives, so nobody has to walk there.</remarks>
public class VoiceVenue : TestVenue
{
    /// <summary>Where whoever comes from there arrives.</summary>
    internal const string Table = "terrace", FarAway = "forum", Entrance = "";

    /// <summary>The table's number among the zones.</summary>
    internal const uint TableZone = 2;

    private static readonly Operator Organiser = new(null, "Olga", EventRole.Organiser);

    public VoiceVenue()
        : this([])
    {
    }

    internal VoiceVenue(params string[] options)
        : base(["--Voice:Advertised=127.0.0.1", .. options])
    {
    }

    /// <summary>Somebody who comes in, and where.</summary>
    internal async Task<TestPerson> EnterAtAsync(string name, string from, EventRole? role = null, HttpClient? browser = null, string resume = "")
    {
        HttpClient own = browser ?? Browser();
        string? link = role is { } given ? await LinkAsync(given) : null;
        (HttpStatusCode status, JsonNode body) = await JoinAsync(own, new { name, from, link, resume });
        Assert.True(status == HttpStatusCode.OK, body.ToJsonString());
        TestPerson person = new(name, own);
        await person.ConnectAsync(Address, body["ticket"]!.GetValue<string>());
        return person;
    }

    /// <summary>A role link's token.</summary>
    internal async Task<string> LinkAsync(EventRole role)
    {
        Event current = await Service<CurrentEvent>().FindAsync();
        return (await Service<CreateLink>().HandleAsync(new(current.Id, "Test", role, null), Organiser)).Value.Token;
    }

    protected override string SceneOf(string small)
    {
        JsonNode scene = JsonNode.Parse(small)!;
        JsonArray nodes = scene["nodes"]!.AsArray(), shapes = scene["extensions"]!["OMI_physics_shape"]!["shapes"]!.AsArray();
        shapes[0]!["box"]!["size"] = new JsonArray(140, 1, 140);
        Add("""{ "translation": [-30, 1.5, 0], "extensions": { "OMI_physics_body": { "trigger": { "shape": 6 } } }, "extras": { "kapok": { "zone": "Table", "rule": "private" } } }""");
        Add("""{ "translation": [-30, 0, 0], "extensions": { "OMI_spawn_point": { "title": "from:terrace" } }, "extras": { "kapok": { "spread": 1 } } }""");
        nodes[8]!["translation"] = new JsonArray(60, 0, 60);
        nodes[7]!["extras"]!["kapok"]!["spread"] = 2;
        return scene.ToJsonString();

        void Add(string node)
        {
            scene["scenes"]![0]!["nodes"]!.AsArray().Add(nodes.Count);
            nodes.Add(JsonNode.Parse(node));
        }
    }
}
