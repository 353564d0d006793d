using System.Numerics;
using Kapok.Assets.Geometry;

namespace Kapok.Assets.Scenes.Terrace;

/// <summary>Shapes of Chinese building that the shared primitives do not cover.</summary>
internal static class TerraceShapes
{
    /// <summary>A ring about the Y axis; an arc of it where <paramref name="arc"/> is less than a full turn.</summary>
    public static MeshData Torus(float radius, float thickness, int segments, int around = 8, float from = 0f, float arc = MathF.Tau)
    {
        Vector2[] profile = [.. Enumerable.Range(0, around + 1).Select(i =>
        {
            (float sin, float cos) = MathF.SinCos((i / (float)around * MathF.Tau) - MathF.PI);
            return new Vector2(radius + (thickness * cos), thickness * sin);
        })];
        return Shapes.Lathe(profile, segments, from, arc, smooth: true);
    }

    /// <summary>A ring in the XY plane that faces +Z, from a profile of (radius, depth).</summary>
    public static MeshData Upright(MeshData aboutY) => aboutY.Transform(Matrix4x4.CreateRotationX(MathF.PI / 2f));

    /// <summary>A convex outline in the XY plane, counter-clockwise seen from +Z, given a thickness along Z.</summary>
    public static MeshData Extrude(IReadOnlyList<Vector2> outline, float depth)
    {
        MeshData mesh = new();
        foreach (float side in (ReadOnlySpan<float>)[1f, -1f])
        {
            int first = mesh.Positions.Count;
            foreach (Vector2 p in outline) mesh.Vertex(new(p.X, p.Y, side * depth / 2f), new(0f, 0f, side), p);
            for (int i = 1; i + 1 < outline.Count; i++)
            {
                if (side > 0f) mesh.Triangle(first, first + i, first + i + 1);
                else mesh.Triangle(first, first + i + 1, first + i);
            }
        }
        for (int i = 0; i < outline.Count; i++)
        {
            Vector2 p = outline[i], q = outline[(i + 1) % outline.Count];
            Vector3 normal = Vector3.Normalize(new(q.Y - p.Y, p.X - q.X, 0f));
            int a = mesh.Vertex(new(p, depth / 2f), normal, new(0f, 0f));
            int b = mesh.Vertex(new(p, -depth / 2f), normal, new(depth, 0f));
            int c = mesh.Vertex(new(q, -depth / 2f), normal, new(depth, 1f));
            int d = mesh.Vertex(new(q, depth / 2f), normal, new(0f, 1f));
            mesh.Triangle(a, b, c);
            mesh.Triangle(a, c, d);
        }
        return mesh;
    }

    /// <summary>A box on height 0 whose foot is narrower or wider than its top, with flat sides.</summary>
    public static MeshData Taper(float bottom, float top, float height)
    {
        MeshData mesh = new();
        for (int side = 0; side < 4; side++)
        {
            Matrix4x4 turn = Matrix4x4.CreateRotationY(side * MathF.PI / 2f);
            Vector3 normal = Vector3.Normalize(new(0f, (bottom - top) / 2f, height));
            int At(float x, float y, float z, Vector2 uv) =>
                mesh.Vertex(Vector3.Transform(new(x, y, z), turn), Vector3.TransformNormal(normal, turn), uv);
            int a = At(-bottom / 2f, 0f, bottom / 2f, new(0f, 0f)), b = At(bottom / 2f, 0f, bottom / 2f, new(1f, 0f));
            int c = At(top / 2f, height, top / 2f, new(1f, 1f)), d = At(-top / 2f, height, top / 2f, new(0f, 1f));
            mesh.Triangle(a, b, c);
            mesh.Triangle(a, c, d);
        }
        return mesh.Append(Shapes.Disc(top * 0.7071f, 4, from: MathF.PI / 4f), 0f, height);
    }

    /// <summary>A tube of even thickness through points.</summary>
    public static MeshData Tube(IReadOnlyList<Vector3> path, float radius, int segments = 6) =>
        Shapes.Sweep(path, _ => radius, segments);

    /// <summary>Smooth points through the given ones (Catmull-Rom, ends held).</summary>
    public static List<Vector3> Curve(IReadOnlyList<Vector3> points, int perSpan)
    {
        List<Vector3> curve = [];
        for (int i = 0; i + 1 < points.Count; i++)
        {
            Vector3 before = points[Math.Max(i - 1, 0)], after = points[Math.Min(i + 2, points.Count - 1)];
            for (int step = 0; step < perSpan; step++)
                curve.Add(CatmullRom(before, points[i], points[i + 1], after, step / (float)perSpan));
        }
        curve.Add(points[^1]);
        return curve;
    }

    /// <summary>The same surface seen from behind.</summary>
    public static MeshData TurnedOver(MeshData mesh)
    {
        MeshData turned = new();
        for (int i = 0; i < mesh.Positions.Count; i++) turned.Vertex(mesh.Positions[i], -mesh.Normals[i], mesh.TexCoords[i], mesh.Colours[i]);
        for (int i = 0; i < mesh.Indices.Count; i += 3) turned.Triangle(mesh.Indices[i], mesh.Indices[i + 2], mesh.Indices[i + 1]);
        return turned;
    }

    private static Vector3 CatmullRom(Vector3 a, Vector3 b, Vector3 c, Vector3 d, float t) => 0.5f * (
        (2f * b) + ((c - a) * t) + (((2f * a) - (5f * b) + (4f * c) - d) * t * t) + (((3f * b) - a - (3f * c) + d) * t * t * t));
}
