using System.Numerics;
using static Kapok.Assets.Avatars.Curve;

namespace Kapok.Assets.Avatars.Standalone;

/// <summary>How a face looks at one moment.</summary>
/// <param name="Shut">How far the lids are down, 0..1. Nothing said is a face at rest: a struct's own default must be that too.</param>
/// <param name="Joy">0..1: the lower lids rise.</param>
/// <param name="BrowTilt">Metres that the inner ends of the brows are lower; negative is higher.</param>
/// <param name="BrowLift">Metres that the brows are higher.</param>
public readonly record struct Mood(float Shut = 0f, float Joy = 0f, float BrowTilt = 0f, float BrowLift = 0f)
{
    /// <summary>0 shut to 1 open.</summary>
    public float Lids => 1f - Shut;

    /// <summary>Half width, curve and opening of the mouth, metres; the look's own when null.</summary>
    public Vector3? Mouth { get; init; }
}

/// <summary>Draws the face that the client's shader draws, for files that must do without the shader.</summary>
/// <remarks>Places are metres from the middle of the head, x to the person's left, y up. Colours are linear. The shapes are those of face.glsl.</remarks>
public sealed class FaceDrawing(Person person, float pixel)
{
    private static readonly Vector4[] EyeShapes =
    [
        new(1f, 1f, 0.15f, 0.55f), new(1.04f, 1.06f, 0.22f, 0.95f), new(1.02f, 0.82f, 0.10f, 0.30f), new(1.08f, 0.88f, 0.34f, 0.85f),
        new(0.94f, 1.12f, 0.02f, 0.60f), new(1.06f, 0.80f, -0.14f, 0.45f), new(0.98f, 0.94f, 0.26f, 0.28f), new(1.10f, 1f, 0.18f, 1f),
    ];

    private static readonly Vector3[] RestingMouths = [new(0.027f, 0.0105f, 0f), new(0.019f, 0.0045f, 0f), new(0.025f, 0.0065f, 0f), new(0.031f, 0.012f, 0.011f)];

    private readonly Vector3 _skin = Colours.Linear(person.Skin), _hair = Colours.Linear(person.HairColour), _eye = Colours.Linear(person.EyeColour);

    /// <summary>The colour at a place.</summary>
    public Vector3 At(Vector2 q, Mood mood)
    {
        float light = Vector3.Dot(_skin, new(0.3f, 0.5f, 0.2f));
        Vector2 s = new(MathF.Abs(q.X), q.Y);
        Vector3 deep = Warmer(0.62f), colour = _skin;
        Vector3 blush = Vector3.Lerp(new(0.72f, 0.09f, 0.06f), new(1f, 0.20f, 0.20f), Smooth(0.1f, 0.5f, light));
        Over(ref colour, blush, 0.28f * Mix(0.45f, 1f, Smooth(0.08f, 0.45f, light)) * Spot(s - new Vector2(0.076f, -0.064f), new(0.040f, 0.028f)));
        Over(ref colour, deep, 0.30f * Spot(s - new Vector2(0.054f, -0.004f), new(0.046f, 0.036f)));
        Over(ref colour, deep, 0.5f * Spot(q - new Vector2(0f, -0.0625f), new(0.019f, 0.009f)));
        Over(ref colour, (colour * 1.5f) + new Vector3(0.05f), 0.30f * Spot(q - new Vector2(0.001f, -0.041f), new(0.008f, 0.011f)));
        Eye(ref colour, new(s.X - 0.0545f, q.Y + 0.015f), q.X < 0f ? -1f : 1f, mood);
        Brow(ref colour, s, q.Y, mood, light < 0.12f ? 0.6f : 0.15f, deep);
        Mouth(ref colour, q - new Vector2(0f, -0.0905f), mood);
        return colour;
    }

