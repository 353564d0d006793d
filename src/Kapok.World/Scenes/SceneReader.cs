using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Text.Json;

namespace Kapok.World.Scenes;

/// <summary>
/// Reads what the server needs from a glTF 2.0 scene: OMI_spawn_point, OMI_seat, static OMI_physics_body with OMI_physics_shape, and
/// triggers with <c>extras.kapok</c> as zones and portals. Meshes, materials and buffers are the client's business and are not looked at.
/// </summary>
/// <remarks>Scenes may come from strangers: it returns false instead of throwing, and its cost is bounded by <see cref="SceneLimits"/>.</remarks>
public static class SceneReader
{
    private const uint GlbMagic = 0x46546C67, JsonChunk = 0x4E4F534A;

    /// <summary>Reads a scene.</summary>
    /// <param name="file">A whole GLB file, or glTF JSON.</param>
    /// <param name="limits">Bounds.</param>
    /// <param name="layout">The layout.</param>
    /// <param name="error">Why not.</param>
    public static bool TryRead(
        ReadOnlySpan<byte> file, SceneLimits limits, [NotNullWhen(true)] out SceneLayout? layout, [NotNullWhen(false)] out SceneError? error)
    {
        (layout, error) = (null, null);
        if (!TryFindJson(file, out ReadOnlySpan<byte> json))
        {
            error = new(SceneErrorCode.NotGltf, "The file is neither a GLB 2 file nor glTF JSON.");
            return false;
        }
        if (json.Length > limits.JsonBytes)
        {
            error = new(SceneErrorCode.TooLarge, $"Its JSON has {json.Length} bytes; {limits.JsonBytes} are allowed.");
            return false;
        }
        try
        {
            Utf8JsonReader reader = new(json, new JsonReaderOptions { MaxDepth = 64 });
            using JsonDocument document = JsonDocument.ParseValue(ref reader);
            return new SceneWalk(document.RootElement, limits).TryRead(out layout, out error);
        }
        // JsonElement's accessors report another shape by these three; each means the same to whoever made the file.
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or FormatException or KeyNotFoundException or IndexOutOfRangeException)
        {
            error = new(SceneErrorCode.Malformed, broken.Message);
            return false;
        }
    }

    private static bool TryFindJson(ReadOnlySpan<byte> file, out ReadOnlySpan<byte> json)
    {
        json = file;
        if (file.Length < 4 || BinaryPrimitives.ReadUInt32LittleEndian(file) != GlbMagic)
            return !file.IsEmpty && file.TrimStart(" \t\r\n"u8) is [(byte)'{', ..];
        if (file.Length < 20 || BinaryPrimitives.ReadUInt32LittleEndian(file[4..]) != 2) return false;
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(file[12..]);
        if (BinaryPrimitives.ReadUInt32LittleEndian(file[16..]) != JsonChunk || length > file.Length - 20) return false;
        json = file.Slice(20, (int)length);
        return true;
    }
}

/// <summary>Goes through the nodes of one scene, from its roots down.</summary>
internal sealed class SceneWalk(JsonElement root, SceneLimits limits)
{
    private const string ScreenPrefix = "screen.", GongName = "gong";

    private readonly List<Spawn> _spawns = [];
    private readonly List<Seat> _seats = [];
    private readonly List<Zone> _zones = [];
    private readonly List<Portal> _portals = [];
    private readonly List<Collider> _colliders = [];
    private readonly List<string> _screens = [];
    private readonly JsonElement _root = root;
    private JsonElement[] _nodes = [], _shapes = [];
    private GongMark? _gong;

    public bool TryRead([NotNullWhen(true)] out SceneLayout? layout, [NotNullWhen(false)] out SceneError? error)
    {
        layout = null;
        error = Walk();
        if (error is null && _colliders.Count == 0) error = new(SceneErrorCode.NoFloor, "It has no static collider.");
        if (error is null && _spawns.Count == 0) error = new(SceneErrorCode.NoSpawn, "It has no spawn point.");
        if (error is not null) return false;
        layout = new(_spawns, _seats, _zones, _portals, _colliders) { Screens = _screens, Gong = _gong };
        return true;
    }

