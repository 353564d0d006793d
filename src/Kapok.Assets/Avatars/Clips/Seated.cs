using static Kapok.Assets.Avatars.Curve;

namespace Kapok.Assets.Avatars.Clips;

/// <summary>Sitting: the hips rest on a seat <see cref="SeatHeight"/> above the floor that the feet stand on.</summary>
/// <remarks>Every emote has its seated form: what the upper body does in the standing one, over legs that stay on the chair.</remarks>
public static class Seated
{
    /// <summary>Height of the seat, metres.</summary>
    public const float SeatHeight = 0.45f;

    // From the seat's surface up to the hips' joint: half a thigh, and what a cushion gives.
    private const float AboveSeat = 0.105f;

    /// <summary>The clips.</summary>
    public static IEnumerable<Clip> All =>
    [
        new("sit", 4f, Sit) { Rate = 8f },
        .. Emotes.All.Where(clip => clip.Name != "bow").Select(clip => OnChair(clip)), Nod,
        OnChair(Dances.All.Single(clip => clip.Name == "dance"), withSpine: true), OnChair(Dances.All.Single(clip => clip.Name == "stickWave"), "sitStick"),
    ];

    // A bow from a chair is a deep nod.
    private static Clip Nod => new("sitBow", 2f, phase =>
    {
        float down = Smooth(0.05f, 0.35f, phase) * Smooth(0.95f, 0.6f, phase);
        return Sit(phase).Add(Bone.Spine, 9f * down).Add(Bone.Chest, 8f * down).Add(Bone.Neck, 9f * down).Add(Bone.Head, 14f * down);
    })
    {
        Loop = false,
    };

    private static Clip OnChair(Clip standing, string? name = null, bool withSpine = false) =>
        new(name ?? $"sit{char.ToUpperInvariant(standing.Name[0])}{standing.Name[1..]}", standing.Seconds, phase =>
        {
            Pose pose = Chair(0f).TakeUpperBody(standing.PoseAt(phase), withSpine);
            return standing.Loop ? pose : Pose.Blend(Sit(phase), pose, Smooth(0f, 0.16f, phase) * Smooth(1f, 0.84f, phase));
        })
        {
            Loop = standing.Loop,
            Beats = standing.Beats,
            Rate = standing.Rate,
        };

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
}
