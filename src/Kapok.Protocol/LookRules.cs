using Kapok.Protocol.Messages;

namespace Kapok.Protocol;

/// <summary>The ranges of a look, as proto/kapok.proto gives them.</summary>
public static class LookRules
{
    private const uint Bodies = 4, Faces = 8, Eyes = 8, Brows = 4, Mouths = 4, Hairs = 12, Outfits = 8, Accessories = 1 << 16, Heights = 16, Facials = 16, Colours = 1 << 24;

    /// <summary>Whether every part and colour is one the avatar kit knows.</summary>
    public static bool IsValid(Look look) =>
        look.Body < Bodies && look.Face < Faces && look.Eyes < Eyes && look.Brows < Brows && look.Mouth < Mouths && look.Hair < Hairs
        && look.Outfit < Outfits && look.Accessories < Accessories && look.Height < Heights && look.Facial < Facials
        && look.Skin < Colours && look.HairColour < Colours && look.EyeColour < Colours && look.Top < Colours && look.Bottom < Colours
        && look.Accent < Colours && look.Shoes < Colours && look.Stick < Colours;

    /// <summary>The look of somebody who chose none.</summary>
    public static Look Plain() => new()
    {
        Hair = 1,
        Height = 8,
        Skin = 0xE0AC8A,
        HairColour = 0x2B1D16,
        EyeColour = 0x4A3020,
        Top = 0x3A5A8C,
        Bottom = 0x2A2D34,
        Accent = 0xE8E4DA,
        Shoes = 0xF0F0F0,
        Stick = 0xFF4FA0,
    };
}
