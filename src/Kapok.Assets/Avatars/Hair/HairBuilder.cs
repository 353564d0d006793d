using System.Numerics;
using Kapok.Assets.Avatars.Head;
using static Kapok.Assets.Avatars.Curve;

namespace Kapok.Assets.Avatars.Hair;

/// <summary>Lays hair over the skull: a cap, and locks with a ridge that taper to a tip.</summary>
/// <remarks>
/// At coarser levels there are fewer and wider locks of fewer points, so that each style keeps its outline. Directions are an azimuth
/// (0 to the front, positive to the left) and an angle from the crown, in radians.
/// </remarks>
public sealed class HairBuilder(AvatarMesh mesh, int seed)
{
    private static readonly float[] NearAngles = [0f, 0.33f, 0.67f, 1f, 1.5f], FarAngles = [0f, 0.5f, 1f];
    private readonly Random _random = new(seed);

    /// <summary>Shape of a lock.</summary>
    /// <param name="Width">Half its width, metres.</param>
    /// <param name="Thickness">Height of its ridge, metres.</param>
    public sealed record LockCut(float Width, float Thickness)
    {
        /// <summary>Rings along, in a close portrait.</summary>
        public int Rings { get; init; } = 9;
        /// <summary>Width at the root, as a share.</summary>
        public float Root { get; init; } = 0.5f;
        /// <summary>How late it tapers: 2 is a spike, 6 a blunt end.</summary>
        public float Blunt { get; init; } = 2.6f;
        /// <summary>Width along the lock, in place of root and taper.</summary>
        public Func<float, float>? Profile { get; init; }
        /// <summary>Whether it hangs, so that its back stays to the head rather than up.</summary>
        public bool Hangs { get; init; }
        /// <summary>What it turns its ridge away from; the middle of the head when null.</summary>
        public Vector3? Around { get; init; }
        public Func<Vector3, BoneWeights>? Weights { get; init; }
    }

    /// <summary>A fringe: locks from the parting over the forehead, over a sheet that leaves no gaps at their roots.</summary>
    /// <param name="From">Azimuth of the first lock.</param>
    /// <param name="To">Azimuth of the last.</param>
    /// <param name="TipFrom">Angle from the crown that the tips reach at the first lock.</param>
    /// <param name="TipTo">The same at the last.</param>
    public sealed record FringeCut(float From, float To, float TipFrom, float TipTo)
    {
        public int Locks { get; init; } = 8;
        /// <summary>Azimuth of the parting.</summary>
        public float Part { get; init; } = 0.35f;
        public float Width { get; init; } = 0.034f;
        public float Thickness { get; init; } = 0.014f;
        /// <summary>How far tips are combed to the side, radians.</summary>
        public float Sweep { get; init; }
        /// <summary>How much higher it is in the middle.</summary>
        public float Dome { get; init; }
        public float Volume { get; init; }
        public float Blunt { get; init; } = 3.2f;
        public float TipOff { get; init; } = 0.012f;
    }

    /// <summary>Hair that falls from the parting around the head.</summary>
    /// <param name="From">Azimuth at which it begins on either side of the face.</param>
    /// <param name="Locks">Their number, in a close portrait.</param>
    /// <param name="Length">Below the ears, metres.</param>
    public sealed record CurtainCut(float From, int Locks, float Length)
    {
        public float Flare { get; init; }
        public float Inward { get; init; }
        /// <summary>How far it is drawn to the back, metres.</summary>
        public float Back { get; init; }
        public float Width { get; init; } = 0.036f;
        public float Thickness { get; init; } = 0.017f;
        public float Blunt { get; init; } = 4f;
        public float Wave { get; init; }
        public float Part { get; init; } = 0.35f;
        public float Spread { get; init; } = 0.022f;
    }

    /// <summary>The mesh under construction.</summary>
    public AvatarMesh Mesh => mesh;

    /// <summary>Level of detail.</summary>
    public int Level => mesh.Detail.Level;

    /// <summary>A repeatable random number from -0.5 to 0.5.</summary>
    public float Jitter() => _random.NextSingle() - 0.5f;

    /// <summary>How many of <paramref name="full"/> locks this level has.</summary>
    public int Count(int full) => mesh.Detail.Pick(full, Math.Max(3, (int)MathF.Round(full * 0.42f)), Math.Max(2, (int)MathF.Round(full * 0.18f)));

