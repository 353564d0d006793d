using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Kapok.Assets.Geometry;
using SharpGLTF.Memory;
using SharpGLTF.Schema2;
using SharpGLTF.Transforms;

namespace Kapok.Assets.Gltf;

/// <summary>
/// A place as glTF 2.0 binary with the OMI extensions: spawn points (OMI_spawn_point), seats (OMI_seat), colliders and zones
/// (OMI_physics_shape, OMI_physics_body) and portals (OMI_link).
/// </summary>
/// <remarks>
/// Meshes are merged by material and region, so that a place costs few draw calls. The server reads only nodes with extensions; the client gives
/// materials their shaders by name. SharpGLTF writes the buffers; the OMI extensions have no typed API and are added to the JSON chunk.
/// </remarks>
/// <param name="name">Of the scene.</param>
/// <param name="look">The client's look that the scene is made for (<c>client/src/scene/LOOK/</c>), written as <c>extras.kapok.look</c> of the scene; null for
/// its own materials.</param>
public sealed class SceneDocument(string name, string? look = null)
{
    private readonly List<(string Material, string Region, MeshData Mesh)> _meshes = [];
    private readonly List<JsonObject> _nodes = [];
    private readonly List<JsonObject> _shapes = [];
    private readonly SortedSet<string> _extensions = new(StringComparer.Ordinal);

    /// <summary>Total triangles of all meshes.</summary>
    public int TriangleCount => _meshes.Sum(m => m.Mesh.TriangleCount);

    /// <summary>Adds geometry drawn with a named material. Geometry of one material and region becomes one mesh, one draw call.</summary>
    /// <param name="material">Name by which the client finds the shader, such as <c>arena.floor</c>.</param>
    /// <param name="mesh">The geometry, in room coordinates.</param>
    /// <param name="region">Geometry that should be culled by itself has a region of its own.</param>
    public void Add(string material, MeshData mesh, string region = "")
    {
        int at = _meshes.FindIndex(m => m.Material == material && m.Region == region);
        if (at < 0) _meshes.Add((material, region, new MeshData().Append(mesh)));
        else _meshes[at].Mesh.Append(mesh);
    }

    /// <summary>Adds a point where people appear. Yaw in radians, 0 faces +Z.</summary>
    /// <param name="title">Name of the entrance; people arriving from room <c>x</c> appear at the spawn point <c>from:x</c> where there is one.</param>
    /// <param name="position">On the floor, metres.</param>
    /// <param name="yaw">Where they look.</param>
    /// <param name="spread">Radius in metres within which people are put down.</param>
    public void AddSpawn(string title, Vector3 position, float yaw, float spread = 3f) => AddNode(
        $"spawn.{title}", position, yaw, "OMI_spawn_point", new() { ["title"] = title }, new() { ["spread"] = spread });

    /// <summary>Adds a seat. The avatar's hips rest at the node's position and it faces along the node's +Z.</summary>
    /// <param name="position">Middle of the seat's surface, metres; the floor is <paramref name="height"/> below.</param>
    /// <param name="yaw">Radians, 0 faces +Z.</param>
    /// <param name="height">Of the seat above the floor, metres.</param>
    public void AddSeat(Vector3 position, float yaw, float height = 0.45f) => AddNode(
        $"seat.{_nodes.Count}", position, yaw, "OMI_seat",
        new() { ["back"] = Floats(0f, 0f, -0.2f), ["foot"] = Floats(0f, -height, 0.35f), ["knee"] = Floats(0f, 0f, 0.35f) });

    /// <summary>Adds a static box collider: its top is floor where people can step onto it, its side is a wall where they cannot.</summary>
    public void AddBoxCollider(Vector3 centre, Vector3 size, float yaw = 0f, float pitch = 0f, float roll = 0f) => AddCollider(
        centre, Quaternion.CreateFromYawPitchRoll(yaw, pitch, roll), new() { ["type"] = "box", ["box"] = new JsonObject { ["size"] = Floats(size.X, size.Y, size.Z) } });

