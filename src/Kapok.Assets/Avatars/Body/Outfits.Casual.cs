// Everyday clothes: tee, hoodie, jacket.
using System.Numerics;
using static Kapok.Assets.Avatars.Curve;

namespace Kapok.Assets.Avatars.Body;

public static partial class Outfits
{
    private static void Tee(BodyBuilder body)
    {
        body.Trousers(new() { Cuff = Paint.Bottom.Shaded(1.18f) }, Paint.Bottom);
        body.Top(new(0.875f, 0.010f) { Loose = 0.006f, Fold = 0.012f, Hem = Paint.Top, HemHeight = 0.01f }, Paint.Top);
        body.Sleeves(new(0.13f, 0.013f) { Flare = 0.3f, Cuff = Paint.Accent }, Paint.Top);
        body.BareArms(0.10f);
        body.NeckBand(1.224f, 1.240f, 0.058f, 0.056f, 0.006f, Paint.Accent);
        Lozenge(body, 0.055f, 1.02f, 1.12f, 0.018f, Paint.Accent, until: 1);
        Lozenge(body, 0.033f, 1.04f, 1.10f, 0.0205f, Paint.Top);
        body.Shoes(Paint.White, Paint.White, laces: true);
    }

    private static void Hoodie(BodyBuilder body)
    {
        Paint rib = Paint.Top.Shaded(0.84f);
        body.Trousers(new(0.010f) { Cuff = Paint.Bottom.Shaded(1.12f) }, Paint.Bottom);
        body.Top(new(0.84f, 0.022f) { Loose = 0.018f, Fold = 0.014f, Hem = rib, HemHeight = 0.03f, Ribbed = true }, Paint.Top);
        body.Sleeves(new(0.355f, 0.020f) { Flare = 0.15f, Cuff = rib, Ribbed = true }, Paint.Top);
        Hood(body);
        body.Patch(v => -Mix(0.088f, 0.052f, v * v), v => Mix(0.088f, 0.052f, v * v), 0.885f, 0.965f, 0.048f, Paint.Top.Shaded(0.93f), 7, 10, 0.014f, until: 1);
        foreach (float side in BodyBuilder.Sides)
        {
            Cord(body, 0.035f, 0.0042f, Paint.Accent, Bone.Chest, (side * 0.028f, 1.195f), (side * 0.034f, 1.15f), (side * 0.033f, 1.09f));
            Knob(body, body.Shape.Front(side * 0.033f, 1.082f, 0.036f), new(0.006f, 0.011f, 0.006f), Bone.Chest, Paint.Accent.Glossy());
        }
        body.Patch(v => -0.004f - (0.04f * MathF.Sin(v * MathF.PI)), v => 0.004f + (0.04f * MathF.Sin(v * MathF.PI)), 1.0f, 1.065f, 0.038f, Paint.Accent, 8, 8, 0.005f, until: 1);
        body.Shoes(Paint.White, Paint.Accent, laces: true);
    }

