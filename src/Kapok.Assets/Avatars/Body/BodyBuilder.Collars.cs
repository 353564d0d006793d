// Collars.
using System.Numerics;
using static Kapok.Assets.Avatars.Curve;

namespace Kapok.Assets.Avatars.Body;

public sealed partial class BodyBuilder
{
    /// <summary>A band around the neck: ribbing, a stand-up collar.</summary>
    /// <param name="from">Height of the lower edge.</param>
    /// <param name="to">Height of the upper edge.</param>
    /// <param name="lower">Radius there, metres.</param>
    /// <param name="upper">Radius at the upper edge.</param>
    /// <param name="thickness">Metres.</param>
    /// <param name="paint">Colour and finish.</param>
    public void NeckBand(float from, float to, float lower, float upper, float thickness, Paint paint)
    {
        if (Level == 2) return; // smaller than a pixel there
        List<Ring> rings =
        [
            Band(from, lower + (thickness * 0.6f), paint), Band(Mix(from, to, 0.5f), Mix(lower, upper, 0.5f) + thickness, paint),
            Band(to - 0.003f, upper + thickness, paint), Band(to, upper + (thickness * 0.5f), paint), Band(to - 0.003f, upper, paint.Shaded(0.8f)),
        ];
        if (Level == 0) rings = [Band(from - 0.008f, lower * 0.9f, paint), .. rings, Band(from, upper - 0.012f, paint.Shaded(0.5f))];
        mesh.Tube(rings, 26);

        Ring Band(float y, float radius, Paint ringPaint) => new(
            new(0f, y, -0.010f), Vector3.UnitX, Vector3.UnitZ, radius * (1f + (0.08f * shape.Masculine)), radius * (1f + (0.06f * shape.Masculine)),
            new(Bone.Chest, 0.65f, Bone.Neck, 0.35f), ringPaint);
    }

    /// <summary>A folded shirt collar with points.</summary>
    /// <param name="paint">Colour and finish.</param>
    /// <param name="radius">Of the neck opening, metres.</param>
    /// <param name="drop">How far the fold falls.</param>
    /// <param name="point">How much further its points reach.</param>
    public void ShirtCollar(Paint paint, float radius, float drop, float point)
    {
        float[] widths = [0.001f, 0.0045f, 0.008f, 0.0105f, 0.013f, 0.009f];
        if (Level == 2) return; // smaller than a pixel there
        int columns = mesh.Detail.Pick(28, 10, 6), rows = Level == 1 ? 5 : 6;
        mesh.Grid(rows, columns + 1, (i, j) =>
        {
            const float Base = 1.222f, Height = 0.03f;
            float u = (float)j / columns, front = Bell(MathF.Min(u, 1f - u), 0.085f);
            float[] heights = [0f, 0.8f, 1f, 0.72f, 0.7f, 0.7f];
            float y = Base + (Height * heights[i]) - (i > 3 ? drop + (point * front) : 0f) + (i == 5 ? 0.002f : 0f) - (0.012f * front);
            float reach = (widths[i] + radius) * (i > 3 ? 1.22f + (0.12f * front) : 1f);
            (float sin, float cos) = MathF.SinCos((MathF.PI / 2f) + Mix(0.16f, MathF.Tau - 0.16f, u));
            Vector3 position = new(cos * reach * (1f + (0.1f * shape.Masculine)), y, -0.008f + (sin * reach * (1f + (0.05f * shape.Masculine))) + (i > 3 ? 0.012f * front : 0f));
            return new(position, new(0f, 1.1f, -0.01f), new(Bone.Chest, 0.7f, Bone.Neck, 0.3f), i == 5 ? paint.Shaded(0.6f) : paint);
        }, wrap: false);
    }
}
