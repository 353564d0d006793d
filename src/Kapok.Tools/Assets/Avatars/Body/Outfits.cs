namespace Kapok.Tools.Assets.Avatars.Body;

/// <summary>The outfits of the kit, in the order of the client's list.</summary>
public static partial class Outfits
{
    /// <summary>Name and maker of each outfit.</summary>
    public static readonly (string Name, Action<BodyBuilder> Make)[] All =
    [
        ("tee", Tee),
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

    private static readonly Paint PaleSole = Paint.White;
}
