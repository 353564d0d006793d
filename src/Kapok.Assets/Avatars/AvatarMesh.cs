using System.Numerics;

namespace Kapok.Assets.Avatars;

/// <summary>A vertex as a surface gives it.</summary>
/// <param name="Position">In the T-pose, metres.</param>
/// <param name="Inside">A point on the inner side, by which the surface knows its outside.</param>
/// <param name="Weights">Bones that move it.</param>
/// <param name="Paint">Colour and finish.</param>
public record struct Vertex(Vector3 Position, Vector3 Inside, BoneWeights Weights, Paint Paint)
{
    /// <summary>Given where the surface knows better than its triangles.</summary>
    public Vector3? Normal { get; init; }

    /// <summary>Place on the drawn face, 0..1.</summary>
    public Vector2 Face { get; init; }

    /// <summary>How much of the drawn face shows here, 0..1.</summary>
    public float Mask { get; init; }

    /// <summary>Direction of the strands of hair; zero elsewhere.</summary>
    public Vector3 Tangent { get; init; }

    /// <summary>Across and along a lock of hair.</summary>
    public Vector2 Strand { get; init; }
}

/// <summary>A ring of a tube: an ellipse (exponent 2) to a rounded box (higher) in the plane of U and V.</summary>
public record struct Ring(Vector3 Centre, Vector3 U, Vector3 V, float A, float B, BoneWeights Weights, Paint Paint)
{
    /// <summary>Of the superellipse.</summary>
    public float Exponent { get; init; } = 2f;

    /// <summary>Factor of the radius by angle, for folds and pleats.</summary>
    public Func<float, float>? Fold { get; init; }
}

/// <summary>A skinned mesh under construction, at one level of detail. It is made of grids: tubes, balls, sweeps and free surfaces.</summary>
public sealed partial class AvatarMesh(Detail detail)
{
    private readonly List<Vertex> _vertices = [];
    private readonly List<int> _indices = [];

    /// <summary>Level of detail that this mesh is made at.</summary>
    public Detail Detail => detail;

    public IReadOnlyList<Vertex> Vertices => _vertices;

    /// <summary>Counter-clockwise triangles.</summary>
    public IReadOnlyList<int> Indices => _indices;

    /// <summary>Number of triangles.</summary>
    public int TriangleCount => _indices.Count / 3;

    /// <summary>Adds a surface of <paramref name="rows"/> by <paramref name="columns"/> points.</summary>
    /// <param name="rows">Points along.</param>
    /// <param name="columns">Points across, or around.</param>
    /// <param name="at">The point of a row and column.</param>
    /// <param name="wrap">Whether the last column joins the first.</param>
    public void Grid(int rows, int columns, Func<int, int, Vertex> at, bool wrap = true)
    {
        Vertex[] points = new Vertex[rows * columns];
        for (int row = 0; row < rows; row++)
            for (int column = 0; column < columns; column++) points[(row * columns) + column] = at(row, column);
        Vector3[] normals = new Vector3[points.Length];
        List<(int A, int B, int C)> faces = Faces(points, rows, columns, wrap, normals);
        WeldPoles(points, normals, rows, columns);
        float outward = 0f;
        for (int i = 0; i < points.Length; i++) outward += Vector3.Dot(normals[i], points[i].Position - points[i].Inside);
        bool flip = outward < 0f;
        for (int i = 0; i < points.Length; i++)
        {
            Vector3 fallback = Curve.Direction(points[i].Position - points[i].Inside, Vector3.UnitY);
            points[i] = points[i] with { Normal = points[i].Normal ?? Curve.Direction(flip ? -normals[i] : normals[i], fallback) };
        }
        Emit(points, faces, flip);
    }

    private static List<(int A, int B, int C)> Faces(Vertex[] points, int rows, int columns, bool wrap, Vector3[] normals)
    {
        List<(int A, int B, int C)> faces = [];
        for (int row = 0; row < rows - 1; row++)
        {
            for (int column = 0; column < (wrap ? columns : columns - 1); column++)
            {
                int i = (row * columns) + column, j = (row * columns) + ((column + 1) % columns);
                Face(i, i + columns, j);
                Face(j, i + columns, j + columns);
            }
        }
        return faces;

        void Face(int a, int b, int c)
        {
            Vector3 normal = Vector3.Cross(points[b].Position - points[a].Position, points[c].Position - points[a].Position);
            if (normal.LengthSquared() < 1e-15f) return;
            faces.Add((a, b, c));
            normals[a] += normal;
            normals[b] += normal;
            normals[c] += normal;
        }
    }

    // A first or last row that has shrunk to a point is one point: its copies share one normal.
    private static void WeldPoles(Vertex[] points, Vector3[] normals, int rows, int columns)
    {
        foreach (int first in (ReadOnlySpan<int>)[0, (rows - 1) * columns])
        {
            Vector3 pole = points[first].Position;
            if (Vector3.Distance(points[first + 1].Position, pole) > 2e-4f || Vector3.Distance(points[first + (columns / 2)].Position, pole) > 2e-4f) continue;
            Vector3 sum = Vector3.Zero;
            for (int column = 0; column < columns; column++) sum += normals[first + column];
            normals.AsSpan(first, columns).Fill(sum);
        }
    }

    // Slot and finish are numbers that must not be interpolated, so a triangle over a border between two paints takes that of
    // its first row, on vertices of its own.
    private void Emit(Vertex[] points, List<(int A, int B, int C)> faces, bool flip)
    {
        Dictionary<(int Point, Slot Slot, Surface Surface), int> emitted = [];
        foreach ((int a, int b, int c) in faces)
        {
            Paint paint = points[Math.Min(a, Math.Min(b, c))].Paint;
            _indices.Add(Corner(a, paint));
            _indices.Add(Corner(flip ? c : b, paint));
            _indices.Add(Corner(flip ? b : c, paint));
        }

        int Corner(int point, Paint paint)
        {
            if (emitted.TryGetValue((point, paint.Slot, paint.Surface), out int index)) return index;
            Vertex vertex = points[point];
            if (vertex.Paint.Slot != paint.Slot || vertex.Paint.Surface != paint.Surface) vertex.Paint = paint;
            emitted.Add((point, paint.Slot, paint.Surface), index = _vertices.Count);
            _vertices.Add(vertex);
            return index;
        }
    }
}
