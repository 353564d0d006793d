// Everyday clothes: tee, hoodie, jacket.
using static Kapok.Tools.Assets.Avatars.Curve;

namespace Kapok.Tools.Assets.Avatars.Body;

public static partial class Outfits
{
    private static void Tee(BodyBuilder body)
    {
        body.Trousers(new() { Cuff = Paint.Bottom.Shaded(1.18f) }, Paint.Bottom);
        body.Top(new(0.875f, 0.010f) { Loose = 0.006f, Fold = 0.012f, Hem = Paint.Top, HemHeight = 0.01f }, Paint.Top);
        body.Sleeves(new(0.13f, 0.013f) { Flare = 0.3f, Cuff = Paint.Accent }, Paint.Top);
        body.BareArms(0.10f);
        body.NeckBand(1.224f, 1.240f, 0.058f, 0.056f, 0.006f, Paint.Accent);
        body.Patch(v => -0.055f * MathF.Sin(v * MathF.PI), v => 0.055f * MathF.Sin(v * MathF.PI), 1.02f, 1.12f, 0.018f, Paint.Accent, 8, 8, 0.004f, until: 1);
        body.Patch(v => -0.033f * MathF.Sin(v * MathF.PI), v => 0.033f * MathF.Sin(v * MathF.PI), 1.04f, 1.10f, 0.0205f, Paint.Top, 6, 6, 0.004f);
        body.Shoes(PaleSole, PaleSole, laces: true);
    }
}
