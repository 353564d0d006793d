using System.Numerics;

namespace Kapok.Assets.Scenes.Terrace;

/// <summary>Where things stand on the terrace. Metres; the sun rises behind the dais, at -Z, and guests arrive at +Z.</summary>
internal static class TerraceLayout
{
    /// <summary>Radius of the round terrace, centred on the origin.</summary>
    public const float Radius = 36f;

    /// <summary>Where the balustrade of the terrace stands.</summary>
    public const float EdgeRadius = 35.7f;

    public const float DaisZ = -19f, DaisRadius = 10f, DaisHeight = 1.5f;

    /// <summary>The dais is reached over steps all around.</summary>
    public const int DaisSteps = 6;

    /// <summary>Rise and tread of a step of the dais.</summary>
    public const float StepRise = DaisHeight / DaisSteps, StepTread = 0.5f;

    public const float MoonRingZ = DaisZ - 7f, MoonRingRadius = 8.2f, MoonRingHeight = DaisHeight + 7.2f;

    /// <summary>The gong's frame stands on a low round plinth.</summary>
    public const float GongZ = DaisZ - 1.2f, PlinthRadius = 3.7f, PlinthHeight = 0.36f;

    /// <summary>Half the width of the aisle with the carpet, kept free of seats.</summary>
    public const float AisleHalfWidth = 2.6f;

    /// <summary>The two large pavilions: private tables on the left, a quiet place on the right; local +Z faces the middle.</summary>
    public static readonly (Vector2 At, float Yaw)[] Pavilions = [(new(-27f, -9f), 1.25f), (new(27f, -9f), -1.25f)];

    /// <summary>Two small pavilions behind, which give the view its depth.</summary>
    public static readonly (Vector2 At, float Yaw)[] RearPavilions = [(new(-18.2f, -25.4f), 0.6f), (new(18.2f, -25.4f), -0.6f)];

    /// <summary>The event's board on the left of the dais and the signing wall on the right.</summary>
    public static readonly (string Screen, Vector2 At, float Yaw)[] Boards =
        [("event", new(-17.2f, -14.5f), 0.46f), ("signing", new(17.2f, -14.5f), -0.46f)];

    /// <summary>Gates to the other rooms, on both sides of the entrance.</summary>
    public static readonly (string Room, string Title, Vector2 At, float Yaw)[] Gates =
        [("arena", "Arena", new(-15.5f, 26f), 2.55f), ("forum", "Forum", new(15.5f, 26f), -2.55f)];

    /// <summary>Kapok trees: place, height, seed.</summary>
    public static readonly (Vector2 At, float Height, int Seed)[] Trees =
    [
        (new(-20f, 4.5f), 12.4f, 1), (new(21f, 1.5f), 11.4f, 2), (new(-31f, 4f), 10f, 3), (new(31.5f, 1.5f), 10f, 4),
        (new(26f, 15f), 10.2f, 5), (new(-24.5f, 18f), 9.6f, 6), (new(-27.5f, -19f), 8.8f, 7), (new(27.5f, -19f), 8.8f, 8),
    ];

    /// <summary>Lantern posts along both sides.</summary>
    public static readonly Vector2[] LanternPosts =
    [
        new(-20.4f, -4f), new(20.4f, -4.5f), new(-15.8f, 13f), new(15.8f, 13f), new(-9f, 24f), new(9f, 24f),
        new(-27f, 9.5f), new(27f, 8.5f), new(-6f, 33.6f), new(6f, 33.6f),
    ];

    /// <summary>Stone cranes look over the foot of the dais.</summary>
    public static readonly (Vector2 At, float Yaw)[] Cranes = [(new(-7.2f, -6.4f), 0.3f), (new(7.2f, -6.4f), -0.3f), (new(-8f, 29.5f), -0.4f), (new(8f, 29.5f), 0.4f)];

    /// <summary>Poles with long banners: place, height of the top, and which of the two cloths.</summary>
    public static readonly (Vector2 At, float Top, int Cloth)[] Banners =
    [
        (new(-22.6f, -18.6f), 9.4f, 0), (new(22.6f, -18.6f), 9.4f, 0), (new(-23.4f, -2.4f), 8.6f, 1), (new(23.4f, -2.9f), 8.6f, 1),
        (new(-19.4f, 9.5f), 8.6f, 0), (new(19.4f, 9.5f), 8.6f, 0), (new(-11.2f, -24.6f), 10.4f, 1), (new(11.2f, -24.6f), 10.4f, 1),
        (new(-4.6f, 29f), 8.2f, 0), (new(4.6f, 29f), 8.2f, 0),
    ];
}