    private SceneError? Walk()
    {
        if (!_root.TryGetProperty("nodes", out JsonElement nodes)) return null;
        if (nodes.GetArrayLength() > limits.Nodes) return new(SceneErrorCode.TooLarge, $"It has more than {limits.Nodes} nodes.");
        _nodes = [.. nodes.EnumerateArray()];
        if (_root.TryGetProperty("extensions", out JsonElement extensions) && extensions.TryGetProperty("OMI_physics_shape", out JsonElement shapes))
            _shapes = [.. shapes.GetProperty("shapes").EnumerateArray()];

        bool[] seen = new bool[_nodes.Length];
        Stack<(int Node, Matrix4x4 Parent)> open = new();
        int scene = _root.TryGetProperty("scene", out JsonElement index) ? index.GetInt32() : 0;
        // Seats and portals are numbered in the order of the file, so the walk keeps it: a stack gives back the last first.
        foreach (JsonElement first in _root.GetProperty("scenes")[scene].GetProperty("nodes").EnumerateArray().Reverse())
            open.Push((first.GetInt32(), Matrix4x4.Identity));
        while (open.TryPop(out (int Node, Matrix4x4 Parent) next))
        {
            if (seen[next.Node]) return new(SceneErrorCode.Malformed, $"Node {next.Node} has two parents.");
            seen[next.Node] = true;
            Matrix4x4 world = GltfTransform.Of(_nodes[next.Node]) * next.Parent;
            if (Visit(_nodes[next.Node], world, next.Node) is { } error) return error;
            if (!_nodes[next.Node].TryGetProperty("children", out JsonElement children)) continue;
            foreach (JsonElement child in children.EnumerateArray().Reverse()) open.Push((child.GetInt32(), world));
        }
        return null;
    }

    private SceneError? Visit(JsonElement node, in Matrix4x4 world, int index)
    {
        if (Text(node, "name") is { } name && name.StartsWith(ScreenPrefix, StringComparison.Ordinal) && _screens.Count < limits.Markers) _screens.Add(name[ScreenPrefix.Length..]);
        if (Text(node, "name") == GongName && IsFinite(world.Translation)) _gong = new(world.Translation, Math.Clamp(Number(Kapok(node), "radius", 1f), 0.2f, 5f));
        if (!node.TryGetProperty("extensions", out JsonElement extensions)) return null;
        if (!Matrix4x4.Decompose(world, out Vector3 scale, out Quaternion rotation, out Vector3 position) || !IsFinite(position) || !IsFinite(scale))
            return new(SceneErrorCode.Malformed, $"Node {index} has no usable transform.");
        Vector3 forward = Vector3.Transform(Vector3.UnitZ, rotation);
        float yaw = MathF.Atan2(forward.X, forward.Z);
        JsonElement kapok = Kapok(node);

        if (extensions.TryGetProperty("OMI_spawn_point", out JsonElement spawn))
            _spawns.Add(new(Text(spawn, "title"), position, yaw, Math.Clamp(Number(kapok, "spread", 1f), 0f, 50f)));
        if (extensions.TryGetProperty("OMI_seat", out JsonElement seat))
            _seats.Add(new(position, yaw, Vector3.Transform(GltfTransform.Vector(seat, "foot", new(0f, -0.45f, 0.35f)), world)));
        if (extensions.TryGetProperty("OMI_physics_body", out JsonElement body) && VisitBody(body, kapok, new(position, scale, rotation), index) is { } error)
            return error;
        return _seats.Count > limits.Seats ? new(SceneErrorCode.TooLarge, $"It has more than {limits.Seats} seats.")
            : _colliders.Count > limits.Colliders ? new(SceneErrorCode.TooLarge, $"It has more than {limits.Colliders} colliders.")
            : Math.Max(_spawns.Count, Math.Max(_zones.Count, _portals.Count)) > limits.Markers
                ? new(SceneErrorCode.TooLarge, $"It has more than {limits.Markers} spawn points, zones or portals.") : null;
    }

