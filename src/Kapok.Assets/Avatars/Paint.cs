namespace Kapok.Assets.Avatars;

/// <summary>Which colour of a look a vertex takes.</summary>
public enum Slot : byte { Skin, Hair, Top, Bottom, Accent, Shoes, White, Dark, Gold, Stick, Lens }

/// <summary>How a vertex is lit.</summary>
public enum Surface : byte { Skin, Face, Hair, Cloth, Gloss, Glow }

/// <summary>Colour and finish of a vertex.</summary>
/// <param name="Slot">Colour of the look.</param>
/// <param name="Surface">Finish.</param>
/// <param name="Shade">0..2: below 1 multiplies the colour, above 1 mixes it with white.</param>
/// <param name="Occlusion">0..1: how open to the light it is.</param>
public readonly record struct Paint(Slot Slot, Surface Surface = Surface.Cloth, float Shade = 1f, float Occlusion = 1f)
{
    public static readonly Paint Skin = new(Slot.Skin, Surface.Skin);
    public static readonly Paint Hair = new(Slot.Hair, Surface.Hair);
    public static readonly Paint Top = new(Slot.Top);
    public static readonly Paint Bottom = new(Slot.Bottom);
    public static readonly Paint Accent = new(Slot.Accent);
    public static readonly Paint Shoes = new(Slot.Shoes, Surface.Gloss);
    public static readonly Paint White = new(Slot.White);
    public static readonly Paint Dark = new(Slot.Dark);
    public static readonly Paint Gold = new(Slot.Gold, Surface.Gloss);

    /// <summary>The same colour, darker below 1 or lighter above.</summary>
    public Paint Shaded(float factor) => this with { Shade = factor };

    /// <summary>The same colour with a polished finish.</summary>
    public Paint Glossy() => this with { Surface = Surface.Gloss };

    /// <summary>The same colour in a place that less light reaches.</summary>
    public Paint Occluded(float openness) => this with { Occlusion = openness };
}