    /// <summary>How much wider each of them is.</summary>
    public float Widening(int full) => MathF.Pow((float)full / Count(full), 0.85f);

    /// <summary>A place over the skull.</summary>
    public static Vector3 At(float azimuth, float fromCrown, float off = 0f) => HeadShape.Skull.At(azimuth, fromCrown, off);

    /// <summary>Angle away from the front, 0..π.</summary>
    public static float FromFront(float azimuth) => MathF.Abs(Wrapped(azimuth));

    /// <summary>The hairline: the angle from the crown at which hair begins, from its values at the front, above the ears and at the back.</summary>
    public static Func<float, float> Hairline(float front = 0.92f, float side = 1.62f, float back = 2.12f) => azimuth =>
    {
        float a = FromFront(azimuth);
        return a < 1f ? Mix(front, front + 0.12f, Smooth(0f, 1f, a)) : a < 1.45f ? Mix(front + 0.12f, side, Smooth(1f, 1.45f, a)) : Mix(side, back, Smooth(1.75f, 2.3f, a));
    };

    /// <summary>Bones for hair that hangs below the head: it follows the chest the lower it is.</summary>
    public static BoneWeights HangingWeights(Vector3 at)
    {
        float chest = Smooth(1.30f, 1.05f, at.Y) * 0.75f;
        return new(Bone.Head, 1f - chest, Bone.Chest, chest);
    }

    /// <summary>The cap that covers the skull down to a hairline.</summary>
    /// <param name="line">See <see cref="Hairline"/>.</param>
    /// <param name="off">Metres above the skin at the hairline.</param>
    /// <param name="paint">Darker hair when null: it shows between locks.</param>
    /// <param name="volume">Factor of <paramref name="off"/> by azimuth and angle from the crown.</param>
    /// <param name="full">Rows, in a close portrait.</param>
    public void Cap(Func<float, float> line, float off, Paint? paint = null, Func<float, float, float>? volume = null, int full = 12)
    {
        Paint shade = paint ?? Paint.Hair.Shaded(0.8f);
        (int rows, int columns) = (mesh.Detail.Samples(full, mesh.Detail.Pick(6, 4, 2)), mesh.Detail.Pick(26, 12, 7));
        mesh.Grid(rows + 1, columns, (row, column) =>
        {
            float azimuth = (float)column / columns * MathF.Tau, fromCrown = Math.Clamp((float)row / rows, 0.002f, 1f) * line(azimuth);
            float height = off * (volume?.Invoke(azimuth, fromCrown) ?? (1f + (1.3f * Smooth(1f, 0.1f, fromCrown))));
            // The edge turns in to the skin: nobody looks under the cap.
            if (row == rows) height = -0.003f;
            return new(At(azimuth, fromCrown, height), HeadShape.Centre, Bone.Head, shade)
            {
                Tangent = Curve.Direction(At(azimuth, fromCrown + 0.05f) - At(azimuth, fromCrown), Vector3.UnitY),
                Strand = new(azimuth * 2f, 0.35f + (0.3f * row / rows)),
            };
        });
    }

    /// <summary>A lock along a curve.</summary>
    public void Lock(LockCut cut, params Vector3[] points)
    {
        Spline path = new(points);
        float[] angles = Level == 0 ? NearAngles : FarAngles;
        int rings = mesh.Detail.Samples(cut.Rings, mesh.Detail.Pick(4, 3, 2));
        Vector3 around = cut.Around ?? HeadShape.Centre;
        float across = _random.NextSingle();
        Paint paint = Paint.Hair.Shaded(1f + (Jitter() * 0.08f));
        mesh.Grid(rings + 1, angles.Length, (row, column) =>
        {
            float t = (float)row / rings;
            Vector3 centre = path.At(t), tangent = path.TangentAt(t), ridge = centre - around;
            if (cut.Hangs) ridge.Y *= 0.2f;
            ridge = Curve.Direction(ridge - (tangent * Vector3.Dot(ridge, tangent)), Vector3.UnitZ);
            bool end = row == 0 || row == rings;
            float share = cut.Profile is not null && end ? 0.05f
                : MathF.Max(0.012f, cut.Profile?.Invoke(t) ?? (Mix(cut.Root, 1f, Smooth(0f, 0.32f, t)) * MathF.Pow(MathF.Max(0f, 1f - MathF.Pow(t, cut.Blunt)), 0.8f)));
            (float sin, float cos) = MathF.SinCos(angles[column] * MathF.PI);
            Vector3 position = centre + (Vector3.Cross(tangent, ridge) * (cos * cut.Width * share)) + (ridge * (sin * cut.Thickness * share * (sin > 0f ? 1f : 0.55f)));
            Vector3 inside = centre + (ridge * (Level == 0 ? -0.002f : cut.Thickness * share * 0.3f));
            return new(position, inside, cut.Weights?.Invoke(centre) ?? Bone.Head, paint) { Tangent = tangent, Strand = new(across + (cos * 0.12f), Mix(0.3f, 1f, t)) };
        });
    }

