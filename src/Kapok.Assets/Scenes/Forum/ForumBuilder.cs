using System.Numerics;
using Kapok.Assets.Geometry;
using Kapok.Assets.Gltf;

namespace Kapok.Assets.Scenes.Forum;

/// <summary>Adds painted shapes and colliders to the scene, in the frame and region it stands for.</summary>
/// <remarks>
/// A vertex keeps its finish in texture coordinate u: <c>u = 64 · finish + 1 + metres along the grain</c>, the metres below 62.
/// A vertex attribute of its own would need an accessor that other glTF viewers warn about.
/// </remarks>
public sealed class ForumBuilder
{
    private const float FinishStride = 64f, LongestGrain = 62f;
    private readonly SceneDocument _scene;
    private readonly Random _random;
    private readonly Matrix4x4 _frame;
    private readonly float _yaw;
    private readonly string _region, _material;

    /// <summary>A builder in room coordinates.</summary>
    public ForumBuilder(SceneDocument scene) : this(scene, new Random(11), Matrix4x4.Identity, 0f, "shell", "forum.house") { }

    private ForumBuilder(SceneDocument scene, Random random, Matrix4x4 frame, float yaw, string region, string material) =>
        (_scene, _random, _frame, _yaw, _region, _material) = (scene, random, frame, yaw, region, material);

    /// <summary>The scene itself, for zones, spawns and markers.</summary>
    public SceneDocument Scene => _scene;

    /// <summary>A builder whose origin stands at a point of this one, turned by <paramref name="yaw"/> (0 faces +Z).</summary>
    public ForumBuilder At(float x, float y, float z, float yaw = 0f) => new(
        _scene, _random, Matrix4x4.CreateRotationY(yaw) * Matrix4x4.CreateTranslation(x, y, z) * _frame, _yaw + yaw, _region, _material);

    /// <summary>A builder for another region: what is culled together, and for <c>shell</c> what hangs overhead and shades no floor.</summary>
    public ForumBuilder In(string region) => new(_scene, _random, _frame, _yaw, region, _material);

    /// <summary>A builder for another material.</summary>
    public ForumBuilder Of(string material, string region = "") => new(_scene, _random, _frame, _yaw, region, material);

    /// <summary>A number of the scene's own series: the same scene every time.</summary>
    public float Next(float from = 0f, float to = 1f) => from + ((to - from) * _random.NextSingle());

    /// <summary>A point of this frame in room coordinates.</summary>
    public Vector3 World(float x, float y, float z) => Vector3.Transform(new(x, y, z), _frame);

    /// <summary>A box with the grain of wood along its longest side.</summary>
    public ForumBuilder Box(float width, float height, float depth, float x, float y, float z, uint colour, Finish finish = Finish.Plain, Vector3 turn = default) =>
        Put(Grain(Shapes.Box(width, height, depth), width, height, depth), x, y, z, colour, finish, turn);

    /// <summary>A box with its edges broken by <paramref name="bevel"/> metres and shaded round.</summary>
    public ForumBuilder Soft(
        float width, float height, float depth, float bevel, float x, float y, float z, uint colour, Finish finish = Finish.Plain, Vector3 turn = default) =>
        Put(Grain(ForumShapes.SoftBox(width, height, depth, bevel), width, height, depth), x, y, z, colour, finish, turn);

    /// <summary>A cylinder or cone whose middle is at a point.</summary>
    public ForumBuilder Round(
        float top, float bottom, float height, float x, float y, float z, uint colour, Finish finish = Finish.Plain, int segments = 16, Vector3 turn = default) =>
        Put(new MeshData().Append(Shapes.Cylinder(top, bottom, height, segments), 0f, -height / 2f), x, y, z, colour, finish, turn);

    /// <summary>An ellipsoid.</summary>
    public ForumBuilder Ball(Vector3 radii, float x, float y, float z, uint colour, Finish finish = Finish.Plain, int rows = 8, int columns = 14) =>
        Put(Shapes.Ellipsoid(radii, rows, columns), x, y, z, colour, finish);

    /// <summary>A ring in the XY plane, or a part of one.</summary>
    public ForumBuilder Ring(
        float radius, float thickness, float x, float y, float z, uint colour, Finish finish = Finish.Plain, Vector3 turn = default, float arc = MathF.Tau,
        int segments = 40, int sides = 8) =>
        Put(ForumShapes.Torus(radius, thickness, arc, segments, sides), x, y, z, colour, finish, turn);

