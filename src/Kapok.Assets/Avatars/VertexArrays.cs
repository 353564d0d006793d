using System.Numerics;
using Kapok.Assets.Avatars.Head;

namespace Kapok.Assets.Avatars;

/// <summary>A mesh as the arrays of a file: what each attribute means to the client stands with it.</summary>
public sealed class VertexArrays
{
    public required Vector3[] Positions { get; init; }

    /// <summary>Signed bytes x, y, z, padding.</summary>
    public required uint[] Normals { get; init; }

    /// <summary>Direction of hair as signed bytes; x where there is no hair, since a tangent must have a length. w is 1.</summary>
    public required uint[] Tangents { get; init; }

    /// <summary>Place on the drawn face as unsigned shorts.</summary>
    public required uint[] TexCoords { get; init; }

    /// <summary>Half the shade, occlusion, across the lock (wrapped), along the lock.</summary>
    public required uint[] Colours { get; init; }

    public required uint[] Joints { get; init; }
    public required uint[] Weights { get; init; }

    /// <summary>Slot, surface, mask of the drawn face (0..255), 0.</summary>
    public required uint[] Slots { get; init; }

    /// <summary>Encodes a mesh, with heads and hands brought to their final size.</summary>
    public static VertexArrays Encode(AvatarMesh mesh)
    {
        IReadOnlyList<Vertex> vertices = mesh.Vertices;
        int count = vertices.Count;
        VertexArrays arrays = new()
        {
            Positions = new Vector3[count],
            Normals = new uint[count],
            Tangents = new uint[count],
            TexCoords = new uint[count],
            Colours = new uint[count],
            Joints = new uint[count],
            Weights = new uint[count],
            Slots = new uint[count],
        };
        for (int i = 0; i < count; i++)
        {
            Vertex vertex = vertices[i];
            arrays.Positions[i] = FinalPosition(vertex);
            arrays.Normals[i] = UnitBytes(vertex.Normal!.Value, 0);
            arrays.Tangents[i] = UnitBytes(vertex.Tangent == Vector3.Zero ? Vector3.UnitX : vertex.Tangent, 127);
            arrays.TexCoords[i] = Short(vertex.Face.X) | (Short(vertex.Face.Y) << 16);
            float across = vertex.Strand.X - MathF.Floor(vertex.Strand.X);
            arrays.Colours[i] = Byte(vertex.Paint.Shade / 2f) | (Byte(vertex.Paint.Occlusion) << 8) | (Byte(across) << 16) | (Byte(vertex.Strand.Y) << 24);
            (arrays.Joints[i], arrays.Weights[i]) = vertex.Weights.Encode();
            arrays.Slots[i] = (uint)vertex.Paint.Slot | ((uint)vertex.Paint.Surface << 8) | (Byte(vertex.Mask) << 16);
        }
        return arrays;
    }

    /// <summary>The place of a vertex after heads and hands are enlarged about their joints.</summary>
    public static Vector3 FinalPosition(Vertex vertex)
    {
        Vector3 moved = vertex.Position;
        moved += (vertex.Position - Skeleton.JointOf(Bone.Head)) * (vertex.Weights.Of(Bone.Head) * (Skeleton.HeadScale - 1f));
        foreach (Bone hand in (ReadOnlySpan<Bone>)[Bone.LeftHand, Bone.RightHand])
            moved += (vertex.Position - Skeleton.JointOf(hand)) * (vertex.Weights.Of(hand) * (Skeleton.HandScale - 1f));
        return moved;
    }

    private static uint Byte(float value) => (uint)MathF.Round(Math.Clamp(value, 0f, 1f) * 255f);

    private static uint Short(float value) => (uint)MathF.Round(Math.Clamp(value, 0f, 1f) * 65535f);

    private static uint UnitBytes(Vector3 unit, byte w)
    {
        Vector3 scaled = Vector3.Normalize(unit) * 127f;
        return (byte)(sbyte)MathF.Round(scaled.X) | ((uint)(byte)(sbyte)MathF.Round(scaled.Y) << 8) | ((uint)(byte)(sbyte)MathF.Round(scaled.Z) << 16) | ((uint)w << 24);
    }
}
