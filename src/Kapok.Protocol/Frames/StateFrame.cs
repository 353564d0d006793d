using System.Buffers.Binary;

namespace Kapok.Protocol.Frames;

/// <summary>Layout of a state frame: a header, then blocks that are encoded once and shared by all who see them.</summary>
public static class StateFrame
{
    /// <summary>Bytes of the header: kind and room time.</summary>
    public const int HeaderBytes = 5;

    /// <summary>Bytes before a block's records: cell, time, and scale with count.</summary>
    public const int BlockHeaderBytes = 4;

    /// <summary>Most records of a block.</summary>
    public const int MaxRecords = 64;

    /// <summary>Largest scale: the block's cell has 8 times the side of the grid's.</summary>
    public const int MaxScale = 3;

    /// <summary>Milliseconds of one step of a block's time.</summary>
    public const int StampMilliseconds = 10;

    internal const int CountBits = 6, CountMask = (1 << CountBits) - 1;

    /// <summary>Most bytes of a block with this many records.</summary>
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
}

/// <summary>Encodes one block: avatars of one cell.</summary>
public ref struct StateBlockWriter
{
    private readonly Span<byte> _block;
    private readonly int _scale;
    private BitWriter _bits;

    /// <summary>Begins a block.</summary>
    /// <param name="block">At least <see cref="StateFrame.MaxBlockBytes"/> of the records to come.</param>
    /// <param name="cell">Row × columns + column, in the grid of this scale.</param>
    /// <param name="scale">0 for a fine block, 1 to 3 for a coarse one whose cell has 2, 4 or 8 times the side.</param>
    /// <param name="stamp">From <see cref="StateFrame.Stamp"/>.</param>
    public StateBlockWriter(Span<byte> block, ushort cell, int scale, byte stamp)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(block, cell);
        block[2] = stamp;
        _block = block;
        _scale = scale;
        _bits = new BitWriter(block[StateFrame.BlockHeaderBytes..]);
    }

    /// <summary>Records so far.</summary>
    public int Count { get; private set; }

    /// <summary>Appends a record.</summary>
    /// <exception cref="InvalidOperationException">The block has 64 records: begin another for the same cell.</exception>
    public void Add(in AvatarRecord record)
    {
        if (Count == StateFrame.MaxRecords) throw new InvalidOperationException("A block holds at most 64 records.");
        record.Write(ref _bits, _scale > 0);
        Count++;
    }

    /// <summary>Ends the block.</summary>
    /// <returns>Its bytes; 0 when it has no record, since an empty block is not allowed.</returns>
    public int Finish()
    {
        if (Count == 0) return 0;
        _block[3] = (byte)((_scale << StateFrame.CountBits) | (Count - 1));
        return StateFrame.BlockHeaderBytes + _bits.Finish();
    }
}

/// <summary>Reads a state frame, independently of how it was put together.</summary>
/// <remarks>
/// <code>
/// if (!StateFrameReader.TryBegin(message, out StateFrameReader frame)) refuse;
/// while (frame.TryReadBlock())
///     while (frame.TryReadRecord(out AvatarRecord record)) use(frame.Cell, frame.Scale, frame.AgeMilliseconds, record);
/// if (!frame.IsComplete) refuse;
/// </code>
/// </remarks>
public ref struct StateFrameReader
{
    private ReadOnlySpan<byte> _rest;
    private BitReader _bits;
    private int _left;
    private bool _broken;

    /// <summary>Room time when the frame was put together, modulo 2³² milliseconds.</summary>
    public uint RoomMilliseconds { get; private set; }

    /// <summary>Cell of the current block.</summary>
    public ushort Cell { get; private set; }

    /// <summary>Scale of the current block: its cell has 2 to the power of this times the side of the grid's.</summary>
    public int Scale { get; private set; }

    /// <summary>How long before <see cref="RoomMilliseconds"/> the current block was true, 0 to 2,550.</summary>
    public int AgeMilliseconds { get; private set; }

    /// <summary>Every byte was read and meant something.</summary>
    public readonly bool IsComplete => !_broken && _left == 0 && _rest.IsEmpty;

    /// <summary>Begins to read.</summary>
    /// <param name="message">The whole WebSocket message, kind included.</param>
    /// <param name="reader">The reader, before its first block.</param>
    /// <returns>False when it is no state frame.</returns>
    public static bool TryBegin(ReadOnlySpan<byte> message, out StateFrameReader reader)
    {
        reader = default;
        if (message.Length < StateFrame.HeaderBytes || message.Length > MessageKind.MaxDownBytes || message[0] != MessageKind.State) return false;
        reader.RoomMilliseconds = BinaryPrimitives.ReadUInt32LittleEndian(message[1..]);
        reader._rest = message[StateFrame.HeaderBytes..];
        return true;
    }

    /// <summary>Goes to the next block. Records of the current one must have been read.</summary>
    /// <returns>False at the end, and when the frame is malformed.</returns>
    public bool TryReadBlock()
    {
        if (_broken || _rest.IsEmpty) return false;
        if (_left != 0 || _rest.Length < StateFrame.BlockHeaderBytes)
        {
            _broken = true;
            return false;
        }
        Cell = BinaryPrimitives.ReadUInt16LittleEndian(_rest);
        Scale = _rest[3] >> StateFrame.CountBits;
        AgeMilliseconds = unchecked((byte)(StateFrame.Stamp(RoomMilliseconds) - _rest[2])) * StateFrame.StampMilliseconds;
        _left = (_rest[3] & StateFrame.CountMask) + 1;
        _rest = _rest[StateFrame.BlockHeaderBytes..];
        _bits = new BitReader(_rest);
        return true;
    }

    /// <summary>Reads the next record of the current block.</summary>
    /// <returns>False at its end, and when the frame is malformed.</returns>
    public bool TryReadRecord(out AvatarRecord record)
    {
        record = default;
        if (_broken || _left == 0) return false;
        if (!AvatarRecord.TryRead(ref _bits, Scale > 0, out record))
        {
            _broken = true;
            return false;
        }
        if (--_left > 0) return true;
        _broken = !_bits.TryAlign();
        _rest = _rest[_bits.Length..];
        return !_broken;
    }
}