    /// <summary>A rectangle facing +Z with a part of the printed sheet (see <see cref="PrintSheet"/>).</summary>
    public ForumBuilder Print(float width, float height, float x, float y, float z, Rect part, Vector3 turn = default)
    {
        MeshData mesh = Shapes.Plane(width, height);
        for (int i = 0; i < mesh.TexCoords.Count; i++)
        {
            Vector2 t = mesh.TexCoords[i];
            mesh.TexCoords[i] = new((part.X + (t.X * part.Width)) / PrintSheet.Size, (part.Y + ((1f - t.Y) * part.Height)) / PrintSheet.Size);
        }
        return Put(mesh, x, y, z, Tone.White, Finish.Print, turn);
    }

    /// <summary>A rectangle facing +Z, texture coordinates in metres: u from its left side, v from its middle.</summary>
    public ForumBuilder Panel(float width, float height, float x, float y, float z, uint colour, Finish finish, Vector3 turn = default)
    {
        MeshData mesh = Shapes.Plane(width, height);
        for (int i = 0; i < mesh.TexCoords.Count; i++) mesh.TexCoords[i] = (mesh.TexCoords[i] - new Vector2(0f, 0.5f)) * new Vector2(width, height);
        return Put(mesh, x, y, z, colour, finish, turn);
    }

    /// <summary>Any mesh, turned by Euler angles (radians; X, then Y, then Z) about its origin and put at a point.</summary>
    public ForumBuilder Put(MeshData mesh, float x, float y, float z, uint colour, Finish finish, Vector3 turn = default)
    {
        Matrix4x4 local = Matrix4x4.CreateRotationX(turn.X) * Matrix4x4.CreateRotationY(turn.Y) * Matrix4x4.CreateRotationZ(turn.Z)
            * Matrix4x4.CreateTranslation(x, y, z);
        MeshData painted = new MeshData().Append(mesh, local * _frame, Linear(colour));
        for (int i = 0; i < painted.TexCoords.Count; i++)
        {
            Vector2 t = painted.TexCoords[i];
            painted.TexCoords[i] = new(((int)finish * FinishStride) + 1f + Math.Clamp(t.X, 0f, LongestGrain), t.Y);
        }
        _scene.Add(_material, painted, _region);
        return this;
    }

    /// <summary>Floor to stand on, or a wall where it is too high to step on.</summary>
    public ForumBuilder Collide(float width, float height, float depth, float x, float y, float z)
    {
        _scene.AddBoxCollider(World(x, y, z), new(width, height, depth), _yaw);
        return this;
    }

    /// <summary>An upright cylinder to walk around, standing on height 0 of this frame.</summary>
    public ForumBuilder CollideRound(float radius, float height, float x, float z)
    {
        _scene.AddCylinderCollider(World(x, height / 2f, z), radius, height);
        return this;
    }

    /// <summary>A seat, <paramref name="height"/> above height 0 of this frame.</summary>
    public ForumBuilder Seat(float x, float z, float height, float turn = 0f)
    {
        _scene.AddSeat(World(x, height, z), _yaw + turn, height);
        return this;
    }

    private MeshData Grain(MeshData mesh, float width, float height, float depth)
    {
        float shift = Next(0f, 4f), longest = MathF.Max(width, MathF.Max(height, depth));
        for (int i = 0; i < mesh.Positions.Count; i++)
        {
            Vector3 p = mesh.Positions[i] + (new Vector3(width, height, depth) / 2f);
            mesh.TexCoords[i] = longest == width ? new(p.X + shift, p.Y + p.Z + shift)
                : longest == height ? new(p.Y + shift, p.X + p.Z + shift)
                : new(p.Z + shift, p.X + p.Y + shift);
        }
        return mesh;
    }

    private static Vector4 Linear(uint colour)
    {
        static float Channel(uint value) => value <= 10 ? value / 255f / 12.92f : MathF.Pow(((value / 255f) + 0.055f) / 1.055f, 2.4f);
        return new(Channel((colour >> 16) & 255), Channel((colour >> 8) & 255), Channel(colour & 255), 1f);
    }
}
