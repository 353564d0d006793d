// Arms, sleeves, neck.
using System.Numerics;
using static Kapok.Assets.Avatars.Curve;

namespace Kapok.Assets.Avatars.Body;

public sealed partial class BodyBuilder
{
    /// <summary>How a sleeve is cut.</summary>
    public sealed record SleeveCut(float Length, float Off)
    {
        /// <summary>How much wider than <see cref="Off"/> it is at the end, as a share of it.</summary>
        public float Flare { get; init; }
        public Paint? Cuff { get; init; }
        public bool Ribbed { get; init; }
        /// <summary>How much further the lower edge of the opening hangs, metres: wide sleeves.</summary>
        public float Hang { get; init; }
    }

    /// <summary>Both sleeves, from inside the torso to the cuff's turned-in edge.</summary>
    public void Sleeves(SleeveCut cut, Paint paint)
    {
        foreach (float side in Sides)
        {
            float end = cut.Length, off = cut.Off;
            List<Ring> rings = Shoulder(side, shape.ArmRadius(0f) + (off * 0.75f), paint);
            const int Steps = 11;
            for (int i = 1; i <= Steps; i++)
            {
                float along = end * i / Steps;
                float fold = off > 0.008f && Level == 0 ? MathF.Sin((along * 95f) + side) * 0.0014f : 0f;
                float width = off * Mix(0.75f, 1f, Smooth(0f, 0.1f, along)) * (1f + (cut.Flare * Smooth(0.3f, 1f, along / end)));
                rings.Add(ArmRing(side, along, shape.ArmRadius(along) + width + fold, paint, cut.Hang * Smooth(0.35f, 1f, along / end)));
            }
            CloseSleeve(rings, side, cut, paint);
            mesh.Tube(rings, 16);
        }
    }

    /// <summary>Bare arms from a distance below the shoulder joint down to the wrist.</summary>
    public void BareArms(float from)
    {
        foreach (float side in Sides)
        {
            List<Ring> rings = from <= 0f ? Shoulder(side, shape.ArmRadius(0f), Paint.Skin) : [];
            for (int i = 0; i <= 10; i++)
            {
                float along = Mix(MathF.Max(0.01f, from), 0.41f, i / 10f);
                Ring ring = ArmRing(side, along, shape.ArmRadius(along), Paint.Skin, 0f);
                rings.Add(ring with { B = ring.B * 0.94f });
            }
            mesh.Tube(rings, 14);
        }
    }

    /// <summary>Neck, from inside the collar to inside the jaw.</summary>
    public void Neck()
    {
        float[][] keys = [[1.17f, 0.066f, 0.2f], [1.21f, 0.056f, 0.5f], [1.235f, 0.05f, 0.8f], [1.27f, 0.0475f, 1f], [1.31f, 0.049f, 1.3f], [1.36f, 0.05f, 2f]];
        mesh.Tube([.. keys.Select(key =>
        {
            (float y, float radius, float turn) = (key[0], key[1], key[2]);
            BoneWeights weights = turn < 1f ? new(Bone.Chest, 1f - turn, Bone.Neck, turn) : new(Bone.Neck, 2f - turn, Bone.Head, turn - 1f);
            return new Ring(
                new(0f, y, y > 1.25f ? -0.006f : -0.012f), Vector3.UnitX, Vector3.UnitZ,
                radius * (1f + (0.1f * shape.Masculine)), radius * (1f + (0.06f * shape.Masculine)), weights, Paint.Skin.Occluded(y > 1.28f ? 0.78f : 1f));
        })], 18);
    }

    private static Vector3 ArmCentre(float side, float along) => new(side * (Skeleton.ShoulderX + along), Skeleton.ShoulderY, 0f);

    /// <summary>Bones that move the arm at a distance from the shoulder joint; the shoulder itself gives way over some centimetres.</summary>
    public static BoneWeights ArmWeights(float side, float along)
    {
        Bone upper = side > 0f ? Bone.LeftUpperArm : Bone.RightUpperArm;
        float torso = 1f - Smooth(-0.062f, 0.028f, along), lower = Smooth(0.165f, 0.265f, along), hand = Smooth(0.385f, 0.42f, along);
        return torso > 0f ? new(upper, 1f - torso, Bone.Chest, torso) : new(upper, 1f - lower, upper + 1, lower * (1f - hand), upper + 2, lower * hand);
    }

    private static Ring ArmRing(float side, float along, float radius, Paint paint, float hang) => new(
        ArmCentre(side, along) - new Vector3(0f, hang * 0.5f, 0f), Vector3.UnitZ, Vector3.UnitY, radius + (hang * 0.1f), radius + (hang * 0.5f), ArmWeights(side, along), paint);

    // The rounded start of an arm, sunk into the torso so that lowering the arm opens no gap.
    private List<Ring> Shoulder(float side, float radius, Paint paint)
    {
        List<Ring> rings = [];
        foreach (float step in mesh.Detail.Pick<float[]>([1.15f, 0.9f, 0.6f, 0.3f, 0f], [1.15f, 0.7f, 0f], [1.15f, 0.3f]))
        {
            (float sin, float cos) = MathF.SinCos(step * MathF.PI / 2.3f);
            rings.Add(ArmRing(side, -sin * radius * 1.05f, MathF.Max(1e-4f, cos * radius * 0.99f), paint, 0f));
        }
        return rings;
    }

    private void CloseSleeve(List<Ring> rings, float side, SleeveCut cut, Paint paint)
    {
        (float end, float edge) = (cut.Length, shape.ArmRadius(cut.Length) + (cut.Off * (1f + cut.Flare)));
        Paint last = Level == 2 ? paint : cut.Cuff ?? paint;
        if (cut.Cuff is { } cuff && Level < 2)
        {
            float rib = cut.Ribbed ? 0.004f : 0f;
            rings.AddRange([Ring(end + 0.0005f, edge + 0.004f, cuff), Ring(end + 0.004f, edge + 0.0055f, cuff), Ring(end + 0.022f, edge + 0.0045f - rib, cuff),
                Ring(end + 0.026f, edge + 0.0015f - rib, cuff)]);
            end += 0.026f;
        }
        else end += 0.003f;
        float inner = MathF.Min(edge - 0.006f, shape.ArmRadius(end) + 0.001f);
        if (Level < 2) rings.Add(Ring(end, edge - 0.004f, last.Shaded(0.8f)));
        if (cut.Hang > 0f)
        {
            // A wide sleeve shows its lining, which closes around the forearm.
            rings.Add(Ring(end - 0.003f, edge - 0.005f, last.Shaded(0.55f)));
            rings.Add(ArmRing(side, end - 0.13f, shape.ArmRadius(end - 0.13f) * 0.9f, last.Shaded(0.4f), 0f));
            rings.Add(ArmRing(side, end - 0.131f, 1e-5f, last.Shaded(0.4f), 0f));
            return;
        }
        rings.Add(Ring(end - 0.004f, inner, last.Shaded(0.5f)));
        if (Level == 0) rings.Add(Ring(end - 0.012f, shape.ArmRadius(end) * 0.8f, last.Shaded(0.45f)));

        Ring Ring(float along, float radius, Paint ringPaint) => ArmRing(side, along, radius, ringPaint, cut.Hang);
    }
}
