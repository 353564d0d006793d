namespace Kapok.Assets.Music;

/// <summary>Notes by their MIDI numbers: 69 is the A of 440 Hz, twelve to an octave.</summary>
internal static class Pitch
{
    /// <summary>Frequency of a note, in hertz.</summary>
    public static float Of(float note) => 440f * MathF.Pow(2f, (note - 69f) / 12f);

    /// <summary>A note of the pentatonic scale on a root (gong, shang, jue, zhi, yu).</summary>
    /// <param name="root">Note of degree 0.</param>
    /// <param name="degree">Steps from the root; below 0 goes down.</param>
    public static int Pentatonic(int root, int degree)
    {
        int[] steps = [0, 2, 4, 7, 9];
        int octave = (int)Math.Floor(degree / 5d);
        return root + (12 * octave) + steps[degree - (octave * 5)];
    }
}
