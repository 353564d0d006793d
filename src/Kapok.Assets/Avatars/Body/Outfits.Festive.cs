// Clothes for ceremonies: qipao and tangzhuang, hanfu robe.
using System.Numerics;
using static Kapok.Assets.Avatars.Curve;

namespace Kapok.Assets.Avatars.Body;

public static partial class Outfits
{
    // With a skirt a qipao; with trousers a tangzhuang jacket closed by frogs.
    private static void Qipao(BodyBuilder body)
    {
        if (Skirted(body))
        {
            body.BareLegs(Paint.Skin);
            body.Skirt(new(0.94f, 0.50f, 0.001f, 0.096f) { Pleats = 16, Depth = 0.05f, Trim = Paint.Accent }, Paint.Bottom);
        }
        else body.Trousers(new(0.016f) { Flare = 0.5f, To = 0.10f }, Paint.Bottom);
        body.Top(new(0.865f, 0.010f) { Loose = 0.008f, Hem = Paint.Accent, HemHeight = 0.012f }, Paint.Top);
        body.Sleeves(new(0.30f, 0.014f) { Flare = 0.9f, Cuff = Paint.Accent }, Paint.Top);
        body.BareArms(0.27f);
        body.NeckBand(1.220f, 1.262f, 0.057f, 0.052f, 0.005f, Paint.Top);
        if (Near(body)) body.NeckBand(1.258f, 1.265f, 0.0525f, 0.052f, 0.0055f, Paint.Accent);
        body.NeckBand(1.216f, 1.224f, 0.061f, 0.059f, 0.005f, Paint.Accent);
        Paint piping = Paint.Accent.Glossy();
        if (Skirted(body))
        {
            Cord(body, 0.012f, 0.0048f, piping, Bone.Chest, (0f, 1.222f), (0.018f, 1.195f), (0.055f, 1.168f), (0.092f, 1.145f), (0.108f, 1.10f));
            Cord(body, 0.017f, 0.004f, piping, new(Bone.Spine, 0.5f, Bone.Chest, 0.5f), (0.108f, 1.10f), (0.112f, 1.02f), (0.118f, 0.95f), (0.126f, 0.88f));
            foreach ((float x, float y) in (ReadOnlySpan<(float, float)>)[(0.004f, 1.214f), (0.055f, 1.168f), (0.106f, 1.095f)]) Frog(body, x, y, 0.025f);
        }
        else
        {
            Cord(body, 0.015f, 0.004f, piping, new(Bone.Spine, 0.4f, Bone.Chest, 0.6f), (0f, 1.222f), (0f, 1.12f), (0f, 1f), (0f, 0.88f));
            for (int i = 0; i < 5; i++) Frog(body, 0f, 1.195f - (i * 0.068f), 0.03f);
        }
        foreach ((float x, float y, float size) in (ReadOnlySpan<(float, float, float)>)[(-0.055f, 1.06f, 1f), (-0.07f, 1.0f, 0.7f)]) Blossom(body, x, y, size);
        body.Shoes(Paint.Shoes.Shaded(0.55f), sock: Skirted(body) ? Paint.White : null);
    }

    // Crossed collar, wide sleeves, a long skirt and a sash: hanfu.
    private static void Robe(BodyBuilder body)
    {
        body.Skirt(new(0.985f, 0.055f, 0.014f, 0.125f) { Pleats = -11, Depth = 0.03f, Trim = Paint.Accent }, Paint.Bottom);
        body.Top(new(0.93f, 0.014f) { Loose = 0.006f }, Paint.Top);
        body.Sleeves(new(0.385f, 0.020f) { Flare = 1.1f, Cuff = Paint.Accent, Hang = 0.19f }, Paint.Top);
        if (body.Mesh.Detail.Level < 2) body.BareArms(0.25f);
        body.NeckBand(1.214f, 1.252f, 0.062f, 0.056f, 0.008f, Paint.White);
        // The wearer's left half lies over the right one: the other way round is for the dead.
        Lapel(-1f, 0.021f, 1);
        Lapel(1f, 0.026f, 2);
        body.Belt(0.985f, Paint.Accent, 0.022f, 0.034f);
        if (body.Mesh.Detail.Level < 2) body.Belt(0.985f, Paint.Gold, 0.0245f, 0.006f);
        if (Near(body))
        {
            foreach (float side in BodyBuilder.Sides)
            {
                Vector3 knot = body.Shape.Front(0f, 0.98f, 0.028f);
                body.Mesh.Sweep(new(knot, knot + new Vector3(side * 0.014f, -0.07f, 0.012f), knot + new Vector3(side * 0.022f, -0.2f, 0.03f)), 8, 6,
                    t => 0.008f + (0.006f * t), Bone.Hips, Paint.Accent, 0.35f);
            }
            Knob(body, body.Shape.Front(0f, 0.985f, 0.032f), new(0.014f, 0.014f, 0.008f), Bone.Spine, Paint.Gold);
        }
        body.Shoes(Paint.White);

        // The edge of one half of the collar, from the neck to the other side of the waist.
        void Lapel(float side, float off, int until)
        {
            float Middle(float v) => side * Mix(-0.062f, 0.058f, v);
            body.Patch(v => Middle(v) - 0.017f, v => Middle(v) + 0.017f, 1.0f, 1.225f, off, Paint.Accent, 12, 3, 0.008f, until);
            if (side > 0f) body.Patch(v => Middle(v) - 0.021f, v => Middle(v) - 0.011f, 1.04f, 1.225f, off - 0.003f, Paint.White, 12, 1, 0.006f);
        }
    }

    // A knotted fastening with its two loops.
    private static void Frog(BodyBuilder body, float x, float y, float reach)
    {
        if (!Near(body)) return;
        Vector3 knot = body.Shape.Front(x, y, 0.017f);
        body.Mesh.Ball(knot, new(0.0075f, 0.0075f, 0.006f), 6, 8, Bone.Chest, Paint.Accent.Glossy());
        foreach (float side in BodyBuilder.Sides)
        {
            Spline loop = new(knot, Front(side * reach * 0.56f, 0.006f), Front(side * reach, 0f), Front(side * reach * 0.56f, -0.006f), knot);
            body.Mesh.Sweep(loop, 8, 5, _ => 0.003f, Bone.Chest, Paint.Accent.Glossy());
        }

        Vector3 Front(float dx, float dy) => body.Shape.Front(x + dx, y + dy, 0.016f);
    }

    private static void Blossom(BodyBuilder body, float x, float y, float size)
    {
        if (!Near(body)) return;
        for (int i = 0; i < 5; i++)
        {
            (float sin, float cos) = MathF.SinCos(i / 5f * MathF.Tau);
            Vector3 petal = body.Shape.Front(x + (cos * 0.012f * size), y + (sin * 0.012f * size), 0.014f);
            body.Mesh.Ball(petal, new(0.009f * size, 0.009f * size, 0.003f), 4, 7, BodyShape.TorsoWeights(y), Paint.Top.Shaded(1.7f));
        }
    }
}