    private SceneError? VisitBody(JsonElement body, JsonElement kapok, in Box placed, int index)
    {
        bool isStatic = body.TryGetProperty("motion", out JsonElement motion) && Text(motion, "type") == "static";
        if (isStatic && body.TryGetProperty("collider", out JsonElement collider))
        {
            if (!TryShape(collider, placed, out Collider solid))
                return new(SceneErrorCode.UnsupportedCollider, $"Node {index}: a static collider must be a box, a cylinder or a sphere.");
            _colliders.Add(solid);
        }
        if (!body.TryGetProperty("trigger", out JsonElement trigger) || kapok.ValueKind != JsonValueKind.Object || !TryShape(trigger, placed, out Collider volume)) return null;
        if (kapok.TryGetProperty("room", out JsonElement room)) _portals.Add(new(room.GetString() ?? "", Text(kapok, "title"), volume.Box));
        else if (Enum.TryParse(Text(kapok, "rule"), ignoreCase: true, out ZoneRule rule)) _zones.Add(new(Text(kapok, "zone"), rule, volume.Box));
        return null;
    }

    private bool TryShape(JsonElement holder, in Box placed, out Collider solid)
    {
        solid = default;
        if (!holder.TryGetProperty("shape", out JsonElement number) || !number.TryGetInt32(out int at) || at < 0 || at >= _shapes.Length) return false;
        JsonElement shape = _shapes[at];
        string type = Text(shape, "type");
        JsonElement sizes = shape.TryGetProperty(type, out JsonElement own) ? own : shape;
        (ColliderForm Form, Vector3 HalfSize)? read = type switch
        {
            "box" => (ColliderForm.Box, GltfTransform.Vector(sizes, "size", Vector3.One) / 2f),
            "sphere" => (ColliderForm.Sphere, new(Number(sizes, "radius", 0.5f))),
            "cylinder" => (ColliderForm.Cylinder, new(Number(sizes, "radius", 0.5f), Number(sizes, "height", 2f) / 2f, Number(sizes, "radius", 0.5f))),
            _ => null,
        };
        if (read is not { } found) return false;
        Vector3 half = Vector3.Abs(found.HalfSize * placed.HalfSize); // placed.HalfSize carries the node's scale
        if (!IsFinite(half)) return false;
        solid = new(found.Form, new(placed.Centre, half, placed.Rotation));
        return true;
    }

    private static JsonElement Kapok(JsonElement node) =>
        node.TryGetProperty("extras", out JsonElement extras) && extras.TryGetProperty("kapok", out JsonElement own) ? own : default;

    private static bool IsFinite(Vector3 vector) => float.IsFinite(vector.X) && float.IsFinite(vector.Y) && float.IsFinite(vector.Z);

    private static string Text(JsonElement holder, string name) =>
        holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty(name, out JsonElement value) ? value.GetString() ?? "" : "";

    private static float Number(JsonElement holder, string name, float otherwise) =>
        holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty(name, out JsonElement value) ? value.GetSingle() : otherwise;
}

/// <summary>Transforms of glTF nodes.</summary>
internal static class GltfTransform
{
    /// <summary>Local transform of a node, for row vectors.</summary>
    public static Matrix4x4 Of(JsonElement node)
    {
        if (node.TryGetProperty("matrix", out JsonElement matrix))
        {
            Span<float> m = stackalloc float[16];
            for (int i = 0; i < 16; i++) m[i] = matrix[i].GetSingle();
            // glTF stores columns, for column vectors; read in order as rows it is the transpose that row vectors need.
            return new(m[0], m[1], m[2], m[3], m[4], m[5], m[6], m[7], m[8], m[9], m[10], m[11], m[12], m[13], m[14], m[15]);
        }
        Quaternion rotation = Quaternion.Identity;
        if (node.TryGetProperty("rotation", out JsonElement r))
            rotation = Quaternion.Normalize(new(r[0].GetSingle(), r[1].GetSingle(), r[2].GetSingle(), r[3].GetSingle()));
        return Matrix4x4.CreateScale(Vector(node, "scale", Vector3.One))
            * Matrix4x4.CreateFromQuaternion(rotation)
            * Matrix4x4.CreateTranslation(Vector(node, "translation", Vector3.Zero));
    }

    /// <summary>A property of three numbers.</summary>
    public static Vector3 Vector(JsonElement holder, string name, Vector3 otherwise) => holder.TryGetProperty(name, out JsonElement value)
        ? new(value[0].GetSingle(), value[1].GetSingle(), value[2].GetSingle()) : otherwise;
}
