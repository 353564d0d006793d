using System.Numerics;
using static Kapok.Assets.Avatars.Curve;

namespace Kapok.Assets.Avatars.Clips;

/// <summary>Motions on the beat.</summary>
public static class Dances
{
    /// <summary>The clips.</summary>
    public static IEnumerable<Clip> All =>
    [
        new("dance", 2f, Dance) { Beats = 4, Rate = 18f }, new("dance2", 2f, SideSteps) { Beats = 4, Rate = 18f },
        new("sway", 2f, Sway) { Beats = 4, Rate = 10f }, new("stickWave", 1f, StickWave) { Beats = 2 },
    ];

    // Down on each beat, hips to one side for two beats, arms roll before the chest.
    private static Pose Dance(float phase)
    {
        float turn = phase * MathF.Tau, beat = 0.5f + (0.5f * MathF.Cos(turn * 4f)), side = MathF.Sin(turn), sway = MathF.Sin(turn * 2f);
        Pose pose = new() { Hips = new(0.035f * side, -0.022f - (0.03f * beat), 0f) };
        pose.Stand(0.01f).Add(Bone.Hips, 0f, 7f * side, 4f * sway).Add(Bone.LeftUpperLeg, 0f, -7f * side, -4f * sway).Add(Bone.RightUpperLeg, 0f, -7f * side, -4f * sway)
            .Add(Bone.Spine, 3f * beat, -5f * side, -6f * sway).Add(Bone.Chest, 2f, -8f * side, -3f * side).Add(Bone.Neck, 0f, 3f * side, 2f * sway)
            .Add(Bone.Head, (6f * beat) - 3f, 5f * side, 5f * side);
        foreach (float arm in (ReadOnlySpan<float>)[1f, -1f])
        {
            (float sin, float cos) = MathF.SinCos((turn * 2f) + (arm > 0f ? 0f : MathF.PI));
            pose.Reach(arm, new(0.19f + (0.045f * cos), 1.12f + (0.10f * sin) + (0.03f * beat), 0.20f + (0.03f * cos)), new(1f, -0.8f, -0.2f), new(-0.35f, 0.8f, 0.5f),
                new(-0.8f, -0.1f, 0.2f));
        }
        return pose;
    }

    // A step to each side with the hands up on the other.
    private static Pose SideSteps(float phase)
    {
        float turn = phase * MathF.Tau, beat = 0.5f + (0.5f * MathF.Cos(turn * 4f)), side = MathF.Cos(turn), lift = MathF.Max(0f, MathF.Sin(turn * 2f));
        Pose pose = new() { Hips = new(0.05f * side, -0.02f - (0.026f * beat), 0f) };
        bool left = MathF.Sin(turn) > 0f;
        // The free foot comes off the floor between beats.
        pose.Leg(1f, 0.015f + (left ? 0f : 0.05f * lift), Pose.Ankle + (left ? 0f : 0.07f * lift), left ? 0f : 22f * lift)
            .Leg(-1f, 0.015f + (left ? 0.05f * lift : 0f), Pose.Ankle + (left ? 0.07f * lift : 0f), left ? 22f * lift : 0f);
        float lean = -6f * side;
        pose.Add(Bone.LeftUpperLeg, 0f, 0f, lean * 0.6f).Add(Bone.RightUpperLeg, 0f, 0f, lean * 0.6f).Add(Bone.LeftFoot, 0f, 0f, -lean * 0.6f)
            .Add(Bone.RightFoot, 0f, 0f, -lean * 0.6f)
            .Add(Bone.Spine, 0f, 5f * side, lean * 0.5f).Add(Bone.Chest, -3f, 8f * side, lean * 0.6f).Add(Bone.Head, (5f * beat) - 4f, -6f * side, -lean * 0.8f);
        foreach (float arm in (ReadOnlySpan<float>)[1f, -1f])
        {
            float up = 0.5f - (0.5f * arm * side), high = Smooth(0f, 1f, up);
            pose.Reach(arm, Vector3.Lerp(new(0.25f, 1.02f, 0.14f), new(0.24f, 1.46f, 0.06f), high) + new Vector3(0f, 0.03f * beat, 0f), new(1f, -0.5f, -0.3f),
                Vector3.Lerp(new(-0.2f, 0.2f, 1f), new(0.15f, 1f, 0.1f), high), Vector3.Lerp(new(-0.8f, -0.5f, 0f), new(-0.3f, 0f, 1f), high));
        }
        return pose;
    }

    private static Pose Sway(float phase)
    {
        float turn = phase * MathF.Tau, side = MathF.Sin(turn);
        Pose pose = Idles.Shift(Idles.Relaxed(), 1.3f * side);
        pose.Add(Bone.Spine, 0f, 0f, -2.5f * side).Add(Bone.Chest, 0f, 0f, -2.5f * side).Add(Bone.Head, 2.5f * MathF.Cos(turn * 2f), 3f * side, -4f * side);
        return pose.Add(Bone.LeftUpperArm, 4f * side, 0f, 3f * side).Add(Bone.RightUpperArm, -4f * side, 0f, 3f * side);
    }

    // The glow stick goes to either side, a beat each.
    private static Pose StickWave(float phase)
    {
        float turn = phase * MathF.Tau, side = MathF.Cos(turn), beat = MathF.Abs(MathF.Sin(turn));
        Pose pose = Idles.Shift(Idles.Relaxed(), 0.7f * side);
        pose.Add(Bone.Chest, -2f, 0f, -3f * side).Add(Bone.Head, -3f + (2f * beat), 0f, -3f * side).Add(Bone.RightShoulder, 0f, 0f, -10f);
        pose.Reach(1f, new(0.19f, 1.02f + (0.02f * beat), 0.13f), new(1f, -0.6f, -0.4f), new(-0.4f, 0.3f, 0.9f), new(-0.8f, -0.5f, 0f));
        return pose.Reach(-1f, new(0.265f - (0.085f * side), 1.455f + (0.02f * beat), 0.10f), new(1f, -0.6f, 0f), new(-0.35f * side, 0.62f, 0.75f), new(-1f, -0.35f * side, 0.1f));
    }
}
