using System.Numerics;

namespace Kapok.Assets.Scenes.Arena;

/// <summary>
/// The measures of the arena in metres. Angles run about the middle of the floor, 0 towards +Z (the entrance), growing towards +X;
/// the stage fills the sector beyond <see cref="BowlEnd"/>. Ten thousand find a place: some 5,500 on the floor, 4,000 on seats, the others on promenade and gallery.
/// </summary>
internal static class ArenaPlan
{
    public const float CentreZ = -14f;
    public const float FloorRadius = 28f, WallRadius = 42.5f, OuterRadius = 57f, CeilingHeight = 27f;

    public const int Rows = 10;
    public const float RowDepth = 1.05f, RowRise = 0.4f, FirstTread = 0.8f; // a row is one walkable step above the next
    public const float BenchDepth = 0.42f, BenchHeight = 0.42f; // low enough to be stepped onto
    public const float BowlStart = 0.33f, BowlEnd = 1.95f;
    public const float PromenadeRadius = FloorRadius + (Rows * RowDepth), PromenadeHeight = FirstTread + (Rows * RowRise);
    public const float AisleWidth = 1.5f, SeatPitch = 0.72f;

    public const int BalconyRows = 10;
    public const float BalconyRadius = 43f, BalconyDepth = 1f, BalconyRise = 0.44f, BalconyHeight = 7.2f;
    public const float GalleryRadius = BalconyRadius + (BalconyRows * BalconyDepth), GalleryHeight = BalconyHeight + (BalconyRows * BalconyRise);
    public const float RibbonBottom = 7.1f; // of the balcony's front

    public const float StageZ = -40f, StageWidth = 34f, StageDepth = 14f, StageHeight = 1.6f;
    public const float StageFront = StageZ + (StageDepth / 2f), StageBack = StageZ - (StageDepth / 2f);
    public const float RunwayWidth = 5.4f, RoundStageZ = -11f, RoundStageRadius = 5.2f;
    public const float ScreenZ = -46.4f, ScreenWidth = 30f, ScreenHeight = 12f, ScreenY = 9.2f;
    public const float SideScreenWidth = 9f, SideScreenX = 20.5f, SideScreenZ = -43.5f, SideScreenYaw = 0.38f;

    /// <summary>Aisles of one half of the bowl, as angles of their middle.</summary>
    public static readonly float[] Aisles = [0.60f, 1.00f, 1.40f, 1.80f];

    /// <summary>Aisles of the balcony, and those of them to which stairs lead from the promenade; between the niches there.</summary>
    public static readonly float[] BalconyAisles = [-1.57f, -1.17f, -0.77f, -0.385f, 0f, 0.385f, 0.77f, 1.17f, 1.57f],
        BalconyStairs = [-1.57f, -1.17f, -0.77f, 0.77f, 1.17f, 1.57f];

    public static Vector3 Around(float radius, float angle, float height = 0f) =>
        new(radius * MathF.Sin(angle), height, CentreZ + (radius * MathF.Cos(angle)));

    /// <summary>Yaw with which somebody at a place looks at the middle of the stage.</summary>
    public static float YawToStage(Vector3 from) => MathF.Atan2(-from.X, StageZ + 4f - from.Z);
}
