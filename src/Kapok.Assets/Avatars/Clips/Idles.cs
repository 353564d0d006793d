namespace Kapok.Assets.Avatars.Clips;

/// <summary>Standing about: the motions between all others.</summary>
public static class Idles
{
    /// <summary>The clips.</summary>
    public static IEnumerable<Clip> All =>
    [
        new("idle", 6f, Idle) { Rate = 8f }, new("idle2", 8f, LookAround) { Rate = 8f },
    ];

    /// <summary>Arms hang, weight on both feet. Every clip begins here.</summary>
    public static Pose Relaxed() => new Pose()
        .Both(Bone.LeftShoulder, 0f, 0f, -3f)
        .Set(Bone.LeftUpperArm, 6f, 0f, -70f).Set(Bone.LeftLowerArm, 0f, -16f, -6f).Set(Bone.LeftHand, -20f, 0f, -4f)
        .Set(Bone.RightUpperArm, 4f, 0f, 71f).Set(Bone.RightLowerArm, 0f, 20f, 6f).Set(Bone.RightHand, -20f, 0f, 4f);

    /// <summary>Breath: chest and shoulders rise and fall. <paramref name="breath"/> is -1..1.</summary>
    public static Pose Breathe(Pose pose, float breath) => pose
        .Add(Bone.Chest, -0.9f * breath).Add(Bone.Spine, 0.3f * breath).Add(Bone.Neck, 0.5f * breath)
        .AddBoth(Bone.LeftShoulder, 0f, 0f, 0.9f * breath).AddBoth(Bone.LeftUpperArm, 0f, 0f, -0.5f * breath);

    /// <summary>Weight towards one foot: hips move and tilt, spine and head make up for it. <paramref name="weight"/> is -1 right to 1 left.</summary>
    public static Pose Shift(Pose pose, float weight)
    {
        pose.Hips += new System.Numerics.Vector3(0.016f * weight, -0.003f - (0.003f * MathF.Abs(weight)), 0f);
        pose.Stand();
        float tilt = 2.4f * weight;
        return pose.Add(Bone.Hips, 0f, 2f * weight, tilt).Add(Bone.Spine, 0f, -1f * weight, -tilt * 1.1f).Add(Bone.Chest, 0f, -1f * weight, -tilt * 0.3f)
            .Add(Bone.Neck, 0f, 0f, tilt * 0.2f).Add(Bone.Head, 0f, 0f, tilt * 0.25f)
            .Add(Bone.LeftUpperLeg, 0f, 0f, -tilt - (1.2f * weight)).Add(Bone.RightUpperLeg, 0f, 0f, -tilt - (1.2f * weight))
            .Add(Bone.LeftFoot, 0f, 0f, 1.2f * weight).Add(Bone.RightFoot, 0f, 0f, 1.2f * weight);
    }

    private static Pose Idle(float phase)
    {
        float turn = phase * MathF.Tau;
        Pose pose = Shift(Relaxed(), MathF.Sin(turn));
        pose.Add(Bone.Head, 1.2f * MathF.Sin((turn * 2f) + 0.6f), 3f * MathF.Sin(turn + 0.8f), 0f);
        pose.Add(Bone.LeftUpperArm, 1.5f * MathF.Sin(turn + 0.5f)).Add(Bone.RightUpperArm, 1.5f * MathF.Sin(turn + 1.4f));
        return Breathe(pose, MathF.Sin(turn * 2f));
    }

    // Rests on one leg, looks to one side, then to the other.
    private static Pose LookAround(float phase)
    {
        float turn = phase * MathF.Tau, look = (0.8f * MathF.Sin(turn)) + (0.3f * MathF.Sin((turn * 2f) + 0.4f));
        Pose pose = Shift(Relaxed(), 0.75f + (0.3f * MathF.Cos(turn)));
        pose.Add(Bone.Chest, 0f, 3f * look).Add(Bone.Neck, 0f, 7f * look).Add(Bone.Head, -1.5f * MathF.Cos(turn * 2f), 14f * look, 2f * look);
        pose.Add(Bone.LeftUpperArm, 2f * MathF.Sin(turn + 2f)).Add(Bone.RightUpperArm, -2f + (2f * MathF.Sin(turn + 0.4f)));
        return Breathe(pose, MathF.Sin(turn * 2f));
    }
}
