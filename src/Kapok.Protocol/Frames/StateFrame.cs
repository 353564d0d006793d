using System.Buffers.Binary;

namespace Kapok.Protocol.Frames;

/// <summary>What a block of a state frame holds.</summary>
public enum BlockKind
{
    /// <summary>Avatars of one cell.</summary>
    People,

    /// <summary>Avatars of the whole room, coarsely, by rising id.</summary>
    Far,

    /// <summary>Emotes begun in one cell.</summary>
    Gestures,

    /// <summary>The squares in which the viewer is told of everyone in the near tier.</summary>
    NearArea,

    /// <summary>The same for the mid tier.</summary>
    MidArea,

    /// <summary>How many people of one large cell do what.</summary>
    Tallies,

    /// <summary>As <see cref="Far"/>, but what viewers were told before and not news: for who came later.</summary>
    FarState,
}

/// <summary>Layout of a state frame: a header, then blocks that are encoded once and shared by all who see them.</summary>
public static class StateFrame
{
    /// <summary>Bytes of the header: kind and room time.</summary>
    public const int HeaderBytes = 5;

    /// <summary>Bytes before a block's records.</summary>
    public const int BlockHeaderBytes = 4;

    /// <summary>Most records of a block.</summary>
    public const int MaxRecords = 64;

    /// <summary>Largest scale of people and gestures: the block's cell has 4 times the side of the grid's.</summary>
    public const int MaxScale = 2;

    /// <summary>Scale of the cells of tallies: 8 times the side of the grid's.</summary>
    public const int TallyScale = 3;

    /// <summary>Milliseconds of one step of a block's time.</summary>
    public const int StampMilliseconds = 10;

    // A block of people, of the far tier, of gestures; and the rest, told apart by the two bits of the scale.
    internal const int NumberBits = 14, NumberMask = (1 << NumberBits) - 1, CountBits = 6, CountMask = (1 << CountBits) - 1, OtherType = 3;

    /// <summary>Most bytes of a block of people with this many records.</summary>
    public static int MaxBlockBytes(int records) => BlockHeaderBytes + (((records * AvatarRecord.MaxBits) + 7) / 8);

    /// <summary>Writes the header.</summary>
    /// <param name="frame">At least <see cref="HeaderBytes"/> bytes.</param>
    /// <param name="roomMilliseconds">Room time, a multiple of <see cref="StampMilliseconds"/>; sent modulo 2³².</param>
    public static void WriteHeader(Span<byte> frame, long roomMilliseconds)
    {
        frame[0] = MessageKind.State;
        BinaryPrimitives.WriteUInt32LittleEndian(frame[1..], unchecked((uint)roomMilliseconds));
    }

    /// <summary>Time of a block as it is sent: room time in steps, modulo 256. It holds whenever the block is copied, so shared bytes are never written to.</summary>
    public static byte Stamp(long roomMilliseconds) => unchecked((byte)((uint)roomMilliseconds / StampMilliseconds));

    internal static void WriteBlockHeader(Span<byte> block, BlockKind kind, ushort number, byte stamp, int scale, int count)
    {
        (int type, int sub) = kind >= BlockKind.NearArea ? (OtherType, kind - BlockKind.NearArea) : ((int)kind, scale);
        BinaryPrimitives.WriteUInt16LittleEndian(block, (ushort)((type << NumberBits) | number));
        block[2] = stamp;
        block[3] = (byte)((sub << CountBits) | (count - 1));
    }
}