    /// <summary>Adds a static upright cylinder collider.</summary>
    /// <param name="centre">Middle of the cylinder.</param>
    /// <param name="radius">Metres.</param>
    /// <param name="height">Metres.</param>
    public void AddCylinderCollider(Vector3 centre, float radius, float height) => AddCollider(
        centre, Quaternion.Identity, new() { ["type"] = "cylinder", ["cylinder"] = new JsonObject { ["radius"] = radius, ["height"] = height } });

    /// <summary>Adds a zone: a box in which a rule holds.</summary>
    /// <param name="zone">Name shown to people, such as <c>Main stage</c>.</param>
    /// <param name="rule">One of <c>stage</c>, <c>backstage</c>, <c>private</c>, <c>quiet</c>, <c>booth</c>.</param>
    /// <param name="centre">Middle of the box.</param>
    /// <param name="size">Metres.</param>
    /// <param name="yaw">Radians.</param>
    public void AddZone(string zone, string rule, Vector3 centre, Vector3 size, float yaw = 0f) => AddTrigger(
        $"zone.{zone}", centre, size, yaw, null, new() { ["zone"] = zone, ["rule"] = rule });

    /// <summary>Adds a portal: whoever stands in its box may walk into another room.</summary>
    public void AddPortal(string room, string title, Vector3 centre, Vector3 size, float yaw = 0f) => AddTrigger(
        $"portal.{room}", centre, size, yaw, new() { ["uri"] = $"room:{room}", ["title"] = title }, new() { ["room"] = room });

    /// <summary>Adds a named empty node that the client's effects find: a screen, a lamp, a camera of the place.</summary>
    public void AddMarker(string marker, Vector3 position, float yaw = 0f, JsonObject? extras = null) =>
        AddNode(marker, position, yaw, null, null, extras ?? []);

    /// <summary>Writes the GLB file.</summary>
    public void Save(string path) => File.WriteAllBytes(path, ToGlb());

    /// <summary>The GLB file in memory.</summary>
    public byte[] ToGlb()
    {
        ModelRoot root = ModelRoot.CreateModel();
        (root.Asset.Generator, root.Asset.Copyright) = ("Kapok assets", "CC0-1.0");
        Scene scene = root.UseScene(name);
        if (look is not null) scene.Extras = new JsonObject { ["kapok"] = new JsonObject { ["look"] = look } };
        Dictionary<string, Material> materials = new(StringComparer.Ordinal);
        foreach ((string material, string region, MeshData data) in _meshes)
        {
            if (!materials.TryGetValue(material, out Material? painted))
            {
                painted = root.CreateMaterial(material);
                painted.InitializePBRMetallicRoughness();
                materials.Add(material, painted);
            }
            Mesh mesh = root.CreateMesh(region.Length == 0 ? material : $"{material}.{region}");
            Fill(root, mesh.CreatePrimitive(), data, painted);
            scene.CreateNode(mesh.Name).Mesh = mesh;
        }
        using MemoryStream buffer = new();
        root.WriteGLB(buffer);
        return GlbFile.WithJson(buffer.ToArray(), AddExtensions);
    }

