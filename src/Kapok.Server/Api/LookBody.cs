using Kapok.Protocol.Messages;

namespace Kapok.Server.Api;

/// <summary>The JSON form of <see cref="Look"/>.</summary>
public sealed record LookBody(
    uint Body, uint Face, uint Eyes, uint Brows, uint Mouth, uint Hair, uint Outfit, uint Accessories, uint Height,
    uint Skin, uint HairColour, uint EyeColour, uint Top, uint Bottom, uint Accent, uint Shoes, uint Stick, uint Facial)
{
    /// <summary>As a message.</summary>
    public Look ToLook() => new()
    {
        Body = Body,
        Face = Face,
        Eyes = Eyes,
        Brows = Brows,
        Mouth = Mouth,
        Hair = Hair,
        Outfit = Outfit,
        Accessories = Accessories,
        Height = Height,
        Skin = Skin,
        HairColour = HairColour,
        EyeColour = EyeColour,
        Top = Top,
        Bottom = Bottom,
        Accent = Accent,
        Shoes = Shoes,
        Stick = Stick,
        Facial = Facial,
    };

    /// <summary>From a message.</summary>
    public static LookBody From(Look look) => new(
        look.Body, look.Face, look.Eyes, look.Brows, look.Mouth, look.Hair, look.Outfit, look.Accessories, look.Height,
        look.Skin, look.HairColour, look.EyeColour, look.Top, look.Bottom, look.Accent, look.Shoes, look.Stick, look.Facial);
}
