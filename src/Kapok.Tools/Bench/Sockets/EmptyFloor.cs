using System.Numerics;
using System.Text.Json.Nodes;

namespace Kapok.Tools.Bench.Sockets;

/// <summary>A scene for a bench: a level disc, one entrance in its middle, and a seat at each of the first places. glTF 2.0 with OMI extensions, without anything to see.</summary>
public static class EmptyFloor
{
    private const float ThickMetres = 1f, MarginMetres = 2f, WidestEntrance = 50f, SeatMetres = 0.45f;

    /// <summary>Writes scenes of these names into a folder of assets, as the server looks for them.</summary>
    /// <param name="assets">The folder.</param>
    /// <param name="names">Names of the scenes.</param>
    /// <param name="radius">Of the disc, metres.</param>
    /// <param name="seats">Where seats are, metres.</param>
    public static void Write(string assets, IEnumerable<string> names, float radius, IReadOnlyList<Vector2> seats)
    {
        string folder = Path.Combine(assets, "scenes");
        Directory.CreateDirectory(folder);
        string scene = Make(radius, seats).ToJsonString();
        foreach (string name in names) File.WriteAllText(Path.Combine(folder, $"{name}.gltf"), scene);
    }

    private static JsonObject Make(float radius, IReadOnlyList<Vector2> seats)
    {
        JsonArray nodes =
        [
            Node(new(0f, -ThickMetres / 2f, 0f), new() { ["OMI_physics_body"] = new JsonObject { ["motion"] = new JsonObject { ["type"] = "static" },
                ["collider"] = new JsonObject { ["shape"] = 0 } } }),
            Node(Vector3.Zero, new() { ["OMI_spawn_point"] = new JsonObject { ["title"] = "entrance" } }, MathF.Min(WidestEntrance, radius)),
        ];
        foreach (Vector2 seat in seats)
            nodes.Add(Node(new(seat.X, SeatMetres, seat.Y), new() { ["OMI_seat"] = new JsonObject { ["foot"] = new JsonArray(0f, -SeatMetres, 0f) } }));
        JsonObject disc = new() { ["type"] = "cylinder", ["cylinder"] = new JsonObject { ["radius"] = radius + MarginMetres, ["height"] = ThickMetres } };
        return new()
        {
            ["asset"] = new JsonObject { ["version"] = "2.0" },
            ["extensions"] = new JsonObject { ["OMI_physics_shape"] = new JsonObject { ["shapes"] = new JsonArray(disc) } },
            ["scene"] = 0,
            ["scenes"] = new JsonArray(new JsonObject { ["nodes"] = new JsonArray([.. Enumerable.Range(0, nodes.Count).Select(node => (JsonNode)node)]) }),
            ["nodes"] = nodes,
        };
    }

    private static JsonObject Node(Vector3 place, JsonObject extensions, float? spread = null)
    {
        JsonObject node = new() { ["translation"] = new JsonArray(place.X, place.Y, place.Z), ["extensions"] = extensions };
        if (spread is { } metres) node["extras"] = new JsonObject { ["kapok"] = new JsonObject { ["spread"] = metres } };
        return node;
    }
}
