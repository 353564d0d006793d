using System.Numerics;
using Kapok.Assets.Geometry;

namespace Kapok.Assets.Scenes.Forum;

/// <summary>Shapes that only the forum needs.</summary>
public static class ForumShapes
{
    /// <summary>A box with broken edges. Its faces keep their normals at the rim, so a bevel of one strip is shaded round: 44 triangles.</summary>
    public static MeshData SoftBox(float width, float height, float depth, float bevel)
    {
        Vector3 half = new(width / 2f, height / 2f, depth / 2f);
        bevel = MathF.Min(bevel, 0.98f * MathF.Min(half.X, MathF.Min(half.Y, half.Z)));
        MeshData mesh = new();

        // Vertex (corner, axis): the corner pulled in by the bevel on the two other axes, on the face of that axis.
        int[,] at = new int[8, 3];
        for (int corner = 0; corner < 8; corner++)
        {
            Vector3 sign = new((corner & 1) * 2 - 1, (corner & 2) - 1, ((corner & 4) >> 1) - 1);
            for (int axis = 0; axis < 3; axis++)
            {
                Vector3 normal = axis switch { 0 => new(sign.X, 0f, 0f), 1 => new(0f, sign.Y, 0f), _ => new(0f, 0f, sign.Z) };
                at[corner, axis] = mesh.Vertex((sign * (half - new Vector3(bevel))) + (normal * bevel), normal, Vector2.Zero);
            }
        }
        for (int axis = 0; axis < 3; axis++)
        {
            int bit = 1 << axis, second = 1 << ((axis + 1) % 3), third = 1 << ((axis + 2) % 3);
            foreach (int side in (ReadOnlySpan<int>)[0, bit])
                Quad(mesh, at[side, axis], at[side | second, axis], at[side | second | third, axis], at[side | third, axis]);

            // The four edges along this axis lie between the faces of the two other axes.
            (int a, int b) = ((axis + 1) % 3, (axis + 2) % 3);
            foreach (int edge in (ReadOnlySpan<int>)[0, second, third, second | third])
                Quad(mesh, at[edge, a], at[edge | bit, a], at[edge | bit, b], at[edge, b]);
        }
        for (int corner = 0; corner < 8; corner++) Facing(mesh, at[corner, 0], at[corner, 1], at[corner, 2]);
        return mesh;
    }

    /// <summary>A ring or an arc of one in the XY plane, beginning at +X.</summary>
    public static MeshData Torus(float radius, float thickness, float arc, int segments, int sides = 8) =>
        Shapes.Grid(sides + 1, segments + 1, (row, column) =>
        {
            (float sinU, float cosU) = MathF.SinCos(arc * column / segments);
            (float sinV, float cosV) = MathF.SinCos(MathF.Tau * row / sides);
            float r = radius + (thickness * cosV);
            return (new(r * cosU, r * sinU, -thickness * sinV), new Vector2(arc * radius * column / segments, MathF.Tau * thickness * row / sides));
        });

    /// <summary>An upright slab bent about the Y axis: top, inner, outer and end faces. Texture coordinate u runs along the arc, metres.</summary>
    /// <param name="inner">Radius, metres.</param>
    /// <param name="outer">Radius, metres.</param>
    /// <param name="from">Where the arc starts, radians about Y from +Z towards +X.</param>
    /// <param name="to">Where it ends.</param>
    /// <param name="bottom">Height.</param>
    /// <param name="top">Height.</param>
    public static MeshData Arc(float inner, float outer, float from, float to, float bottom, float top)
    {
        int segments = Math.Max(2, (int)MathF.Ceiling((to - from) * outer / 0.7f));
        MeshData mesh = Shapes.Lathe([new(outer, bottom), new(outer, top), new(inner, top), new(inner, bottom)], segments, from, to - from);
        for (int i = 0; i < mesh.TexCoords.Count; i++) mesh.TexCoords[i] -= new Vector2(from * outer, 0f);
        foreach (float angle in (ReadOnlySpan<float>)[from, to])
        {
            (float sin, float cos) = MathF.SinCos(angle);
            Vector3 ray = new(sin, 0f, cos), normal = new Vector3(cos, 0f, -sin) * (angle == from ? -1f : 1f);
            int a = mesh.Vertex((ray * inner) + new Vector3(0f, bottom, 0f), normal, new(0f, bottom));
            int b = mesh.Vertex((ray * outer) + new Vector3(0f, bottom, 0f), normal, new(outer - inner, bottom));
            int c = mesh.Vertex((ray * outer) + new Vector3(0f, top, 0f), normal, new(outer - inner, top));
            int d = mesh.Vertex((ray * inner) + new Vector3(0f, top, 0f), normal, new(0f, top));
            Quad(mesh, a, b, c, d);
        }
        return mesh;
    }