    private static void Jacket(BodyBuilder body)
    {
        Paint rib = Paint.Top.Shaded(0.7f);
        body.Trousers(new(0.008f), Paint.Bottom);
        body.Top(new(0.90f, 0.009f) { Hem = Paint.Accent, HemHeight = 0.01f }, Paint.Accent);
        body.NeckBand(1.224f, 1.24f, 0.058f, 0.056f, 0.006f, Paint.Accent.Shaded(0.9f));
        body.Top(new(0.885f, 0.021f) { Loose = 0.010f, Fold = 0.010f, Hem = rib, HemHeight = 0.026f, Ribbed = true, To = 1.215f }, Paint.Top);
        body.Sleeves(new(0.355f, 0.019f) { Flare = 0.12f, Cuff = rib, Ribbed = true }, Paint.Top);
        body.Patch(v => -Mix(0.034f, 0.052f, v), v => Mix(0.034f, 0.052f, v), 0.885f, 1.20f, 0.039f, Paint.Accent, 12, 8, 0.02f, until: 2);
        foreach (float side in BodyBuilder.Sides)
        {
            Edge(side, 0.010f, 0.020f, 0.884f, 1.19f, 0.047f, Paint.Top.Shaded(0.84f));
            Cord(body, 0.052f, 0.0042f, new(Slot.White, Surface.Gloss, 0.9f), new(Bone.Chest, 0.7f, Bone.Spine, 0.3f), (side * 0.035f, 0.888f), (side * 0.043f, 1.02f),
                (side * 0.05f, 1.18f));
            Panel(body, side * 0.088f, 0.026f, 0.925f, 0.965f, 0.038f, Paint.Top.Shaded(0.82f));
        }
        StandCollar(body, rib);
        body.Shoes(Paint.White, laces: true);

        void Edge(float side, float inner, float outer, float from, float to, float off, Paint paint)
        {
            float Middle(float v) => side * Mix(0.034f, 0.050f, v);
            body.Patch(v => MathF.Min(Middle(v) - (side * inner), Middle(v) + (side * outer)), v => MathF.Max(Middle(v) - (side * inner), Middle(v) + (side * outer)),
                from, to, off, paint, 12, 3, 0.018f, until: 1);
        }
    }

    private static void Lozenge(BodyBuilder body, float half, float from, float to, float off, Paint paint, int until = 0) =>
        body.Patch(v => -half * MathF.Sin(v * MathF.PI), v => half * MathF.Sin(v * MathF.PI), from, to, off, paint, 8, 8, 0.004f, until);

    // The roll of a hood lying around the neck, and its bag on the back.
    private static void Hood(BodyBuilder body)
    {
        AvatarMesh mesh = body.Mesh;
        (int around, int across) = mesh.Detail.Pick((22, 7), (12, 4), (6, 3));
        mesh.Grid(across + 1, around, (row, column) =>
        {
            float a = (float)column / around * MathF.Tau, b = (float)row / across * MathF.Tau, back = 0.5f - (0.5f * MathF.Sin(a));
            float radius = 0.075f + (0.026f * back), thick = 0.024f + (0.016f * back);
            Vector3 centre = new(MathF.Cos(a) * radius * 1.08f, 1.222f + (0.022f * back) - (0.014f * (1f - back)), (MathF.Sin(a) * radius) - 0.012f - (0.02f * back));
            Vector3 off = new(MathF.Cos(a) * MathF.Cos(b) * thick, MathF.Sin(b) * thick * 1.05f, MathF.Sin(a) * MathF.Cos(b) * thick);
            return new(centre + off, centre, new(Bone.Chest, 0.8f, Bone.Neck, 0.2f), Paint.Top.Shaded(MathF.Cos(b) < -0.3f ? 0.62f : 1f));
        });
        mesh.Ball(new(0f, 1.165f, -0.105f), new(0.085f, 0.075f, 0.045f), 8, 14, Bone.Chest, Paint.Top);
    }

    // A knitted collar, open at the front.
    private static void StandCollar(BodyBuilder body, Paint paint)
    {
        AvatarMesh mesh = body.Mesh;
        (int around, int across) = mesh.Detail.Pick((20, 6), (10, 4), (6, 3));
        mesh.Grid(across + 1, around + 1, (row, column) =>
        {
            float u = (float)column / around, a = (u * MathF.Tau * 0.83f) + (MathF.PI / 2f) + (MathF.Tau * 0.085f), b = (float)row / across * MathF.Tau;
            float height = 0.022f * (1f - (0.4f * Bell(MathF.Min(u, 1f - u), 0.1f)));
            Vector3 centre = new(MathF.Cos(a) * 0.0836f, 1.228f, (MathF.Sin(a) * 0.076f) - 0.012f);
            Vector3 off = new(MathF.Cos(a) * MathF.Cos(b) * 0.010f, MathF.Sin(b) * height, MathF.Sin(a) * MathF.Cos(b) * 0.010f);
            return new(centre + off, centre, new(Bone.Chest, 0.8f, Bone.Neck, 0.2f), paint);
        }, wrap: false);
    }
}
