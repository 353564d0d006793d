// Clothes for the day: suit, blouse, dress.
using System.Numerics;
using static Kapok.Assets.Avatars.Curve;

namespace Kapok.Assets.Avatars.Body;

public static partial class Outfits
{
    private static void Suit(BodyBuilder body)
    {
        body.Trousers(new(0.011f) { Flare = 0.25f, To = 0.075f }, Paint.Bottom);
        body.Top(new(0.825f, 0.016f) { Loose = 0.010f, To = 1.222f }, Paint.Top);
        body.Sleeves(new(0.375f, 0.013f) { Flare = 0.1f }, Paint.Top);
        if (Near(body)) body.Sleeves(new(0.388f, 0.005f), Paint.White);
        body.Patch(v => -Mix(0.006f, 0.056f, v), v => Mix(0.006f, 0.056f, v), 1.0f, 1.222f, 0.021f, Paint.White, 10, 8, 0.012f, until: 2);
        foreach (float side in BodyBuilder.Sides)
        {
            float Inner(float v) => side * Mix(0.004f, 0.048f, v);
            float Outer(float v) => Inner(v) + (side * (v < 0.72f ? Mix(0.010f, 0.05f, v / 0.72f) : Mix(0.030f, 0.010f, (v - 0.72f) / 0.28f)));
            body.Patch(v => MathF.Min(Inner(v), Outer(v)), v => MathF.Max(Inner(v), Outer(v)), 0.995f, 1.222f, 0.0285f, Paint.Top.Shaded(0.84f), 14, 4, 0.010f, until: 1);
            Panel(body, side * 0.085f, 0.028f, 0.905f, 0.922f, 0.030f, Paint.Top.Shaded(0.82f));
        }
        body.Patch(_ => 0.07f, _ => 0.108f, 1.108f, 1.118f, 0.022f, Paint.White, 2, 4);
        body.Patch(v => -Tie(v), Tie, 0.985f, 1.20f, 0.029f, Paint.Accent, 12, 4, 0.006f, until: 2);
        if (Near(body))
            body.Mesh.Ball(body.Shape.Front(0f, 1.207f, 0.026f), new(0.0165f, 0.016f, 0.010f), 8, 10, Bone.Chest, Paint.Accent.Shaded(0.88f),
                (p, d) => p with { X = p.X * (1f + (0.25f * d.Y)) });
        body.ShirtCollar(Paint.White, 0.058f, 0.016f, 0.024f);
        body.Button(0f, 0.965f, 0.030f, Paint.Top.Shaded(0.5f));
        body.Button(0f, 0.905f, 0.030f, Paint.Top.Shaded(0.5f));
        body.Shoes(Paint.Dark);

        static float Tie(float v) => v < 0.08f ? 0.018f * v / 0.08f : Mix(0.018f, 0.0095f, v);
    }

    private static void Blouse(BodyBuilder body)
    {
        Paint top = Paint.Top;
        if (Skirted(body))
        {
            body.BareLegs(Paint.Skin);
            body.Skirt(new(0.965f, 0.62f, 0.010f, 0.105f) { Pleats = 18, Depth = 0.06f, Trim = Paint.Accent }, Paint.Bottom);
        }
        else body.Trousers(new(0.012f) { Flare = 0.5f }, Paint.Bottom);
        body.Top(new(0.93f, 0.009f) { Fold = 0.01f }, top);
        body.Belt(0.968f, Paint.Bottom.Shaded(0.7f), 0.0175f);
        body.Sleeves(new(0.35f, 0.016f) { Flare = 0.3f, Cuff = top }, top);
        body.ShirtCollar(top.Shaded(1.4f), 0.060f, 0.024f, 0.045f);
        body.Patch(_ => -0.010f, _ => 0.010f, 0.975f, 1.215f, 0.014f, top.Shaded(0.95f), 10, 2);
        for (int i = 0; i < 4; i++) body.Button(0f, 1.03f + (i * 0.045f), 0.0165f, Paint.Accent, 0.0052f);
        Knob(body, body.Shape.Front(0f, 1.205f, 0.026f), new(0.010f, 0.010f, 0.008f), Bone.Chest, Paint.Accent);
        foreach (float side in BodyBuilder.Sides)
        {
            if (!Near(body)) continue;
            Vector3[] ribbon = [body.Shape.Front(0f, 1.205f, 0.026f), body.Shape.Front(side * 0.02f, 1.19f, 0.028f), body.Shape.Front(side * 0.026f, 1.15f, 0.022f)];
            body.Mesh.Sweep(new(ribbon), 6, 6, t => 0.005f + (0.005f * t), Bone.Chest, Paint.Accent, 0.5f);
        }
        body.Shoes(Paint.Shoes.Shaded(0.5f), sock: Skirted(body) ? Paint.White : null);
    }

    private static void Dress(BodyBuilder body)
    {
        body.BareLegs(Paint.Skin);
        body.Top(new(0.955f, 0.008f), Paint.Top);
        body.Skirt(new(0.985f, 0.56f, 0.010f, 0.135f) { Pleats = -8, Depth = 0.028f, Trim = Paint.Accent }, Paint.Top);
        body.Belt(0.987f, Paint.Accent, 0.0185f);
        body.Sleeves(new(0.10f, 0.02f) { Flare = 0.5f, Cuff = Paint.Accent }, Paint.Top);
        body.BareArms(0.06f);
        body.NeckBand(1.224f, 1.243f, 0.058f, 0.055f, 0.006f, Paint.White);
        foreach (float side in BodyBuilder.Sides) PeterPan(body, side);
        Knob(body, new(0f, 1.203f, 0.085f), new(0.010f, 0.010f, 0.008f), Bone.Chest, Paint.Accent);
        foreach (float side in BodyBuilder.Sides)
        {
            if (!Near(body)) continue;
            body.Mesh.Ball(new(side * 0.022f, 1.203f, 0.085f), new(0.019f, 0.013f, 0.007f), 6, 9, Bone.Chest, Paint.Accent,
                (p, _) => p with { Y = 1.203f + ((p.Y - 1.203f) * (0.45f + (0.8f * MathF.Abs(p.X) / 0.035f))) });
        }
        body.Shoes(Paint.Shoes.Shaded(0.6f), sock: Paint.White);
    }

    // One half of a round, flat collar.
    private static void PeterPan(BodyBuilder body, float side)
    {
        (int rows, int columns) = body.Mesh.Detail.Pick((5, 10), (3, 5), (2, 3));
        body.Mesh.Grid(rows + 1, columns + 1, (i, j) =>
        {
            float u = (float)j / columns, t = (float)i / rows, out1 = MathF.Min(1f, t * 1.2f), a = (MathF.PI / 2f) - (side * Mix(0.05f, 2.6f, u));
            float reach = Mix(0.056f, 0.093f - (0.03f * MathF.Pow(MathF.Abs((u * 2f) - 1f), 4f)), out1), front = MathF.Max(0f, MathF.Sin(a));
            Vector3 position = new(
                MathF.Cos(a) * reach * 1.12f, 1.236f - (0.030f * out1) - (t > 0.83f ? 0.006f : 0f) + (0.004f * MathF.Sin(t * MathF.PI)) - (0.012f * front * t),
                -0.008f + (MathF.Sin(a) * reach) + (0.016f * front * t));
            return new(position, new(0f, 1.05f, 0f), new(Bone.Chest, 0.85f, Bone.Neck, 0.15f), Paint.White);
        }, wrap: false);
    }
}
