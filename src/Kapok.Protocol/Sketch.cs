using System.Buffers.Binary;
using Kapok.Protocol.Frames;
using Kapok.Protocol.Messages;

namespace Kapok.Protocol;

/// <summary>Somebody as they are shown from afar, in wire units (docs/protocol.md, section 4): who is here, before one is introduced.</summary>
/// <param name="Person">Id.</param>
/// <param name="Role">What they are.</param>
/// <param name="Body">Build, 0 to 3.</param>
/// <param name="Hair">Hair style, 0 to 15.</param>
/// <param name="Outfit">Outfit, 0 to 7.</param>
/// <param name="Height">A quarter of <see cref="Look.Height"/>, 0 to 3.</param>
/// <param name="Skin">Colour of the skin: three bits each of red, green and blue.</param>
/// <param name="HairColour">Colour of the hair, likewise.</param>
/// <param name="Top">Colour of the upper clothes, likewise.</param>
/// <param name="Bottom">Colour of the lower clothes, likewise.</param>
/// <param name="Stick">Colour of the glow stick, likewise.</param>
public readonly record struct Sketch(
    ushort Person, Role Role, byte Body, byte Hair, byte Outfit, byte Height, ushort Skin, ushort HairColour, ushort Top, ushort Bottom, ushort Stick)
{
    internal const int ShapeBits = RoleBits + 2 + 4 + 3 + 2, ColourBits = 9;

    private const int RoleBits = 3;

    /// <summary>Most bytes of one in a crowd: 73 bits of the gap to a lone high id, and 59 of the looks.</summary>
    public const int MaxBytes = 17;

    /// <summary>Sketches somebody.</summary>
    public static Sketch Of(ushort person, Role role, Look look) => new(
        person, role, (byte)(look.Body & 3), (byte)(look.Hair & 15), (byte)(look.Outfit & 7), (byte)((look.Height >> 2) & 3),
        Coarse(look.Skin), Coarse(look.HairColour), Coarse(look.Top), Coarse(look.Bottom), Coarse(look.Stick));

    /// <summary>A colour of three times three bits as 0xRRGGBB.</summary>
    public static uint Fine(ushort colour) => (Channel(colour >> 6) << 16) | (Channel(colour >> 3) << 8) | Channel(colour);

    internal uint Shape => ((((((((uint)Role << 2) | Body) << 4) | Hair) << 3) | Outfit) << 2) | Height;

    internal static Sketch FromShape(ushort person, uint shape, ushort skin, ushort hair, ushort top, ushort bottom, ushort stick) => new(
        person, (Role)(shape >> 11), (byte)((shape >> 9) & 3), (byte)((shape >> 5) & 15), (byte)((shape >> 2) & 7), (byte)(shape & 3), skin, hair, top, bottom, stick);

    private static ushort Coarse(uint colour) => (ushort)((Step(colour >> 16) << 6) | (Step(colour >> 8) << 3) | Step(colour));

    private static uint Step(uint channel) => (((channel & 0xFF) * 7) + 127) / 255;

    private static uint Channel(int steps) => (((uint)steps & 7) * 255) / 7;
}

/// <summary>A list of sketches, by rising id: a little more than seven bytes each.</summary>
public static class Crowd
{
    private const int HeaderBytes = 4;

    /// <summary>Most in one list, so that its message stays below the largest.</summary>
    public const int MaxCount = 4000;

    /// <summary>Writes a list.</summary>
    /// <param name="to">At least <see cref="Sketch.MaxBytes"/> for each and four more.</param>
    /// <param name="sketches">By rising id, none twice, at most <see cref="MaxCount"/>.</param>
    /// <returns>Bytes written.</returns>
    public static int Write(Span<byte> to, ReadOnlySpan<Sketch> sketches)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sketches.Length, MaxCount, nameof(sketches));
        Span<int> gaps = stackalloc int[sketches.Length];
        for (int at = 0; at < gaps.Length; at++) gaps[at] = sketches[at].Person - (at == 0 ? -1 : sketches[at - 1].Person) - 1;
        int parameter = Rice.Best(gaps), next = 0;
        BinaryPrimitives.WriteUInt16LittleEndian(to, (ushort)sketches.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(to[2..], (ushort)parameter);
        BitWriter bits = new(to[HeaderBytes..]);
        foreach (Sketch sketch in sketches)
        {
            Rice.Write(ref bits, gaps[next++], Rice.Parameters[parameter]);
            bits.Write(sketch.Shape, Sketch.ShapeBits);
            bits.Write(((uint)sketch.Skin << Sketch.ColourBits) | sketch.HairColour, 2 * Sketch.ColourBits);
            bits.Write(((uint)sketch.Top << Sketch.ColourBits) | sketch.Bottom, 2 * Sketch.ColourBits);
            bits.Write(sketch.Stick, Sketch.ColourBits);
        }
        return HeaderBytes + bits.Finish();
    }

    /// <summary>Reads a list.</summary>
    /// <returns>False when it is malformed.</returns>
    public static bool TryRead(ReadOnlySpan<byte> from, ICollection<Sketch> to)
    {
        if (from.Length < HeaderBytes) return false;
        int count = BinaryPrimitives.ReadUInt16LittleEndian(from), parameter = BinaryPrimitives.ReadUInt16LittleEndian(from[2..]), last = -1;
        if (count > MaxCount || parameter >= Rice.Parameters.Length) return false;
        BitReader bits = new(from[HeaderBytes..]);
        for (; count > 0; count--)
        {
            if (!Rice.TryRead(ref bits, Rice.Parameters[parameter], out int gap) || (last += gap + 1) > AvatarRecord.MaxPerson) return false;
            if (!bits.TryRead(Sketch.ShapeBits, out uint shape) || !bits.TryRead(2 * Sketch.ColourBits, out uint first)) return false;
            if (!bits.TryRead(2 * Sketch.ColourBits, out uint second) || !bits.TryRead(Sketch.ColourBits, out uint stick)) return false;
            to.Add(Sketch.FromShape(
                (ushort)last, shape, (ushort)(first >> Sketch.ColourBits), (ushort)(first & 511), (ushort)(second >> Sketch.ColourBits), (ushort)(second & 511), (ushort)stick));
        }
        return bits.TryAlign() && bits.Length == from.Length - HeaderBytes;
    }
}
