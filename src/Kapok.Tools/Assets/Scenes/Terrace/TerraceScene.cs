using Kapok.Tools.Assets.Geometry;
using Kapok.Tools.Assets.Gltf;

namespace Kapok.Tools.Assets.Scenes.Terrace;

/// <summary>The terrace.</summary>
public static class TerraceScene
{
    /// <summary>Puts the place together.</summary>
    public static SceneDocument Build()
    {
        SceneDocument scene = new("terrace");
        scene.Add("terrace.floor", Shapes.Disc(30f, 48));
        scene.AddCylinderCollider(new(0f, -0.5f, 0f), 30f, 1f);
        scene.AddSpawn("entrance", new(0f, 0f, 8f), MathF.PI);
        return scene;
    }
}
