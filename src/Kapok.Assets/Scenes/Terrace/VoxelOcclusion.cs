using System.Numerics;
using Kapok.Assets.Geometry;

namespace Kapok.Assets.Scenes.Terrace;

/// <summary>Ambient occlusion for a whole place, by marching a voxel grid.</summary>
/// <remarks>
/// Surfaces are sampled into voxels and each vertex looks along a fixed fan of directions. A ray cast against triangles would be
/// exact and needs a tree; corners and contacts, which are what the eye misses, come out the same at a fifth of a metre.
/// </remarks>
internal sealed class VoxelOcclusion(float voxelMetres)
{
    private const int Directions = 40, Steps = 9;
    private const float NearestStep = 1.6f; // in voxels: clears the vertex's own surface

    private readonly HashSet<(int X, int Y, int Z)> _solid = [];

    /// <summary>Marks the voxels that a mesh's triangles pass through.</summary>
    public void Fill(MeshData mesh)
    {
        for (int i = 0; i < mesh.Indices.Count; i += 3)
        {
            Vector3 a = mesh.Positions[mesh.Indices[i]];
            Vector3 ab = mesh.Positions[mesh.Indices[i + 1]] - a, ac = mesh.Positions[mesh.Indices[i + 2]] - a;
            int rows = 1 + (int)(MathF.Max(ab.Length(), MathF.Max(ac.Length(), (ab - ac).Length())) / (voxelMetres * 0.7f));
            for (int row = 0; row <= rows; row++)
                for (int column = 0; column <= rows - row; column++)
                    _solid.Add(VoxelOf(a + (ab * (row / (float)rows)) + (ac * (column / (float)rows))));
        }
    }

    /// <summary>Writes the share of open directions, 0 closed to 1 open, to each vertex's alpha.</summary>
    public void Bake(MeshData mesh)
    {
        for (int i = 0; i < mesh.Positions.Count; i++)
            mesh.Colours[i] = mesh.Colours[i] with { W = Openness(mesh.Positions[i], mesh.Normals[i]) };
    }

    private float Openness(Vector3 position, Vector3 normal)
    {
        float open = 0f, all = 0f;
        for (int i = 0; i < Directions; i++)
        {
            // A Fibonacci sphere: even, and the same for each vertex, so that neighbours do not differ by noise.
            float y = 1f - ((i + 0.5f) * 2f / Directions), radius = MathF.Sqrt(1f - (y * y));
            (float sin, float cos) = MathF.SinCos(i * 2.399963f);
            Vector3 direction = new(radius * cos, y, radius * sin);
            float facing = Vector3.Dot(direction, normal);
            if (facing < 0.08f) continue;
            all += facing;
            open += facing * March(position + (normal * voxelMetres * 0.6f), direction);
        }
        return all > 0f ? Math.Clamp(open / all, 0f, 1f) : 1f;
    }

    // 0 for a wall at once, rising to 1 for nothing within reach: what is near darkens more.
    private float March(Vector3 from, Vector3 direction)
    {
        float metres = NearestStep * voxelMetres;
        for (int step = 0; step < Steps; step++)
        {
            if (_solid.Contains(VoxelOf(from + (direction * metres)))) return step / (float)(Steps + 2);
            metres *= 1.28f;
        }
        return 1f;
    }

    private (int X, int Y, int Z) VoxelOf(Vector3 p) =>
        ((int)MathF.Floor(p.X / voxelMetres), (int)MathF.Floor(p.Y / voxelMetres), (int)MathF.Floor(p.Z / voxelMetres));
}
