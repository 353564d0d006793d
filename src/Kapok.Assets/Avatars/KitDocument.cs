using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Kapok.Assets.Avatars.Clips;
using Kapok.Assets.Gltf;
using SharpGLTF.Memory;
using SharpGLTF.Schema2;

namespace Kapok.Assets.Avatars;

/// <summary>Writes skinned meshes with the kit's skeleton and clips as VRM 1.0.</summary>
/// <remarks>
/// Vertices are compact (KHR_mesh_quantization): bytes for normals, strands, weights and colours, shorts for the face's coordinates. Positions stay
/// floats, because a skinned mesh has no transform of its own that could scale them back.
/// </remarks>
public sealed class KitDocument
{
    private readonly ModelRoot _root = ModelRoot.CreateModel();
    private readonly Scene _scene;
    private readonly Node[] _bones;
    private readonly Skin _skin;
    private readonly string _title;
    private readonly Dictionary<string, BufferView> _views = new(StringComparer.Ordinal);

    /// <summary>Starts a document with the skeleton in T-pose.</summary>
    /// <param name="title">Name in the VRM's meta data.</param>
    public KitDocument(string title)
    {
        _title = title;
        (_root.Asset.Generator, _root.Asset.Copyright) = ("Kapok assets", "CC0-1.0");
        _scene = _root.UseScene("avatar");
        (_bones, _skin) = VrmSkeleton.AddTo(_root, _scene);
    }

    /// <summary>Adds a mesh in its own node.</summary>
    /// <param name="name">Of node and mesh.</param>
    /// <param name="data">The geometry.</param>
    /// <param name="material">Shared by all parts.</param>
    /// <param name="kapok">What goes to <c>extras.kapok</c> of the node.</param>
    public void AddPart(string name, AvatarMesh data, Material material, JsonObject? kapok = null)
    {
        Mesh mesh = _root.CreateMesh(name);
        VertexArrays arrays = VertexArrays.Encode(data);
        MeshPrimitive primitive = mesh.CreatePrimitive();
        primitive.Material = material;
        Attribute(primitive, "POSITION", arrays.Positions, DimensionType.VEC3, EncodingType.FLOAT, false);
        Attribute(primitive, "NORMAL", arrays.Normals, DimensionType.VEC3, EncodingType.BYTE, true);
        Attribute(primitive, "TANGENT", arrays.Tangents, DimensionType.VEC4, EncodingType.BYTE, true, mayBePlain: true);
        Attribute(primitive, "TEXCOORD_0", arrays.TexCoords, DimensionType.VEC2, EncodingType.UNSIGNED_SHORT, true, mayBePlain: true);
        Attribute(primitive, "COLOR_0", arrays.Colours, DimensionType.VEC4, EncodingType.UNSIGNED_BYTE, true);
        Attribute(primitive, "JOINTS_0", arrays.Joints, DimensionType.VEC4, EncodingType.UNSIGNED_BYTE, false);
        Attribute(primitive, "WEIGHTS_0", arrays.Weights, DimensionType.VEC4, EncodingType.UNSIGNED_BYTE, true);
        Attribute(primitive, "_SLOT", arrays.Slots, DimensionType.VEC4, EncodingType.UNSIGNED_BYTE, false);
        ushort[] indices = [.. data.Indices.Select(i => checked((ushort)i))];
        Accessor accessor = _root.CreateAccessor();
        accessor.SetIndexData(View(indices, 0, BufferMode.ELEMENT_ARRAY_BUFFER), 0, indices.Length, IndexEncodingType.UNSIGNED_SHORT);
        primitive.SetIndexAccessor(accessor);
        Node node = _scene.CreateNode(name);
        (node.Mesh, node.Skin) = (mesh, _skin);
        if (kapok is not null) node.Extras = new JsonObject { ["kapok"] = kapok };
    }

    /// <summary>Creates the plain material of this document.</summary>
    public Material CreateMaterial(string name)
    {
        Material material = _root.CreateMaterial(name);
        material.InitializePBRMetallicRoughness();
        MaterialChannel finish = material.FindChannel("MetallicRoughness")!.Value;
        finish.SetFactor("MetallicFactor", 0f);
        finish.SetFactor("RoughnessFactor", 0.75f);
        return material;
    }

