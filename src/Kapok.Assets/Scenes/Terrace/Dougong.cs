using System.Numerics;
using Kapok.Assets.Geometry;

namespace Kapok.Assets.Scenes.Terrace;

/// <summary>Dougong: interlocking wooden brackets that carry an eave beyond its columns.</summary>
/// <remarks>
/// One set is a cap block (ludou), arms (gong) that cross on it, and small bearing blocks (sheng) at the arms' ends that carry the
/// next tier. Names and proportions follow the Yingzao Fashi (1103), one tier out and one tier up.
/// </remarks>
internal static class Dougong
{
    /// <summary>Height of a set at scale 1, metres.</summary>
    public const float Height = 0.86f;

    private const float ArmHeight = 0.15f, ArmWidth = 0.11f, BlockHeight = 0.11f, CapHeight = 0.2f;

    /// <summary>Builds one set on height 0; arms reach along X and Z, the longer ones to the front and back.</summary>
    public static void Build(Mason mason, float scale = 1f)
    {
        Mason set = mason.At(Vector3.Zero, 0f, scale);
        set.Put(Finish.Lacquer, Finish.Azure, TerraceShapes.Taper(0.25f, 0.36f, 0.09f), Vector3.Zero);
        set.Box(Finish.Lacquer, Finish.Azure, new(0f, 0.145f, 0f), new(0.36f, 0.11f, 0.36f));

        float first = CapHeight, second = first + ArmHeight + BlockHeight, third = second + ArmHeight + BlockHeight;
        Arm(set, 0.84f, new(0f, first, 0f), 0f, Finish.Teal);
        Arm(set, 0.84f, new(0f, first, 0f), MathF.PI / 2f, Finish.Red);
        Arm(set, 1.02f, new(0f, second, 0f), 0f, Finish.Azure);
        Arm(set, 1.34f, new(0f, second, 0f), MathF.PI / 2f, Finish.Red);
        foreach (float side in (ReadOnlySpan<float>)[-1f, 1f])
            Arm(set, 0.76f, new(0f, second, side * 0.34f), 0f, Finish.Teal);
        Block(set, new(0f, third - BlockHeight, 0f));
        foreach (float side in (ReadOnlySpan<float>)[-1f, 1f]) Block(set, new(0f, third - BlockHeight, side * 0.58f));
    }

    /// <summary>A reduced set for eaves seen from afar: a cap block and one tier.</summary>
    public static void BuildSmall(Mason mason, float scale)
    {
        Mason set = mason.At(Vector3.Zero, 0f, scale);
        set.Put(Finish.Lacquer, Finish.Azure, TerraceShapes.Taper(0.25f, 0.4f, CapHeight), Vector3.Zero);
        Arm(set, 0.9f, new(0f, CapHeight, 0f), 0f, Finish.Teal);
        Arm(set, 1.1f, new(0f, CapHeight, 0f), MathF.PI / 2f, Finish.Red);
    }

    // An arm along X with rounded lower ends, its foot at a point, and bearing blocks at both ends.
    private static void Arm(Mason set, float length, Vector3 foot, float yaw, uint tint)
    {
        float end = length / 2f;
        Vector2[] outline =
        [
            new(-end + 0.17f, 0f), new(end - 0.17f, 0f), new(end - 0.05f, ArmHeight * 0.3f), new(end, ArmHeight * 0.65f),
            new(end, ArmHeight), new(-end, ArmHeight), new(-end, ArmHeight * 0.65f), new(-end + 0.05f, ArmHeight * 0.3f),
        ];
        Mason arm = set.At(foot, yaw);
        arm.Put(Finish.Lacquer, tint, TerraceShapes.Extrude(outline, ArmWidth), Vector3.Zero);
        arm.Box(Finish.Gold, Finish.GoldLeaf, new(0f, ArmHeight * 0.82f, 0f), new(length * 0.86f, 0.02f, ArmWidth + 0.012f));
        foreach (float side in (ReadOnlySpan<float>)[-1f, 1f])
            Block(arm, new(side * (end - 0.09f), ArmHeight, 0f));
    }

    private static void Block(Mason set, Vector3 foot) =>
        set.Put(Finish.Lacquer, Finish.Teal, TerraceShapes.Taper(0.11f, 0.18f, BlockHeight), foot);
}
