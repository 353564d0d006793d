using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Kapok.Assets.Gltf;
using SharpGLTF.Memory;
using SharpGLTF.Schema2;

namespace Kapok.Assets.Avatars.Standalone;

/// <summary>Writes one person as a VRM 1.0 file that any viewer shows: colours in the vertices, the face as a texture, plain floats.</summary>
/// <remarks>
/// The drawn face has no lids or lips to move. Each expression is a copy of the surface that it redraws, which lies just inside the head and which a
/// morph target brings just outside: three quarters of the weight switch it on, as blinks and visemes are quick anyway.
/// </remarks>
public sealed class PersonFile
{
    // Metres inside the skin at rest; the morph brings it as far out as the second.
    private const float Hidden = 0.004f, Shown = 0.0012f;

    private static readonly (string Expression, string[] Changes)[] Expressions =
    [
        ("happy", ["glad", "smile"]), ("angry", ["cross", "frown"]), ("sad", ["sorry", "frown"]), ("relaxed", ["relaxed"]), ("surprised", ["wide", "oh"]),
        ("aa", ["aa"]), ("ih", ["ih"]), ("ou", ["ou"]), ("ee", ["ee"]), ("oh", ["oh"]), ("blink", ["blinkLeft", "blinkRight"]), ("blinkLeft", ["blinkLeft"]),
        ("blinkRight", ["blinkRight"]),
    ];

    private readonly ModelRoot _root = ModelRoot.CreateModel();
    private readonly Scene _scene;
    private readonly Node[] _bones;
    private readonly Skin _skin;
    private readonly Person _person;

    private PersonFile(Person person)
    {
        _person = person;
        (_root.Asset.Generator, _root.Asset.Copyright) = ("Kapok assets", "The Kapok authors");
        _scene = _root.UseScene("avatar");
        (_bones, _skin) = VrmSkeleton.AddTo(_root, _scene, person.Height);
    }

    /// <summary>Writes a person.</summary>
    public static void Save(Person person, string path)
    {
        PersonFile file = new(person);
        Dictionary<Surface, Material> materials = [];
        Mesh body = file.AddMesh("body");
        Triangles face = new();
        Dictionary<Surface, Triangles> surfaces = [];
        foreach (AvatarKit.Part part in People.PartsOf(person)) file.Sort(part.Build(new Detail(0)), surfaces, face);
        foreach ((Surface surface, Triangles triangles) in surfaces.OrderBy(entry => entry.Key))
        {
            if (!materials.TryGetValue(surface, out Material? material))
                materials[surface] = material = file.CreateMaterial($"kapok.{surface.ToString().ToLowerInvariant()}", Roughness(surface));
            file.AddPrimitive(body, material, triangles);
        }
        Material drawn = file.CreateMaterial("kapok.drawnFace", 0.75f);
        drawn.FindChannel("BaseColor")!.Value.SetTexture(0, file._root.UseImage(new MemoryImage(FaceAtlas.Draw(person))));
        file.AddPrimitive(body, drawn, face);
        file.AddExpressions(drawn, face);
        using MemoryStream buffer = new();
        file._root.WriteGLB(buffer, new WriteSettings { Validation = SharpGLTF.Validation.ValidationMode.Skip });
        File.WriteAllBytes(path, GlbFile.WithJson(buffer.ToArray(), file.AddExtensions));
    }

    private static float Roughness(Surface surface) => surface switch { Surface.Hair => 0.5f, Surface.Gloss => 0.25f, Surface.Cloth => 0.9f, _ => 0.7f };

    private Mesh AddMesh(string name)
    {
        Mesh mesh = _root.CreateMesh(name);
        Node node = _scene.CreateNode(name);
        (node.Mesh, node.Skin) = (mesh, _skin);
        return mesh;
    }

    private Material CreateMaterial(string name, float roughness)
    {
        Material material = _root.CreateMaterial(name);
        material.InitializePBRMetallicRoughness();
        MaterialChannel finish = material.FindChannel("MetallicRoughness")!.Value;
        finish.SetFactor("MetallicFactor", 0f);
        finish.SetFactor("RoughnessFactor", roughness);
        return material;
    }

