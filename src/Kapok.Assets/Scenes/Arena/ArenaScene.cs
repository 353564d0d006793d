using System.Numerics;
using Kapok.Assets.Geometry;
using Kapok.Assets.Gltf;

namespace Kapok.Assets.Scenes.Arena;

/// <summary>The arena: a concert hall of 115 m with a runway stage, a bowl of benches and a balcony above it, a plaza with bars and portals, and two lounges.</summary>
public static class ArenaScene
{
    /// <summary>Puts the place together.</summary>
    public static SceneDocument Build()
    {
        SceneDocument scene = new("arena", look: "arena");
        ArenaKit kit = new(scene);
        scene.Add("arena.floor", Shapes.Disc(ArenaPlan.WallRadius + 0.4f, 72).Transform(Matrix4x4.CreateTranslation(0f, 0f, ArenaPlan.CentreZ)));
        scene.AddCylinderCollider(new(0f, -0.5f, ArenaPlan.CentreZ), ArenaPlan.WallRadius - 0.4f, 1f);
        ArenaShell.Build(kit);
        ArenaBowl.Build(kit);
        ArenaBalcony.Build(kit);
        ArenaStage.Build(kit);
        ArenaRig.Build(kit);
        ArenaPlaza.Build(kit);
        ArenaLounge.Build(kit);
        AddViews(scene);
        return scene;
    }

    private static void AddViews(SceneDocument scene)
    {
        ReadOnlySpan<(string Name, Vector3 Eye, Vector3 Target, float Degrees)> views =
        [
            ("hero", new(0f, 7.5f, 22f), new(0f, 6.2f, -40f), 58f),
            ("floor", new(6f, 2.3f, 2f), new(-2f, 6f, -40f), 62f),
            ("stage", new(1.6f, 4f, -44.2f), new(-0.6f, 4.2f, 10f), 62f),
            ("close", new(8.2f, 2.15f, -21.6f), new(4.6f, 1.35f, -17.4f), 50f),
            ("balcony", new(-24f, 14.6f, 25f), new(4f, 3f, -34f), 62f),
            ("top", new(27f, 17f, 12f), new(0f, 2f, -26f), 60f),
            ("solo", new(2.4f, 2.5f, -33.4f), new(0f, 3.3f, -40f), 46f),
            ("plaza", new(0f, 3.4f, 8f), new(0f, 3f, 28f), 62f),
            ("lounge", new(-20f, 3.2f, -22f), new(-31f, 1.4f, -31f), 58f),
        ];
        foreach ((string name, Vector3 eye, Vector3 target, float degrees) in views)
        {
            Vector3 ahead = target - eye;
            scene.AddMarker($"view.{name}", eye, MathF.Atan2(ahead.X, ahead.Z), new()
            {
                ["target"] = new System.Text.Json.Nodes.JsonArray(target.X, target.Y, target.Z),
                ["fov"] = degrees,
            });
        }
    }
}
