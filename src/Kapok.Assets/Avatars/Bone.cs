using System.Numerics;

namespace Kapok.Assets.Avatars;

/// <summary>The bones of the kit, in the order of the skin's joints. Names are VRM 1.0 humanoid bones in PascalCase.</summary>
public enum Bone : byte
{
    Hips, Spine, Chest, Neck, Head,
    LeftShoulder, LeftUpperArm, LeftLowerArm, LeftHand,
    RightShoulder, RightUpperArm, RightLowerArm, RightHand,
    LeftUpperLeg, LeftLowerLeg, LeftFoot,
    RightUpperLeg, RightLowerLeg, RightFoot,
}

/// <summary>The one skeleton that every build, hair and garment is made for: T-pose, metres, facing +Z, left is +X.</summary>
public static class Skeleton
{
    /// <summary>Number of bones.</summary>
    public const int Count = 19;

    /// <summary>Distance of the shoulder joint from the middle, and its height, in metres.</summary>
    public const float ShoulderX = 0.134f, ShoulderY = 1.148f;

    /// <summary>Distance of the hip joint from the middle, and its height, in metres.</summary>
    public const float HipX = 0.078f, HipY = 0.82f;

    /// <summary>Lengths of upper arm, lower arm, thigh and shin, in metres.</summary>
    public const float UpperArm = 0.215f, LowerArm = 0.19f, Thigh = 0.37f, Shin = 0.375f;

    /// <summary>How much larger heads and hands are than the surfaces they are modelled with: the proportions that read as a friendly figure.</summary>
    public const float HeadScale = 1.13f, HandScale = 1.06f;

    private static readonly Bone?[] Parents =
    [
        null, Bone.Hips, Bone.Spine, Bone.Chest, Bone.Neck,
        Bone.Chest, Bone.LeftShoulder, Bone.LeftUpperArm, Bone.LeftLowerArm,
        Bone.Chest, Bone.RightShoulder, Bone.RightUpperArm, Bone.RightLowerArm,
        Bone.Hips, Bone.LeftUpperLeg, Bone.LeftLowerLeg,
        Bone.Hips, Bone.RightUpperLeg, Bone.RightLowerLeg,
    ];

    private static readonly Vector3[] Joints =
    [
        new(0f, 0.86f, 0f), new(0f, 0.95f, 0f), new(0f, 1.06f, 0f), new(0f, 1.215f, -0.005f), new(0f, 1.285f, 0f),
        new(0.05f, 1.175f, 0f), Arm(1f, 0f), Arm(1f, UpperArm), Arm(1f, UpperArm + LowerArm),
        new(-0.05f, 1.175f, 0f), Arm(-1f, 0f), Arm(-1f, UpperArm), Arm(-1f, UpperArm + LowerArm),
        Leg(1f, 0f), Leg(1f, Thigh), Leg(1f, Thigh + Shin),
        Leg(-1f, 0f), Leg(-1f, Thigh), Leg(-1f, Thigh + Shin),
    ];

    /// <summary>The bone's parent; null for the hips.</summary>
    public static Bone? ParentOf(Bone bone) => Parents[(int)bone];

    /// <summary>The joint's place in the T-pose.</summary>
    public static Vector3 JointOf(Bone bone) => Joints[(int)bone];

    /// <summary>The joint's place relative to its parent's.</summary>
    public static Vector3 OffsetOf(Bone bone) => ParentOf(bone) is { } parent ? JointOf(bone) - JointOf(parent) : JointOf(bone);

    /// <summary>The VRM 1.0 name of the bone, such as <c>leftUpperArm</c>.</summary>
    public static string NameOf(Bone bone)
    {
        string name = bone.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }

    /// <summary>The same bone of the other side; bones of the middle are their own.</summary>
    public static Bone Mirrored(Bone bone) => bone switch
    {
        >= Bone.LeftShoulder and <= Bone.LeftHand => bone + 4,
        >= Bone.RightShoulder and <= Bone.RightHand => bone - 4,
        >= Bone.LeftUpperLeg and <= Bone.LeftFoot => bone + 3,
        >= Bone.RightUpperLeg and <= Bone.RightFoot => bone - 3,
        _ => bone,
    };

    private static Vector3 Arm(float side, float along) => new(side * (ShoulderX + along), ShoulderY, 0f);

    private static Vector3 Leg(float side, float down) => new(side * HipX, HipY - down, 0f);
}
