using System.Numerics;

namespace Kapok.Assets.Avatars.Clips;

/// <summary>The turns of all bones against the T-pose, and where the hips are.</summary>
/// <remarks>Angles are degrees about X, then Y, then Z. Mirroring a turn to the other side negates Y and Z.</remarks>
public sealed partial class Pose
{
    private readonly Quaternion[] _turns = [.. Enumerable.Repeat(Quaternion.Identity, Skeleton.Count)];

    /// <summary>Turn of a bone relative to its parent.</summary>
    public Quaternion this[Bone bone] => _turns[(int)bone];

    /// <summary>Where the hips are against the T-pose, metres.</summary>
    public Vector3 Hips { get; set; }

    /// <summary>Sets a bone's turn.</summary>
    public Pose Set(Bone bone, float x, float y = 0f, float z = 0f)
    {
        _turns[(int)bone] = Turn(x, y, z);
        return this;
    }

    /// <summary>Sets a left bone's turn and its mirror image on the right.</summary>
    public Pose Both(Bone left, float x, float y = 0f, float z = 0f) => Set(left, x, y, z).Set(Skeleton.Mirrored(left), x, -y, -z);

    /// <summary>Turns a bone further, about its parent's axes: swings a hanging arm, nods a tilted head.</summary>
    public Pose Add(Bone bone, float x, float y = 0f, float z = 0f)
    {
        _turns[(int)bone] = Turn(x, y, z) * _turns[(int)bone];
        return this;
    }

    /// <summary>Turns a left bone and its mirror image further.</summary>
    public Pose AddBoth(Bone left, float x, float y = 0f, float z = 0f) => Add(left, x, y, z).Add(Skeleton.Mirrored(left), x, -y, -z);

    /// <summary>Takes chest, head and arms from another pose; the spine only where asked, since it makes up for the hips it stands on.</summary>
    public Pose TakeUpperBody(Pose other, bool withSpine)
    {
        foreach (Bone bone in Enum.GetValues<Bone>())
            if (bone is > Bone.Spine and < Bone.LeftUpperLeg || (withSpine && bone == Bone.Spine)) _turns[(int)bone] = other[bone];
        return this;
    }

    /// <summary>Puts an ankle where it should be by bending hip and knee, in the plane of walking.</summary>
    /// <param name="side">1 left, -1 right.</param>
    /// <param name="z">Of the ankle, metres forward of the middle of the body.</param>
    /// <param name="y">Height of the ankle, metres.</param>
    /// <param name="pitch">Of the foot against the floor, degrees, toes down positive.</param>
    /// <param name="spread">How far the leg leans outwards, degrees.</param>
    /// <param name="hipsPitch">Forward lean of the hips that the leg makes up for, degrees.</param>
    public Pose Leg(float side, float z, float y, float pitch = 0f, float spread = 0f, float hipsPitch = 0f)
    {
        const float Thigh = Skeleton.Thigh, Shin = Skeleton.Shin;
        float down = Skeleton.HipY + Hips.Y - y, forward = z - Hips.Z;
        float reach = Math.Clamp(MathF.Sqrt((down * down) + (forward * forward)), 0.2f, Thigh + Shin - 0.001f);
        float thigh = MathF.Atan2(forward, down) + MathF.Acos(((Thigh * Thigh) + (reach * reach) - (Shin * Shin)) / (2f * Thigh * reach));
        float knee = MathF.PI - MathF.Acos(((Thigh * Thigh) + (Shin * Shin) - (reach * reach)) / (2f * Thigh * Shin));
        (float thighTurn, float kneeTurn) = (-Degrees(thigh) - hipsPitch, Degrees(knee));
        Bone upper = side > 0f ? Bone.LeftUpperLeg : Bone.RightUpperLeg;
        Set(upper, thighTurn).Set(upper + 1, kneeTurn).Set(upper + 2, pitch - thighTurn - kneeTurn - hipsPitch, 0f, -side * spread);
        return Add(upper, 0f, 0f, side * spread);
    }

    /// <summary>Stands with both feet under the body, wherever the hips are.</summary>
    public Pose Stand(float stance = 0f) => Leg(1f, stance, Ankle).Leg(-1f, -stance * 0.5f, Ankle);

    /// <summary>Height of the ankle of a foot on the floor.</summary>
    public const float Ankle = Skeleton.HipY - Skeleton.Thigh - Skeleton.Shin;

    private static float Degrees(float radians) => radians * 180f / MathF.PI;

    private static Quaternion Turn(float x, float y, float z)
    {
        const float Radians = MathF.PI / 180f;
        return Quaternion.CreateFromAxisAngle(Vector3.UnitZ, z * Radians)
            * Quaternion.CreateFromAxisAngle(Vector3.UnitY, y * Radians)
            * Quaternion.CreateFromAxisAngle(Vector3.UnitX, x * Radians);
    }
}
