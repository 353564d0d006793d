using System.Numerics;

namespace Kapok.Assets.Geometry;

/// <summary>The primitive meshes that scenes are put together from. All are closed or one-sided as named, metres, Y up.</summary>
public static class Shapes
{
    /// <summary>An axis-aligned box centred on the origin. Each face has texture coordinates in metres, so that patterns keep their size.</summary>
    public static MeshData Box(float width, float height, float depth)
    {
        MeshData mesh = new();
        Vector3 half = new(width / 2f, height / 2f, depth / 2f);
        ReadOnlySpan<(Vector3 Normal, Vector3 Right, Vector3 Up)> faces =
        [
            (Vector3.UnitX, -Vector3.UnitZ, Vector3.UnitY), (-Vector3.UnitX, Vector3.UnitZ, Vector3.UnitY),
            (Vector3.UnitY, Vector3.UnitX, -Vector3.UnitZ), (-Vector3.UnitY, Vector3.UnitX, Vector3.UnitZ),
            (Vector3.UnitZ, Vector3.UnitX, Vector3.UnitY), (-Vector3.UnitZ, -Vector3.UnitX, Vector3.UnitY),
        ];
        foreach ((Vector3 normal, Vector3 right, Vector3 up) in faces)
        {
            Vector3 centre = normal * half, r = right * half, u = up * half;
            (float w, float h) = (2f * r.Length(), 2f * u.Length());
            int a = mesh.Vertex(centre - r - u, normal, new(0f, 0f));
            int b = mesh.Vertex(centre + r - u, normal, new(w, 0f));
            int c = mesh.Vertex(centre + r + u, normal, new(w, h));
            int d = mesh.Vertex(centre - r + u, normal, new(0f, h));
            mesh.Triangle(a, b, c);
            mesh.Triangle(a, c, d);
        }
        return mesh;
    }

    /// <summary>A rectangle in the XY plane facing +Z, texture coordinates 0..1 with (0, 0) at the lower left.</summary>
    public static MeshData Plane(float width, float height, int columns = 1, int rows = 1) =>
        Grid(rows + 1, columns + 1, (row, column) =>
        {
            (float u, float v) = (column / (float)columns, row / (float)rows);
            return (new((u - 0.5f) * width, (v - 0.5f) * height, 0f), new Vector2(u, v));
        });

    /// <summary>A horizontal disc or ring at height 0 facing up.</summary>
    /// <param name="outer">Radius in metres.</param>
    /// <param name="segments">Around.</param>
    /// <param name="inner">Radius of the hole in metres, 0 for a disc.</param>
    /// <param name="from">Where the arc starts, radians about Y from +Z towards +X.</param>
    /// <param name="arc">Length of the arc in radians.</param>
    public static MeshData Disc(float outer, int segments, float inner = 0f, float from = 0f, float arc = MathF.Tau) =>
        Lathe([new(outer, 0f), new(MathF.Max(inner, 1e-4f), 0f)], segments, from, arc);

    /// <summary>A cylinder or cone standing on height 0, closed unless <paramref name="open"/>.</summary>
    public static MeshData Cylinder(float topRadius, float bottomRadius, float height, int segments, bool open = false)
    {
        MeshData side = Lathe([new(bottomRadius, 0f), new(topRadius, height)], segments);
        if (open) return side;
        if (topRadius > 0f) side.Append(Disc(topRadius, segments), 0f, height);
        if (bottomRadius > 0f) side.Append(Disc(bottomRadius, segments), Matrix4x4.CreateRotationX(MathF.PI));
        return side;
    }

    /// <summary>Turns a profile about the Y axis. Where the profile runs upwards, the surface faces outwards; corners stay sharp.</summary>
    /// <param name="profile">Points (radius, height) in metres.</param>
    /// <param name="segments">Around.</param>
    /// <param name="from">Where the arc starts, radians about Y from +Z towards +X.</param>
    /// <param name="arc">Length of the arc in radians.</param>
    /// <param name="smooth">Whether corners of the profile are shaded round.</param>
    public static MeshData Lathe(
        IReadOnlyList<Vector2> profile, int segments, float from = 0f, float arc = MathF.Tau, bool smooth = false)
    {
        if (smooth)
        {
            return Grid(profile.Count, segments + 1, (row, column) =>
            {
                float angle = from + (arc * column / segments);
                return (Around(profile[row], angle), new Vector2(column / (float)segments, row / (float)(profile.Count - 1)));
            });
        }
        MeshData mesh = new();
        float along = 0f;
        for (int i = 0; i + 1 < profile.Count; i++)
        {
            Vector2 p = profile[i], q = profile[i + 1], step = q - p;
            if (step.LengthSquared() < 1e-12f) continue;
            Vector2 outwards = Vector2.Normalize(new(step.Y, -step.X));
            int first = mesh.Positions.Count;
            for (int column = 0; column <= segments; column++)
            {
                float angle = from + (arc * column / segments), u = angle * MathF.Max(p.X, q.X);
                Vector3 normal = Around(outwards, angle);
                mesh.Vertex(Around(p, angle), normal, new(u, along));
                mesh.Vertex(Around(q, angle), normal, new(u, along + step.Length()));
            }
            for (int column = 0; column < segments; column++)
            {
                int a = first + (column * 2);
                if (p.X > 1e-3f) mesh.Triangle(a, a + 2, a + 3);
                if (q.X > 1e-3f) mesh.Triangle(a, a + 3, a + 1);
            }
            along += step.Length();
        }
        return mesh;
    }

