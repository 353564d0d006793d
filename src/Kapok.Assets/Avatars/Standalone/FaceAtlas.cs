using System.Numerics;
using Kapok.Assets.Avatars.Head;

namespace Kapok.Assets.Avatars.Standalone;

/// <summary>One picture with the face at rest and with every part of it that an expression changes, a cell each.</summary>
public static class FaceAtlas
{
    /// <summary>Cells a side.</summary>
    public const int Side = 4;

    /// <summary>Pixels a side of a cell.</summary>
    public const int CellPixels = 384;

    /// <summary>A part of the face as it can change.</summary>
    /// <param name="Name">Of its morph target.</param>
    /// <param name="Mood">What is drawn.</param>
    /// <param name="IsMouth">Whether it is the mouth that changes, otherwise eyes and brows.</param>
    /// <param name="OnlySide">1 only the left eye, -1 only the right, 0 both.</param>
    public sealed record Change(string Name, Mood Mood, bool IsMouth, int OnlySide = 0);

    /// <summary>All changes; each has the cell after its number, the face at rest has cell 0.</summary>
    public static readonly Change[] Changes =
    [
        new("blinkLeft", new(1f), false, 1), new("blinkRight", new(1f), false, -1), new("glad", new(0.1f, 1f), false), new("relaxed", new(0.55f, 0.4f), false),
        new("cross", new(0.15f, 0f, 0.006f, -0.004f), false), new("sorry", new(0.25f, 0f, -0.006f, 0.002f), false), new("wide", new(0f, 0f, 0f, 0.011f), false),
        Mouth("aa", 0.024f, 0.004f, 0.030f), Mouth("ih", 0.028f, 0.004f, 0.012f), Mouth("ou", 0.013f, 0.002f, 0.016f), Mouth("ee", 0.033f, 0.007f, 0.014f),
        Mouth("oh", 0.017f, 0.002f, 0.026f),
        Mouth("smile", 0.032f, 0.013f, 0.020f), Mouth("frown", 0.022f, -0.008f, 0f),
    ];

    /// <summary>The picture as PNG.</summary>
    public static byte[] Draw(Person person)
    {
        const int Width = Side * CellPixels;
        byte[] rgb = new byte[Width * Width * 3];
        FaceDrawing face = new(person, 0.7f * HeadShape.FaceSquare / CellPixels);
        Vector3 skin = Colours.Linear(person.Skin);
        Parallel.For(0, Width, y =>
        {
            for (int x = 0; x < Width; x++)
            {
                int cell = (y / CellPixels * Side) + (x / CellPixels);
                Change? change = cell > 0 && cell <= Changes.Length ? Changes[cell - 1] : null;
                Vector2 q = new((((x % CellPixels) + 0.5f) / CellPixels) - 0.5f, 0.5f - (((y % CellPixels) + 0.5f) / CellPixels));
                q *= HeadShape.FaceSquare;
                Vector3 colour = cell > Changes.Length || (change is not null && !Shows(change, q, 0.02f)) ? skin : face.At(q, change?.Mood ?? new Mood());
                int at = ((y * Width) + x) * 3;
                (rgb[at], rgb[at + 1], rgb[at + 2]) = (Colours.Srgb(colour.X), Colours.Srgb(colour.Y), Colours.Srgb(colour.Z));
            }
        });
        return Png.Encode(Width, Width, rgb);
    }

    /// <summary>Whether a place, metres on the face, belongs to what a change redraws.</summary>
    public static bool Shows(Change change, Vector2 q, float margin = 0f)
    {
        if (change.IsMouth) return MathF.Abs(q.X) < 0.055f + margin && q.Y < -0.064f + margin && q.Y > -0.14f - margin;
        return MathF.Abs(q.X) < 0.105f + margin && q.Y > -0.066f - margin && q.Y < 0.085f + margin && (change.OnlySide == 0 || q.X * change.OnlySide > -margin);
    }

    /// <summary>Texture coordinates of a place of the drawn face (0..1, y up) in a cell.</summary>
    public static Vector2 Place(int cell, Vector2 face) => new((float)((cell % Side) + face.X) / Side, (float)((cell / Side) + 1f - face.Y) / Side);

    private static Change Mouth(string name, float width, float curve, float opening) => new(name, new() { Mouth = new(width, curve, opening) }, true);
}
