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

/// <summary>One avatar of a block, in wire units (docs/protocol.md, section 3). Fields its form does not carry are 0.</summary>
/// <param name="Person">Id, 0 to 16383.</param>
/// <param name="Form">Which fields are carried.</param>
/// <param name="X">In 1/256 of the cell; the value names a step, its place is the step's centre.</param>
/// <param name="Z">As <paramref name="X"/>.</param>
/// <param name="Yaw">In 1/256 turn.</param>
/// <param name="VelocityX">In 1/8 m/s, −64 to 63.</param>
/// <param name="VelocityZ">As <paramref name="VelocityX"/>.</param>
/// <param name="Height">In 1/64 m above −4 m, 0 to 4095.</param>
/// <param name="Seat">Index of the seat, 0 to 4095.</param>
public readonly record struct AvatarRecord(
    ushort Person, AvatarForm Form, byte X, byte Z, byte Yaw, sbyte VelocityX, sbyte VelocityZ, ushort Height, ushort Seat)
{
    /// <summary>Most bits a record takes: an airborne one.</summary>
    public const int MaxBits = 14 + 2 + 24 + 14 + 12;

    /// <summary>Largest person id.</summary>
    public const int MaxPerson = (1 << 14) - 1;

    /// <summary>Largest seat index.</summary>
    public const int MaxSeat = (1 << 12) - 1;

    private const float LowestMetres = -4f;

    /// <summary>Metres of the step's centre along an axis, given the cell's corner.</summary>
    public static float AlongCell(byte step, float cornerMetres, float cellMetres) => cornerMetres + ((step + 0.5f) / 256f * cellMetres);

    /// <summary>The step of a cell in which a place lies; what is outside the cell counts as its edge.</summary>
    public static byte StepOf(float metres, float cornerMetres, float cellMetres) =>
        (byte)Math.Clamp((int)MathF.Floor((metres - cornerMetres) / cellMetres * 256f), 0, 255);

    /// <summary>Radians to 1/256 turn.</summary>
    public static byte YawStep(float radians) => (byte)((int)MathF.Round(radians / MathF.Tau * 256f) & 0xFF);

    /// <summary>Metres a second to 1/8 m/s, clamped.</summary>
    public static sbyte VelocityStep(float metresPerSecond) => (sbyte)Math.Clamp((int)MathF.Round(metresPerSecond * 8f), -64, 63);

    /// <summary>Metres to 1/64 m above −4 m, clamped.</summary>
    public static ushort HeightStep(float metres) => (ushort)Math.Clamp((int)MathF.Round((metres - LowestMetres) * 64f), 0, 4095);

    /// <summary>Height in metres.</summary>
    public float MetresY => (Height / 64f) + LowestMetres;

    /// <summary>Yaw in radians.</summary>
    public float YawRadians => Yaw / 256f * MathF.Tau;

    internal void Write(ref BitWriter bits)
    {
        bits.Write(Person, 14);
        bits.Write((uint)Form, 2);
        if (Form == AvatarForm.Seated)
        {
            bits.Write(Seat, 12);
            return;
        }
        bits.Write(((uint)X << 16) | ((uint)Z << 8) | Yaw, 24);
        if (Form == AvatarForm.Standing) return;
        bits.Write((uint)VelocityX, 7);
        bits.Write((uint)VelocityZ, 7);
        if (Form == AvatarForm.Airborne) bits.Write(Height, 12);
    }

    internal static bool TryRead(ref BitReader bits, out AvatarRecord record)
    {
        record = default;
        if (!bits.TryRead(14, out uint person) || !bits.TryRead(2, out uint form)) return false;
        if (form == (uint)AvatarForm.Seated)
        {
            if (!bits.TryRead(12, out uint seat)) return false;
            record = new((ushort)person, AvatarForm.Seated, 0, 0, 0, 0, 0, 0, (ushort)seat);
            return true;
        }
        uint velocity = 0, height = 0;
        if (!bits.TryRead(24, out uint place)) return false;
        if (form != (uint)AvatarForm.Standing && !bits.TryRead(14, out velocity)) return false;
        if (form == (uint)AvatarForm.Airborne && !bits.TryRead(12, out height)) return false;
        record = new(
            (ushort)person, (AvatarForm)form, (byte)(place >> 16), (byte)(place >> 8), (byte)place,
            SignExtend7(velocity >> 7), SignExtend7(velocity), (ushort)height, 0);
        return true;
    }

    private static sbyte SignExtend7(uint value) => (sbyte)((sbyte)(value << 1) >> 1);
}
