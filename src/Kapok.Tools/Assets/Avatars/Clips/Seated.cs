namespace Kapok.Tools.Assets.Avatars.Clips;

/// <summary>Sitting: the hips rest on a seat <see cref="SeatHeight"/> above the floor that the feet stand on.</summary>
public static class Seated
{
    /// <summary>Height of the seat, metres.</summary>
    public const float SeatHeight = 0.45f;

    // From the seat's surface up to the hips' joint: half a thigh, and what a cushion gives.
    private const float AboveSeat = 0.105f;

    /// <summary>The clips.</summary>
    public static IEnumerable<Clip> All => [new("sit", 4f, Sit) { Rate = 8f }, new("sitClap", 1f, SitClap) { Beats = 2 }];

    private static Pose Chair(float lean)
    {
        Pose pose = Idles.Relaxed();
        pose.Hips = new(0f, SeatHeight + AboveSeat - Skeleton.JointOf(Bone.Hips).Y, 0f);
        pose.Leg(1f, 0.36f, Pose.Ankle, 0f, 4f).Leg(-1f, 0.36f, Pose.Ankle, 0f, 4f);
        return pose.Add(Bone.Spine, lean).Add(Bone.Chest, lean * 0.5f).Add(Bone.Head, -lean);
    }

    private static Pose Sit(float phase)
    {
        float turn = phase * MathF.Tau, breath = MathF.Sin(turn);
        Pose pose = Chair(-2f).ReachBoth(new(0.115f, 0.945f + (0.002f * breath), 0.185f), new(1f, -0.6f, -0.5f), new(-0.25f, -0.25f, 1f), new(-0.1f, -1f, -0.1f));
        pose.Add(Bone.Head, 1.2f * MathF.Sin(turn + 1f), 4f * MathF.Sin(turn), 1.5f * MathF.Cos(turn));
        return Idles.Breathe(pose, breath);
    }

    private static Pose SitClap(float phase) => Emotes.ClappingHands(Chair(1f).Add(Bone.Head, 2f * MathF.Cos(phase * MathF.Tau * 2f)), phase);
}
