using System.Numerics;
using static Kapok.Assets.Avatars.Curve;

namespace Kapok.Assets.Avatars.Clips;

/// <summary>The emotes of the wheel, except dancing.</summary>
public static class Emotes
{
    /// <summary>The clips.</summary>
    public static IEnumerable<Clip> All =>
    [
        Clip.Once("wave", 2f, Wave, 0.16f), new("clap", 1f, Clap) { Beats = 2 }, new("cheer", 1f, Cheer) { Beats = 2 },
        Clip.Once("heart", 2.5f, Heart, 0.18f), Clip.Once("laugh", 2f, Laugh, 0.16f), Clip.Once("bow", 2.5f, Bow, 0.12f), Clip.Once("point", 2f, Point, 0.15f),
    ];

    /// <summary>Clapping hands before the chest, closed on the beat: twice a run.</summary>
    public static Pose ClappingHands(Pose pose, float phase)
    {
        float open = MathF.Pow(0.5f - (0.5f * MathF.Cos(phase * MathF.Tau * 2f)), 0.8f);
        return pose.ReachBoth(new(0.042f + (0.085f * open), 1.10f - (0.012f * open), 0.235f), new(0.8f, -1f, -0.1f), new(-0.02f, 0.62f, 0.75f), new(-1f, 0f, -0.12f));
    }

    private static Pose Wave(float phase)
    {
        float swing = MathF.Sin(phase * MathF.Tau * 3f);
        Pose pose = Idles.Shift(Idles.Relaxed(), 0.6f).Add(Bone.Head, -2f, -3f, 5f + (1.5f * swing)).Add(Bone.Chest, 0f, 0f, -2f);
        return pose.Reach(-1f, new(0.30f + (0.075f * swing), 1.40f - (0.012f * swing * swing), 0.09f), new(0.7f, -1f, -0.1f), new(0.1f + (0.45f * swing), 1f, 0.05f),
            new(0f, 0.05f, 1f));
    }

    private static Pose Clap(float phase)
    {
        float beat = 0.5f + (0.5f * MathF.Cos(phase * MathF.Tau * 2f));
        Pose pose = Idles.Relaxed();
        pose.Hips = new(0f, -0.006f - (0.010f * beat), 0f);
        pose.Stand().Add(Bone.Chest, 1.5f * beat).Add(Bone.Head, (3f * beat) - 2f, 2f * MathF.Sin(phase * MathF.Tau));
        return ClappingHands(pose, phase);
    }

    private static Pose Cheer(float phase)
    {
        float turn = phase * MathF.Tau, bounce = MathF.Abs(MathF.Sin(turn));
        Pose pose = new();
        pose.Hips = new(0.01f * MathF.Sin(turn), -0.055f + (0.05f * bounce), 0f);
        pose.Stand(0.02f).Add(Bone.Chest, -5f, 0f, 2f * MathF.Sin(turn)).Add(Bone.Head, -7f + (3f * bounce), 0f, 3f * MathF.Sin(turn)).Both(Bone.LeftShoulder, 0f, 0f, 10f);
        pose.Reach(1f, new(0.27f, 1.45f + (0.055f * bounce), 0.05f), new(1f, -0.4f, -0.2f), new(0.25f, 1f, 0f), new(-0.2f, 0f, 1f));
        return pose.Reach(-1f, new(0.27f, 1.45f + (0.055f * MathF.Abs(MathF.Sin(turn + 0.5f))), 0.05f), new(1f, -0.4f, -0.2f), new(0.25f, 1f, 0f), new(-0.2f, 0f, 1f));
    }

    private static Pose Heart(float phase)
    {
        float sway = MathF.Sin(phase * MathF.Tau * 2f), push = 0.5f + (0.5f * MathF.Cos(phase * MathF.Tau * 2f));
        Pose pose = Idles.Shift(Idles.Relaxed(), 0.5f * sway).Add(Bone.Head, 2f, 0f, 7f * sway).Add(Bone.Spine, 0f, 0f, -2.5f * sway);
        // Thumbs meet below, the fingers arch to meet above.
        return pose.ReachBoth(new(0.104f, 1.135f, 0.235f + (0.025f * push)), new(1f, -0.7f, 0.1f), new(-0.72f, 0.70f, 0.22f), new(-0.62f, -0.72f, 0f));
    }

    private static Pose Laugh(float phase)
    {
        float shake = MathF.Sin(phase * MathF.Tau * 8f), roll = MathF.Sin(phase * MathF.Tau);
        Pose pose = Idles.Relaxed();
        pose.Hips = new(0f, -0.022f + (0.004f * shake), -0.012f);
        pose.Stand().Add(Bone.Spine, 7f + (1.2f * shake)).Add(Bone.Chest, 5f + (1.5f * shake), 0f, 2f * roll).Add(Bone.Neck, -7f).Add(Bone.Head, -9f + (2f * shake), 0f, 5f * roll);
        pose.Both(Bone.LeftShoulder, 0f, 0f, 4f + (2.5f * shake));
        return pose.ReachBoth(new(0.105f, 0.985f, 0.165f), new(1f, -0.3f, -0.4f), new(-1f, -0.05f, 0.25f), new(-0.15f, 0f, -1f));
    }

    private static Pose Bow(float phase)
    {
        float down = Smooth(0.08f, 0.36f, phase) * Smooth(0.95f, 0.62f, phase), pitch = 14f * down;
        Pose pose = Idles.Relaxed();
        pose.Hips = new(0f, -0.004f, -0.055f * down);
        pose.Leg(1f, 0f, Pose.Ankle, hipsPitch: pitch).Leg(-1f, 0f, Pose.Ankle, hipsPitch: pitch);
        pose.Set(Bone.Hips, pitch).Set(Bone.Spine, 20f * down).Set(Bone.Chest, 12f * down).Set(Bone.Neck, 5f * down).Set(Bone.Head, 8f * down);
        return pose.ReachBoth(new(0.055f, 0.90f + (0.02f * down), 0.175f), new(1f, -0.5f, -0.4f), new(-0.55f, -0.8f, 0.1f), new(-0.35f, 0.1f, -1f));
    }

    private static Pose Point(float phase)
    {
        float drive = 1f + (0.05f * MathF.Sin(phase * MathF.Tau * 3f));
        Pose pose = Idles.Shift(Idles.Relaxed(), 0.8f).Add(Bone.Chest, 0f, 9f).Add(Bone.Head, -4f, -4f, 3f);
        pose.Reach(1f, new(0.205f, 0.955f, 0.045f), new(1f, 0.1f, -0.6f), new(-0.7f, -0.6f, 0.4f), new(-0.7f, 0.4f, -0.1f));
        return pose.Reach(-1f, new Vector3(0.17f, 1.30f, 0.355f) * new Vector3(1f, 1f, drive), new(0.5f, -1f, 0f), new(0f, 0.35f, 1f), new(-0.3f, -1f, 0.3f));
    }
}