    // Sorts a part's triangles by finish; those that the drawn face covers apart.
    private void Sort(AvatarMesh mesh, Dictionary<Surface, Triangles> surfaces, Triangles face)
    {
        bool capped = _person.Accessories.Contains("cap");
        for (int i = 0; i < mesh.Indices.Count; i += 3)
        {
            Vertex[] corners = [mesh.Vertices[mesh.Indices[i]], mesh.Vertices[mesh.Indices[i + 1]], mesh.Vertices[mesh.Indices[i + 2]]];
            Surface surface = corners[0].Paint.Surface;
            if (capped && surface == Surface.Hair && corners.All(IsUnderCap)) continue;
            bool drawn = surface == Surface.Face && corners.Any(corner => corner.Mask > 0.01f);
            if (!drawn && !surfaces.ContainsKey(surface)) surfaces[surface] = new();
            Triangles triangles = drawn ? face : surfaces[surface];
            foreach (Vertex corner in corners) triangles.Add(Encode(corner, drawn));
        }
    }

    // Hair above the rim of a cap would come through it: the client's plane (person.vert.glsl).
    private static bool IsUnderCap(Vertex vertex)
    {
        Vector3 at = VertexArrays.FinalPosition(vertex);
        return at.Y - 1.526f - (0.13f * at.Z) > 0f;
    }

    private Corner Encode(Vertex vertex, bool drawn)
    {
        (uint joints, uint weights) = vertex.Weights.Encode();
        float shade = vertex.Paint.Shade * Curve.Mix(0.6f, 1f, vertex.Paint.Occlusion);
        Vector3 colour = drawn ? new Vector3(MathF.Min(1f, shade)) : Colours.Of(_person, vertex.Paint);
        return new(VertexArrays.FinalPosition(vertex) * _person.Height, Vector3.Normalize(vertex.Normal!.Value), FaceAtlas.Place(0, vertex.Face), colour, joints, weights,
            drawn ? vertex.Face : Vector2.Zero);
    }

    private MeshPrimitive AddPrimitive(Mesh mesh, Material material, Triangles triangles)
    {
        MeshPrimitive primitive = mesh.CreatePrimitive();
        primitive.Material = material;
        List<Corner> corners = triangles.Corners;
        Attribute<Vector3>(primitive, "POSITION", [.. corners.Select(c => c.Position)], DimensionType.VEC3, EncodingType.FLOAT);
        Attribute<Vector3>(primitive, "NORMAL", [.. corners.Select(c => c.Normal)], DimensionType.VEC3, EncodingType.FLOAT);
        Attribute<Vector2>(primitive, "TEXCOORD_0", [.. corners.Select(c => c.Texture)], DimensionType.VEC2, EncodingType.FLOAT);
        Attribute<ulong>(primitive, "COLOR_0", [.. corners.Select(c => Packed(c.Colour))], DimensionType.VEC4, EncodingType.UNSIGNED_SHORT, true);
        Attribute<uint>(primitive, "JOINTS_0", [.. corners.Select(c => c.Joints)], DimensionType.VEC4, EncodingType.UNSIGNED_BYTE);
        Attribute<uint>(primitive, "WEIGHTS_0", [.. corners.Select(c => c.Weights)], DimensionType.VEC4, EncodingType.UNSIGNED_BYTE, true);
        Accessor accessor = _root.CreateAccessor();
        byte[] indices = MemoryMarshal.AsBytes<uint>(triangles.Indices.ToArray()).ToArray();
        accessor.SetIndexData(_root.UseBufferView(indices, 0, null, 0, BufferMode.ELEMENT_ARRAY_BUFFER), 0, triangles.Indices.Count, IndexEncodingType.UNSIGNED_INT);
        primitive.SetIndexAccessor(accessor);
        return primitive;
    }

    private void Attribute<T>(MeshPrimitive primitive, string semantic, T[] values, DimensionType dimension, EncodingType encoding, bool normalised = false) where T : unmanaged =>
        primitive.SetVertexAccessor(semantic, Accessor(values, dimension, encoding, normalised));

    private Accessor Accessor<T>(T[] values, DimensionType dimension, EncodingType encoding, bool normalised) where T : unmanaged
    {
        Accessor accessor = _root.CreateAccessor();
        BufferView view = _root.UseBufferView(MemoryMarshal.AsBytes(values.AsSpan()).ToArray(), 0, null, Marshal.SizeOf<T>(), BufferMode.ARRAY_BUFFER);
        accessor.SetData(view, 0, values.Length, new AttributeFormat(dimension, encoding, normalised));
        return accessor;
    }

