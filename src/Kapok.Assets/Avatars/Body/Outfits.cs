using System.Numerics;

namespace Kapok.Assets.Avatars.Body;

/// <summary>The outfits of the kit, in the order of the client's list.</summary>
public static partial class Outfits
{
    /// <summary>Name and maker of each outfit.</summary>
    public static readonly (string Name, Action<BodyBuilder> Make)[] All =
    [
        ("tee", Tee), ("hoodie", Hoodie), ("jacket", Jacket), ("suit", Suit), ("dress", Dress), ("qipao", Qipao), ("blouse", Blouse), ("robe", Robe),
    ];

    /// <summary>A whole body in an outfit, without the head.</summary>
    public static AvatarMesh Build(Action<BodyBuilder> outfit, BodyShape shape, Detail detail)
    {
        AvatarMesh mesh = new(detail);
        BodyBuilder body = new(mesh, shape);
        body.Neck();
        body.Hands();
        outfit(body);
        return mesh;
    }

    // Builds that lean to a dress or skirt where an outfit has both cuts.
    private static bool Skirted(BodyBuilder body) => body.Shape.Feminine > 0.5f;

    private static bool Near(BodyBuilder body) => body.Mesh.Detail.Level == 0;

    // A cord over the chest, by places on its front.
    private static void Cord(BodyBuilder body, float off, float radius, Paint paint, BoneWeights weights, params (float X, float Y)[] points)
    {
        if (Near(body)) body.Mesh.Sweep(new([.. points.Select(p => body.Shape.Front(p.X, p.Y, off))]), 10, 6, _ => radius, weights, paint);
    }

    // A patch about x, half as wide as given.
    private static void Panel(BodyBuilder body, float x, float half, float from, float to, float off, Paint paint, int until = 0) =>
        body.Patch(_ => x - half, _ => x + half, from, to, off, paint, 4, 4, 0.006f, until);

    private static void Knob(BodyBuilder body, Vector3 at, Vector3 radii, Bone bone, Paint paint)
    {
        if (Near(body)) body.Mesh.Ball(at, radii, 6, 9, bone, paint);
    }
}
