using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Kapok.Protocol.Text;

namespace Kapok.World.Ceremony;

/// <summary>How a stroke was made.</summary>
public enum SigningKind
{
    /// <summary>Drawn, everywhere as wide.</summary>
    Line = 0,

    /// <summary>Drawn with a pen that says how hard it presses.</summary>
    Pressed = 1,

    /// <summary>Typed.</summary>
    Text = 2,
}

/// <summary>A point of a stroke, in units of the wall: x from the left, y from the top.</summary>
/// <param name="X">0 to 4095.</param>
/// <param name="Y">0 to 2047.</param>
/// <param name="Pressure">0 to 255, how much of the stroke's width it has there; 255 where the pen does not say.</param>
/// <param name="Begins">A new line begins here.</param>
public readonly record struct SigningPoint(ushort X, ushort Y, byte Pressure, bool Begins);

/// <summary>What somebody drew or wrote on the signing wall in one go, as it comes packed (docs/protocol.md, section 10).</summary>
/// <remarks>Pure. <see cref="TryRead"/> takes whatever a stranger sends and never throws.</remarks>
public sealed class SigningStroke
{
    /// <summary>Most bytes of a packed stroke.</summary>
    public const int MostBytes = 512;

    /// <summary>Units of the wall from left to right, and from top to bottom. 12 bits hold a coordinate.</summary>
    public const int Across = 4096, Down = 2048;

    /// <summary>The widest line, in units of the wall, and the highest letters, in steps of <see cref="TextStep"/> units.</summary>
    public const int Widest = 64;

    /// <summary>Units of the wall in which the size of letters is told.</summary>
    public const int TextStep = 4;

    private const int HeadBytes = 5; // kind, width, and the first point in three bytes

    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    private SigningStroke(SigningKind kind, int width, SigningPoint[] points, string text) => (Kind, Width, Points, Text) = (kind, width, points, text);

    /// <summary>How it was made.</summary>
    public SigningKind Kind { get; }

    /// <summary>Of a line, its width where the pen presses hardest, in units of the wall; of a text, the size of its letters in steps of <see cref="TextStep"/> units.</summary>
    public int Width { get; }

    /// <summary>The points of its lines; of a text the left end of its baseline.</summary>
    public IReadOnlyList<SigningPoint> Points { get; }

    /// <summary>What was typed; empty for what was drawn.</summary>
    public string Text { get; }

    /// <summary>Reads a packed stroke.</summary>
    /// <returns>False for what no honest client sends.</returns>
    public static bool TryRead(ReadOnlySpan<byte> packed, [NotNullWhen(true)] out SigningStroke? stroke)
    {
        stroke = null;
        if (packed.Length is < HeadBytes or > MostBytes || packed[0] > (int)SigningKind.Text || packed[1] is 0 or > Widest) return false;
        int first = (packed[2] << 16) | BinaryPrimitives.ReadUInt16BigEndian(packed[3..]), x = first >> 12, y = first & 0xfff;
        if (y >= Down) return false;
        SigningKind kind = (SigningKind)packed[0];
        ReadOnlySpan<byte> rest = packed[HeadBytes..];
        if (kind == SigningKind.Text)
        {
            if (!TryText(rest, out string? text)) return false;
            stroke = new(kind, packed[1], [new((ushort)x, (ushort)y, byte.MaxValue, true)], text);
            return true;
        }
        if (!TryPoints(rest, kind == SigningKind.Pressed, x, y, out SigningPoint[]? points)) return false;
        stroke = new(kind, packed[1], points, "");
        return true;
    }

    /// <summary>Packs a text, as a client does.</summary>
    /// <param name="text">Cleaned, as short as a name.</param>
    /// <param name="size">1 to <see cref="Widest"/>.</param>
    /// <param name="x">Units of the wall.</param>
    /// <param name="y">As x.</param>
    public static byte[] PackText(string text, int size, int x, int y) =>
        [(byte)SigningKind.Text, (byte)size, (byte)(x >> 4), (byte)((x << 4) | (y >> 8)), (byte)y, .. Utf8.GetBytes(text)];

    private static bool TryText(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out string? text)
    {
        text = null;
        if (bytes.IsEmpty) return false;
        try
        {
            text = Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
        return text.Length <= PlainText.MaxName;
    }

    private static bool TryPoints(ReadOnlySpan<byte> rest, bool isPressed, int x, int y, [NotNullWhen(true)] out SigningPoint[]? points)
    {
        points = null;
        List<SigningPoint> read = [];
        bool begins = true;
        for (bool isFirst = true; isFirst || !rest.IsEmpty; isFirst = false)
        {
            if (!isFirst)
            {
                if (!TryStep(ref rest, out int dx) || !TryStep(ref rest, out int dy)) return false;
                // A step of nothing lifts the pen: the next point begins a line.
                if ((dx, dy) == (0, 0) && !begins)
                {
                    begins = true;
                    continue;
                }
                (x, y) = (x + dx, y + dy);
                if (x is < 0 or >= Across || y is < 0 or >= Down) return false;
            }
            byte pressure = byte.MaxValue;
            if (isPressed)
            {
                if (rest.IsEmpty) return false;
                pressure = rest[0];
                rest = rest[1..];
            }
            read.Add(new((ushort)x, (ushort)y, pressure, begins));
            begins = false;
        }
        if (begins) return false; // lifted, and nothing after it
        points = [.. read];
        return true;
    }

    // One or two bytes, low seven bits first, zigzag (as Protobuf's sint32); the shorter form where it is enough.
    private static bool TryStep(ref ReadOnlySpan<byte> rest, out int step)
    {
        step = 0;
        if (rest.IsEmpty) return false;
        int value = rest[0], taken = 1;
        if (value >= 0x80)
        {
            if (rest.Length < 2 || rest[1] is 0 or >= 0x80) return false;
            (value, taken) = ((value & 0x7f) | (rest[1] << 7), 2);
        }
        rest = rest[taken..];
        step = (value >> 1) ^ -(value & 1);
        return true;
    }
}