    private void Eye(ref Vector3 colour, Vector2 e, float side, Mood mood)
    {
        Vector4 shape = EyeShapes[person.Eyes];
        float w = 0.031f * shape.X, h = 0.0265f * shape.Y, u = e.X / w, arch = Arch(u);
        float outer = h * shape.Z, line = Mix(-0.003f, outer, Math.Clamp((u * 0.5f) + 0.5f, 0f, 1f));
        float upper = line + (arch * h * Mix(-0.18f, 0.90f - (0.12f * mood.Joy), mood.Lids)),
            lower = line - (arch * h * Mix(0.20f, 0.78f - (0.5f * mood.Joy), Smooth(0f, 0.6f, mood.Lids)));
        float across = Within((1f - MathF.Abs(u)) * w), inside = across * Within(upper - e.Y) * Within(e.Y - lower) * Smooth(0.06f, 0.2f, mood.Lids);
        if (inside > 0f) Over(ref colour, Ball(e - new Vector2(0.0008f, -0.0005f), side, Smooth(h * 0.85f, 0f, upper - e.Y)), inside);

        Vector3 lash = Vector3.Lerp(new(0.022f, 0.012f, 0.018f), _hair * 0.22f, 0.25f);
        float crease = line + (arch * h * 1.22f) + 0.004f;
        Over(ref colour, Warmer(0.62f), 0.55f * Smooth(0.5f, 0.8f, mood.Lids) * Within(0.0008f - MathF.Abs(e.Y - crease)) * Within((0.95f - MathF.Abs(u)) * w));
        Over(ref colour, Warmer(0.5f), 0.5f * mood.Lids * Within(0.0007f - MathF.Abs(e.Y - lower)) * Smooth(-0.5f, 0.1f, u) * across);
        float thick = (0.0026f + (0.0034f * shape.W)) * Mix(0.35f, 1.15f, Math.Clamp((u * 0.5f) + 0.5f, 0f, 1f)) * Smooth(-1.06f, -0.75f, u);
        float crescent = Within(e.Y - upper + 0.0004f) * Within(upper + thick - e.Y) * Within((1.02f - MathF.Abs(u)) * w);
        float wing = 0.0045f + (0.0085f * shape.W), along = (e.X - (w * 0.93f)) / (wing + (w * 0.07f));
        float tail = Within(MathF.Min(along, 1f - along) * wing)
            * Within((thick * 0.62f * (1f - along)) - MathF.Abs(e.Y - outer - ((e.X - w) * 0.72f) - (thick * 0.35f) - 0.0006f));
        Over(ref colour, lash, MathF.Max(crescent, tail));
    }

    // The eyeball: white, iris with its rays, pupil, the shadow of the lid and two highlights.
    private Vector3 Ball(Vector2 g, float side, float lidShadow)
    {
        Vector2 r = new(0.0172f, 0.0214f);
        float out1 = (g / r).Length(), v = Math.Clamp(0.5f + (0.5f * g.Y / r.Y), 0f, 1f);
        Vector3 ball = new(0.95f, 0.94f, 0.95f);
        Vector3 body = Vector3.Lerp(Vector3.Lerp((_eye * 1.35f) + new Vector3(0.10f), _eye * 1.02f, Smooth(0.1f, 0.4f, v)), _eye * 0.22f, Smooth(0.45f, 1f, v));
        body *= 1f + (0.16f * MathF.Sin(MathF.Atan2(g.Y, g.X) * 22f) * Smooth(0.35f, 0.55f, out1) * Smooth(1f, 0.8f, out1));
        Over(ref ball, _eye * 0.14f, Ellipse(g, r));
        Over(ref ball, body, Ellipse(g, r * 0.89f));
        Over(ref ball, _eye * 0.05f, Ellipse(g - new Vector2(0f, 0.001f), r * new Vector2(0.43f, 0.45f)));
        Over(ref ball, (_eye * 0.6f) + new Vector3(0.45f), 0.7f * Ellipse(g + new Vector2(0f, r.Y * 0.62f), r * new Vector2(0.46f, 0.16f)));
        Over(ref ball, new(0.22f, 0.12f, 0.24f), 0.55f * lidShadow);
        Over(ref ball, Vector3.One, Ellipse(g - new Vector2(-side * 0.0058f, 0.0085f), new(0.0052f, 0.006f)));
        Over(ref ball, Vector3.One, 0.85f * Ellipse(g - new Vector2(side * 0.0066f, -0.0085f), new(0.0026f, 0.003f)));
        return ball;
    }

