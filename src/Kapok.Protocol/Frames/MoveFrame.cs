using System.Buffers.Binary;

namespace Kapok.Protocol.Frames;

/// <summary>A client's move in wire units (docs/protocol.md, section 2).</summary>
/// <param name="Epoch">From the last placement.</param>
/// <param name="Sequence">Wraps; an older one is ignored.</param>
/// <param name="X">In 1/64 m.</param>
/// <param name="Z">In 1/64 m.</param>
/// <param name="Y">In 1/64 m.</param>
/// <param name="Yaw">In 1/65536 turn.</param>
/// <param name="VelocityX">In 1/256 m/s.</param>
/// <param name="VelocityZ">In 1/256 m/s.</param>
/// <param name="Airborne">Jumping or falling.</param>
public readonly record struct MoveFrame(
    byte Epoch, ushort Sequence, short X, short Z, short Y, ushort Yaw, short VelocityX, short VelocityZ, bool Airborne)
{
    /// <summary>Bytes of a move, kind included.</summary>
    public const int Size = 17;

    private const float StepsPerMetre = 64f, VelocityStepsPerMetre = 256f, TurnSteps = 65536f;

    /// <summary>Metres.</summary>
    public float MetresX => X / StepsPerMetre;

    /// <summary>Metres, up.</summary>
    public float MetresY => Y / StepsPerMetre;

    /// <summary>Metres.</summary>
    public float MetresZ => Z / StepsPerMetre;

    /// <summary>Radians, 0 to a full turn.</summary>
    public float YawRadians => Yaw / TurnSteps * MathF.Tau;

    /// <summary>Metres a second.</summary>
    public float SpeedX => VelocityX / VelocityStepsPerMetre;

    /// <summary>Metres a second.</summary>
    public float SpeedZ => VelocityZ / VelocityStepsPerMetre;

    /// <summary>Rounds metres, radians and metres a second to wire units; what is out of range is clamped.</summary>
    public static MoveFrame FromMetres(
        byte epoch, ushort sequence, float x, float y, float z, float yaw, float speedX, float speedZ, bool airborne) => new(
            epoch, sequence, Fixed16(x), Fixed16(z), Fixed16(y), Turn(yaw), Velocity(speedX), Velocity(speedZ), airborne);

    /// <summary>Reads a move.</summary>
    /// <param name="message">The whole WebSocket message, kind included.</param>
    /// <param name="move">The move.</param>
    /// <returns>False when it is no move of version 1.</returns>
    public static bool TryRead(ReadOnlySpan<byte> message, out MoveFrame move)
    {
        move = default;
        if (message.Length != Size || message[0] != MessageKind.Move || message[16] > 1) return false;
        move = new(
            message[1],
            BinaryPrimitives.ReadUInt16LittleEndian(message[2..]),
            BinaryPrimitives.ReadInt16LittleEndian(message[4..]),
            BinaryPrimitives.ReadInt16LittleEndian(message[6..]),
            BinaryPrimitives.ReadInt16LittleEndian(message[8..]),
            BinaryPrimitives.ReadUInt16LittleEndian(message[10..]),
            BinaryPrimitives.ReadInt16LittleEndian(message[12..]),
            BinaryPrimitives.ReadInt16LittleEndian(message[14..]),
            message[16] == 1);
        return true;
    }

    /// <summary>Writes the <see cref="Size"/> bytes of the message, kind included.</summary>
    public void Write(Span<byte> message)
    {
        message[0] = MessageKind.Move;
        message[1] = Epoch;
        BinaryPrimitives.WriteUInt16LittleEndian(message[2..], Sequence);
        BinaryPrimitives.WriteInt16LittleEndian(message[4..], X);
        BinaryPrimitives.WriteInt16LittleEndian(message[6..], Z);
        BinaryPrimitives.WriteInt16LittleEndian(message[8..], Y);
        BinaryPrimitives.WriteUInt16LittleEndian(message[10..], Yaw);
        BinaryPrimitives.WriteInt16LittleEndian(message[12..], VelocityX);
        BinaryPrimitives.WriteInt16LittleEndian(message[14..], VelocityZ);
        message[16] = Airborne ? (byte)1 : (byte)0;
    }

    private static short Fixed16(float metres) => (short)Math.Clamp(MathF.Round(metres * StepsPerMetre), short.MinValue, short.MaxValue);

    private static short Velocity(float speed) => (short)Math.Clamp(MathF.Round(speed * VelocityStepsPerMetre), short.MinValue, short.MaxValue);

    private static ushort Turn(float radians) => (ushort)((int)MathF.Round(radians / MathF.Tau * TurnSteps) & 0xFFFF);
}
