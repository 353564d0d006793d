using System.Numerics;
using Kapok.Assets.Geometry;
using Kapok.Assets.Gltf;

namespace Kapok.Assets.Scenes.Arena;

/// <summary>What every part of the arena is put together with: painted blocks, blocks along an arc, glowing strips and signs.</summary>
/// <remarks>
/// Vertex colours: <c>arena.solid</c> RGB is the albedo (linear), A the ambient occlusion. <c>arena.glow</c> RGB is the emitted colour and
/// A tells how it moves: see <see cref="Glow"/>.
/// </remarks>
internal sealed class ArenaKit(SceneDocument scene)
{
    public const string Solid = "arena.solid", GlowMaterial = "arena.glow", Metal = "arena.metal";

    /// <summary>How a glowing part behaves; the value is its vertex alpha.</summary>
    public static class Glow
    {
        public const float StageColour = 0.2f, SecondColour = 0.4f, Chase = 0.6f, Breathing = 0.8f, Steady = 1f;
    }

    public static readonly Vector3 Concrete = new(0.060f, 0.056f, 0.085f), Dark = new(0.022f, 0.021f, 0.034f), Steel = new(0.16f, 0.16f, 0.20f);
    public static readonly Vector3 Wood = new(0.22f, 0.105f, 0.052f), Velvet = new(0.20f, 0.022f, 0.050f), Brass = new(0.46f, 0.27f, 0.10f);
    public static readonly Vector3 Warm = new(1f, 0.56f, 0.22f), Cyan = new(0.16f, 0.75f, 1f), Rose = new(1f, 0.18f, 0.42f), Jade = new(0.18f, 0.95f, 0.62f);

    public SceneDocument Scene => scene;

    /// <summary>Adds a box standing on <paramref name="floor"/>, darker towards its foot.</summary>
    public void Block(Vector3 floor, Vector3 size, Vector3 colour, float yaw = 0f, string material = Solid, bool collider = false, string region = "")
    {
        MeshData box = Shapes.Box(size.X, size.Y, size.Z).Paint((p, _) => new(colour, p.Y < 0f ? 0.55f : 1f));
        Vector3 centre = floor + new Vector3(0f, size.Y / 2f, 0f);
        scene.Add(material, box.Transform(Matrix4x4.CreateRotationY(yaw) * Matrix4x4.CreateTranslation(centre)), region);
        if (collider) scene.AddBoxCollider(centre, Vector3.Max(size, new(0.26f)), yaw);
    }

    /// <summary>Adds a glowing box about its centre.</summary>
    public void Strip(Vector3 centre, Vector3 size, Vector3 colour, float how = Glow.Steady, float yaw = 0f)
    {
        MeshData box = Shapes.Box(size.X, size.Y, size.Z).Paint(new Vector4(colour, how));
        scene.Add(GlowMaterial, box.Transform(Matrix4x4.CreateRotationY(yaw) * Matrix4x4.CreateTranslation(centre)));
    }

    /// <summary>Adds a block along an arc about the middle of the floor, closed at its ends.</summary>
    public void Arc(
        float inner, float outer, float bottom, float top, float from, float to, Vector3 colour, string material = Solid, float? glow = null, float topShade = 1f)
    {
        int segments = Math.Max(1, (int)MathF.Ceiling((to - from) * outer / 1.3f));
        MeshData arc = Shapes.Lathe([new(outer, bottom), new(outer, top), new(inner, top), new(inner, bottom)], segments, from, to - from);
        foreach ((float angle, int sign) in ((float, int)[])[(from, 1), (to, -1)])
        {
            (float sin, float cos) = MathF.SinCos(angle);
            Vector3 normal = new(-cos * sign, 0f, sin * sign);
            Vector3 At(float r, float y) => new(r * sin, y, r * cos);
            int a = arc.Vertex(At(inner, bottom), normal, new(0f, 0f)), b = arc.Vertex(At(outer, bottom), normal, new(outer - inner, 0f));
            int c = arc.Vertex(At(outer, top), normal, new(outer - inner, top - bottom)), d = arc.Vertex(At(inner, top), normal, new(0f, top - bottom));
            if (sign > 0)
            {
                arc.Triangle(a, c, b);
                arc.Triangle(a, d, c);
            }
            else
            {
                arc.Triangle(a, b, c);
                arc.Triangle(a, c, d);
            }
        }
        arc.Paint((p, n) => new(colour * (n.Y > 0.5f ? topShade : 1f), glow ?? (n.Y > 0.5f ? 0.9f : p.Y > bottom + 0.01f ? 0.8f : 0.45f)));
        scene.Add(material, arc.Transform(Matrix4x4.CreateTranslation(0f, 0f, ArenaPlan.CentreZ)));
    }

    /// <summary>Adds a stepped surface along an arc about the middle of the floor, open at its ends and below: for what is seen from the hall only.</summary>
    /// <param name="profile">Points (radius, height). Where it runs upwards it faces outwards, inwards it faces up, downwards it faces the hall.</param>
    /// <param name="from">Where the arc starts, radians.</param>
    /// <param name="to">Where it ends.</param>
    /// <param name="colour">Its albedo, linear.</param>
    /// <param name="region">Geometry that is culled by itself.</param>
    public void Steps(IReadOnlyList<Vector2> profile, float from, float to, Vector3 colour, string region = "")
    {
        float lowest = profile.Min(point => point.Y);
        MeshData steps = Shapes.Lathe(profile, Math.Max(1, (int)MathF.Ceiling((to - from) * profile[0].X / 2f)), from, to - from);
        steps.Paint((p, n) => new(colour * (n.Y > 0.5f ? 0.85f : 1f), n.Y > 0.5f ? 0.9f : p.Y > lowest + 0.01f ? 0.8f : 0.45f));
        scene.Add(Solid, steps.Transform(Matrix4x4.CreateTranslation(0f, 0f, ArenaPlan.CentreZ)), region);
    }

    /// <summary>Adds box colliders along an arc; their chords leave the arc by under 4 cm.</summary>
    public void ArcCollider(float inner, float outer, float bottom, float top, float from, float to)
    {
        int count = Math.Max(1, (int)MathF.Ceiling((to - from) / MathF.Sqrt(8f * 0.04f / outer)));
        float step = (to - from) / count, depth = outer - inner;
        for (int i = 0; i < count; i++)
        {
            float angle = from + ((i + 0.5f) * step);
            Vector3 centre = ArenaPlan.Around((inner + outer) / 2f, angle, (bottom + top) / 2f);
            scene.AddBoxCollider(centre, new(2f * outer * MathF.Tan(step / 2f), top - bottom, depth), angle);
        }
    }

    /// <summary>Adds a lettered sign. Its letters come from cell <paramref name="cell"/> (0..15) of an atlas of 2 columns and 8 rows.</summary>
    public void Sign(int cell, Vector3 centre, float width, float yaw)
    {
        Vector2 corner = new(cell % 2 / 2f, 1f - (((cell / 2) + 1) / 8f));
        MeshData sign = Shapes.Plane(width, width / 8f);
        for (int i = 0; i < sign.TexCoords.Count; i++)
        {
            Vector2 uv = corner + (sign.TexCoords[i] * new Vector2(0.5f, 0.125f));
            sign.TexCoords[i] = new(uv.X, 1f - uv.Y); // glTF's texture coordinates begin at the top
        }
        scene.Add("arena.sign", sign.Transform(Matrix4x4.CreateRotationY(yaw) * Matrix4x4.CreateTranslation(centre)));
    }
}
