using System.Numerics;
using static Kapok.Assets.Avatars.Curve;

namespace Kapok.Assets.Avatars.Body;

/// <summary>Puts a body and its clothes together from tubes around the torso, the limbs and the neck.</summary>
/// <remarks>One concern a file: the torso here; arms, hands, legs, shoes, collars and skirts in the others.</remarks>
public sealed partial class BodyBuilder(AvatarMesh mesh, BodyShape shape)
{
    /// <summary>Both sides of the body; left is +X.</summary>
    public static readonly float[] Sides = [1f, -1f];

    /// <summary>The mesh under construction.</summary>
    public AvatarMesh Mesh => mesh;

    /// <summary>Proportions of this body.</summary>
    public BodyShape Shape => shape;

    private int Level => mesh.Detail.Level;

    /// <summary>How a top is cut.</summary>
    public sealed record TopCut(float From, float Off)
    {
        public float To { get; init; } = 1.236f;
        /// <summary>How much wider it falls at the hem, metres.</summary>
        public float Loose { get; init; }
        /// <summary>Depth of the folds at the waist, as a share of the radius.</summary>
        public float Fold { get; init; }
        /// <summary>Paint and height of a band along the hem; no band when null.</summary>
        public Paint? Hem { get; init; }
        public float HemHeight { get; init; }
        /// <summary>Whether the hem is knitted and pulls in.</summary>
        public bool Ribbed { get; init; }
    }

    /// <summary>A ring around the torso, <paramref name="off"/> metres above the skin.</summary>
    public Ring TorsoRing(float y, float off, Paint paint)
    {
        (float width, float depth, float front) = shape.Torso(y);
        return new(new(0f, y, front), Vector3.UnitX, Vector3.UnitZ, width + off, depth + off, BodyShape.TorsoWeights(y), paint)
        {
            Exponent = BodyShape.TorsoExponent,
        };
    }

    /// <summary>The upper garment: a tube from hem to neck with turned-in edges.</summary>
    public void Top(TopCut cut, Paint paint)
    {
        const int Steps = 16;
        (Paint hem, float from) = (cut.Hem ?? paint, cut.From);
        List<Ring> rings = [];
        if (Level < 2) rings.AddRange([TorsoRing(from + 0.025f, -0.012f, hem.Shaded(0.4f)), TorsoRing(from + 0.002f, Off(from) - 0.008f, hem.Shaded(0.55f))]);
        rings.AddRange([TorsoRing(from - 0.003f, Off(from) - 0.003f, hem), TorsoRing(from, Off(from), hem)]);
        if (cut.Hem is not null && cut.HemHeight > 0f) rings.Add(TorsoRing(from + (cut.HemHeight * 0.95f), Off(from + cut.HemHeight), hem));
        for (int i = 0; i <= Steps; i++)
        {
            float y = Mix(from, cut.To, (float)i / Steps);
            if (y <= from + cut.HemHeight || i == 0) continue;
            Ring ring = TorsoRing(y, Off(y) * (y > 1.19f ? 0.7f : 1f), paint);
            float fold = cut.Fold * Bell(y - 1f, 0.09f);
            rings.Add(Level == 0 && fold > 0.001f ? ring with { Fold = angle => 1f + (fold * MathF.Sin((angle * 5f) + (y * 34f))) } : ring);
        }
        if (Level < 2) rings.AddRange([TorsoRing(cut.To + 0.003f, (cut.Off * 0.7f) - 0.004f, paint.Shaded(0.8f)), TorsoRing(cut.To - 0.004f, -0.012f, paint.Shaded(0.5f))]);
        mesh.Tube(rings, 32);

        float Off(float y) => cut.Off + (cut.Loose * Smooth(1.15f, from + 0.02f, y) * (cut.Ribbed && y < from + 0.03f ? 0.35f : 1f));
    }

    /// <summary>The seat of trousers.</summary>
    public void Seat(Paint paint, float to = 1f)
    {
        List<Ring> rings = [TorsoRing(0.77f, -0.02f, paint)];
        foreach (float y in (ReadOnlySpan<float>)[0.785f, 0.80f, 0.83f, 0.86f, 0.90f, 0.94f, 0.98f, 1f])
            if (y <= to) rings.Add(TorsoRing(y, 0.006f, paint));
        mesh.Tube(rings, 28);
    }

    /// <summary>A belt or sash.</summary>
    public void Belt(float y, Paint paint, float off = 0.012f, float half = 0.013f)
    {
        if (Level == 2 && half < 0.02f) return;
        off += mesh.Detail.Pick(0f, 0.003f, 0.012f);
        mesh.Tube([TorsoRing(y - half - 0.001f, off - 0.008f, paint), TorsoRing(y - half, off, paint), TorsoRing(y + half, off, paint),
            TorsoRing(y + half + 0.001f, off - 0.008f, paint)], 28);
    }

    /// <summary>A raised patch on the torso's front between two edges (x by 0..1 of the height). Its rim is turned in, so nothing is open.</summary>
    /// <param name="left">Edge at the smaller x.</param>
    /// <param name="right">Edge at the larger x.</param>
    /// <param name="from">Height of the lower end.</param>
    /// <param name="to">Height of the upper end.</param>
    /// <param name="off">Metres above the skin.</param>
    /// <param name="paint">Colour and finish.</param>
    /// <param name="rows">Samples upwards in a close portrait.</param>
    /// <param name="columns">Samples across in a close portrait.</param>
    /// <param name="thickness">Metres.</param>
    /// <param name="until">Coarsest level at which it is drawn.</param>
    public void Patch(
        Func<float, float> left, Func<float, float> right, float from, float to, float off, Paint paint, int rows = 8, int columns = 6, float thickness = 0.006f, int until = 0)
    {
        if (Level > until) return;
        // Coarse torsos bulge between their few rings: what lies on them stands off further.
        off += mesh.Detail.Pick(0f, 0.007f, 0.016f);
        (int rowCount, int columnCount) = (mesh.Detail.Pick(Math.Max(2, rows * 6 / 10), 2, 1), mesh.Detail.Pick(Math.Max(2, columns * 6 / 10), 1, 1));
        int rim = Level == 2 ? 0 : 1;
        mesh.Grid(rowCount + 1 + (2 * rim), columnCount + 1 + (2 * rim), (i, j) =>
        {
            bool edge = rim == 1 && (i == 0 || i == rowCount + 2 || j == 0 || j == columnCount + 2);
            float v = Math.Clamp((float)(i - rim) / rowCount, 0f, 1f), u = Math.Clamp((float)(j - rim) / columnCount, 0f, 1f);
            float y = Mix(from, to, v), x = Mix(left(v), right(v), u);
            Vector3 position = shape.Front(x, y, off - (edge ? thickness + 0.004f : 0f));
            return new(position, new(x, y, -0.3f), BodyShape.TorsoWeights(y), edge ? paint.Occluded(0.7f) : paint);
        }, wrap: false);
    }

    /// <summary>A button.</summary>
    public void Button(float x, float y, float off, Paint paint, float radius = 0.007f)
    {
        if (Level > 0) return;
        mesh.Ball(shape.Front(x, y, off), new(radius, radius, radius * 0.5f), 5, 8, BodyShape.TorsoWeights(y), paint.Glossy());
    }
}
