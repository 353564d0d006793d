// Arms by where the hands are.
using System.Numerics;

namespace Kapok.Assets.Avatars.Clips;

public sealed partial class Pose
{
    /// <summary>Puts a wrist where it should be by bending shoulder and elbow, and turns the hand.</summary>
    /// <param name="side">1 left, -1 right. All x below are for the left; the right is their mirror image.</param>
    /// <param name="wrist">Metres, as if the chest stood in the T-pose.</param>
    /// <param name="elbow">Direction that the elbow points in.</param>
    /// <param name="fingers">Direction of the fingers.</param>
    /// <param name="palm">Direction that the palm faces.</param>
    public Pose Reach(float side, Vector3 wrist, Vector3 elbow, Vector3 fingers, Vector3 palm)
    {
        Vector3 mirror = new(side, 1f, 1f), rest = new(side, 0f, 0f), shoulder = new(side * Skeleton.ShoulderX, Skeleton.ShoulderY, 0f);
        (wrist, elbow, fingers, palm) = (wrist * mirror, elbow * mirror, fingers * mirror, palm * mirror);
        const float Upper = Skeleton.UpperArm, Lower = Skeleton.LowerArm;
        Vector3 towards = wrist - shoulder;
        float reach = Math.Clamp(towards.Length(), 0.06f, Upper + Lower - 0.001f);
        towards = Vector3.Normalize(towards);
        float along = ((Upper * Upper) + (reach * reach) - (Lower * Lower)) / (2f * reach), away = MathF.Sqrt(MathF.Max(0f, (Upper * Upper) - (along * along)));
        Vector3 bend = Curve.Direction(elbow - (towards * Vector3.Dot(elbow, towards)), -Vector3.UnitY);
        Vector3 upper = Vector3.Normalize((towards * along) + (bend * away)), lower = Vector3.Normalize((towards * reach) - (upper * Upper));
        Bone arm = side > 0f ? Bone.LeftUpperArm : Bone.RightUpperArm;
        Quaternion upperTurn = Between(rest, upper), shortest = Between(upper, lower) * upperTurn;
        // Half the twist that the palm asks for is the forearm's, as radius and ulna do it: the wrist alone would wring its skin.
        Quaternion lowerTurn = Quaternion.Slerp(shortest, Facing(side, lower, palm), 0.6f);
        Set(arm, upperTurn).Set(arm + 1, Quaternion.Conjugate(upperTurn) * lowerTurn);
        return Set(arm + 2, Quaternion.Conjugate(lowerTurn) * Facing(side, Vector3.Normalize(fingers), palm));
    }

    /// <summary>Both wrists, mirrored.</summary>
    public Pose ReachBoth(Vector3 wrist, Vector3 elbow, Vector3 fingers, Vector3 palm) => Reach(1f, wrist, elbow, fingers, palm).Reach(-1f, wrist, elbow, fingers, palm);

    /// <summary>A pose between two.</summary>
    public static Pose Blend(Pose from, Pose to, float share)
    {
        Pose pose = new() { Hips = Vector3.Lerp(from.Hips, to.Hips, share) };
        foreach (Bone bone in Enum.GetValues<Bone>()) pose.Set(bone, Quaternion.Slerp(from[bone], to[bone], share));
        return pose;
    }

    private Pose Set(Bone bone, Quaternion turn)
    {
        _turns[(int)bone] = Quaternion.Normalize(turn);
        return this;
    }

    // The turn that brings an arm of the T-pose (palm down) to a direction with its palm to another.
    private static Quaternion Facing(float side, Vector3 along, Vector3 palm)
    {
        Vector3 up = Curve.Direction(-palm - (along * Vector3.Dot(-palm, along)), Vector3.UnitY), x = along * side, z = Vector3.Cross(x, up);
        return Quaternion.CreateFromRotationMatrix(new(x.X, x.Y, x.Z, 0f, up.X, up.Y, up.Z, 0f, z.X, z.Y, z.Z, 0f, 0f, 0f, 0f, 1f));
    }

    private static Quaternion Between(Vector3 from, Vector3 to)
    {
        float dot = Vector3.Dot(from, to);
        if (dot < -0.9999f) return Quaternion.CreateFromAxisAngle(Vector3.UnitY, MathF.PI);
        return Quaternion.Normalize(new Quaternion(Vector3.Cross(from, to), 1f + dot));
    }
}
