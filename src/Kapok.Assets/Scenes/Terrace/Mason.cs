using System.Numerics;
using Kapok.Assets.Geometry;
using Kapok.Assets.Gltf;

namespace Kapok.Assets.Scenes.Terrace;

/// <summary>Puts tinted shapes and their colliders in place, in the frame of what is being built.</summary>
/// <remarks>Masons made by <see cref="At"/> share one set of meshes; <see cref="Deliver"/> hands it to the scene once.</remarks>
internal sealed class Mason
{
    private readonly SceneDocument _scene;
    private readonly SortedDictionary<string, MeshData> _meshes;
    private readonly Matrix4x4 _frame;
    private readonly float _yaw, _scale;

    public Mason(SceneDocument scene)
        : this(scene, new(StringComparer.Ordinal), Matrix4x4.Identity, 0f, 1f)
    {
    }

    private Mason(SceneDocument scene, SortedDictionary<string, MeshData> meshes, Matrix4x4 frame, float yaw, float scale) =>
        (_scene, _meshes, _frame, _yaw, _scale) = (scene, meshes, frame, yaw, scale);

    /// <summary>The scene that is built, for spawn points, zones and markers.</summary>
    public SceneDocument Scene => _scene;

    /// <summary>A mason who works in a frame of its own, given in this one's.</summary>
    public Mason At(Vector3 position, float yaw = 0f, float scale = 1f) => new(
        _scene, _meshes, Matrix4x4.CreateScale(scale) * Matrix4x4.CreateRotationY(yaw) * Matrix4x4.CreateTranslation(position) * _frame, _yaw + yaw, _scale * scale);

    /// <summary>A point of this frame in the room.</summary>
    public Vector3 InRoom(Vector3 position) => Vector3.Transform(position, _frame);

    /// <summary>A heading of this frame in the room, radians.</summary>
    public float YawInRoom(float yaw = 0f) => _yaw + yaw;

    /// <summary>Puts a shape with its origin at a point.</summary>
    public void Put(string material, uint tint, MeshData mesh, Vector3 at, float yaw = 0f) =>
        Place(material, tint, mesh, Matrix4x4.CreateRotationY(yaw) * Matrix4x4.CreateTranslation(at));

    /// <summary>Puts a shape moved by a transform. The tint is an sRGB colour, 0xRRGGBB.</summary>
    public void Place(string material, uint tint, MeshData mesh, Matrix4x4 transform)
    {
        if (!_meshes.TryGetValue(material, out MeshData? merged)) _meshes.Add(material, merged = new());
        merged.Append(mesh, transform * _frame, Linear(tint));
    }

    /// <summary>Puts a box by its centre.</summary>
    public void Box(string material, uint tint, Vector3 centre, Vector3 size, float yaw = 0f) =>
        Put(material, tint, Shapes.Box(size.X, size.Y, size.Z), centre, yaw);

    /// <summary>Puts an upright cylinder or cone by the middle of its foot.</summary>
    public void Column(string material, uint tint, Vector3 foot, float topRadius, float bottomRadius, float height, int segments = 14) =>
        Put(material, tint, Shapes.Cylinder(topRadius, bottomRadius, height, segments), foot);

    /// <summary>A static box that nobody walks through.</summary>
    public void SolidBox(Vector3 centre, Vector3 size, float yaw = 0f) => _scene.AddBoxCollider(InRoom(centre), size * _scale, _yaw + yaw);

    /// <summary>A static cylinder by the middle of its foot.</summary>
    public void SolidColumn(Vector3 foot, float radius, float height) =>
        _scene.AddCylinderCollider(InRoom(foot + new Vector3(0f, height / 2f, 0f)), radius * _scale, height * _scale);

    /// <summary>Bakes how open each vertex lies into its alpha and adds the meshes to the scene.</summary>
    /// <param name="without">Materials that neither cast nor take such shade: veils, lit paper, screens.</param>
    public void Deliver(params ReadOnlySpan<string> without)
    {
        VoxelOcclusion occlusion = new(0.2f);
        foreach ((string material, MeshData mesh) in _meshes)
            if (!without.Contains(material)) occlusion.Fill(mesh);
        foreach ((string material, MeshData mesh) in _meshes)
        {
            if (!without.Contains(material)) occlusion.Bake(mesh);
            _scene.Add(material, mesh);
        }
    }

    private static Vector4 Linear(uint srgb)
    {
        static float Channel(uint value) => MathF.Pow((value & 255u) / 255f, 2.2f);
        return new(Channel(srgb >> 16), Channel(srgb >> 8), Channel(srgb), 1f);
    }
}