    /// <summary>A tuft of tight curls: a bumpy ball.</summary>
    public void Puff(Vector3 centre, float radius)
    {
        (int rows, int columns) = mesh.Detail.Pick((4, 7), (3, 5), (2, 4));
        Paint paint = Paint.Hair.Shaded(0.97f + (Jitter() * 0.12f));
        Vector3 outwards = Curve.Direction(centre - HeadShape.Centre, Vector3.UnitY), across = Curve.Direction(Vector3.Cross(Vector3.UnitY, outwards), Vector3.UnitX),
            up = Vector3.Cross(outwards, across);
        float phase = Jitter() * MathF.Tau;
        mesh.Grid(rows + 1, columns, (row, column) =>
        {
            (float ring, float height) = MathF.SinCos((float)row / rows * MathF.PI);
            (float sin, float cos) = MathF.SinCos(((float)column / columns * MathF.Tau) + phase + (row * 0.5f));
            Vector3 direction = (outwards * height) + (((across * cos) + (up * sin)) * ring), along = (up * cos) - (across * sin);
            float bump = 1f + (0.16f * MathF.Sin((column * 2.6f) + (row * 1.9f) + phase));
            return new(centre + (direction * (radius * (row == 0 || row == rows ? 1f : bump))), centre, Bone.Head, paint)
            {
                Tangent = along,
                Strand = new(phase + (0.4f * column / columns), 0.55f + (0.35f * height))
            };
        });
    }

    /// <summary>A fringe.</summary>
    public void Fringe(FringeCut cut)
    {
        Sheet(cut);
        int locks = Count(cut.Locks);
        for (int i = 0; i < locks; i++)
        {
            float u = locks > 1 ? (float)i / (locks - 1) : 0.5f, azimuth = Mix(cut.From, cut.To, u) + (Jitter() * 0.06f), root = Mix(cut.Part, azimuth, 0.35f);
            // Tips gather in strands of two or three of different length: even spikes would read as a comb.
            float strand = MathF.Round(u * cut.Locks / 2.6f) * 2.6f / cut.Locks, gathered = Mix(azimuth, Mix(cut.From, cut.To, strand), 0.45f);
            float tip = TipAt(cut, u) + (Jitter() * 0.12f) - (0.10f * MathF.Abs(u - strand) * cut.Locks * 0.5f);
            float end = gathered + cut.Sweep + (Jitter() * 0.12f);
            Lock(
                new(cut.Width * (1.35f + (0.45f * Jitter())) * Widening(cut.Locks), cut.Thickness) { Blunt = cut.Blunt, Root = 0.75f },
                At(root, 0.26f, 0.022f), At(Mix(root, azimuth, 0.5f), 0.62f, 0.027f + cut.Volume),
                At(Mix(azimuth, end, 0.45f), Mix(0.62f, tip, 0.58f), 0.026f + cut.Volume), At(end, tip, cut.TipOff));
        }
    }