    /// <summary>A beam of rectangular section bent along points of the XY plane, its middle at Z 0; u runs along it, metres.</summary>
    /// <remarks>One body: boxes set end to end would overlap at every joint, and fight there for the same depth.</remarks>
    public static MeshData BentBeam(IReadOnlyList<Vector2> path, float height, float depth)
    {
        MeshData mesh = new();
        Vector2[] up = new Vector2[path.Count];
        float[] along = new float[path.Count];
        for (int i = 0; i < path.Count; i++)
        {
            Vector2 ahead = Vector2.Normalize(path[Math.Min(i + 1, path.Count - 1)] - path[Math.Max(i - 1, 0)]);
            up[i] = new(-ahead.Y, ahead.X);
            if (i > 0) along[i] = along[i - 1] + Vector2.Distance(path[i], path[i - 1]);
        }
        (float h, float d) = (height / 2f, depth / 2f);
        foreach ((Vector2 from, Vector2 to) in (ReadOnlySpan<(Vector2, Vector2)>)[(new(-h, d), new(h, d)), (new(h, d), new(h, -d)), (new(h, -d), new(-h, -d)),
            (new(-h, -d), new(-h, d))])
        {
            int first = mesh.Positions.Count;
            Vector2 outwards = Vector2.Normalize((from + to) / 2f); // section's outward direction: x along `up`, y along Z
            for (int i = 0; i < path.Count; i++)
            {
                Vector3 normal = new(up[i] * outwards.X, outwards.Y);
                foreach (Vector2 corner in (ReadOnlySpan<Vector2>)[from, to])
                    mesh.Vertex(new(path[i] + (up[i] * corner.X), corner.Y), normal, new(along[i], corner.X + corner.Y));
            }
            for (int i = 0; i + 1 < path.Count; i++) Quad(mesh, first + (i * 2), first + (i * 2) + 1, first + (i * 2) + 3, first + (i * 2) + 2);
        }
        return mesh;
    }

    /// <summary>A bent leaf growing from the origin towards +Z: u runs from stem to tip (0..1), v across (0 left, 0.5 rib, 1 right).</summary>
    public static MeshData Leaf(float length, float width, float pitch, float droop, int pieces = 4)
    {
        MeshData mesh = new();
        Vector3 spine = Vector3.Zero;
        float angle = pitch;
        for (int i = 0; i <= pieces; i++)
        {
            float t = i / (float)pieces, half = width * MathF.Sin(MathF.PI * MathF.Min(1f, (t * 0.93f) + 0.07f)) / 2f;
            (float sin, float cos) = MathF.SinCos(angle);
            for (int side = -1; side <= 1; side++)
            {
                Vector3 normal = Vector3.Normalize(new(side * 0.4f, cos, -sin));
                mesh.Vertex(spine + new Vector3(side * half, -MathF.Abs(side) * half * 0.5f, 0f), normal, new(t, (side + 1) / 2f));
            }
            spine += new Vector3(0f, sin, cos) * (length / pieces);
            angle -= droop / pieces * 1.6f;
        }
        for (int i = 0; i < pieces; i++)
        {
            for (int side = 0; side < 2; side++)
            {
                int a = (i * 3) + side;
                Quad(mesh, a, a + 1, a + 4, a + 3);
            }
        }
        return mesh;
    }

    private static void Quad(MeshData mesh, int a, int b, int c, int d)
    {
        Facing(mesh, a, b, c);
        Facing(mesh, a, c, d);
    }

    // Adds a triangle turned so that it faces along its vertices' normals: cheaper to reason about than the winding of every case.
    private static void Facing(MeshData mesh, int a, int b, int c)
    {
        Vector3 face = Vector3.Cross(mesh.Positions[b] - mesh.Positions[a], mesh.Positions[c] - mesh.Positions[a]);
        if (Vector3.Dot(face, mesh.Normals[a] + mesh.Normals[b] + mesh.Normals[c]) >= 0f) mesh.Triangle(a, b, c);
        else mesh.Triangle(a, c, b);
    }
}
