// Legs, trousers, skirts.
using System.Numerics;
using static Kapok.Assets.Avatars.Curve;

namespace Kapok.Assets.Avatars.Body;

public sealed partial class BodyBuilder
{
    /// <summary>How trousers are cut.</summary>
    public sealed record TrouserCut(float Off = 0.012f)
    {
        /// <summary>Height of the hem.</summary>
        public float To { get; init; } = 0.105f;
        public float Flare { get; init; }
        public Paint? Cuff { get; init; }
    }

    /// <summary>How a skirt is cut.</summary>
    /// <param name="From">Height of the waist.</param>
    /// <param name="To">Height of the hem.</param>
    /// <param name="Off">Metres above the skin at the waist.</param>
    /// <param name="Flare">Metres it widens by, down to the hem.</param>
    public sealed record SkirtCut(float From, float To, float Off, float Flare)
    {
        /// <summary>Number of pressed pleats; negative for that many soft folds.</summary>
        public int Pleats { get; init; }
        /// <summary>Depth of pleats or folds as a share of the radius.</summary>
        public float Depth { get; init; }
        public Paint? Trim { get; init; }
    }

    // Inset of a row that is drawn together to a point.
    private const float Closed = 1f;

    /// <summary>Bare legs, or legs in tights.</summary>
    public void BareLegs(Paint paint) => Legs(0.08f, 0f, paint, 0f, null);

    /// <summary>Trousers with their seat.</summary>
    public void Trousers(TrouserCut cut, Paint paint)
    {
        Seat(paint);
        Legs(cut.To, cut.Off, paint, cut.Flare, cut.Cuff);
    }

    /// <summary>A skirt; it follows the legs below it, each half its own.</summary>
    public void Skirt(SkirtCut cut, Paint paint)
    {
        (float width, float depth, float front) = shape.Torso(cut.From);
        int steps = mesh.Detail.Pick(7, 3, 2);
        Paint band = cut.Trim ?? paint;
        List<(float Y, float Fall, float Inset, Paint Paint)> rows = [(cut.From + 0.012f, 0f, 0.02f, paint.Shaded(0.6f)), (cut.From + 0.012f, 0f, -0.001f, band)];
        for (int i = 0; i <= steps; i++)
        {
            float t = (float)i / steps;
            rows.Add((Mix(cut.From, cut.To, t), t, 0f, cut.Trim is null || i < steps ? paint : band));
            if (i == steps - 1 && cut.Trim is not null) rows.AddRange([(Mix(cut.From, cut.To, 0.93f), 0.93f, 0f, paint), (Mix(cut.From, cut.To, 0.931f), 0.931f, 0f, band)]);
        }
        rows.Add((cut.To - 0.003f, 1f, 0.003f, band));
        // The lining closes between the legs a little above the hem, so that nobody looks up a skirt, seated or from below.
        float lining = Mix(cut.To, cut.From, 0.2f);
        if (Level < 2) rows.AddRange([(cut.To + 0.002f, 1f, 0.009f, paint.Shaded(0.6f)), (lining, 0.8f, 0.018f, paint.Shaded(0.45f)), (lining, 0.8f, Closed, paint.Shaded(0.38f))]);
        int pleats = Math.Abs(cut.Pleats), columns = mesh.Detail.Pick(Math.Max(28, pleats * 2), 12, 7);
        mesh.Grid(rows.Count, columns, (row, column) =>
        {
            (float y, float fall, float inset, Paint rowPaint) = rows[row];
            float angle = (float)column / columns * MathF.Tau, spread = MathF.Pow(fall, 0.85f) * cut.Flare;
            float wave = cut.Pleats > 0 ? MathF.Pow(MathF.Abs(MathF.Sin(angle * pleats / 2f)), 0.7f) - 0.5f
                : MathF.Sin(angle * pleats) + (0.4f * MathF.Sin((angle * pleats * 1.7f) + 1f));
            float fold = Level == 0 ? 1f + (cut.Depth * Smooth(0.05f, 0.5f, fall) * wave) : 1f;
            (float sin, float cos) = MathF.SinCos(angle);
            float a = (width + cut.Off + spread - inset) * fold, b = (depth + cut.Off + (spread * 0.92f) - inset) * fold;
            Vector3 centre = new(0f, y, front * (1f - fall));
            // At the waist it has the torso's cross-section, at the hem it is round.
            float exponent = Mix(BodyShape.TorsoExponent, 2f, Smooth(0.3f, 1f, fall));
            float reach = MathF.Pow(MathF.Pow(MathF.Abs(cos), exponent) + MathF.Pow(MathF.Abs(sin), exponent), -1f / exponent);
            (a, b) = inset >= Closed ? (0f, 0f) : (a * reach, b * reach);
            return new(centre + new Vector3(cos * a, 0f, sin * b), centre, SkirtWeights(cos * a, y, fall), rowPaint);
        });
    }

