// Shapes that are made of grids: tubes, balls, sweeps.
using System.Numerics;

namespace Kapok.Assets.Avatars;

public sealed partial class AvatarMesh
{
    /// <summary>Adds a tube through rings. Rings that the level of detail can do without are left out.</summary>
    /// <param name="rings">In order.</param>
    /// <param name="segments">Points around, in a close portrait.</param>
    /// <param name="exact">Whether <paramref name="segments"/> holds at every level.</param>
    public void Tube(IReadOnlyList<Ring> rings, int segments, bool exact = false)
    {
        List<Ring> kept = Simplified(rings);
        int count = exact ? segments : detail.Samples(segments, detail.Pick(5, 5, 4));
        // A polygon inscribed in a circle is thinner than it: few corners are moved out so that the silhouette keeps its width.
        float swell = detail.Level == 0 ? 1f : (1f + (1f / MathF.Cos(MathF.PI / count))) / 2f;
        Grid(kept.Count, count, (row, column) =>
        {
            Ring ring = kept[row];
            float angle = (column + (count <= 5 ? 0.5f : 0f)) / count * MathF.Tau;
            (float sin, float cos) = MathF.SinCos(angle);
            float reach = swell * MathF.Pow(MathF.Pow(MathF.Abs(cos), ring.Exponent) + MathF.Pow(MathF.Abs(sin), ring.Exponent), -1f / ring.Exponent)
                * (ring.Fold?.Invoke(angle) ?? 1f);
            return new(ring.Centre + (ring.U * (cos * reach * ring.A)) + (ring.V * (sin * reach * ring.B)), ring.Centre, ring.Weights, ring.Paint);
        });
    }

    /// <summary>Adds an ellipsoid, shaped further by <paramref name="shape"/> (position, direction → position).</summary>
    public void Ball(Vector3 centre, Vector3 radii, int rows, int columns, BoneWeights weights, Paint paint, Func<Vector3, Vector3, Vector3>? shape = null)
    {
        (int rowCount, int columnCount) = (detail.Samples(rows, 3), detail.Samples(columns, 4));
        Grid(rowCount + 1, columnCount, (row, column) =>
        {
            (float sin, float cos) = MathF.SinCos((float)row / rowCount * MathF.PI);
            (float around, float front) = MathF.SinCos((float)column / columnCount * MathF.Tau);
            Vector3 direction = new(sin * front, cos, sin * around), position = centre + (direction * radii);
            return new(shape?.Invoke(position, direction) ?? position, centre, weights, paint);
        });
    }

    /// <summary>Adds a closed cord along a curve.</summary>
    /// <param name="path">The middle of the cord.</param>
    /// <param name="steps">Rings along, in a close portrait.</param>
    /// <param name="segments">Points around, in a close portrait.</param>
    /// <param name="radius">In metres, at 0..1 of the way.</param>
    /// <param name="weights">Bones, by place.</param>
    /// <param name="paint">Colour and finish.</param>
    /// <param name="flatness">Second radius as a share of the first.</param>
    /// <param name="up">Direction of the first radius.</param>
    public void Sweep(
        Spline path, int steps, int segments, Func<float, float> radius, Func<Vector3, BoneWeights> weights, Paint paint, float flatness = 1f, Vector3? up = null)
    {
        int count = detail.Samples(steps, detail.Pick(4, 3, 2));
        Vector3 side = up ?? Vector3.UnitY;
        List<Ring> rings = [];
        for (int i = 0; i <= count; i++)
        {
            float t = (float)i / count, r = radius(t);
            Vector3 centre = path.At(t), tangent = path.TangentAt(t);
            side = Curve.Direction(side - (tangent * Vector3.Dot(side, tangent)), Vector3.UnitX);
            rings.Add(new(centre, Vector3.Cross(tangent, side), side, r, r * flatness, weights(centre), paint));
        }
        Ring first = rings[0] with { A = 1e-5f, B = 1e-5f }, last = rings[^1] with { A = 1e-5f, B = 1e-5f };
        Tube([first, .. rings, last], segments);
    }

    /// <summary>Adds a closed cord that one set of bones moves.</summary>
    public void Sweep(Spline path, int steps, int segments, Func<float, float> radius, BoneWeights weights, Paint paint, float flatness = 1f, Vector3? up = null) =>
        Sweep(path, steps, segments, radius, _ => weights, paint, flatness, up);

    // Douglas-Peucker over centre and radii; borders between paints stay.
    private List<Ring> Simplified(IReadOnlyList<Ring> rings)
    {
        bool[] keep = new bool[rings.Count];
        int first = 0;
        for (int i = 1; i < rings.Count; i++)
        {
            bool border = rings[i].Paint.Slot != rings[i - 1].Paint.Slot;
            if (!border && i < rings.Count - 1) continue;
            int last = border ? i - 1 : i;
            Split(first, last);
            first = i;
            keep[i] = true;
        }
        return [.. rings.Where((_, i) => keep[i])];

        void Split(int from, int to)
        {
            keep[from] = keep[to] = true;
            (float worst, int at) = (detail.Tolerance, -1);
            for (int i = from + 1; i < to; i++)
            {
                float distance = Distance(rings[i], rings[from], rings[to]);
                if (distance > worst) (worst, at) = (distance, i);
            }
            if (at < 0) return;
            Split(from, at);
            Split(at, to);
        }
    }

    private static float Distance(Ring ring, Ring from, Ring to)
    {
        Vector3 c = ring.Centre - from.Centre, line = to.Centre - from.Centre;
        Vector2 r = new(ring.A - from.A, ring.B - from.B), slope = new(to.A - from.A, to.B - from.B);
        float length = line.LengthSquared() + slope.LengthSquared();
        float t = length > 0f ? Math.Clamp((Vector3.Dot(c, line) + Vector2.Dot(r, slope)) / length, 0f, 1f) : 0f;
        return MathF.Sqrt((c - (line * t)).LengthSquared() + (r - (slope * t)).LengthSquared());
    }
}