    /// <summary>Hair that falls around the head.</summary>
    public void Curtain(CurtainCut cut)
    {
        int locks = Count(cut.Locks);
        for (int i = 0; i < locks; i++)
        {
            float u = (float)i / (locks - 1), azimuth = Mix(cut.From, MathF.Tau - cut.From, u) + (Jitter() * 0.05f), a = FromFront(azimuth);
            float length = cut.Length * (1f + (Jitter() * 0.09f)), phase = Jitter() * 3f;
            Vector3 ear = At(azimuth, 1.42f, cut.Spread + 0.004f), outwards = new(MathF.Sin(azimuth), 0f, MathF.Cos(azimuth));
            List<Vector3> points = [At(Mix(cut.Part, azimuth, 0.55f), 0.14f, 0.023f), At(azimuth, 0.62f, cut.Spread), At(azimuth, 1.05f, cut.Spread + 0.004f), ear];
            int steps = cut.Wave > 0f ? 6 : 3;
            for (int step = 1; step <= steps; step++)
            {
                float t = (float)step / steps;
                Vector3 point = ear - new Vector3(0f, length * t, 0f) + (outwards * ((cut.Flare * MathF.Sin(t * MathF.PI * 0.5f)) - (cut.Inward * t * t)));
                if (cut.Back > 0f)
                {
                    point.Z -= cut.Back * t * Smooth(2.6f, 1.2f, a) * 0.6f;
                    point.X *= 1f - (0.22f * t * Smooth(1.2f, 1.7f, a) * cut.Back * 6f);
                }
                point += outwards * (cut.Wave * MathF.Sin((t * 11f) + phase));
                point.X += Jitter() * 0.008f;
                points.Add(point);
            }
            Lock(
                new(cut.Width * Widening(cut.Locks), cut.Thickness) { Rings = cut.Wave > 0f ? 15 : 11, Hangs = true, Weights = HangingWeights, Blunt = cut.Blunt, Root = 0.45f },
                [.. points]);
        }
    }

    /// <summary>Hair combed from the hairline to where it is tied.</summary>
    public void Swept(Vector3 tie, float from, float to, int full, float width = 0.034f)
    {
        Func<float, float> line = Hairline();
        int locks = Count(full);
        for (int i = 0; i < locks; i++)
        {
            float azimuth = Mix(from, to, (i + 0.5f) / locks), start = line(azimuth) - 0.04f;
            Vector3 root = At(azimuth, start, 0.006f), lift = At(azimuth, start - 0.16f, 0.019f);
            Vector3 over = HeadShape.Skull.At(Vector3.Normalize(Vector3.Lerp(root, tie, 0.5f) - HeadShape.Centre), 0.024f);
            Lock(
                new(width * Widening(full), 0.013f) { Rings = 8, Profile = t => Mix(0.5f, 1f, Smooth(0f, 0.3f, t)) * Mix(1f, 0.5f, Smooth(0.6f, 1f, t)) },
                root, lift, over, Vector3.Lerp(tie, over, 0.12f));
        }
    }

    /// <summary>An azimuth as -π..π.</summary>
    public static float Wrapped(float azimuth) => MathF.IEEERemainder(azimuth, MathF.Tau);

    private static float TipAt(FringeCut cut, float u) => Mix(cut.TipFrom, cut.TipTo, u) - (cut.Dome * (1f - MathF.Pow((u * 2f) - 1f, 2f)));

    private void Sheet(FringeCut cut)
    {
        (int rows, int columns) = mesh.Detail.Pick((6, 12), (3, 6), (2, 4));
        mesh.Grid(rows + 1, columns + 1, (row, column) =>
        {
            float u = (float)column / columns, v = (float)row / rows, azimuth = Mix(cut.From, cut.To, u);
            float edge = Bell(MathF.Min(u, 1f - u), 0.12f), end = TipAt(cut, u) - 0.13f - (0.03f * MathF.Cos(u * 19f));
            float at = Mix(Mix(cut.Part, azimuth, 0.6f), azimuth + (cut.Sweep * 0.6f * v), Smooth(0f, 0.5f, v));
            Vector3 position = At(at, Mix(0.3f, end, v), ((0.02f + cut.Volume) * (1f - (0.45f * v * v))) - (0.010f * edge) - (row == rows ? 0.004f : 0f));
            return new(position, HeadShape.Centre, Bone.Head, Paint.Hair.Shaded(0.92f))
            {
                Tangent = Curve.Direction(At(at, 0.9f) - At(Mix(cut.Part, at, 0.6f), 0.4f), Vector3.UnitY),
                Strand = new(azimuth * 2f, 0.4f + (0.5f * v)),
            };
        }, wrap: false);
    }
}