    private static BoneWeights SkirtWeights(float x, float y, float fall)
    {
        float legs = 0.96f * Smooth(0.02f, 0.5f, fall), left = Smooth(-0.09f, 0.09f, x), shin = Smooth(0.52f, 0.3f, y) * 0.95f;
        Bone thigh = left > 0.5f ? Bone.LeftUpperLeg : Bone.RightUpperLeg, other = left > 0.5f ? Bone.RightUpperLeg : Bone.LeftUpperLeg;
        float near = MathF.Max(left, 1f - left);
        // Below the knee the cloth between the legs goes with both shins, or it would be dragged forward when one sits.
        return shin > 0.3f
            ? new(Bone.Hips, 1f - legs, thigh, legs * (1f - shin), thigh + 1, legs * near * shin, other + 1, legs * (1f - near) * shin)
            : new(Bone.Hips, 1f - legs, thigh, legs * near * (1f - shin), other, legs * (1f - near), thigh + 1, legs * near * shin);
    }

    private static BoneWeights LegWeights(float side, float y)
    {
        Bone thigh = side > 0f ? Bone.LeftUpperLeg : Bone.RightUpperLeg;
        float shin = 1f - Smooth(0.39f, 0.51f, y), foot = 1f - Smooth(0.07f, 0.11f, y), hips = Smooth(0.74f, 0.88f, y) * 0.55f;
        return new(thigh, (1f - shin) * (1f - hips), thigh + 1, shin * (1f - foot), thigh + 2, foot * shin, Bone.Hips, hips * (1f - shin));
    }

    private void Legs(float to, float off, Paint paint, float flare, Paint? cuff)
    {
        foreach (float side in Sides)
        {
            List<Ring> rings = [];
            const int Steps = 16;
            for (int i = 0; i <= Steps; i++)
            {
                float y = Mix(0.845f, to, (float)i / Steps);
                float fold = off > 0.004f && Level == 0 ? MathF.Sin((y * 70f) + side) * 0.0012f : 0f;
                rings.Add(Ring(y, shape.LegRadius(y) + (off * (1f + (flare * Smooth(0.7f, 0.1f, y)))) + fold, paint));
            }
            if (off > 0f)
            {
                float edge = shape.LegRadius(to) + (off * (1f + flare));
                Paint hem = cuff ?? paint;
                if (cuff is not null) rings.AddRange([Ring(to + 0.03f, edge, hem), Ring(to + 0.03f, edge + 0.005f, hem), Ring(to, edge + 0.005f, hem)]);
                rings.AddRange([Ring(to - 0.003f, edge - 0.002f, hem), Ring(to - 0.001f, edge - 0.007f, hem.Shaded(0.7f))]);
                if (Level < 2) rings.Add(Ring(to + 0.012f, MathF.Max(0.02f, shape.LegRadius(to) * 0.8f), hem.Shaded(0.45f)));
            }
            mesh.Tube(rings, 18);

            Ring Ring(float y, float radius, Paint ringPaint) => new(
                new(shape.LegX(side), y, y < 0.4f ? -0.006f * Smooth(0.4f, 0.2f, y) : 0.003f), Vector3.UnitX, Vector3.UnitZ, radius, radius * 1.04f,
                LegWeights(side, y), ringPaint);
        }
    }
}
