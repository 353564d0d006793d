namespace Kapok.Protocol.Frames;

/// <summary>One avatar as everyone in the room is told of it, in wire units (docs/protocol.md, section 3). Fields its form does not carry are 0.</summary>
/// <param name="Person">Id, 0 to 32767.</param>
/// <param name="Form">Standing, moving or seated; whoever jumps is told as moving or standing.</param>
/// <param name="X">Steps of <see cref="FrameGrid.FarStepMetres"/> from the grid's origin, of which only the low five bits are told unless <paramref
/// name="IsWhole"/>; its place is the step's centre.</param>
/// <param name="Z">As <paramref name="X"/>.</param>
/// <param name="Turn">Where a standing one faces, in 1/32 turn; where a moving one goes, in 1/64 turn.</param>
/// <param name="Speed">Index of <see cref="Speeds"/>, for a moving one.</param>
/// <param name="Seat">Index of the seat, 0 to 4095.</param>
/// <param name="IsWhole">The whole place is told, for whoever does not know where they were.</param>
/// <remarks>
/// Most of the time a viewer knows somebody's place to a few metres, so five bits of it are enough: of all steps that end in them, the one nearest to where the far
/// tier shows them now is meant. Aircraft tell their places in the same way (Compact Position Reporting, RTCA DO-260B, locally unambiguous decoding).
/// </remarks>
public readonly record struct FarRecord(ushort Person, AvatarForm Form, ushort X, ushort Z, byte Turn, byte Speed, ushort Seat, bool IsWhole)
{
    /// <summary>Most bits a record takes after its id.</summary>
    public const int MaxBits = FormBits + 1 + 20 + HeadingBits + SpeedBits;

    /// <summary>Steps after which the low bits of a place come again.</summary>
    public const int NearSteps = 1 << NearBits;

    // The form that nobody has from afar says instead that the place is whole; a bit for the form follows.
    private const int FormBits = 2, WholeForm = (int)AvatarForm.Airborne, YawBits = 5, HeadingBits = 6, SpeedBits = 4, NearBits = 5;

    /// <summary>Metres a second. Fine where people walk: there the rounding must last for seconds.</summary>
    public static ReadOnlySpan<float> Speeds => [0.15f, 0.3f, 0.45f, 0.6f, 0.75f, 0.9f, 1.05f, 1.2f, 1.35f, 1.5f, 1.65f, 2f, 2.6f, 3.4f, 4.4f, 5.8f];

    /// <summary>The index whose speed is nearest.</summary>
    public static byte SpeedStep(float metresPerSecond)
    {
        int step = 0;
        while (step + 1 < Speeds.Length && metresPerSecond > (Speeds[step] + Speeds[step + 1]) / 2f) step++;
        return (byte)step;
    }

    /// <summary>Radians to 1/32 turn.</summary>
    public static byte YawStep(float radians) => TurnStep(radians, YawBits);

    /// <summary>Direction of a velocity in 1/64 turn.</summary>
    public static byte HeadingStep(float velocityX, float velocityZ) => TurnStep(MathF.Atan2(velocityX, velocityZ), HeadingBits);

    /// <summary>Where it faces, radians.</summary>
    public float YawRadians => Turn / (float)(1 << (Form == AvatarForm.Moving ? HeadingBits : YawBits)) * MathF.Tau;

    /// <summary>Metres a second.</summary>
    public float SpeedX => Form == AvatarForm.Moving ? MathF.Sin(YawRadians) * Speeds[Speed] : 0f;

    /// <summary>Metres a second.</summary>
    public float SpeedZ => Form == AvatarForm.Moving ? MathF.Cos(YawRadians) * Speeds[Speed] : 0f;

    /// <summary>The step that is meant by its low bits.</summary>
    /// <param name="low">The bits told.</param>
    /// <param name="expected">Where the viewer would show them, in steps; may lie between two.</param>
    public static int Complete(int low, float expected) => low + ((int)MathF.Round((expected - 0.5f - low) / NearSteps) * NearSteps);

    internal void Write(ref BitWriter bits, in FrameGrid grid)
    {
        if (Form == AvatarForm.Seated)
        {
            bits.Write((uint)Form, FormBits);
            bits.Write(Seat, AvatarRecord.SeatBits);
            return;
        }
        if (IsWhole)
        {
            bits.Write(((uint)WholeForm << 1) | (uint)Form, FormBits + 1);
            bits.Write(X, grid.FarBitsX);
            bits.Write(Z, grid.FarBitsZ);
        }
        else
        {
            bits.Write((uint)Form, FormBits);
            bits.Write(((uint)(X & (NearSteps - 1)) << NearBits) | (uint)(Z & (NearSteps - 1)), 2 * NearBits);
        }
        if (Form == AvatarForm.Moving) bits.Write(((uint)Turn << SpeedBits) | Speed, HeadingBits + SpeedBits);
        else bits.Write(Turn, YawBits);
    }

    internal static bool TryRead(ref BitReader bits, in FrameGrid grid, ushort person, out FarRecord record)
    {
        record = default;
        if (!bits.TryRead(FormBits, out uint form)) return false;
        if ((AvatarForm)form == AvatarForm.Seated)
        {
            if (!bits.TryRead(AvatarRecord.SeatBits, out uint seat)) return false;
            record = new(person, AvatarForm.Seated, 0, 0, 0, 0, (ushort)seat, true);
            return true;
        }
        bool isWhole = form == WholeForm;
        if (isWhole && !bits.TryRead(1, out form)) return false;
        if (!bits.TryRead(isWhole ? grid.FarBitsX : NearBits, out uint x) || !bits.TryRead(isWhole ? grid.FarBitsZ : NearBits, out uint z)) return false;
        bool moves = (AvatarForm)form == AvatarForm.Moving;
        if (!bits.TryRead(moves ? HeadingBits + SpeedBits : YawBits, out uint turn)) return false;
        record = moves
            ? new(person, AvatarForm.Moving, (ushort)x, (ushort)z, (byte)(turn >> SpeedBits), (byte)(turn & ((1 << SpeedBits) - 1)), 0, isWhole)
            : new(person, AvatarForm.Standing, (ushort)x, (ushort)z, (byte)turn, 0, 0, isWhole);
        return true;
    }

    private static byte TurnStep(float radians, int bits) => (byte)((int)MathF.Round(radians / MathF.Tau * (1 << bits)) & ((1 << bits) - 1));
}
