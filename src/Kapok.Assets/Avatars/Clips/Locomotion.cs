using System.Numerics;
using static Kapok.Assets.Avatars.Curve;

namespace Kapok.Assets.Avatars.Clips;

/// <summary>Walking and running. Feet on the floor move back at exactly the speed the body moves forward.</summary>
public static class Locomotion
{
    private const float Toe = 0.085f, Heel = 0.055f;

    private static readonly Gait Walking = new()
    {
        Stance = 0.6f,
        Front = 0.25f,
        Back = -0.31f,
        Lift = 0.055f,
        Strike = -16f,
        PushOff = 38f,
        Drop = 0.030f,
        Bob = 0.012f,
        Arms = 26f,
        Elbow = 12f,
        Lean = 2f,
        Twist = 6f,
        Sway = 0.014f,
    };

    private static readonly Gait Running = new()
    {
        Stance = 0.36f,
        Front = 0.24f,
        Back = -0.36f,
        Lift = 0.16f,
        Strike = -10f,
        PushOff = 52f,
        Drop = 0.045f,
        Bob = 0.03f,
        Arms = 42f,
        Elbow = 78f,
        Lean = 10f,
        Twist = 9f,
        Sway = 0.006f,
    };

    /// <summary>The clips.</summary>
    public static IEnumerable<Clip> All =>
    [
        new("walk", 1f, Walking.PoseAt) { MetresPerCycle = Walking.Metres, Rate = 24f },
        new("run", 0.7f, Running.PoseAt) { MetresPerCycle = Running.Metres, Rate = 34f },
        new("jump", 0.6f, Airborne),
    ];

    // Off the floor: legs drawn up a little, arms out for balance.
    private static Pose Airborne(float phase)
    {
        float drift = MathF.Sin(phase * MathF.Tau);
        Pose pose = new Pose().Leg(1f, 0.07f, Pose.Ankle + 0.10f + (0.01f * drift), 24f, 3f).Leg(-1f, -0.07f, Pose.Ankle + 0.16f - (0.01f * drift), 38f, 3f);
        pose.Add(Bone.Spine, 3f).Add(Bone.Chest, -4f).Add(Bone.Head, 2f);
        return pose.ReachBoth(new(0.33f, 1.19f + (0.015f * drift), 0.10f), new(0.3f, -1f, -0.4f), new(0.8f, 0.3f, 0.4f), new(0f, -1f, 0.3f));
    }

    private sealed record Gait
    {
        /// <summary>Share of the cycle that a foot is on the floor.</summary>
        public float Stance { get; init; }
        /// <summary>Where a foot lands and where it leaves, metres before the hips.</summary>
        public float Front { get; init; }
        public float Back { get; init; }
        /// <summary>Height of the swinging foot.</summary>
        public float Lift { get; init; }
        /// <summary>Pitch of the foot when it lands and when it leaves, degrees.</summary>
        public float Strike { get; init; }
        public float PushOff { get; init; }
        /// <summary>How much lower the hips are than standing, and how much they rise and fall, metres.</summary>
        public float Drop { get; init; }
        public float Bob { get; init; }
        public float Arms { get; init; }
        public float Elbow { get; init; }
        public float Lean { get; init; }
        public float Twist { get; init; }
        public float Sway { get; init; }

        public float Metres => (Front - Back) / Stance;

        public Pose PoseAt(float phase)
        {
            float turn = phase * MathF.Tau, middle = Stance * MathF.PI;
            // Walking rises over the standing leg; running, which has time in the air, rises between steps.
            float rise = (Stance > 0.5f ? 1f : -1f) * MathF.Cos(2f * (turn - middle));
            // Left foot lands at phase 0, so the left arm is behind and the right one before the body.
            float stride = MathF.Cos(turn - (middle * 0.25f));
            Pose pose = Idles.Relaxed();
            pose.Hips = new(Sway * MathF.Cos(turn - middle), -Drop + (Bob * rise), 0f);
            pose.Set(Bone.Hips, 0f, -Twist * 0.5f * stride, Stance > 0.5f ? 1.6f * MathF.Cos(turn - middle) : 0f);
            Foot(pose, 1f, phase);
            Foot(pose, -1f, phase + 0.5f);
            pose.Set(Bone.Spine, Lean * 0.5f, Twist * 0.6f * stride).Set(Bone.Chest, Lean * 0.5f, Twist * 0.9f * stride)
                .Set(Bone.Neck, -Lean * 0.4f, -Twist * 0.5f * stride).Set(Bone.Head, (-Lean * 0.5f) - (1.5f * rise), -Twist * 0.5f * stride);
            Arm(pose, 1f, stride);
            Arm(pose, -1f, -stride);
            return pose;
        }

        private void Arm(Pose pose, float side, float back)
        {
            Bone upper = side > 0f ? Bone.LeftUpperArm : Bone.RightUpperArm;
            float forward = -back;
            pose.Set(upper, 6f, 0f, -side * 72f).Add(upper, -Arms * (forward + (Elbow > 40f ? -0.25f : 0.1f)));
            pose.Set(upper + 1, 0f, -side * (Elbow + (Arms * 0.35f * (1f + forward))), -side * 4f);
            pose.Set(upper + 2, -15f, 0f, -side * 4f);
        }

        private void Foot(Pose pose, float side, float phase)
        {
            float u = phase - MathF.Floor(phase), z, lift = 0f, pitch;
            if (u < Stance)
            {
                float v = u / Stance;
                z = Mix(Front, Back, v);
                pitch = (Strike * (1f - Smooth(0f, 0.18f, v))) + (PushOff * Smooth(0.55f, 1f, v));
            }
            else
            {
                float v = (u - Stance) / (1f - Stance), speed = (Back - Front) / Stance * (1f - Stance);
                z = Hermite(Back, Front, speed, v);
                lift = Lift * MathF.Pow(MathF.Sin(MathF.PI * v), 1.4f);
                pitch = v < 0.5f ? PushOff * (1f - (0.75f * Smooth(0f, 0.5f, v))) : Mix(PushOff * 0.25f, Strike, Smooth(0.5f, 1f, v));
            }
            // The foot rolls over its ball when the heel is up, over its heel when the toes are.
            (float sin, float cos) = MathF.SinCos(pitch * MathF.PI / 180f);
            float pivot = pitch > 0f ? Toe : -Heel;
            float ankleY = (Pose.Ankle * cos) + (pivot * sin), ankleZ = z + pivot + (Pose.Ankle * sin) - (pivot * cos);
            pose.Leg(side, ankleZ, ankleY + lift, pitch);
        }

        private static float Hermite(float from, float to, float slope, float t)
        {
            float t2 = t * t, t3 = t2 * t;
            return (((2f * t3) - (3f * t2) + 1f) * from) + ((t3 - (2f * t2) + t) * slope) + (((-2f * t3) + (3f * t2)) * to) + ((t3 - t2) * slope);
        }
    }
}
