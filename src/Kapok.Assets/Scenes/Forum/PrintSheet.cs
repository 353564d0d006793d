namespace Kapok.Assets.Scenes.Forum;

/// <summary>A part of the printed sheet in pixels from its upper left corner.</summary>
/// <param name="X">Left.</param>
/// <param name="Y">Top.</param>
/// <param name="Width">Across.</param>
/// <param name="Height">Down.</param>
public readonly record struct Rect(float X, float Y, float Width, float Height);

/// <summary>
/// Where each text and picture lies on the sheet that the client paints (<c>client/src/scene/forum/sheet.ts</c>, which must agree):
/// one texture for everything printed, because fonts are the browser's.
/// </summary>
public static class PrintSheet
{
    /// <summary>Side of the sheet in pixels.</summary>
    public const float Size = 2048f;

    /// <summary>Names and colours of the eight exhibitors, in the order of their stands.</summary>
    public static readonly (string Name, uint Colour)[] Booths =
    [
        ("Aurora", 0x2f7f86), ("Kite & Co", 0xd9772e), ("Mosaic", 0xa63d40), ("Loop", 0x3d6b4f),
        ("Tidal", 0x2f5f9e), ("Pebble", 0x8a7560), ("Nimbus", 0x7a5aa0), ("Fern", 0xc79a2b),
    ];

    /// <summary>The board with the programme.</summary>
    public static readonly Rect Programme = new(0, 0, 1000, 740);

    /// <summary>The name of the house over the entrance.</summary>
    public static readonly Rect House = new(1024, 680, 1000, 180);

    /// <summary>The wall picture at the entrance.</summary>
    public static readonly Rect Mural = new(0, 1520, 1400, 520);

    /// <summary>Board over a stand.</summary>
    public static Rect Fascia(int booth) => new(1024, booth * 84, 600, 80);

    /// <summary>Poster inside a stand.</summary>
    public static Rect Poster(int booth) => new(booth * 250, 1100, 246, 326);

    /// <summary>Signs: stage, expo, coffee bar, portals, quiet corner, coffee.</summary>
    public static Rect Sign(int sign) => new(1640, sign * 100, 400, 94);

    /// <summary>Name over a portal: arena, terrace.</summary>
    public static Rect Portal(int portal) => new(1024 + (portal * 504), 880, 500, 110);
}
