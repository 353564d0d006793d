namespace Kapok.Protocol.Frames;

/// <summary>How an avatar is shown in a state frame.</summary>
public enum AvatarForm
{
    /// <summary>On the floor, at rest.</summary>
    Standing,

    /// <summary>On the floor, with a velocity.</summary>
    Moving,

    /// <summary>Jumping or falling, with a velocity and a height.</summary>
    Airborne,

    /// <summary>On a seat of the scene.</summary>
    Seated,
}

/// <summary>One avatar of a block of people, in wire units (docs/protocol.md, section 3). Fields its form does not carry are 0.</summary>
/// <param name="Person">Id, 0 to 16383.</param>
/// <param name="Form">Which fields are carried.</param>
/// <param name="X">In 1/256 of the block's cell; the value names a step, its place is the step's centre.</param>
/// <param name="Z">As <paramref name="X"/>.</param>
/// <param name="Yaw">In 1/256 turn. A moving record of a coarse block carries none: it faces the way it goes.</param>
/// <param name="VelocityX">In 1/32 m/s, −256 to 255; a multiple of 4 in a coarse block.</param>
/// <param name="VelocityZ">As <paramref name="VelocityX"/>.</param>
/// <param name="Height">In 1/64 m above −4 m, 0 to 4095.</param>
/// <param name="Seat">Index of the seat, 0 to 4095.</param>
/// <param name="IsLit">Their glow stick is on.</param>
public readonly record struct AvatarRecord(
    ushort Person, AvatarForm Form, byte X, byte Z, byte Yaw, short VelocityX, short VelocityZ, ushort Height, ushort Seat, bool IsLit = false)
{
    /// <summary>Most bits a record takes: an airborne one of a fine block.</summary>
    public const int MaxBits = HeadBits + PlaceBits + YawBits + (2 * FineVelocityBits) + HeightBits;

    /// <summary>Largest person id.</summary>
    public const int MaxPerson = (1 << PersonBits) - 1;

    /// <summary>Largest seat index.</summary>
    public const int MaxSeat = (1 << SeatBits) - 1;

    /// <summary>Steps of velocity in a metre a second.</summary>
    public const float VelocityStepsPerMetre = 32f;

    internal const int PersonBits = 14, SeatBits = 12;

    private const int FormBits = 2, LitBits = 1, HeadBits = PersonBits + FormBits + LitBits, PlaceBits = 16, YawBits = 8, HeightBits = 12;
    private const int FineVelocityBits = 9, CoarseVelocityBits = 7, CoarseVelocityShift = FineVelocityBits - CoarseVelocityBits;
    private const float LowestMetres = -4f;

    /// <summary>Metres of the step's centre along an axis, given the cell's corner.</summary>
    public static float AlongCell(byte step, float cornerMetres, float cellMetres) => cornerMetres + ((step + 0.5f) / 256f * cellMetres);

    /// <summary>The step of a cell in which a place lies; what is outside the cell counts as its edge.</summary>
    public static byte StepOf(float metres, float cornerMetres, float cellMetres) =>
        (byte)Math.Clamp((int)MathF.Floor((metres - cornerMetres) / cellMetres * 256f), 0, 255);

    /// <summary>Radians to 1/256 turn.</summary>
    public static byte YawStep(float radians) => (byte)((int)MathF.Round(radians / MathF.Tau * 256f) & 0xFF);

    /// <summary>Metres a second to 1/32 m/s, clamped.</summary>
    public static short VelocityStep(float metresPerSecond) => (short)Math.Clamp((int)MathF.Round(metresPerSecond * VelocityStepsPerMetre), -256, 255);

    /// <summary>Metres a second as a coarse block carries them, in 1/32 m/s: rounded to 1/8 m/s, clamped.</summary>
    public static short CoarseVelocityStep(float metresPerSecond) =>
        (short)(Math.Clamp((int)MathF.Round(metresPerSecond * (VelocityStepsPerMetre / (1 << CoarseVelocityShift))), -64, 63) << CoarseVelocityShift);

    /// <summary>Metres to 1/64 m above −4 m, clamped.</summary>
    public static ushort HeightStep(float metres) => (ushort)Math.Clamp((int)MathF.Round((metres - LowestMetres) * 64f), 0, 4095);

    /// <summary>Height in metres.</summary>
    public float MetresY => (Height / 64f) + LowestMetres;

    /// <summary>Yaw in radians.</summary>
    public float YawRadians => Yaw / 256f * MathF.Tau;

    /// <summary>Metres a second.</summary>
    public float SpeedX => VelocityX / VelocityStepsPerMetre;

    /// <summary>Metres a second.</summary>
    public float SpeedZ => VelocityZ / VelocityStepsPerMetre;

    internal void Write(ref BitWriter bits, bool coarse)
    {
        bits.Write(((((uint)Person << FormBits) | (uint)Form) << LitBits) | (IsLit ? 1u : 0u), HeadBits);
        if (Form == AvatarForm.Seated)
        {
            bits.Write(Seat, SeatBits);
            return;
        }
        bits.Write(((uint)X << 8) | Z, PlaceBits);
        if (Form == AvatarForm.Standing)
        {
            bits.Write(Yaw, YawBits);
            return;
        }
        if (coarse)
        {
            bits.Write((uint)(VelocityX >> CoarseVelocityShift), CoarseVelocityBits);
            bits.Write((uint)(VelocityZ >> CoarseVelocityShift), CoarseVelocityBits);
        }
        else
        {
            bits.Write(Yaw, YawBits);
            bits.Write((uint)VelocityX, FineVelocityBits);
            bits.Write((uint)VelocityZ, FineVelocityBits);
        }
        if (Form == AvatarForm.Airborne) bits.Write(Height, HeightBits);
    }

    internal static bool TryRead(ref BitReader bits, bool coarse, out AvatarRecord record)
    {
        record = default;
        if (!bits.TryRead(HeadBits, out uint head)) return false;
        ushort person = (ushort)(head >> (FormBits + LitBits));
        AvatarForm form = (AvatarForm)((head >> LitBits) & 3);
        bool isLit = (head & 1) != 0;
        if (form == AvatarForm.Seated)
        {
            if (!bits.TryRead(SeatBits, out uint seat)) return false;
            record = new(person, form, 0, 0, 0, 0, 0, 0, (ushort)seat, isLit);
            return true;
        }
        uint yaw = 0, height = 0;
        short velocityX = 0, velocityZ = 0;
        if (!bits.TryRead(PlaceBits, out uint place)) return false;
        if ((form == AvatarForm.Standing || !coarse) && !bits.TryRead(YawBits, out yaw)) return false;
        if (form != AvatarForm.Standing && (!TryReadVelocity(ref bits, coarse, out velocityX) || !TryReadVelocity(ref bits, coarse, out velocityZ))) return false;
        if (form == AvatarForm.Airborne && !bits.TryRead(HeightBits, out height)) return false;
        if (form != AvatarForm.Standing && coarse) yaw = YawStep(MathF.Atan2(velocityX, velocityZ));
        record = new(person, form, (byte)(place >> 8), (byte)place, (byte)yaw, velocityX, velocityZ, (ushort)height, 0, isLit);
        return true;
    }

    private static bool TryReadVelocity(ref BitReader bits, bool coarse, out short velocity)
    {
        int width = coarse ? CoarseVelocityBits : FineVelocityBits;
        bool read = bits.TryRead(width, out uint value);
        int signed = (int)(value << (32 - width)) >> (32 - width);
        velocity = (short)(coarse ? signed << CoarseVelocityShift : signed);
        return read;
    }
}
