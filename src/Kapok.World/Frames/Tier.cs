namespace Kapok.World.Frames;

/// <summary>How exactly a viewer is told of an avatar. The tiers are apart: each has what its viewers were told, and is told when that leaves the truth.</summary>
internal enum Tier
{
    /// <summary>The nearest fifty: to 5 cm.</summary>
    Near,

    /// <summary>The nearest five hundred: to 25 cm.</summary>
    Mid,

    /// <summary>Everyone: to 1 m.</summary>
    Far,
}

/// <summary>What the tiers are made of.</summary>
internal static class Tiers
{
    /// <summary>Number of tiers.</summary>
    public const int Count = 3;

    /// <summary>Scale of blocks about people whom everyone follows, such as who performs.</summary>
    public const int ProminentScale = 2;

    // A viewer shows an avatar wrongly by what is allowed here, by half a step of the wire (0.8, 1.6 and 25 cm along an axis), and by what the avatar's
    // own client has not sent yet (2 cm); together they stay below 5 cm, 25 cm and 1 m.
    private static readonly float[] ToleranceMetres = [0.022f, 0.19f, 0.7f];

    /// <summary>How far what viewers extrapolate may be off before they are told.</summary>
    public static float ToleranceOf(Tier tier) => ToleranceMetres[(int)tier];

    /// <summary>Scale of the blocks of the near and the mid tier (docs/protocol.md, section 3), and so the smallest square that is shared.</summary>
    public static int ScaleOf(Tier tier) => (int)tier;
}