    private static void Fill(ModelRoot root, MeshPrimitive primitive, MeshData data, Material material)
    {
        BufferView View<T>(List<T> list, BufferMode mode) where T : unmanaged =>
            root.UseBufferView(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(list)).ToArray(), 0, null, 0, mode);
        void Attribute<T>(string semantic, List<T> list, DimensionType dimension, EncodingType encoding = EncodingType.FLOAT, bool normalised = false)
            where T : unmanaged
        {
            Accessor accessor = root.CreateAccessor();
            accessor.SetData(View(list, BufferMode.ARRAY_BUFFER), 0, list.Count, new AttributeFormat(dimension, encoding, normalised));
            primitive.SetVertexAccessor(semantic, accessor);
        }
        Attribute("POSITION", data.Positions, DimensionType.VEC3);
        Attribute("NORMAL", data.Normals, DimensionType.VEC3);
        Attribute("TEXCOORD_0", data.TexCoords, DimensionType.VEC2);
        List<uint> colours = [.. data.Colours.Select(Rgba)];
        Attribute("COLOR_0", colours, DimensionType.VEC4, EncodingType.UNSIGNED_BYTE, true);
        Accessor indices = root.CreateAccessor();
        indices.SetIndexData(View(data.Indices, BufferMode.ELEMENT_ARRAY_BUFFER), 0, data.Indices.Count, IndexEncodingType.UNSIGNED_INT);
        primitive.SetIndexAccessor(indices);
        primitive.Material = material;
    }

    private static uint Rgba(Vector4 colour)
    {
        Vector4 scaled = Vector4.Clamp(colour, Vector4.Zero, Vector4.One) * 255f;
        return (uint)MathF.Round(scaled.X) | ((uint)MathF.Round(scaled.Y) << 8) | ((uint)MathF.Round(scaled.Z) << 16) | ((uint)MathF.Round(scaled.W) << 24);
    }

    private void AddExtensions(JsonObject json)
    {
        JsonArray nodes = json["nodes"]!.AsArray(), sceneNodes = json["scenes"]![0]!["nodes"]!.AsArray();
        foreach (JsonObject node in _nodes)
        {
            sceneNodes.Add(nodes.Count);
            nodes.Add(node.DeepClone());
        }
        json["extensionsUsed"] = new JsonArray([.. _extensions.Select(e => (JsonNode)e)]);
        if (_shapes.Count > 0)
            json["extensions"] = new JsonObject { ["OMI_physics_shape"] = new JsonObject { ["shapes"] = new JsonArray([.. _shapes.Select(s => s.DeepClone())]) } };
    }

    private void AddCollider(Vector3 centre, Quaternion rotation, JsonObject shape) => AddBody(
        $"collider.{_nodes.Count}", centre, rotation,
        new() { ["motion"] = new JsonObject { ["type"] = "static" }, ["collider"] = new JsonObject { ["shape"] = Shape(shape) } }, null, null);

    private void AddTrigger(string node, Vector3 centre, Vector3 size, float yaw, JsonObject? link, JsonObject extras)
    {
        int shape = Shape(new() { ["type"] = "box", ["box"] = new JsonObject { ["size"] = Floats(size.X, size.Y, size.Z) } });
        AddBody(node, centre, Quaternion.CreateFromYawPitchRoll(yaw, 0f, 0f), new() { ["trigger"] = new JsonObject { ["shape"] = shape } }, link, extras);
    }

    private void AddBody(string node, Vector3 centre, Quaternion rotation, JsonObject body, JsonObject? link, JsonObject? extras)
    {
        JsonObject extensions = new() { ["OMI_physics_body"] = body };
        _extensions.UnionWith(["OMI_physics_body", "OMI_physics_shape"]);
        if (link is not null)
        {
            extensions["OMI_link"] = link;
            _extensions.Add("OMI_link");
        }
        JsonObject entry = new()
        {
            ["name"] = node,
            ["translation"] = Floats(centre.X, centre.Y, centre.Z),
            ["rotation"] = Floats(rotation.X, rotation.Y, rotation.Z, rotation.W),
            ["extensions"] = extensions
        };
        if (extras is not null) entry["extras"] = new JsonObject { ["kapok"] = extras };
        _nodes.Add(entry);
    }

    private void AddNode(string node, Vector3 position, float yaw, string? extension, JsonObject? value, JsonObject? extras = null)
    {
        JsonObject entry = new()
        {
            ["name"] = node,
            ["translation"] = Floats(position.X, position.Y, position.Z),
            ["rotation"] = Floats(0f, MathF.Sin(yaw / 2f), 0f, MathF.Cos(yaw / 2f))
        };
        if (extension is not null)
        {
            _extensions.Add(extension);
            entry["extensions"] = new JsonObject { [extension] = value };
        }
        if (extras is not null) entry["extras"] = new JsonObject { ["kapok"] = extras };
        _nodes.Add(entry);
    }

    private int Shape(JsonObject shape)
    {
        int at = _shapes.FindIndex(s => JsonNode.DeepEquals(s, shape));
        if (at >= 0) return at;
        _shapes.Add(shape);
        return _shapes.Count - 1;
    }

    private static JsonArray Floats(params ReadOnlySpan<float> values)
    {
        JsonArray array = [];
        foreach (float value in values) array.Add(JsonValue.Create(MathF.Round(value, 5)));
        return array;
    }
}
