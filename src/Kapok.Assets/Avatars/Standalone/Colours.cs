using System.Numerics;

namespace Kapok.Assets.Avatars.Standalone;

/// <summary>Colours of a person as a file without our shaders states them.</summary>
public static class Colours
{
    /// <summary>0xRRGGBB in sRGB as linear red, green, blue.</summary>
    public static Vector3 Linear(int colour) => new(Channel((colour >> 16) & 255), Channel((colour >> 8) & 255), Channel(colour & 255));

    /// <summary>A linear value as a byte in sRGB.</summary>
    public static byte Srgb(float linear)
    {
        float value = Math.Clamp(linear, 0f, 1f);
        return (byte)MathF.Round(255f * (value <= 0.0031308f ? value * 12.92f : (1.055f * MathF.Pow(value, 1f / 2.4f)) - 0.055f));
    }

    /// <summary>Linear colour of a slot; those that no look decides are the client's (looks.glsl).</summary>
    public static Vector3 Of(Person person, Slot slot) => slot switch
    {
        Slot.Skin => Linear(person.Skin),
        Slot.Hair => Linear(person.HairColour),
        Slot.Top => Linear(person.Top),
        Slot.Bottom => Linear(person.Bottom),
        Slot.Accent => Linear(person.Accent),
        Slot.Shoes => Linear(person.Shoes),
        Slot.Stick => Linear(person.Stick),
        Slot.White => new(0.93f, 0.91f, 0.95f),
        Slot.Dark => new(0.035f, 0.028f, 0.045f),
        Slot.Gold => new(1f, 0.66f, 0.2f),
        _ => new(0.72f, 0.85f, 0.95f),
    };

    /// <summary>Linear colour of a painted vertex.</summary>
    public static Vector3 Of(Person person, Paint paint)
    {
        Vector3 colour = Of(person, paint.Slot);
        return (paint.Shade < 1f ? colour * paint.Shade : Vector3.Lerp(colour, Vector3.One, paint.Shade - 1f)) * Curve.Mix(0.6f, 1f, paint.Occlusion);
    }

    private static float Channel(int channel)
    {
        float value = channel / 255f;
        return value <= 0.04045f ? value / 12.92f : MathF.Pow((value + 0.055f) / 1.055f, 2.4f);
    }
}
