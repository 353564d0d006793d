namespace Kapok.Assets.Scenes.Forum;

/// <summary>
/// What a surface is made of. The forum's solid things share one material, so that a region is one draw call; the number travels in the whole
/// part of the texture coordinate (see <see cref="ForumBuilder"/>) and the client's shader <c>house.frag.glsl</c> switches on it.
/// </summary>
public enum Finish
{
    Plain = 0,
    Wood = 1,
    Print = 2,
    Glow = 3,
    Weave = 4,
    Leaf = 5,
    Cloth = 6,
    Plaster = 7,

    /// <summary>A monitor of a booth: a quiet moving picture in the brand's colour.</summary>
    Monitor = 8,
    Metal = 9,

    /// <summary>Material <c>forum.floor</c>: stone tiles and the pond, which mirror the room.</summary>
    Tiles = 10,
    Water = 11,

    /// <summary>Material <c>forum.garden</c>: what is seen through the windows, unshadowed.</summary>
    Backdrop = 12,
    Lawn = 13,
    Bark = 14,
    Foliage = 15,
    Blossom = 16,
    Gravel = 17,

    /// <summary>Material <c>forum.glass</c>: the stained band, panes between room and garden, skylights.</summary>
    Stained = 18,
    Pane = 19,

    /// <summary>The skylights, with the sky in them: through an open roof one would see where the world ends.</summary>
    SkyPane = 20,
}

/// <summary>The colours of the forum, sRGB.</summary>
public static class Tone
{
    public const uint Oak = 0xc4996a, Pale = 0xdfbf96, Dark = 0x6a4a33, Stone = 0xcbbfab, Tile = 0xd9cfbe, Cream = 0xe6dac5, Sage = 0x8fa58c, Mist = 0x7f9a90,
        Olive = 0xa9b59a, Terracotta = 0xc4704a, Ink = 0x33453f, Lamp = 0xffdfae, Strip = 0xffd9a0, White = 0xffffff, Sand = 0xd8c7a8, Teal = 0x6f8f8c;
}