    /// <summary>A grid of quads from a function of row and column; columns run right and rows run up when seen from the front.</summary>
    public static MeshData Grid(int rows, int columns, Func<int, int, (Vector3 Position, Vector2 TexCoord)> at)
    {
        MeshData mesh = new();
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                (Vector3 position, Vector2 texCoord) = at(row, column);
                mesh.Vertex(position, Vector3.UnitY, texCoord);
            }
        }
        for (int row = 0; row + 1 < rows; row++)
        {
            for (int column = 0; column + 1 < columns; column++)
            {
                int a = (row * columns) + column, b = a + 1, c = a + columns, d = c + 1;
                mesh.Triangle(a, b, d);
                mesh.Triangle(a, d, c);
            }
        }
        return mesh.SmoothNormals();
    }

    /// <summary>An ellipsoid centred on the origin.</summary>
    public static MeshData Ellipsoid(Vector3 radii, int rows, int columns) =>
        Grid(rows + 1, columns + 1, (row, column) =>
        {
            (float v, float u) = (row / (float)rows, column / (float)columns);
            (float sinV, float cosV) = MathF.SinCos((v - 1f) * MathF.PI);
            (float sinU, float cosU) = MathF.SinCos(u * MathF.Tau);
            return (new Vector3(-sinV * sinU, cosV, -sinV * cosU) * radii, new Vector2(u, v));
        });

    /// <summary>A round bar between two points.</summary>
    public static MeshData Bar(Vector3 from, Vector3 to, float radius, int segments = 5)
    {
        Vector3 up = to - from, axis = Vector3.Normalize(up);
        Vector3 side = Vector3.Normalize(Vector3.Cross(axis, MathF.Abs(axis.Y) > 0.9f ? Vector3.UnitX : Vector3.UnitY));
        Vector3 front = Vector3.Cross(side, axis);
        Matrix4x4 frame = new(
            side.X, side.Y, side.Z, 0f, axis.X, axis.Y, axis.Z, 0f, front.X, front.Y, front.Z, 0f, from.X, from.Y, from.Z, 1f);
        return new MeshData().Append(Cylinder(radius, radius, up.Length(), segments), frame);
    }

    /// <summary>A tube swept along a path with a radius for each point (Catmull-Rom paths are sampled by the caller).</summary>
    public static MeshData Sweep(IReadOnlyList<Vector3> path, Func<float, float> radiusAt, int segments)
    {
        Vector3 side = Vector3.UnitX;
        List<(Vector3 Centre, Vector3 Side, Vector3 Up)> rings = [];
        for (int i = 0; i < path.Count; i++)
        {
            Vector3 tangent = Vector3.Normalize(path[Math.Min(i + 1, path.Count - 1)] - path[Math.Max(i - 1, 0)]);
            Vector3 carried = side - (tangent * Vector3.Dot(side, tangent));
            if (carried.LengthSquared() < 1e-6f) carried = Vector3.Cross(tangent, Vector3.UnitZ);
            side = Vector3.Normalize(carried);
            rings.Add((path[i], side, Vector3.Cross(side, tangent)));
        }
        return Grid(path.Count, segments + 1, (row, column) =>
        {
            (float sin, float cos) = MathF.SinCos(MathF.Tau * column / segments);
            float t = row / (float)(path.Count - 1), radius = radiusAt(t);
            (Vector3 centre, Vector3 s, Vector3 u) = rings[row];
            return (centre + (((s * cos) - (u * sin)) * radius), new Vector2(column / (float)segments, t));
        });
    }

    private static Vector3 Around(Vector2 point, float angle)
    {
        (float sin, float cos) = MathF.SinCos(angle);
        return new(point.X * sin, point.Y, point.X * cos);
    }
}
