using System.Numerics;
using System.Text.Json.Nodes;
using Kapok.Assets.Gltf;

namespace Kapok.Assets.Scenes.Forum;

/// <summary>The forum: a timber conference hall by daylight with stage and tiers, a foyer with tables, and a street of stands.</summary>
/// <remarks>
/// Materials: <c>forum.house</c> (regions shell, hall, foyer, expo; see <see cref="Finish"/>), <c>forum.floor</c>, <c>forum.glass</c>,
/// <c>forum.garden</c>, <c>forum.screen</c>, <c>forum.portal</c>. Markers: <c>screen.main</c>, <c>lamp.*</c>, <c>portal.light.*</c>, <c>view.*</c>.
/// </remarks>
public static class ForumScene
{
    /// <summary>Puts the place together.</summary>
    public static SceneDocument Build()
    {
        SceneDocument scene = new("forum", look: "forum");
        ForumBuilder house = new(scene);
        Shell.Build(house);
        Hall.Build(house);
        Foyer.Build(house);
        Expo.Build(house);
        Garden.Build(house);
        View(scene, "hall", new(-7.4f, 5.05f, -5.5f), new(2.3f, 2.85f, -20f), 58f);
        View(scene, "foyer", new(-6.4f, 1.95f, 4.4f), new(1.6f, 2.25f, 24f), 56f);
        View(scene, "expo", new(-11.9f, 2.15f, 28.6f), new(-18.9f, 2f, 11.5f), 57f);
        return scene;
    }

    // The look of a picture: where the camera stands, at what it looks, and its upright field of view in degrees.
    private static void View(SceneDocument scene, string name, Vector3 from, Vector3 to, float degrees)
    {
        Vector3 ahead = to - from;
        scene.AddMarker($"view.{name}", from, MathF.Atan2(ahead.X, ahead.Z), new() { ["target"] = new JsonArray(to.X, to.Y, to.Z), ["fov"] = degrees });
    }
}
