using System.Numerics;
using Kapok.Assets.Geometry;

namespace Kapok.Assets.Scenes.Terrace;

/// <summary>Name boards. The client writes all of them into one image of four rows, the first at the top.</summary>
internal static class Plaques
{
    /// <summary>Rows of the image.</summary>
    public const int Terrace = 0, Arena = 1, Forum = 2, Tea = 3;

    private const float RowHeight = 0.25f;

    /// <summary>A board that faces +Z and shows one row.</summary>
    public static MeshData Face(int row, float width, float height)
    {
        MeshData face = Shapes.Plane(width, height);
        for (int i = 0; i < face.TexCoords.Count; i++)
            face.TexCoords[i] = new(face.TexCoords[i].X, 1f - ((row + 1 - face.TexCoords[i].Y) * RowHeight));
        return face;
    }

    /// <summary>The row that names a room.</summary>
    public static int RowOf(string room) => room == "arena" ? Arena : Forum;
}