    private void Brow(ref Vector3 colour, Vector2 s, float y, Mood mood, float share, Vector3 deep)
    {
        float along = (s.X - 0.0285f) / 0.060f;
        (float tilt, float bow, float stroke) = person.Brows switch
        {
            0 => (0.001f, 0.010f, 0.0022f),
            1 => (0.003f, 0.0125f, 0.0026f),
            2 => (-0.002f, 0.004f, 0.0032f),
            _ => (0.002f, 0.008f, 0.0042f)
        };
        float line = 0.0395f + mood.BrowLift + (0.004f * mood.Joy) + ((tilt + mood.BrowTilt) * ((along * 2f) - 1f))
            + (bow * 4f * along * (1f - along) * 0.62f * (0.75f + (0.5f * along)));
        float body = Within(MathF.Min(along, 1f - along) * 0.06f) * Within((stroke * Mix(1.05f, 0.35f, along * along) * Smooth(-0.02f, 0.14f, along)) - MathF.Abs(y - line));
        Over(ref colour, Vector3.Lerp(_hair * 0.7f, deep * 0.35f, share), 0.92f * body);
    }

    private void Mouth(ref Vector3 colour, Vector2 m, Mood mood)
    {
        Vector3 shape = mood.Mouth ?? RestingMouths[person.Mouth];
        float w = shape.X, curve = shape.Y, open = shape.Z, u = m.X / w, arch = Arch(u);
        float skew = mood.Mouth is null && person.Mouth == 2 ? 0.0035f * u : 0f;
        float top = (curve * ((u * u * 1.38f) - 0.38f)) + skew + (open * 0.10f * arch), bottom = top - (open * arch), across = Within((1f - MathF.Abs(u)) * w);
        Over(ref colour, Warmer(0.70f), 0.5f * Spot(m + new Vector2(0f, 0.0095f + open), new(0.019f, 0.007f)));
        if (open > 0.002f)
        {
            Vector3 mouth = new(0.155f, 0.014f, 0.026f);
            Over(ref mouth, new(0.84f, 0.21f, 0.23f), Ellipse(m - new Vector2(0f, bottom + (open * 0.06f)), new(w * 0.60f, open * 0.40f)));
            Over(ref mouth, new(0.95f, 0.92f, 0.89f), Within(m.Y - (top - (MathF.Max(0.0035f, open * 0.22f) * arch))) * Smooth(1f, 0.9f, MathF.Abs(u)));
            Over(ref colour, mouth, across * Within(top - m.Y) * Within(m.Y - bottom));
            Over(ref colour, Warmer(0.52f), across * Within(0.0010f - MathF.Abs(m.Y - bottom)));
        }
        Over(ref colour, Warmer(0.38f), Within((1.04f - MathF.Abs(u)) * w) * Within((0.00135f * (1.15f - (0.6f * u * u))) - MathF.Abs(m.Y - top)));
    }

    private static void Over(ref Vector3 colour, Vector3 paint, float share) => colour = Vector3.Lerp(colour, paint, Math.Clamp(share, 0f, 1f));

    private Vector3 Warmer(float k) => _skin * new Vector3(k, k * 0.8f, k * 0.76f);

    private float Within(float distanceInside) => Smooth(-pixel, pixel, distanceInside);

    private float Ellipse(Vector2 q, Vector2 radius) => Within((1f - (q / radius).Length()) * MathF.Min(radius.X, radius.Y));

    private static float Arch(float u) => MathF.Pow(MathF.Max(0f, 1f - MathF.Min(1f, u * u)), 0.68f);

    private static float Spot(Vector2 q, Vector2 radius)
    {
        float r = (q / radius).Length();
        return r > 1f ? 0f : (1f - r) * (1f - (r * 0.35f));
    }
}