    private void AddExpressions(Material material, Triangles face)
    {
        Triangles patches = new();
        List<(int From, int To)> ranges = [];
        for (int change = 0; change < FaceAtlas.Changes.Length; change++)
        {
            int from = patches.Corners.Count;
            for (int i = 0; i < face.Indices.Count; i += 3)
            {
                Corner[] corners = [.. Enumerable.Range(i, 3).Select(k => face.Corners[(int)face.Indices[k]])];
                Vector2 middle = (corners[0].Face + corners[1].Face + corners[2].Face) / 3f;
                if (!FaceAtlas.Shows(FaceAtlas.Changes[change], (middle - new Vector2(0.5f)) * Head.HeadShape.FaceSquare)) continue;
                foreach (Corner corner in corners)
                    patches.Add(corner with { Position = corner.Position - (corner.Normal * Hidden), Texture = FaceAtlas.Place(change + 1, corner.Face) });
            }
            ranges.Add((from, patches.Corners.Count));
        }
        Mesh mesh = AddMesh("expressions");
        MeshPrimitive primitive = AddPrimitive(mesh, material, patches);
        for (int change = 0; change < ranges.Count; change++)
        {
            Vector3[] deltas = new Vector3[patches.Corners.Count];
            for (int i = ranges[change].From; i < ranges[change].To; i++) deltas[i] = patches.Corners[i].Normal * (Hidden + Shown);
            primitive.SetMorphTargetAccessors(change, new Dictionary<string, Accessor> { ["POSITION"] = Accessor(deltas, DimensionType.VEC3, EncodingType.FLOAT, false) });
        }
        mesh.SetMorphWeights([.. Enumerable.Repeat(0f, ranges.Count)]);
        mesh.Extras = new JsonObject { ["targetNames"] = new JsonArray([.. FaceAtlas.Changes.Select(change => JsonValue.Create(change.Name))]) };
    }

    private void AddExtensions(JsonObject json)
    {
        int node = _root.LogicalNodes.Single(each => each.Name == "expressions").LogicalIndex;
        JsonObject preset = [];
        foreach ((string expression, string[] changes) in Expressions)
        {
            JsonArray binds = [.. changes.Select(change =>
                new JsonObject { ["node"] = node, ["index"] = Array.FindIndex(FaceAtlas.Changes, each => each.Name == change), ["weight"] = 1f })];
            bool mood = changes.Any(change => FaceAtlas.Changes.Single(each => each.Name == change) is { IsMouth: false, OnlySide: 0 });
            preset[expression] = new JsonObject
            {
                ["morphTargetBinds"] = binds,
                ["isBinary"] = false,
                ["overrideBlink"] = mood ? "block" : "none",
                ["overrideLookAt"] = "none",
                ["overrideMouth"] = "none"
            };
        }
        JsonObject vrm = VrmSkeleton.Extension(_bones, _person.Name);
        vrm["expressions"] = new JsonObject { ["preset"] = preset };
        json["extensionsUsed"] = new JsonArray("VRMC_vrm");
        json["extensions"] = new JsonObject { ["VRMC_vrm"] = vrm };
    }

    private static ulong Packed(Vector3 colour) => Short(colour.X) | (Short(colour.Y) << 16) | (Short(colour.Z) << 32) | (0xFFFFul << 48);

    private static ulong Short(float value) => (ulong)MathF.Round(Math.Clamp(value, 0f, 1f) * 65535f);

    private readonly record struct Corner(Vector3 Position, Vector3 Normal, Vector2 Texture, Vector3 Colour, uint Joints, uint Weights, Vector2 Face);

    // Triangles over vertices that are stored once.
    private sealed class Triangles
    {
        private readonly Dictionary<Corner, uint> _known = [];

        public List<Corner> Corners { get; } = [];

        public List<uint> Indices { get; } = [];

        public void Add(Corner corner)
        {
            if (!_known.TryGetValue(corner, out uint index))
            {
                _known.Add(corner, index = (uint)Corners.Count);
                Corners.Add(corner);
            }
            Indices.Add(index);
        }
    }
}