    /// <summary>Adds a clip as an animation; bones that do not move get one key.</summary>
    public void AddClip(Clip clip)
    {
        Animation animation = _root.CreateAnimation(clip.Name);
        int keys = Math.Max(2, (int)MathF.Round(clip.Seconds * clip.Rate));
        Pose[] poses = [.. Enumerable.Range(0, keys + 1).Select(i => clip.PoseAt(clip.Loop && i == keys ? 0f : (float)i / keys))];
        foreach (Bone bone in Enum.GetValues<Bone>())
        {
            Dictionary<float, Quaternion> turns = [];
            Quaternion last = Quaternion.Identity;
            for (int i = 0; i <= keys; i++)
            {
                Quaternion turn = Quaternion.Normalize(poses[i][bone]);
                // Neighbouring keys lie in one half of the sphere, so that mixing takes the short way.
                if (Quaternion.Dot(turn, last) < 0f) turn = -turn;
                turns[clip.Seconds * i / keys] = last = turn;
            }
            bool still = turns.Values.All(turn => MathF.Abs(Quaternion.Dot(turn, turns[0f])) > 0.999999f);
            animation.CreateRotationChannel(_bones[(int)bone], still ? new() { [0f] = turns[0f], [clip.Seconds] = turns[0f] } : turns);
        }
        animation.CreateTranslationChannel(
            _bones[0], Enumerable.Range(0, keys + 1).ToDictionary(i => clip.Seconds * i / keys, i => Skeleton.OffsetOf(Bone.Hips) + poses[i].Hips));
        JsonObject kapok = new() { ["loop"] = clip.Loop };
        if (clip.Beats is { } beats) kapok["beats"] = beats;
        if (clip.MetresPerCycle is { } metres) kapok["metresPerCycle"] = MathF.Round(metres, 4);
        animation.Extras = new JsonObject { ["kapok"] = kapok };
    }

    /// <summary>Writes the file.</summary>
    public void Save(string path)
    {
        using MemoryStream buffer = new();
        // SharpGLTF knows the quantisation extension only once it is declared, which happens in the JSON below; the tests validate the result.
        _root.WriteGLB(buffer, new WriteSettings { Validation = SharpGLTF.Validation.ValidationMode.Skip });
        File.WriteAllBytes(path, GlbFile.WithJson(buffer.ToArray(), AddExtensions));
    }

    private void AddExtensions(JsonObject json)
    {
        json["extensionsUsed"] = new JsonArray("KHR_mesh_quantization", "VRMC_vrm");
        json["extensionsRequired"] = new JsonArray("KHR_mesh_quantization");
        json["extensions"] = new JsonObject { ["VRMC_vrm"] = VrmSkeleton.Extension(_bones, _title) };
    }

    private void Attribute<T>(MeshPrimitive primitive, string semantic, T[] values, DimensionType dimension, EncodingType encoding, bool normalised, bool mayBePlain = false)
        where T : unmanaged
    {
        // An attribute that says nothing here (one value throughout) is a stretch of one array that all such parts share.
        const int Longest = 8192;
        int count = values.Length;
        if (mayBePlain && count <= Longest && Array.TrueForAll(values, value => value.Equals(values[0])))
            values = [.. Enumerable.Repeat(values[0], Longest)];
        // Stated always, because views may be shared; three bytes are padded to four, as glTF aligns vertex attributes.
        int stride = Marshal.SizeOf<T>();
        Accessor accessor = _root.CreateAccessor();
        accessor.SetData(View(values, stride, BufferMode.ARRAY_BUFFER), 0, count, new AttributeFormat(dimension, encoding, normalised));
        primitive.SetVertexAccessor(semantic, accessor);
    }

    // Builds of one outfit, and parts without hair or face, have arrays in common: equal bytes are written once.
    private BufferView View<T>(T[] values, int stride, BufferMode mode) where T : unmanaged
    {
        byte[] bytes = MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
        string key = $"{mode}{stride}{Convert.ToHexString(SHA256.HashData(bytes))}";
        if (_views.TryGetValue(key, out BufferView? view)) return view;
        return _views[key] = _root.UseBufferView(bytes, 0, null, stride, mode);
    }
}
