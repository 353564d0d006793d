using System.Numerics;
using System.Text.Json.Nodes;
using Kapok.Assets.Gltf;

namespace Kapok.Assets.Scenes.Terrace;

/// <summary>The terrace: a round jade terrace above clouds at dawn, with a gong on a dais before the rising sun, for ceremonies.</summary>
public static class TerraceScene
{
    /// <summary>Puts the place together.</summary>
    public static SceneDocument Build()
    {
        SceneDocument scene = new("terrace", look: "terrace");
        Mason mason = new(scene);
        Ground.Build(mason);
        MoonRing.BuildGreat(mason);
        GongFrame.Build(mason.At(new(0f, TerraceLayout.DaisHeight + TerraceLayout.PlinthHeight, TerraceLayout.GongZ)));
        Furnishings.OnDais(mason.At(new(0f, TerraceLayout.DaisHeight, TerraceLayout.DaisZ)));
        foreach ((Vector2 at, float yaw) in TerraceLayout.Pavilions) Pavilion.Build(mason.At(OnFloor(at), yaw), 1f, enclosed: true);
        foreach ((Vector2 at, float yaw) in TerraceLayout.RearPavilions) Pavilion.Build(mason.At(OnFloor(at), yaw), 0.66f, enclosed: false);
        foreach ((string screen, Vector2 at, float yaw) in TerraceLayout.Boards) Furnishings.Board(mason.At(OnFloor(at), yaw), screen);
        foreach ((string room, string title, Vector2 at, float yaw) in TerraceLayout.Gates) MoonRing.BuildGate(mason.At(OnFloor(at), yaw), room, title);
        foreach ((Vector2 at, float height, int seed) in TerraceLayout.Trees) KapokTrees.Build(mason.At(OnFloor(at)), height, seed);
        foreach (Vector2 at in TerraceLayout.LanternPosts) Lanterns.Post(mason.At(OnFloor(at)), 4.4f);
        foreach ((Vector2 at, float yaw) in TerraceLayout.Cranes) Furnishings.Crane(mason.At(OnFloor(at), yaw));
        foreach ((Vector2 at, float top, int cloth) in TerraceLayout.Banners)
            Furnishings.BannerPole(mason.At(OnFloor(at), at.X > 0f ? MathF.PI : 0f), top, cloth);
        Seating.Build(mason);
        mason.Deliver(Finish.Glow, Finish.Veil, Finish.Plaque, Finish.Blossom, Finish.EventBoard, Finish.SigningBoard);
        AddRules(scene);
        AddViews(scene);
        return scene;
    }

    private static void AddRules(SceneDocument scene)
    {
        scene.AddSpawn("entrance", new(0f, 0f, 26f), MathF.PI, 2.6f);
        scene.AddMarker("gong", GongFrame.Disc, 0f, new JsonObject { ["radius"] = GongFrame.DiscRadius });
        scene.AddZone("Dais", "stage", new(0f, 3.6f, TerraceLayout.DaisZ + 1.5f), new(18f, 4.4f, 15f));
        scene.AddZone("Behind the ring", "backstage", new(0f, 2f, -31.2f), new(24f, 4.5f, 7.4f));
        AddPavilionZone(scene, "Tea pavilion", "private", TerraceLayout.Pavilions[0]);
        AddPavilionZone(scene, "Cloud pavilion", "quiet", TerraceLayout.Pavilions[1]);
    }

    private static void AddPavilionZone(SceneDocument scene, string zone, string rule, (Vector2 At, float Yaw) pavilion) =>
        scene.AddZone(zone, rule, new(pavilion.At.X, 2.4f, pavilion.At.Y), new(7.2f, 3.4f, 7.2f), pavilion.Yaw);

    // Where pictures of the place are best taken from.
    private static void AddViews(SceneDocument scene)
    {
        ReadOnlySpan<(string Name, Vector3 From, Vector3 To, float Fov)> views =
        [
            ("hero", new(-4.8f, 6.1f, 18.2f), new(0.9f, 6.9f, -19f), 56f), ("air", new(7f, 19f, 47f), new(-1.5f, 2.5f, -16f), 52f),
            ("dais", new(-2.35f, 2.7f, -11.3f), new(0.55f, 4.35f, -20.5f), 54f), ("crowd", new(6f, 2.45f, 11.4f), new(-0.2f, 4.6f, -19f), 56f),
        ];
        foreach ((string name, Vector3 from, Vector3 to, float fov) in views)
        {
            JsonArray target = [to.X, to.Y, to.Z];
            scene.AddMarker($"view.{name}", from, MathF.Atan2(to.X - from.X, to.Z - from.Z), new JsonObject { ["target"] = target, ["fov"] = fov });
        }
    }

    private static Vector3 OnFloor(Vector2 at) => new(at.X, 0f, at.Y);
}
