using System.Numerics;

namespace Kapok.Assets.Geometry;

/// <summary>A triangle mesh under construction: counter-clockwise triangles, metres, Y up, facing +Z.</summary>
/// <remarks>
/// Vertex colour is free for the material that draws it: by our scenes' convention RGB tints the albedo (linear) and A is ambient occlusion.
/// </remarks>
public sealed class MeshData
{
    public List<Vector3> Positions { get; } = [];
    public List<Vector3> Normals { get; } = [];
    public List<Vector2> TexCoords { get; } = [];
    public List<Vector4> Colours { get; } = [];
    public List<int> Indices { get; } = [];

    /// <summary>Number of triangles.</summary>
    public int TriangleCount => Indices.Count / 3;

    /// <summary>Adds a vertex and returns its index.</summary>
    public int Vertex(Vector3 position, Vector3 normal, Vector2 texCoord, Vector4? colour = null)
    {
        Positions.Add(position);
        Normals.Add(normal);
        TexCoords.Add(texCoord);
        Colours.Add(colour ?? Vector4.One);
        return Positions.Count - 1;
    }

    /// <summary>Adds a counter-clockwise triangle.</summary>
    public void Triangle(int a, int b, int c)
    {
        Indices.Add(a);
        Indices.Add(b);
        Indices.Add(c);
    }

    /// <summary>Appends another mesh, moved by <paramref name="transform"/>. A mirroring transform turns the triangles over.</summary>
    public MeshData Append(MeshData other, Matrix4x4 transform, Vector4? tint = null)
    {
        int first = Positions.Count;
        bool mirrored = transform.GetDeterminant() < 0f;
        Matrix4x4 normalTransform = Matrix4x4.Invert(transform, out Matrix4x4 inverse) ? Matrix4x4.Transpose(inverse) : transform;
        for (int i = 0; i < other.Positions.Count; i++)
        {
            Vector3 normal = Vector3.TransformNormal(other.Normals[i], normalTransform);
            Vertex(
                Vector3.Transform(other.Positions[i], transform),
                normal.LengthSquared() > 0f ? Vector3.Normalize(normal) : Vector3.UnitY,
                other.TexCoords[i],
                tint is { } colour ? other.Colours[i] * colour : other.Colours[i]);
        }
        for (int i = 0; i < other.Indices.Count; i += 3)
            Triangle(first + other.Indices[i], first + other.Indices[i + (mirrored ? 2 : 1)], first + other.Indices[i + (mirrored ? 1 : 2)]);
        return this;
    }

    /// <summary>Appends another mesh at an offset.</summary>
    public MeshData Append(MeshData other, float x = 0f, float y = 0f, float z = 0f) =>
        Append(other, Matrix4x4.CreateTranslation(x, y, z));

    /// <summary>Moves this mesh in place and returns it.</summary>
    public MeshData Transform(Matrix4x4 transform)
    {
        MeshData moved = new MeshData().Append(this, transform);
        for (int i = 0; i < Positions.Count; i++) (Positions[i], Normals[i]) = (moved.Positions[i], moved.Normals[i]);
        for (int i = 0; i < Indices.Count; i++) Indices[i] = moved.Indices[i];
        return this;
    }

    /// <summary>Sets every vertex colour and returns this mesh.</summary>
    public MeshData Paint(Vector4 colour)
    {
        for (int i = 0; i < Colours.Count; i++) Colours[i] = colour;
        return this;
    }

    /// <summary>Sets every vertex colour from its position and normal and returns this mesh.</summary>
    public MeshData Paint(Func<Vector3, Vector3, Vector4> colourOf)
    {
        for (int i = 0; i < Colours.Count; i++) Colours[i] = colourOf(Positions[i], Normals[i]);
        return this;
    }

    /// <summary>Recomputes smooth normals from the triangles, weighted by area.</summary>
    public MeshData SmoothNormals()
    {
        Vector3[] sums = new Vector3[Positions.Count];
        for (int i = 0; i < Indices.Count; i += 3)
        {
            (int a, int b, int c) = (Indices[i], Indices[i + 1], Indices[i + 2]);
            Vector3 normal = Vector3.Cross(Positions[b] - Positions[a], Positions[c] - Positions[a]);
            sums[a] += normal;
            sums[b] += normal;
            sums[c] += normal;
        }
        for (int i = 0; i < sums.Length; i++)
            Normals[i] = sums[i].LengthSquared() > 1e-20f ? Vector3.Normalize(sums[i]) : Vector3.UnitY;
        return this;
    }
}
